"""Whom the shipped command answers, how much, and what it never tells."""

import json
import time
from pathlib import Path

import pytest

from tests.telegram.conftest import Command, Serve
from tests.telegram.emulator import Emulator, World, serving
from tests.telegram.served import serving as serving_bot
from tests.telegram.served import settings_of, started
from tests.telegram.talking import STRIKES, ask, said
from tests.warm import Warm

KEY = "sk-test-0123456789"


def _health(command: Command, **settings: str) -> tuple[int, str]:
    done = command("health", **settings)
    return done.returncode, (done.stdout + done.stderr).decode()


def test_nobody_is_answered_unless_it_was_said_who(telegram: Emulator, serve: Serve) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    desk, pub = telegram.group("Desk", bob), telegram.group("Pub", bob)
    with serve(DATELINE_PUBLIC="0", DATELINE_ALLOWED=f"{ann.id},{desk.id}"):
        assert ask(ann, STRIKES).text.startswith("At least 21 strikes")
        bob.send(STRIKES)
        assert str(bob.id) in said(bob, "This bot answers only people it knows.").text
        bob.send(f"/ask {STRIKES}", group=pub)
        assert str(pub.id) in said(bob, "This bot does not answer in this group yet.", group=pub).text
        assert ask(bob, f"/ask {STRIKES}", group=desk).text.startswith("At least 21 strikes")
        assert bob.results(bob.inline("strikes")).cards == ()


def test_admins_alone_see_figures_and_health(telegram: Emulator, serve: Serve) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    with serve(DATELINE_ADMINS=str(ann.id)):
        ask(bob, STRIKES)
        ann.send("/stats")
        said(ann, "Questions today: 1. People who asked: 1.")
        ann.send("/health")
        assert "56" in said(ann, "Telegram last answered: ").text
        bob.send("/stats")
        said(bob, "I don’t know that command.")


def test_a_limit_says_when_it_ends(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    with serve(DATELINE_USER_QUESTIONS="1"):
        ask(ann, STRIKES)
        ann.send("How many people were killed?")
        said(ann, "You have asked as much as one person may in a day. I can take your next question in ")


def test_a_limit_of_none_lets_nobody_ask(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    with serve(DATELINE_ALL_QUESTIONS="0"):
        ann.send(STRIKES)
        said(ann, "No questions are answered at the moment.")


@pytest.mark.parametrize("level", ["debug", "info"])
def test_the_log_tells_of_a_question_without_its_words_and_without_secrets(telegram: Emulator, serve: Serve, level: str) -> None:
    ann = telegram.person("Zebulon")
    with serve("--log-format", "json", DATELINE_LOG=level) as bot:
        answer = ask(ann, STRIKES)
        ann.toast(ann.tap(answer, "👍"))
        ann.results(ann.inline("how many strikes"))
        assert bot.stop() == 0
        logged = bot.logged()
    lines = [json.loads(line) for line in logged.splitlines()]
    (question,) = [line for line in lines if line.get("outcome") == "answered"]
    assert (question["found"], question["mode"], question["citations"]) == (True, "quotes", 13)
    secret = telegram.token.partition(":")[2]
    hidden = (secret, secret.lower(), STRIKES, "strikes", str(ann.id), "ebulon")
    assert [word for word in hidden if word in logged] == []


def test_a_wrong_token_ends_the_start_in_plain_words(telegram: Emulator, home: Path, tmp_path: Path, warm: Warm) -> None:
    wrong = "110201543:AAG0000000000000000000000000000wrong"
    settings = settings_of(telegram, TELEGRAM_BOT_TOKEN=wrong, OPENAI_API_KEY=KEY, DATELINE_MODEL="none")
    with started(home, log=tmp_path / "log", settings=settings, warm=warm) as bot:
        assert bot.ends(seconds=60) == 1
        logged = bot.logged()
    assert "TELEGRAM_BOT_TOKEN" in logged
    assert "Traceback" not in logged
    assert [word for word in (wrong, wrong.partition(":")[2], KEY) if word in logged] == []


def test_a_missing_token_ends_the_start_in_plain_words(telegram: Emulator, home: Path, tmp_path: Path, warm: Warm) -> None:
    settings = settings_of(telegram)
    del settings["TELEGRAM_BOT_TOKEN"]
    with started(home, log=tmp_path / "log", settings=settings, warm=warm) as bot:
        assert bot.ends(seconds=60) == 1
        assert "TELEGRAM_BOT_TOKEN is not set" in bot.logged()


def test_health_tells_whether_telegram_answers(telegram: Emulator, serve: Serve, command: Command) -> None:
    assert _health(command, **settings_of(telegram))[0] == 1
    with serve():
        ask(telegram.person(), STRIKES)
        code, told = _health(command, **settings_of(telegram))
        assert (code, told.startswith("well: ")) == (0, True)


def test_what_was_written_while_the_bot_was_away_for_long_is_skipped_with_one_note(
    home: Path, tmp_path: Path, warm: Warm
) -> None:
    hour = 3600.0
    with serving(World(clock=lambda: time.time() - hour)) as telegram:
        ann = telegram.person("Ann")
        ann.send(STRIKES)
        ann.send("And how many people were killed?")
        telegram.world.clock = time.time
        with serving_bot(telegram, home, log=tmp_path / "log", warm=warm):
            said(ann, "I was away, and skipped what was written here meanwhile.")
            assert ask(ann, STRIKES).text.startswith("At least 21 strikes")
            assert [post.text[:10] for post in ann.posts()] == ["I was away", "At least 2"]
