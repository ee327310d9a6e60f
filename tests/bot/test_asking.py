"""Questions and searches, from the command line to the newsroom and back."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot import plain, records
from index.newsroom import Newsroom

Command = Callable[..., subprocess.CompletedProcess[str]]

NOW = datetime(2025, 3, 6, 23, 59, 59, tzinfo=UTC)
QUESTION = "how many passengers were hurt?"


def test_an_answer_is_printed_with_its_sources(dateline: Command, home: Path, news: Newsroom) -> None:
    done = dateline("ask", QUESTION, "--now", "2025-03-06", "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (0, plain.answer(news.ask(QUESTION, now=NOW)) + "\n", "")


def test_words_without_quotation_marks_are_one_question(dateline: Command, home: Path) -> None:
    done = dateline("ask", *QUESTION.split(), "--json", "--home", home)
    assert json.loads(done.stdout)["question"] == QUESTION


def test_an_answer_as_json_is_one_line(dateline: Command, home: Path, news: Newsroom) -> None:
    done = dateline("ask", QUESTION, "--json", "--now", "2025-03-06", "--home", home)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert json.loads(done.stdout) == records.answer(news.ask(QUESTION, now=NOW))


def test_as_of_means_the_end_of_the_day(dateline: Command, home: Path, news: Newsroom) -> None:
    done = dateline("ask", QUESTION, "--json", "--as-of", "3 Mar 2025", "--now", "2025-03-06", "--home", home)
    expected = news.ask(QUESTION, as_of=datetime(2025, 3, 3, 23, 59, 59, tzinfo=UTC), now=NOW)
    assert json.loads(done.stdout) == records.answer(expected)
    assert {citation.title for citation in expected.citations} <= {"Ferry runs aground off Tarn Point"}


def test_json_lines_are_answered_in_order_and_bad_ones_are_reported(dateline: Command, home: Path, news: Newsroom) -> None:
    good = [
        {"question": "who is the mayor?", "now": "2025-03-06"},
        {"question": QUESTION, "as_of": "2025-03-03", "now": "2025-03-06", "history": None},
        {"question": "and on Tuesday?", "history": [QUESTION], "now": "2025-03-06"},
    ]
    lines = [json.dumps(good[0]), "{broken", "", json.dumps(good[1]), '["a list"]', '{"question": ""}', json.dumps(good[2])]
    done = dateline("ask", "--json", "--home", home, stdin="\n".join(lines).encode() + b'\n{"question": "\xff"}\n')
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        records.answer(news.ask("who is the mayor?", now=NOW)),
        records.answer(news.ask(QUESTION, as_of=datetime(2025, 3, 3, 23, 59, 59, tzinfo=UTC), now=NOW)),
        records.answer(news.ask("and on Tuesday?", history=[QUESTION], now=NOW)),
    ]
    assert (done.returncode, done.stderr) == (
        1,
        (
            "dateline: line 2: not JSON: Expecting property name enclosed in double quotes at character 2\n"
            'dateline: line 5: not a JSON object such as {"question": "…"}\n'
            "dateline: line 6: the question is empty\n"
            "dateline: line 8: not JSON: not UTF-8 text\n"
        ),
    )


def test_a_line_overrides_the_options(dateline: Command, home: Path, news: Newsroom) -> None:
    lines = json.dumps({"question": QUESTION}) + "\n" + json.dumps({"question": QUESTION, "as_of": "2025-03-05"})
    done = dateline("ask", "--json", "--as-of", "2025-03-03", "--now", "2025-03-06", "--home", home, stdin=lines)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        records.answer(news.ask(QUESTION, as_of=datetime(2025, 3, day, 23, 59, 59, tzinfo=UTC), now=NOW)) for day in (3, 5)
    ]


def test_no_lines_are_no_answers(dateline: Command, home: Path) -> None:
    done = dateline("ask", "--json", "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_deeply_nested_line_is_reported(dateline: Command, home: Path) -> None:
    done = dateline("ask", "--json", "--home", home, stdin="[" * 100_000)
    assert (done.returncode, done.stderr) == (1, "dateline: line 1: not JSON: nested too deeply\n")


def test_passages_are_printed_best_first(dateline: Command, home: Path, news: Newsroom) -> None:
    done = dateline("search", "ferry", "Osprey", "--limit", "2", "--now", "2025-03-06", "--home", home)
    assert (done.returncode, done.stdout) == (0, plain.hits(news.search("ferry Osprey", limit=2, now=NOW)) + "\n")


def test_a_search_as_json_keeps_its_bounds(dateline: Command, home: Path) -> None:
    bounds = ["--since", "2025-03-04", "--until", "2025-03-05", "--source", "harbor wire", "--now", "2025-03-06"]
    done = dateline("search", "ferry", "--json", *bounds, "--home", home)
    record = json.loads(done.stdout)
    assert (record["query"], [hit["title"] for hit in record["hits"]]) == ("ferry", ["Osprey towed to Port Ellery"])


def test_searches_come_as_json_lines_too(dateline: Command, home: Path, news: Newsroom) -> None:
    lines = '{"query": "market", "now": "2025-03-06"}\nnothing\n{"question": "ferry", "limit": 1, "now": "2025-03-06"}\n'
    done = dateline("search", "--json", "--limit", "2", "--home", home, stdin=lines)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [
        records.search("market", news.search("market", limit=2, now=NOW)),
        records.search("ferry", news.search("ferry", limit=1, now=NOW)),
    ]
    assert (done.returncode, done.stderr) == (1, "dateline: line 2: not JSON: Expecting value at character 1\n")


def test_nothing_found_is_said(dateline: Command, home: Path) -> None:
    done = dateline("search", "ferry", "--until", "2020-01-01", "--home", home)
    assert (done.returncode, done.stdout) == (0, "nothing found\n")


def test_a_reader_that_has_seen_enough_is_no_error(home: Path, elsewhere: Path, environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "search", "ferry", "--home", str(home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=elsewhere,
        env=environment,
    ) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        assert (command.stderr.read(), command.wait(timeout=60)) == (b"", 1)


def test_an_interruption_ends_with_one_line(home: Path, elsewhere: Path, environment: dict[str, str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--json", "--home", str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=elsewhere,
        env=environment,
    ) as command:
        assert command.stdin
        assert command.stdout
        assert command.stderr
        command.stdin.write(b'{"question": "who is the mayor?"}\n')
        command.stdin.flush()
        assert json.loads(command.stdout.readline())["question"] == "who is the mayor?"
        os.kill(command.pid, signal.SIGINT)
        assert (command.stderr.read(), command.wait(timeout=60)) == (b"dateline: interrupted\n", 130)
