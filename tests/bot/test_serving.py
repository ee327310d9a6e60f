from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.telegram.state import State
from tests.bot.conftest import Command
from tests.telegram.emulator import serving

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
SECRET = {"DATELINE_WEBHOOK_SECRET": "kQ3_x-7"}


def test_serving_needs_a_token(dateline: Command) -> None:
    ended = dateline("serve")
    assert (ended.returncode, ended.stderr) == (
        1,
        "dateline: TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather, and put it in the environment or in .env\n",
    )


def test_a_wrong_token_is_one_clear_line_and_is_not_shown(dateline: Command, own_home: Path) -> None:
    with serving() as telegram:
        wrong = "12345:AAF-wrong-token-of-somebody-else_00"
        ended = dateline(
            "serve", "--home", str(own_home), TELEGRAM_BOT_TOKEN=wrong, TELEGRAM_API_URL=telegram.url, DATELINE_LOG="debug"
        )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == (
        "dateline: Telegram does not know the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather"
    )
    assert [part for part in (wrong, wrong.partition(":")[2]) if part in ended.stderr + ended.stdout] == []


@pytest.mark.parametrize(
    ("arguments", "settings", "code", "told"),
    [
        (
            ("--webhook", "https://bot.example.org/hook"),
            {},
            1,
            "DATELINE_WEBHOOK_SECRET is not set, and without it anybody could send the bot updates; choose 32 letters and digits",
        ),
        (
            ("--listen", "127.0.0.1:8080"),
            {},
            2,
            "--listen belongs to --webhook URL; without a webhook the bot fetches its updates and listens nowhere",
        ),
        (
            ("--webhook", "bot.example.org"),
            SECRET,
            2,
            "--webhook 'bot.example.org' must be the URL at which Telegram reaches the bot, such as https://bot.example.org/hook",
        ),
        (
            ("--webhook", "https://bot.example.org/hook", "--listen", "8080"),
            SECRET,
            1,
            "--listen '8080' must be HOST:PORT, such as 127.0.0.1:8080",
        ),
    ],
)
def test_what_can_not_work_is_refused_before_anything_is_opened(
    dateline: Command, tmp_path: Path, arguments: tuple[str, ...], settings: dict[str, str], code: int, told: str
) -> None:
    home = tmp_path / "home"
    ended = dateline("serve", *arguments, "--home", str(home), TELEGRAM_BOT_TOKEN=TOKEN, **settings)
    assert (ended.returncode, ended.stderr, home.exists()) == (code, f"dateline: {told}\n", False)


def test_a_bot_that_was_never_started_is_not_well(dateline: Command, tmp_path: Path) -> None:
    home = tmp_path / "home"
    ended = dateline("health", "--home", str(home))
    assert (ended.returncode, ended.stdout, ended.stderr) == (
        1,
        "",
        "dateline: the bot has not been started on this home yet; run: dateline serve\n",
    )
    assert not home.exists()


def _noted(home: Path, *, ago: timedelta | None) -> None:
    with State.open(home / "bot.sqlite", replica="here") as state:
        if ago is not None:
            state.health.note("update", now=datetime.now(UTC) - ago)


def test_a_bot_that_telegram_answered_lately_is_well(dateline: Command, tmp_path: Path) -> None:
    _noted(tmp_path, ago=timedelta(seconds=5))
    ended = dateline("health", "--home", str(tmp_path))
    assert (ended.returncode, ended.stdout[:23], ended.stderr) == (0, "well: Telegram answered", "")


def test_a_bot_that_telegram_has_not_answered_for_a_minute_is_not_well(dateline: Command, tmp_path: Path) -> None:
    _noted(tmp_path, ago=timedelta(hours=1))
    ended = dateline("health", "--home", str(tmp_path))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("dateline: Telegram last answered the bot 36")


def test_a_bot_that_has_not_reached_telegram_is_not_well(dateline: Command, tmp_path: Path) -> None:
    _noted(tmp_path, ago=None)
    ended = dateline("health", "--home", str(tmp_path))
    assert (ended.returncode, ended.stderr) == (1, "dateline: the bot has not reached Telegram yet\n")
