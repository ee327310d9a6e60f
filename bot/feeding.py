"""The commands below `feeds`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from bot import indexing, opening, records
from bot.cleaning import one_line
from bot.failures import complain
from bot.moments import day
from index.errors import DatelineError
from index.types import IngestReport, Refreshed, RefreshReport, Subscription


def add(sources: Sequence[str], *, home: Path | None) -> int:
    """Keep feeds; what cannot be added is named, and the rest is. Returns the exit code."""
    code = 0
    with opening.newsroom(home) as news:
        for source in sources:
            try:
                added = news.feeds.add(source)
            except DatelineError as error:
                code = complain(error, home=home, where=one_line(source))
                continue
            for feed in added:
                print(f"added: {_name(feed.title, feed.url)}", flush=True)
            if not added:
                print(f"already kept: {one_line(source)}", flush=True)
    return code


def show(*, as_json: bool, home: Path | None) -> int:
    """List the feeds. Returns the exit code."""
    with opening.newsroom(home) as news:
        kept = news.feeds.all()
    if as_json:
        for feed in kept:
            records.write(_record(feed))
        return 0
    for feed in kept:
        print(_name(feed.title, feed.url))
        print(f"    {_standing(feed)}")
    if not kept:
        print("no feeds yet; run: dateline feeds add URL")
    return 0


def remove(urls: Sequence[str], *, home: Path | None) -> int:
    """Forget feeds. Returns the exit code."""
    with opening.newsroom(home) as news:
        for url in urls:
            feed = news.feeds.remove(url)
            print(f"removed: {_name(feed.title, feed.url)}", flush=True)
    return 0


def refresh(urls: Sequence[str], *, home: Path | None) -> int:
    """Read feeds now. Returns the exit code."""
    with opening.newsroom(home) as news:
        if not news.feeds.all():
            print("no feeds yet; run: dateline feeds add URL")
            return 0
        with indexing.reporting() as progress:
            report = news.feeds.refresh(urls, on_progress=progress)
    for line in lines(report):
        print(line)
    for problem in problems(report):
        print(problem, file=sys.stderr)
    return 1 if problems(report) else 0


def lines(report: RefreshReport) -> list[str]:
    """What a refresh brought: lines for the feeds that said something new and the pages taken down, one for all articles."""
    told = [f"{_name(feed.title, feed.url)}: {_entries(feed)}" for feed in report.feeds if feed.found]
    told += [f"{one_line(url)}: taken down by its site, and removed from the index" for url in report.withdrawn]
    return [*told, indexing.counts(report.articles) if report.articles != IngestReport() else "nothing new"]


def problems(report: RefreshReport) -> list[str]:
    """What failed, a line each."""
    feeds = [f"{one_line(feed.url)}: {one_line(feed.problem)}" for feed in report.feeds if feed.problem]
    return feeds + [f"{one_line(failure.source)}: {one_line(failure.reason)}" for failure in report.articles.failed]


def _entries(feed: Refreshed) -> str:
    return "1 new entry" if feed.found == 1 else f"{feed.found:,} new entries"


def _name(title: str | None, url: str) -> str:
    return f"{one_line(title)} — {one_line(url)}" if title else one_line(url)


def _standing(feed: Subscription) -> str:
    if feed.problem:
        times = "once" if feed.failures == 1 else f"{feed.failures:,} times in a row"
        return f"failed {times}: {one_line(feed.problem)}; tried again {_clock(feed)}"
    if feed.refreshed is None:
        return "never read yet"
    return f"read {day(feed.refreshed)}, {feed.refreshed:%H:%M} UTC; next {_clock(feed)}"


def _clock(feed: Subscription) -> str:
    return f"{day(feed.due)}, {feed.due:%H:%M} UTC"


def _record(feed: Subscription) -> dict[str, object]:
    return {
        "url": feed.url,
        "title": feed.title,
        "kind": feed.kind,
        "refreshed": feed.refreshed.isoformat() if feed.refreshed else None,
        "due": feed.due.isoformat(),
        "failures": feed.failures,
        "problem": feed.problem,
    }
