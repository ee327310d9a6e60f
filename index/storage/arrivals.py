"""In which order articles came: what has arrived after a mark, and what was published last."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any

from index.storage.database import Database
from index.storage.records import Entry, microseconds, read
from index.types import Headline

_HEADLINE = "SELECT number, id, title, source, url, published FROM articles"
LAST = "SELECT max(coalesce((SELECT value + 0 FROM state WHERE name = 'mark'), 0), coalesce(max(number), 0)) FROM articles"
"""SQL for the mark of the newest arrival, though it may be gone by now; 0 when there was none."""


class Arrivals:
    """The committed articles by when they came. Safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def mark(self) -> int:
        """The mark of the newest arrival, though it may be gone by now; 0 when there was none."""
        with self._database.reading() as connection:
            return _mark(connection)

    def after(self, mark: int, *, limit: int) -> tuple[Headline, ...]:
        """Articles put, new or changed, after the mark: the first that came first, at most `limit`."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_HEADLINE} WHERE number > ? ORDER BY number LIMIT ?", [mark, limit]).fetchall()
        return tuple(_headline(row) for row in rows)

    def latest(self, *, limit: int, among: Sequence[str] | None = None) -> tuple[Headline, ...]:
        """The articles published last, of these ids if any are given, newest first, undated ones behind."""
        chosen = "" if among is None else "WHERE id IN (SELECT value FROM json_each(?))"
        values = [limit] if among is None else [json.dumps(among), limit]
        order = "ORDER BY published_at IS NULL, published_at DESC, id"
        with self._database.reading() as connection:
            rows = connection.execute(f"{_HEADLINE} {chosen} {order} LIMIT ?", values).fetchall()
        return tuple(_headline(row) for row in rows)


def _headline(row: Sequence[Any]) -> Headline:
    mark, article_id, title, source, url, published = row
    return Headline(mark, article_id, title, source, url, read(published))


def numbered(connection: sqlite3.Connection, entries: Sequence[Entry]) -> Iterator[tuple[Entry, int]]:
    """The arriving entries, each with its mark: greater than all before, though the last one is gone, and than all of this file.

    A mark is the microsecond at which the article was read, or a later one. So when a lost file is made again, what arrives
    next is still later than whatever somebody remembers of it.
    """
    mark = _mark(connection)
    for entry in entries:
        mark = max(mark + 1, microseconds(entry.article.retrieved) or 0)
        yield entry, mark
    if entries:
        connection.execute("INSERT OR REPLACE INTO state VALUES ('mark', ?)", [str(mark)])


def numbered_below(connection: sqlite3.Connection, entries: Sequence[Entry]) -> Iterator[tuple[Entry, int]]:
    """The entries, each with a number below those of all articles and below 0: they arrived before anybody could look."""
    lowest = connection.execute("SELECT min(0, coalesce(min(number), 0)) FROM articles").fetchone()[0]
    for place, entry in enumerate(entries, start=1):
        yield entry, lowest - place


def _mark(connection: sqlite3.Connection) -> int:
    return int(connection.execute(LAST).fetchone()[0])
