"""The command `index`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot import opening
from bot.cleaning import one_line
from bot.failures import say
from bot.misuse import Misuse
from bot.progress import reporting
from index.types import IngestReport


def index(paths: Sequence[str], *, prune: bool, rebuild: bool, home: Path | None) -> int:
    """Read articles into the index, or embed again what it holds. Returns the exit code."""
    if not paths and not rebuild:
        raise Misuse("say what to index: dateline index PATH")
    if urls := [path for path in paths if path.startswith(("http://", "https://"))]:
        raise Misuse(f"cannot read {urls[0]!r}: addresses of the web are not read yet; save the page and index the file")
    with opening.newsroom(home) as news:
        if rebuild:
            say("embedding every passage again …")
            print(f"{news.rebuild():,} passages embedded again", flush=True)
        if not paths:
            return 0
        with reporting() as progress:
            report = news.ingest(paths, prune=prune, on_progress=progress)
    return _tell(report)


def _tell(report: IngestReport) -> int:
    counts = {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "removed": report.removed,
        "failed": len(report.failed),
    }
    for failure in report.failed:
        print(f"{one_line(failure.source)}: {one_line(failure.reason)}", file=sys.stderr)
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()) if any(counts.values()) else "no articles found")
    return 1 if report.failed else 0
