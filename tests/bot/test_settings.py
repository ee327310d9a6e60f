from pathlib import Path
from typing import get_args

import pytest

from bot import settings
from bot.telegram.messages.language import LANGUAGES
from index.chat.endpoint import Endpoint
from index.errors import SettingsError
from index.fetching.access import Access

SECRET = "sk-do-not-show"
OF_THE_MODEL = [
    ("DATELINE_MODEL", "not set"),
    ("DATELINE_MODEL_TIMEOUT", "30"),
    ("DATELINE_MODEL_RETRIES", "2"),
    ("DATELINE_MODEL_CONTEXT", "8192"),
    ("DATELINE_MODEL_OUTPUT", "600"),
    ("DATELINE_PRICE_PROMPT", "not set"),
    ("DATELINE_PRICE_OUTPUT", "not set"),
    ("DATELINE_DAILY_TOKENS", "not set"),
]
OF_THE_BOT = [
    ("TELEGRAM_BOT_TOKEN", "not set"),
    ("TELEGRAM_API_URL", "https://api.telegram.org"),
    ("DATELINE_WEBHOOK_SECRET", "not set"),
    ("DATELINE_ALLOWED", "nobody"),
    ("DATELINE_ADMINS", "nobody"),
    ("DATELINE_PUBLIC", "0"),
    ("DATELINE_LANG", "en"),
    ("DATELINE_STATE_URL", "not set"),
    ("DATELINE_USER_QUESTIONS", "100"),
    ("DATELINE_ALL_QUESTIONS", "2000"),
    ("DATELINE_RETENTION_DAYS", "30"),
    ("DATELINE_ALERT_SECONDS", "30"),
]
TOKEN = "123456:AAE-do_not-show"
BEARER = "let.these-programs_in="
NO_URL = "must be a URL that begins with http:// or https://"
NO_SERVER_URL = "must be a URL without user, password, ? and #"
NO_STATE_URL = "must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; in a password, write signs such as @ as %40"
OF_CHROMA = [
    ("DATELINE_CHROMA_URL", "not set"),
    ("CHROMA_API_KEY", "not set"),
    ("CHROMA_TENANT", "not set"),
    ("CHROMA_DATABASE", "not set"),
]
OF_THE_WEB = [("DATELINE_ALLOW_HOSTS", "not set"), ("DATELINE_CONTACT", "not set"), ("DATELINE_ROBOTS", "1")]


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without our settings, and a current folder without .env."""
    for variable in settings.variables():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(tmp_path)


def test_without_settings_the_defaults_hold() -> None:
    assert settings.shown(settings.load()) == [
        ("DATELINE_HOME", "not set"),
        ("DATELINE_EMBEDDER", "minilm"),
        *OF_CHROMA,
        ("OPENAI_API_KEY", "not set"),
        ("OPENAI_BASE_URL", "not set"),
        *OF_THE_MODEL,
        *OF_THE_WEB,
        ("DATELINE_LOG", "warning"),
        ("DATELINE_API_TOKEN", "not set"),
        *OF_THE_BOT,
    ]


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_HOME", "~/news")
    monkeypatch.setenv("DATELINE_EMBEDDER", "openai:text-embedding-3-small")
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://reader:hidden@127.0.0.1:8080/v1")
    monkeypatch.setenv("DATELINE_LOG", "DEBUG")
    chosen = settings.load()
    assert (chosen.home, chosen.api_key, chosen.openai_base_url) == (
        Path.home() / "news",
        SECRET,
        "http://reader:hidden@127.0.0.1:8080/v1",
    )
    assert settings.shown(chosen) == [
        ("DATELINE_HOME", str(Path.home() / "news")),
        ("DATELINE_EMBEDDER", "openai:text-embedding-3-small"),
        *OF_CHROMA,
        ("OPENAI_API_KEY", "set"),
        ("OPENAI_BASE_URL", "http://reader:***@127.0.0.1:8080/v1"),
        *OF_THE_MODEL,
        *OF_THE_WEB,
        ("DATELINE_LOG", "debug"),
        ("DATELINE_API_TOKEN", "not set"),
        *OF_THE_BOT,
    ]


def test_the_environment_beats_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DATELINE_LOG=info\nDATELINE_EMBEDDER=openai:small\nSOMEBODY_ELSES=1\n", encoding="utf-8")
    monkeypatch.setenv("DATELINE_LOG", "error")
    chosen = settings.load()
    assert (chosen.log, chosen.embedder) == ("error", "openai:small")


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_LOG", "")
    Path(".env").write_text("DATELINE_EMBEDDER=\nOPENAI_API_KEY=\nDATELINE_HOME=\n", encoding="utf-8")
    chosen = settings.load()
    assert (chosen.log, chosen.embedder, chosen.api_key, chosen.home) == ("warning", "minilm", None, None)


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("DATELINE_EMBEDDER", "word2vec", "must be minilm or openai:MODEL"),
        ("DATELINE_EMBEDDER", "openai: ", "must be minilm or openai:MODEL"),
        ("DATELINE_LOG", "loud", "must be 'debug', 'info', 'warning' or 'error'"),
        ("DATELINE_CHROMA_URL", "chroma:8000", NO_URL),
        ("DATELINE_CHROMA_URL", "http://reader:hidden@chroma:8000", NO_SERVER_URL),
        ("DATELINE_CHROMA_URL", "http://chroma:8000/?key=hidden", NO_SERVER_URL),
        ("CHROMA_API_KEY", "two words", "must be letters, digits and signs without spaces"),
        ("OPENAI_BASE_URL", SECRET, NO_URL),
        ("OPENAI_BASE_URL", "http://", NO_URL),
        ("OPENAI_BASE_URL", "http://127.0.0.1:99999/v1", NO_URL),
        ("OPENAI_API_KEY", "two words", "must be letters, digits and signs without spaces"),
        ("OPENAI_API_KEY", "sk-é", "must be letters, digits and signs without spaces"),
        ("DATELINE_MODEL_TIMEOUT", "0", "must be greater than 0"),
        ("DATELINE_MODEL_TIMEOUT", "nan", "must be a finite number"),
        ("DATELINE_MODEL_TIMEOUT", "soon", "must be a number"),
        ("DATELINE_MODEL_RETRIES", "-1", "must be greater than or equal to 0"),
        ("DATELINE_MODEL_RETRIES", "1.5", "must be a whole number"),
        ("DATELINE_MODEL_CONTEXT", "100", "must be greater than or equal to 512"),
        ("DATELINE_MODEL_OUTPUT", "5000", "must be at most half of DATELINE_MODEL_CONTEXT"),
        ("DATELINE_PRICE_PROMPT", "-1", "must be greater than or equal to 0"),
        ("DATELINE_PRICE_OUTPUT", "1", "and DATELINE_PRICE_PROMPT must be set together, or neither"),
        ("DATELINE_DAILY_TOKENS", "many", "must be a whole number"),
        ("DATELINE_API_TOKEN", "short", "must be at least 16 letters, digits and signs of -._~+/="),
        ("DATELINE_API_TOKEN", "sixteen letters, and more", "must be at least 16 letters, digits and signs of -._~+/="),
        ("TELEGRAM_BOT_TOKEN", "AAE-without-number", "must be digits, a colon, then letters and digits, as @BotFather gives it"),
        ("TELEGRAM_API_URL", "api.example", NO_URL),
        ("DATELINE_WEBHOOK_SECRET", "not quite", "must be at most 256 letters, digits, _ and -"),
        ("DATELINE_WEBHOOK_SECRET", "a" * 257, "must be at most 256 letters, digits, _ and -"),
        ("DATELINE_ALLOWED", "12,@somebody", "must be ids (whole numbers) with commas between them"),
        ("DATELINE_ALLOWED", "12 13", "must be ids (whole numbers) with commas between them"),
        ("DATELINE_ADMINS", "-100200", "must be ids of people; those below 0 are of groups"),
        ("DATELINE_PUBLIC", "perhaps", "must be 1 or 0"),
        ("DATELINE_LANG", "tlh", "must be 'en' or 'es'"),
        ("DATELINE_STATE_URL", "mysql://bot@127.0.0.1/bot", NO_STATE_URL),
        ("DATELINE_STATE_URL", "sqlite://", NO_STATE_URL),
        ("DATELINE_STATE_URL", "postgresql://bot:p@ss@127.0.0.1/bot", NO_STATE_URL),
        ("DATELINE_STATE_URL", "postgresql://bot:p#ss@127.0.0.1/bot", NO_STATE_URL),
        ("DATELINE_STATE_URL", "postgresql://127.0.0.1/bot?password=hidden", NO_STATE_URL),
        ("DATELINE_USER_QUESTIONS", "-1", "must be greater than or equal to 0"),
        ("DATELINE_ALL_QUESTIONS", "-1", "must be greater than or equal to 0"),
        ("DATELINE_RETENTION_DAYS", "0", "must be greater than or equal to 1"),
        ("DATELINE_ALERT_SECONDS", "0", "must be greater than or equal to 1"),
    ],
)
def test_a_wrong_value_is_refused_by_the_name_of_its_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as refused:
        settings.load()
    assert str(refused.value) == f"{variable} {reason}; correct it in the environment or in .env"


def test_one_price_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_PRICE_PROMPT", "1")
    with pytest.raises(SettingsError, match="DATELINE_PRICE_OUTPUT and DATELINE_PRICE_PROMPT must be set together"):
        settings.load()


@pytest.mark.parametrize("chosen", [{}, {"DATELINE_MODEL": "small"}, {"OPENAI_API_KEY": SECRET, "DATELINE_MODEL": "None"}])
def test_without_key_and_address_or_when_switched_off_there_is_no_model(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str]
) -> None:
    for variable, value in chosen.items():
        monkeypatch.setenv(variable, value)
    assert settings.load().endpoint is None


@pytest.mark.parametrize(
    ("chosen", "model"),
    [
        ({"OPENAI_API_KEY": SECRET}, settings.DEFAULT_MODEL),
        ({"OPENAI_API_KEY": SECRET, "OPENAI_BASE_URL": "https://api.openai.com/v1/"}, settings.DEFAULT_MODEL),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1"}, ""),
        ({"OPENAI_BASE_URL": "http://127.0.0.1:8080/v1", "DATELINE_MODEL": " small "}, "small"),
    ],
)
def test_the_model_is_the_one_named_else_openais_else_the_endpoints_only_one(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str], model: str
) -> None:
    for variable, value in chosen.items():
        monkeypatch.setenv(variable, value)
    endpoint = settings.load().endpoint
    assert endpoint == Endpoint(model, chosen.get("OPENAI_BASE_URL"), chosen.get("OPENAI_API_KEY"))


def test_every_limit_of_the_model_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {
        "OPENAI_API_KEY": f"{SECRET}\n",
        "DATELINE_MODEL": "small",
        "DATELINE_MODEL_TIMEOUT": "2.5",
        "DATELINE_MODEL_RETRIES": "0",
        "DATELINE_MODEL_CONTEXT": "4096",
        "DATELINE_MODEL_OUTPUT": "200",
        "DATELINE_PRICE_PROMPT": "0.75",
        "DATELINE_PRICE_OUTPUT": "4.5",
        "DATELINE_DAILY_TOKENS": "0",
    }
    for variable, value in limits.items():
        monkeypatch.setenv(variable, value)
    assert settings.load().endpoint == Endpoint(
        model="small",
        api_key=SECRET,
        timeout=2.5,
        retries=0,
        context=4096,
        output=200,
        price_prompt=0.75,
        price_output=4.5,
        daily_tokens=0,
    )


def test_a_chroma_server_and_the_door_for_programs_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {
        "DATELINE_CHROMA_URL": " https://chroma.example:8000/ ",
        "CHROMA_API_KEY": "ck-do-not-show\n",
        "CHROMA_TENANT": "newsroom",
        "CHROMA_DATABASE": " ",
        "DATELINE_API_TOKEN": f" {BEARER} ",
    }
    for variable, value in chosen.items():
        monkeypatch.setenv(variable, value)
    found = settings.load()
    assert (found.chroma_url, found.chroma_key, found.chroma_tenant, found.chroma_database, found.bearer) == (
        "https://chroma.example:8000",
        "ck-do-not-show",
        "newsroom",
        None,
        BEARER,
    )
    shown = dict(settings.shown(found))
    assert {variable: shown[variable] for variable in chosen} == {
        "DATELINE_CHROMA_URL": "https://chroma.example:8000",
        "CHROMA_API_KEY": "set",
        "CHROMA_TENANT": "newsroom",
        "CHROMA_DATABASE": "not set",
        "DATELINE_API_TOKEN": "set",
    }


def test_everything_about_the_bot_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = {
        "TELEGRAM_BOT_TOKEN": f" {TOKEN}\n",
        "TELEGRAM_API_URL": "http://127.0.0.1:8081/",
        "DATELINE_WEBHOOK_SECRET": "quite_secret",
        "DATELINE_ALLOWED": "12, -100200,12,",
        "DATELINE_ADMINS": "7",
        "DATELINE_PUBLIC": "1",
        "DATELINE_LANG": "ES",
        "DATELINE_STATE_URL": "postgresql://bot:p%40ss@127.0.0.1/bot?host=/run/here",
        "DATELINE_USER_QUESTIONS": "0",
        "DATELINE_ALL_QUESTIONS": "0",
        "DATELINE_RETENTION_DAYS": "1",
        "DATELINE_ALERT_SECONDS": "2.5",
    }
    for variable, value in chosen.items():
        monkeypatch.setenv(variable, value)
    found = settings.load()
    assert (found.token, found.secret, found.allowed, found.admins) == (
        TOKEN,
        "quite_secret",
        frozenset({12, -100200}),
        frozenset({7}),
    )
    assert settings.shown(found)[-len(OF_THE_BOT) :] == [
        ("TELEGRAM_BOT_TOKEN", "set"),
        ("TELEGRAM_API_URL", "http://127.0.0.1:8081"),
        ("DATELINE_WEBHOOK_SECRET", "set"),
        ("DATELINE_ALLOWED", "-100200,12"),
        ("DATELINE_ADMINS", "7"),
        ("DATELINE_PUBLIC", "1"),
        ("DATELINE_LANG", "es"),
        ("DATELINE_STATE_URL", "postgresql://bot:***@127.0.0.1/bot?host=/run/here"),
        ("DATELINE_USER_QUESTIONS", "0"),
        ("DATELINE_ALL_QUESTIONS", "0"),
        ("DATELINE_RETENTION_DAYS", "1"),
        ("DATELINE_ALERT_SECONDS", "2.5"),
    ]


@pytest.mark.parametrize(
    "url",
    ["sqlite:////var/lib/bot state.sqlite", "postgresql+psycopg://bot@db/bot", "postgresql:///bot", "postgresql://db:5432/bot"],
)
def test_the_state_may_be_kept_in_sqlite_or_postgresql(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATELINE_STATE_URL", f"{url}\n")
    assert settings.load().state_url == url


def test_every_language_of_the_bot_may_be_chosen() -> None:
    assert get_args(settings.Language) == LANGUAGES


def test_a_file_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"OPENAI_API_KEY=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^cannot read \.env: it is not UTF-8 text$"):
        settings.load()


@pytest.fixture
def secrets(monkeypatch: pytest.MonkeyPatch) -> settings.Settings:
    """Settings with a secret wherever one can be."""
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://reader:hidden@127.0.0.1:8080/v1")
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("DATELINE_WEBHOOK_SECRET", "quite_secret")
    monkeypatch.setenv("DATELINE_STATE_URL", "postgresql://bot:p%40ss@127.0.0.1/bot")
    monkeypatch.setenv("CHROMA_API_KEY", "ck-do-not-show")
    monkeypatch.setenv("DATELINE_API_TOKEN", BEARER)
    return settings.load()


def test_a_secret_shows_in_no_picture_of_the_settings(secrets: settings.Settings) -> None:
    for secret in (SECRET, "AAE-do_not-show", "quite_secret", "p%40ss", "ck-do-not-show", BEARER):
        assert secret not in repr(secrets)
    assert SECRET not in repr(secrets.endpoint)
    assert "hidden" not in repr(secrets.endpoint)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"401 for {SECRET} at http://reader:hidden@127.0.0.1:8080/v1", "401 for *** at http://reader:***@127.0.0.1:8080/v1"),
        (f"POST https://api.telegram.org/bot{TOKEN}/getMe", "POST https://api.telegram.org/bot***/getMe"),
        ("GET /file/bot123456%3AAAE-do_not-show/photo.png", "GET /file/bot***/photo.png"),
        ("bot 123456 with AAE-do_not-show", "bot 123456 with ***"),
        ("X-Telegram-Bot-Api-Secret-Token: quite_secret", "X-Telegram-Bot-Api-Secret-Token: ***"),
        (f"Authorization: Bearer {BEARER}", "Authorization: Bearer ***"),
        ("x-chroma-token: ck-do-not-show", "x-chroma-token: ***"),
        ("postgresql://bot:p%40ss@127.0.0.1/bot refused p@ss", "postgresql://bot:***@127.0.0.1/bot refused ***"),
    ],
)
def test_secrets_are_taken_out_of_texts(secrets: settings.Settings, text: str, shown: str) -> None:
    assert settings.without_secrets(text, secrets) == shown


def test_pages_are_fetched_as_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_ALLOW_HOSTS", "News.lan, 127.0.0.1:8123,[::1]:80 ,")
    monkeypatch.setenv("DATELINE_CONTACT", "mailto:desk@news.example")
    monkeypatch.setenv("DATELINE_ROBOTS", "0")
    chosen = settings.load()
    assert chosen.access == Access(
        allowed_hosts=frozenset({"news.lan", "127.0.0.1:8123", "[::1]:80"}), contact="mailto:desk@news.example", robots=False
    )
    shown = dict(settings.shown(chosen))
    assert [shown[name] for name, _ in OF_THE_WEB] == ["news.lan,127.0.0.1:8123,[::1]:80", "mailto:desk@news.example", "0"]


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATELINE_ALLOW_HOSTS", "http://news.lan/"),
        ("DATELINE_ALLOW_HOSTS", "10.0.0.0/8"),
        ("DATELINE_CONTACT", "Desk (news)"),
        ("DATELINE_CONTACT", "a\nX-Evil: 1"),
        ("DATELINE_ROBOTS", "perhaps"),
    ],
)
def test_settings_of_fetching_that_cannot_hold_are_refused(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"^{variable} must be "):
        settings.load()


def test_a_contact_that_only_looks_like_a_url_is_shown_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_CONTACT", "https://[desk")
    assert dict(settings.shown(settings.load()))["DATELINE_CONTACT"] == "https://[desk"
