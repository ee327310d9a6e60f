"""The feeds that are kept."""

import sqlite3
from datetime import UTC, datetime, timedelta

from index.fetching import schedule
from index.fetching.entries import Feed, Kind
from index.fetching.notebook import Notebook
from index.types import Subscription

_SELECT = "SELECT url, title, kind, etag, modified, interval, due, refreshed, failures, problem FROM feeds"


class Subscriptions:
    """The feeds of one home, and when each is due."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def all(self) -> tuple[Subscription, ...]:
        """Every feed, in order of title and URL."""
        with self._notebook.reading() as connection:
            rows = connection.execute(f"{_SELECT} ORDER BY coalesce(title, url) COLLATE NOCASE, url").fetchall()
        return tuple(map(_subscription, rows))

    def add(self, url: str, *, title: str | None, kind: Kind, now: datetime) -> bool:
        """Keep a feed, due at once; False when it is kept already."""
        with self._notebook.writing() as connection:
            done = connection.execute(
                "INSERT OR IGNORE INTO feeds (url, title, kind, interval, due) VALUES (?, ?, ?, ?, ?)",
                [url, title, kind, schedule.FIRST.total_seconds(), now.timestamp()],
            )
            return done.rowcount == 1

    def remove(self, url: str) -> bool:
        """Forget a feed and what it listed, not the articles that came from it; False when there is none."""
        with self._notebook.writing() as connection:
            return connection.execute("DELETE FROM feeds WHERE url = ?", [url]).rowcount == 1

    def unchanged(self, feed: Subscription, *, now: datetime, chance: float) -> None:
        """Note that the feed's server says it is what it was."""
        wait = schedule.interval(feed.interval, brought=False)
        with self._notebook.writing() as connection:
            connection.execute(
                "UPDATE feeds SET interval = ?, due = ?, refreshed = ?, failures = 0, problem = NULL WHERE url = ?",
                [wait.total_seconds(), _due(now, wait, chance), now.timestamp(), feed.url],
            )

    def failed(self, feed: Subscription, *, reason: str, again: datetime | None, now: datetime, chance: float) -> None:
        """Note that the feed could not be read; it is left alone until `again`, and longer with every failure."""
        wait = schedule.after_failures(feed.interval, failures=feed.failures + 1)
        due = max(_due(now, wait, chance), again.timestamp() if again else 0.0)
        with self._notebook.writing() as connection:
            connection.execute(
                "UPDATE feeds SET due = ?, failures = failures + 1, problem = ? WHERE url = ?", [due, reason, feed.url]
            )


def note_read(
    connection: sqlite3.Connection,
    feed: Subscription,
    read: Feed,
    *,
    validators: tuple[str | None, str | None],
    brought: bool,
    now: datetime,
    chance: float,
) -> None:
    """Note, in a transaction that also notes its entries, that a feed was read. `validators` are ETag and Last-Modified."""
    wait = schedule.interval(feed.interval, brought=brought, pause=read.pause)
    connection.execute(
        "UPDATE feeds SET title = coalesce(?, title), kind = ?, etag = ?, modified = ?, interval = ?, due = ?, refreshed = ?, "
        "failures = 0, problem = NULL WHERE url = ?",
        [read.title, read.kind, *validators, wait.total_seconds(), _due(now, wait, chance), now.timestamp(), feed.url],
    )


def _due(now: datetime, wait: timedelta, chance: float) -> float:
    return (now + schedule.jittered(wait, chance=chance)).timestamp()


def _subscription(row: tuple[object, ...]) -> Subscription:
    url, title, kind, etag, modified, interval, due, refreshed, failures, problem = row
    return Subscription(
        url=str(url),
        title=_word(title),
        kind=str(kind),
        interval=timedelta(seconds=float(str(interval))),
        due=_moment(due),
        refreshed=None if refreshed is None else _moment(refreshed),
        failures=int(str(failures)),
        problem=_word(problem),
        etag=_word(etag),
        modified=_word(modified),
    )


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _moment(seconds: object) -> datetime:
    return datetime.fromtimestamp(float(str(seconds)), tz=UTC)
