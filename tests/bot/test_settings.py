from pathlib import Path

import pytest

from bot import settings
from index.chat.endpoint import Endpoint
from index.errors import SettingsError

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
        ("OPENAI_API_KEY", "not set"),
        ("OPENAI_BASE_URL", "not set"),
        *OF_THE_MODEL,
        ("DATELINE_LOG", "warning"),
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
        ("OPENAI_API_KEY", "set"),
        ("OPENAI_BASE_URL", "http://reader:***@127.0.0.1:8080/v1"),
        *OF_THE_MODEL,
        ("DATELINE_LOG", "debug"),
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
        ("OPENAI_BASE_URL", SECRET, "must be a URL that begins with http:// or https://"),
        ("OPENAI_BASE_URL", "http://", "must be a URL that begins with http:// or https://"),
        ("OPENAI_BASE_URL", "http://127.0.0.1:99999/v1", "must be a URL that begins with http:// or https://"),
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


def test_a_file_that_is_no_text_is_refused() -> None:
    Path(".env").write_bytes(b"OPENAI_API_KEY=\xff\xfe\n")
    with pytest.raises(SettingsError, match=r"^cannot read \.env: it is not UTF-8 text$"):
        settings.load()


def test_a_secret_shows_in_no_picture_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://reader:hidden@127.0.0.1:8080/v1")
    assert SECRET not in repr(settings.load())
    assert SECRET not in repr(settings.load().endpoint)
    assert "hidden" not in repr(settings.load().endpoint)


def test_secrets_are_taken_out_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://reader:hidden@127.0.0.1:8080/v1")
    text = f"401 for {SECRET} at http://reader:hidden@127.0.0.1:8080/v1"
    assert settings.without_secrets(text, settings.load()) == "401 for *** at http://reader:***@127.0.0.1:8080/v1"
