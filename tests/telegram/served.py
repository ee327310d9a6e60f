"""The shipped command `dateline serve`, run as its own process against the emulated Telegram.

::

    with serving(telegram, home, log=tmp_path / "log") as bot:
        ann.send("How many strikes so far?")
        ...
        assert bot.stop() == 0
        assert telegram.token not in bot.logged()
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from tests.articles import CHECKOUT
from tests.telegram.emulator import Emulator
from tests.warm import Started, Warm

START_SECONDS = 90.0
STOP_SECONDS = 30.0
_LOOK = 0.05
_OURS = ("DATELINE_", "OPENAI_", "TELEGRAM_", "CHROMA_")


def environment(home: Path, **settings: str) -> dict[str, str]:
    """This process's environment without any setting of ours but these, and with that home. This checkout's code is run."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return kept | {"PYTHONPATH": str(CHECKOUT), "DATELINE_HOME": str(home), "COLUMNS": "100"} | settings


class Served:
    """The running command."""

    def __init__(self, process: "subprocess.Popen[bytes] | Started", log: Path) -> None:
        self.process = process
        self._log = log

    def logged(self) -> str:
        """All that it has written so far, to standard output and standard error."""
        return self._log.read_text(encoding="utf-8")

    def until_logged(self, words: str, *, seconds: float = STOP_SECONDS) -> None:
        """Wait until it has written these words. Raises TimeoutError."""
        for _ in range(int(seconds / _LOOK)):
            if words in self.logged():
                return
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(_LOOK)
        raise TimeoutError(f"{words!r} was not logged within {seconds:g} s:\n{self.logged()}")

    def ends(self, *, seconds: float = STOP_SECONDS) -> int:
        """Wait until it ends by itself; its exit code."""
        return self.process.wait(seconds)

    def stop(self, *, seconds: float = STOP_SECONDS) -> int:
        """Ask it to end, and wait until it has; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.ends(seconds=seconds)

    def kill(self) -> None:
        """End it at once, as a crash does."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)


def settings_of(telegram: Emulator, **settings: str) -> dict[str, str]:
    """What the bot needs to know to talk to that Telegram, open to everybody unless the settings say otherwise."""
    known = {
        "TELEGRAM_BOT_TOKEN": telegram.token,
        "TELEGRAM_API_URL": telegram.url,
        "DATELINE_PUBLIC": "1",
        "DATELINE_LOG": "debug",
    }
    return known | {"DATELINE_ALERT_SECONDS": "1"} | settings


@contextmanager
def started(home: Path, *arguments: str, log: Path, settings: Mapping[str, str], warm: Warm | None = None) -> Iterator[Served]:
    """Run `dateline serve` with these arguments until the end of the block, where it is killed if it still runs."""
    known = environment(home, **settings)
    with log.open("ab") as written, _process(["serve", *arguments], known, cwd=log.parent, log=written, warm=warm) as process:
        try:
            yield Served(process, log)
        finally:
            if process.poll() is None:
                process.kill()


def _process(
    arguments: Sequence[str], known: Mapping[str, str], *, cwd: Path, log: IO[bytes], warm: Warm | None
) -> "subprocess.Popen[bytes] | Started":
    if warm:
        return warm.start(arguments, cwd=cwd, environment=known, stdout=log, stderr=log)
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=cwd, env=known)


@contextmanager
def serving(
    telegram: Emulator, home: Path, *arguments: str, log: Path, warm: Warm | None = None, **settings: str
) -> Iterator[Served]:
    """The same, open to everybody, once it has asked for updates or set its webhook."""
    with started(home, *arguments, log=log, settings=settings_of(telegram, **settings), warm=warm) as bot:
        await_start(telegram, bot)
        yield bot


def await_start(telegram: Emulator, bot: Served) -> None:
    """Wait until the bot can be told something. Raises AssertionError with its log when it ends instead."""
    polls, before = telegram.world.updates.polls, telegram.world.updates.webhook

    def is_ready(_: Emulator) -> bool:
        updates = telegram.world.updates
        assert bot.process.poll() is None, f"the bot ended with {bot.process.returncode}:\n{bot.logged()}"
        return updates.polls > polls or updates.webhook not in (None, before)

    telegram.until(is_ready, seconds=START_SECONDS, hoped="the start of the bot")
