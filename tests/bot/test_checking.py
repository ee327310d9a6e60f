"""The command check: what is set, and whether it can be used."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chat.endpoint import KEY, MODEL, Reply, serving, unserved_url

Command = Callable[..., subprocess.CompletedProcess[str]]


def told(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """What was printed of each name."""
    lines = (line.partition(" ") for line in done.stdout.splitlines())
    return {name: value.strip() for name, _, value in lines}


def test_checking_shows_the_settings_without_secrets_and_the_index(dateline: Command, home: Path) -> None:
    done = dateline(
        "check",
        DATELINE_HOME=str(home),
        OPENAI_API_KEY="sk-do-not-show",
        OPENAI_BASE_URL="http://reader:hidden@127.0.0.1:9/v1",
        DATELINE_MODEL="none",
        TELEGRAM_BOT_TOKEN="123456:do-not-show",
        DATELINE_API_TOKEN="sixteen-do-not-show",
        DATELINE_ALLOWED="12",
        DATELINE_STATE_URL="postgresql://bot:hidden@127.0.0.1/bot",
    )
    lines = done.stdout.splitlines()
    assert lines[:-2] == [
        f"DATELINE_HOME            {home}",
        "DATELINE_EMBEDDER        minilm",
        "DATELINE_CHROMA_URL      not set",
        "CHROMA_API_KEY           not set",
        "CHROMA_TENANT            not set",
        "CHROMA_DATABASE          not set",
        "OPENAI_API_KEY           set",
        "OPENAI_BASE_URL          http://reader:***@127.0.0.1:9/v1",
        "DATELINE_MODEL           none",
        "DATELINE_MODEL_TIMEOUT   30",
        "DATELINE_MODEL_RETRIES   2",
        "DATELINE_MODEL_CONTEXT   8192",
        "DATELINE_MODEL_OUTPUT    600",
        "DATELINE_PRICE_PROMPT    not set",
        "DATELINE_PRICE_OUTPUT    not set",
        "DATELINE_DAILY_TOKENS    not set",
        "DATELINE_ALLOW_HOSTS     not set",
        "DATELINE_CONTACT         not set",
        "DATELINE_ROBOTS          1",
        "DATELINE_LOG             warning",
        "DATELINE_API_TOKEN       set",
        "TELEGRAM_BOT_TOKEN       set",
        "TELEGRAM_API_URL         https://api.telegram.org",
        "DATELINE_WEBHOOK_SECRET  not set",
        "DATELINE_ALLOWED         12",
        "DATELINE_ADMINS          nobody",
        "DATELINE_PUBLIC          0",
        "DATELINE_LANG            en",
        "DATELINE_STATE_URL       postgresql://bot:***@127.0.0.1/bot",
        "DATELINE_USER_QUESTIONS  100",
        "DATELINE_ALL_QUESTIONS   2000",
        "DATELINE_RETENTION_DAYS  30",
        "DATELINE_ALERT_SECONDS   30",
        f"home                     {home}",
    ]
    assert lines[-2].startswith("index                    usable, 3 articles, encoder minilm")
    assert (done.returncode, lines[-1]) == (0, "model                    none, so answers are quoted from the articles")


def test_checking_creates_nothing(dateline: Command, tmp_path: Path) -> None:
    done = dateline("check", "--home", tmp_path / "home")
    assert (done.returncode, told(done)["index"]) == (0, "usable, empty")
    assert not (tmp_path / "home").exists()


def test_checking_a_home_that_cannot_be_used_fails(dateline: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = dateline("check", "--home", tmp_path / "file")
    assert (done.returncode, told(done)["index"].startswith("not usable: the home")) == (1, True)


def test_a_model_that_answers_is_named_and_timed(dateline: Command, tmp_path: Path) -> None:
    with serving(Reply("Ready."), key=KEY) as endpoint:
        done = dateline("check", "--home", tmp_path / "home", OPENAI_BASE_URL=endpoint.url, OPENAI_API_KEY=KEY)

    answered = re.fullmatch(rf"usable, {MODEL} at 127\.0\.0\.1 answered in \d+\.\d s", told(done)["model"])
    assert (done.returncode, answered is None, done.stderr) == (0, False, "")
    assert [request.path for request in endpoint.requests] == ["/v1/models", "/v1/chat/completions"]
    assert not (tmp_path / "home").exists()


def test_what_is_used_of_the_days_tokens_is_told(dateline: Command, tmp_path: Path) -> None:
    with serving(Reply("Ready.", usage=(40, 2))) as endpoint:
        limited = {"OPENAI_BASE_URL": endpoint.url, "DATELINE_MODEL": MODEL, "DATELINE_DAILY_TOKENS": "5000"}
        done = dateline("check", "--home", tmp_path / "home", **limited)

    assert (done.returncode, told(done)["model"].endswith("; 42 of 5,000 tokens used today")) == (0, True)


@pytest.mark.parametrize(
    ("reply", "chosen", "reason"),
    [
        (Reply("Ready."), {"OPENAI_API_KEY": "sk-wrong-key"}, "127.0.0.1 refused the key; check OPENAI_API_KEY"),
        (Reply("Ready."), {"DATELINE_MODEL": "large"}, "127.0.0.1 has no model 'large' for you; check DATELINE_MODEL"),
        (
            Reply("Ready."),
            {"OPENAI_BASE_URL": unserved_url()},
            "cannot reach 127.0.0.1; check OPENAI_BASE_URL, and that the server is running",
        ),
        (
            Reply("Ready."),
            {"DATELINE_DAILY_TOKENS": "0"},
            "DATELINE_DAILY_TOKENS is 0, so no tokens may be used; raise it to have answers written",
        ),
        (Reply(), {}, f"the model {MODEL!r} answered with nothing; try another DATELINE_MODEL"),
    ],
    ids=["key", "model", "host", "limit", "nothing"],
)
def test_a_model_that_cannot_be_used_is_told_in_plain_words(
    dateline: Command, tmp_path: Path, reply: Reply, chosen: dict[str, str], reason: str
) -> None:
    with serving(reply, key=KEY) as endpoint:
        usual = {"OPENAI_BASE_URL": endpoint.url, "OPENAI_API_KEY": KEY, "DATELINE_MODEL": MODEL, "DATELINE_MODEL_RETRIES": "0"}
        done = dateline("check", "--home", tmp_path / "home", **(usual | chosen))

    assert (done.returncode, told(done)["model"], done.stderr) == (1, f"not usable: {reason}", "")


def test_a_certificate_that_is_not_trusted_is_told(dateline: Command, tmp_path: Path) -> None:
    with serving(Reply("Ready."), tls=True) as endpoint:
        done = dateline("check", "--home", tmp_path / "home", OPENAI_BASE_URL=endpoint.url, DATELINE_MODEL=MODEL)

    assert (done.returncode, told(done)["model"].startswith("not usable: the certificate of 127.0.0.1 is not one")) == (1, True)
