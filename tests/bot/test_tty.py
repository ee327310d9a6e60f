"""The commands in a real terminal: a pseudo-terminal of a given width, and keys pressed in it."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from bot import terminal
from bot.cleaning import clean
from index.newsroom import Newsroom

QUESTION = "how many passengers were hurt?"
Run = Callable[..., AbstractContextManager["Screen"]]
PATIENCE = 60
"""Seconds after which a silent command counts as hung."""


class Screen:
    """The other end of a terminal in which a command runs."""

    def __init__(self, end: int, command: "subprocess.Popen[bytes]") -> None:
        self._end = end
        self._command = command
        self._came = ""
        self._seen = 0

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self._end, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until the text has come, behind what was waited for before."""
        while (place := clean(self._came).find(text, self._seen)) < 0:
            self._came += self._read()
        self._seen = place + len(text)

    def wait_for_end(self) -> tuple[int, str]:
        """Read until the command ends; returns its exit code and all that came."""
        while part := self._read():
            self._came += part
        return self._command.wait(PATIENCE), self._came

    def _read(self) -> str:
        ready, _, _ = select.select([self._end], [], [], PATIENCE)
        assert ready, f"nothing came for {PATIENCE} seconds"
        try:
            return os.read(self._end, 65_536).decode("utf-8", "replace")
        except OSError:  # Linux's way to say that nobody holds the other end any more
            return ""


@pytest.fixture
def run(elsewhere: Path, environment: dict[str, str]) -> Run:
    """Run a command in a terminal."""
    kept = {name: value for name, value in environment.items() if name not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    base = kept | {"TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1", "LANG": "C.UTF-8"}

    @contextmanager
    def running(*arguments: str, columns: int = 80, **settings: str) -> Iterator[Screen]:
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        with subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            cwd=elsewhere,
            env=base | settings,
        ) as command:
            os.close(theirs)
            try:
                yield Screen(ours, command)
            finally:
                command.kill()
                os.close(ours)

    return running


def expected(news: Newsroom, *, columns: int) -> list[str]:
    """The lines that the answer to QUESTION takes in a terminal of that width."""
    screen = StringIO()
    answer = news.ask(QUESTION, now=datetime(2025, 3, 6, 23, 59, 59, tzinfo=UTC))
    Console(file=screen, width=columns, color_system=None).print(terminal.answer(answer))
    return [line.rstrip() for line in screen.getvalue().splitlines()]


@pytest.mark.parametrize("columns", [60, 100])
def test_an_answer_is_wrapped_to_the_terminal(run: Run, home: Path, news: Newsroom, columns: int) -> None:
    with run("ask", QUESTION, "--now", "2025-03-06", "--home", str(home), columns=columns) as screen:
        code, came = screen.wait_for_end()
    lines = expected(news, columns=columns)
    assert (code, [line.rstrip() for line in clean(came).splitlines()][-len(lines) :]) == (0, lines)


def test_an_answer_is_bold_with_coloured_markers_unless_colours_are_unwanted(run: Run, home: Path, news: Newsroom) -> None:
    is_found = news.ask(QUESTION).found
    with run("ask", QUESTION, "--home", str(home)) as screen:
        _, coloured = screen.wait_for_end()
    with run("ask", QUESTION, "--home", str(home), NO_COLOR="1") as screen:
        _, colourless = screen.wait_for_end()
    assert [("\x1b[1m" in came, "\x1b[36m[1]" in came) for came in (coloured, colourless)] == [
        (is_found, True),
        (is_found, False),
    ]


def test_a_chart_is_as_wide_as_the_terminal(run: Run, home: Path) -> None:
    with run("ask", QUESTION, "--timeline", "--now", "2025-03-06", "--home", str(home), columns=60) as screen:
        code, came = screen.wait_for_end()
    lines = [line.rstrip() for line in clean(came).splitlines()]
    assert (code, [len(line) for line in lines if line.endswith("●")], lines[-1][-10:]) == (0, [60], "4 Mar 2025")


def test_indexing_draws_a_bar_and_wipes_it(run: Run, shelf: Path, tmp_path: Path) -> None:
    with run("index", str(shelf), "--home", str(tmp_path / "home")) as screen:
        code, came = screen.wait_for_end()
    assert (code, clean(came).splitlines()[-1]) == (0, "3 added, 0 updated, 0 unchanged, 0 removed, 0 failed")
    assert "━" in came


def test_keys_lead_a_conversation(run: Run, own_home: Path) -> None:
    with run("repl", "--home", str(own_home)) as screen:
        screen.wait_for(">")
        screen.press("not this\x03")
        screen.wait_for(">")
        screen.press(f"{QUESTION}\r")
        screen.wait_for("[1] ")
        screen.wait_for(">")
        screen.press("\x04")
        code, _ = screen.wait_for_end()
    assert code == 0
    remembered = [line for line in (own_home / "history").read_text(encoding="utf-8").splitlines() if line.startswith("+")]
    assert remembered == [f"+{QUESTION}"]
