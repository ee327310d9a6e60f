"""Answers that a language model writes, in the front ends: sentences as they come, what is withdrawn, one object as JSON."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot import plain
from bot.display import Plain
from index.types import Answer, Progress
from tests.chat.endpoint import KEY, MODEL, Reply, in_turn, serving, unserved_url

Command = Callable[..., CompletedProcess[str]]

WHO = "who is the mayor?"
WRITTEN = "Forty stalls have been let, said the mayor, Ines Barrow [1]."
SHOWN = "Forty stalls have been let, said the mayor, Ines Barrow. [1] As of 5 Mar 2025."


def settings(url: str) -> dict[str, str]:
    return {"OPENAI_BASE_URL": url, "OPENAI_API_KEY": KEY, "DATELINE_MODEL": MODEL, "DATELINE_MODEL_RETRIES": "0"}


def followed(answer: Answer, *sentences: str, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """What stands there before the answer is shown, and at the end."""

    def events() -> Iterator[Progress | str | Answer]:
        yield Progress("writing")
        yield from sentences
        yield answer

    display = Plain()
    given = display.follow(events())
    before = capsys.readouterr().out
    display.answer(given)
    return before, before + capsys.readouterr().out


def test_sentences_are_printed_as_they_come_and_the_sources_below(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    before, whole = followed(answer, "Eleven passengers were hurt. [1]", "Earlier: nine. [2]", capsys=capsys)
    assert before == "Eleven passengers were hurt. [1] Earlier: nine. [2]"
    assert whole == plain.answer(answer) + "\n"


def test_sentences_that_are_withdrawn_are_said_to_be(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    answer = replace(answer, notice="The endpoint is down.")
    _, whole = followed(answer, "Twelve were hurt. [1]", capsys=capsys)
    assert whole == f"Twelve were hurt. [1]\n\nThis was withdrawn.\n\n{plain.answer(answer)}\n"


def test_an_answer_without_sentences_is_printed_whole(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    assert followed(answer, capsys=capsys) == ("", plain.answer(answer) + "\n")


def test_a_display_tells_the_next_answer_anew(answer: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    display = Plain()
    for _ in range(2):
        display.answer(display.follow(iter([answer.text, answer])))
    assert capsys.readouterr().out == f"{plain.answer(answer)}\n" * 2


def test_model_text_gives_no_command_to_the_terminal(hostile: Answer, capsys: pytest.CaptureFixture[str]) -> None:
    before, _ = followed(hostile, hostile.text, capsys=capsys)
    assert before == "[bold red]click[/] [link=https://evil.example]here[/link] :smile:"


def test_a_written_answer_is_printed_with_its_sources(dateline: Command, home: Path) -> None:
    with serving(Reply(WRITTEN), key=KEY) as served:
        done = dateline("ask", WHO, "--now", "2025-03-06", "--home", home, **settings(served.url))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        f"{SHOWN}\n\n[1] Night market returns to the old quay — Vale Gazette, 5 Mar 2025\n    https://valegazette.example/market\n"
    )


def test_a_written_answer_as_json_is_one_object(dateline: Command, home: Path) -> None:
    with serving(Reply(WRITTEN, usage=(200, 15)), key=KEY) as served:
        prices = {"DATELINE_PRICE_PROMPT": "1", "DATELINE_PRICE_OUTPUT": "2"}
        done = dateline("ask", WHO, "--json", "--now", "2025-03-06", "--home", home, **settings(served.url), **prices)
    record = json.loads(done.stdout)
    assert {key: record[key] for key in ("text", "mode", "rewritten", "notice", "usage")} == {
        "text": SHOWN,
        "mode": "model",
        "rewritten": None,
        "notice": None,
        "usage": {"prompt": 200, "output": 15, "cost": pytest.approx(0.00023)},
    }


def test_a_model_that_is_down_leaves_the_quoted_answer_and_one_line(dateline: Command, home: Path) -> None:
    done = dateline("ask", WHO, "--now", "2025-03-06", "--home", home, **settings(unserved_url()))
    quoted = dateline("ask", WHO, "--now", "2025-03-06", "--home", home)
    (notice,) = set(done.stdout.splitlines()) - set(quoted.stdout.splitlines())
    assert (done.returncode, done.stderr, done.stdout.replace(f"{notice}\n", "")) == (0, "", quoted.stdout)
    assert notice.startswith("The language model could not be used: cannot reach 127.0.0.1; ")


def test_a_conversation_shows_how_a_follow_up_was_understood(dateline: Command, home: Path) -> None:
    replies = in_turn(Reply(WRITTEN), Reply("how many stalls has the mayor let?"), Reply("Forty stalls have been let [1]."))
    with serving(replies, key=KEY) as served:
        done = dateline("repl", "--home", home, stdin=f"{WHO}\nhow many stalls?\n", **settings(served.url))
    assert (done.returncode, done.stderr) == (0, "")
    assert "\nUnderstood as: how many stalls has the mayor let?\n" in done.stdout
    assert [line for line in done.stdout.splitlines() if "As of 5 Mar 2025" in line] == [
        SHOWN,
        "Forty stalls have been let. [1] As of 5 Mar 2025.",
    ]
