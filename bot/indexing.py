"""The command `index`."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot import opening
from bot.cleaning import one_line
from bot.failures import Misuse, say
from index.types import IngestProgress, IngestReport

Report = Callable[[IngestProgress], None]

_SECONDS_BETWEEN_LINES = 5.0
_COUNT_BETWEEN_LINES = 200


def index(paths: Sequence[str], *, prune: bool, rebuild: bool, home: Path | None) -> int:
    """Read articles into the index, or embed again what it holds. Returns the exit code."""
    if not paths and not rebuild:
        raise Misuse("say what to index: dateline index PATH")
    with opening.newsroom(home) as news:
        if rebuild:
            say("embedding every passage again …")
            print(f"{news.rebuild():,} passages embedded again", flush=True)
        if not paths:
            return 0
        with reporting() as progress:
            report = news.ingest(paths, prune=prune, on_progress=progress)
    return _tell(report)


def counts(report: IngestReport) -> str:
    """What an ingestion did, on one line."""
    counted = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": len(report.failed),
    }
    return ", ".join(f"{count:,} {name}" for name, count in counted.items()) if any(counted.values()) else "no articles found"


def _tell(report: IngestReport) -> int:
    for failure in report.failed:
        print(f"{one_line(failure.source)}: {one_line(failure.reason)}", file=sys.stderr)
    print(counts(report))
    return 1 if report.failed else 0


@contextmanager
def reporting() -> Iterator[Report]:
    """A function that shows progress on standard error while the context is open: a bar in a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield _Lines().report
        return
    with _bar() as report:
        yield report


class _Lines:
    """A line about every five seconds and about every two hundred articles, and one at the end."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._done = 0

    def report(self, progress: IngestProgress) -> None:
        waited = progress.seconds - self._seconds >= _SECONDS_BETWEEN_LINES
        counted = progress.done - self._done >= _COUNT_BETWEEN_LINES
        if not waited and not counted:
            return
        self._seconds, self._done = progress.seconds, progress.done
        print(f"{counted_words(progress)} articles, {speed(progress)}{_failures(progress)}", file=sys.stderr, flush=True)


def counted_words(progress: IngestProgress) -> str:
    """What is done, of how many where that is known."""
    return f"{progress.done:,} of {progress.total:,}" if progress.total >= progress.done else f"{progress.done:,}"


def speed(progress: IngestProgress) -> str:
    """How many a second, on average."""
    return f"{progress.done / progress.seconds:.1f}/s" if progress.seconds else "–/s"


def time_left(progress: IngestProgress) -> str:
    """About how long the rest takes at the average speed so far."""
    if not progress.done or not progress.seconds or progress.total <= progress.done:
        return ""
    minutes, seconds = divmod(round(progress.seconds / progress.done * (progress.total - progress.done)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02} left" if hours else f"{minutes}:{seconds:02} left"


@contextmanager
def _bar() -> Iterator[Report]:
    from rich.progress import BarColumn, Progress, TextColumn  # here because rich is needed in a terminal alone

    from bot.terminal import console

    columns = (BarColumn(bar_width=None), TextColumn("{task.description}"))
    with Progress(*columns, console=console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task("reading articles …", total=None)

        def report(progress: IngestProgress) -> None:
            words = [f"{counted_words(progress)} articles", speed(progress), time_left(progress)]
            described = " · ".join(filter(None, words)) + _failures(progress)
            bar.update(task, completed=progress.done, total=progress.total or None, description=described)

        yield report


def _failures(progress: IngestProgress) -> str:
    return f", {progress.failed:,} failed" if progress.failed else ""
