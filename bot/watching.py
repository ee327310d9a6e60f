"""The command `watch`: feeds and folders kept up with, until somebody ends it."""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic
from types import FrameType

from bot import feeding, indexing, opening
from bot.cleaning import one_line
from bot.failures import Misuse, say
from index.errors import StorageError
from index.newsroom import Newsroom
from index.reading.folders import Changes, Watched
from index.types import IngestReport, RefreshReport

Tell = Callable[[str], None]

_FEEDS_TICK = 30.0
"""Seconds between two looks at which feeds are due."""
_FOLDERS_TICK = 2.0
_SHARE = 20
"""A look at the folders that takes long is followed by a pause this many times as long."""


def watch(folders: Sequence[Path], *, home: Path | None) -> int:
    """Keep up with feeds and folders until Ctrl-C or SIGTERM. Returns the exit code."""
    for folder in folders:
        if not folder.exists():
            raise Misuse(f"there is no folder {str(folder)!r}; check the path")
    with opening.newsroom(home) as news, _ending_on_terminate():
        kept = len(news.feeds.all())
        if not folders and not kept:
            raise Misuse("watch what? Name a folder, or keep a feed first: dateline feeds add URL")
        say(f"watching {_count(kept, 'feed')} and {_count(len(folders), 'folder')}; Ctrl-C ends it")
        try:
            keep_up(news, folders, stop=Event(), tell=_print)
        except KeyboardInterrupt:
            say("ended; nothing that was counted is lost")
    return 0


def keep_up(news: Newsroom, folders: Sequence[Path], *, stop: Event, tell: Tell) -> None:
    """Refresh feeds when they are due, and index what changes in folders, until `stop` is set or an exception comes.

    `tell` gets a line for everything that changed or failed, from two threads.
    """
    rounds = Rounds(news, tell=tell, wait=stop.wait)
    with ThreadPoolExecutor(1, "feeds") as pool:
        feeds = pool.submit(rounds.feeds)
        try:
            rounds.folders(folders, beside=feeds)
        finally:
            # Ctrl-C is raised in the main thread alone, wherever that is.
            stop.set()
            news.feeds.close()
        feeds.result()


@dataclass(frozen=True, slots=True)
class Rounds:
    """The two loops. `wait` is given seconds, and says whether it is time to end; `now` is the clock."""

    news: Newsroom
    tell: Tell
    wait: Callable[[float], bool]
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = monotonic
    """Gives seconds that only ever grow."""

    def feeds(self) -> None:
        """Refresh the feeds that are due, again and again."""
        while True:
            with self._others_writing():
                self._tell_refreshed(self.news.feeds.refresh(only_due=True, now=self.now()))
            if self.wait(_FEEDS_TICK):
                return

    def folders(self, folders: Sequence[Path], *, beside: "Future[None] | None" = None) -> None:
        """Index what changes in these folders, again and again, until `beside`, which runs meanwhile, is done."""
        watched = Watched(folders)
        missing: tuple[Path, ...] = ()
        while beside is None or not beside.done():
            began = self.clock()
            changes = watched.look()
            took = self.clock() - began
            for folder in changes.missing:
                if folder not in missing:
                    self.tell(f"{str(folder)!r} is out of reach; what was read from it is kept")
            missing = changes.missing
            with self._others_writing():
                self._follow(changes, folders)
                watched.took(changes)
            if self.wait(max(_FOLDERS_TICK, took * _SHARE)):
                return

    def _follow(self, changes: Changes, folders: Sequence[Path]) -> None:
        """Have the newsroom hold what the folders hold."""
        report = IngestReport()
        if changes.sources:
            with indexing.reporting() as progress:
                report = self.news.ingest(changes.sources, prune=True, on_progress=progress, now=self.now())
        removed = self.news.prune([folder for folder in folders if folder not in changes.missing]) if changes.is_less else 0
        self._tell_ingested(report, removed)

    def _tell_ingested(self, report: IngestReport, removed: int) -> None:
        for failure in report.failed:
            self.tell(f"{failure.source}: {failure.reason}")
        if report.added or report.updated or report.removed or removed:
            self.tell(f"folders: {report.added:,} added, {report.updated:,} updated, {report.removed + removed:,} removed")

    def _tell_refreshed(self, report: RefreshReport) -> None:
        for problem in feeding.problems(report):
            self.tell(problem)
        if report.articles.added or report.articles.updated or report.articles.removed:
            for line in feeding.lines(report):
                self.tell(line)

    @contextmanager
    def _others_writing(self) -> Iterator[None]:
        """Go on when another process writes to the index, or its disk is full for a while: the next round does it."""
        try:
            yield
        except StorageError as error:
            self.tell(f"{error}; trying again")


@contextmanager
def _ending_on_terminate() -> Iterator[None]:
    """Have SIGTERM end the program as Ctrl-C does."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _print(line: str) -> None:
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}  {one_line(line)}", flush=True)


def _count(number: int, name: str) -> str:
    return f"1 {name}" if number == 1 else f"{number:,} {name}s"
