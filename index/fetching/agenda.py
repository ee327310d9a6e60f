"""Which of the listed articles are to be fetched, and when."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from index.fetching import listed, schedule
from index.fetching.entries import Entry
from index.fetching.notebook import Notebook
from index.reading import urls
from index.storage.records import read, written
from index.types import Article

_KEPT = 30 * 86_400
"""Seconds for which an entry is remembered that its feed no longer lists: some come back."""
_DUE = "SELECT feed, id, address, record, looks, failures, digest, mark, article, misses FROM entries WHERE due <= ?"

_SEEN = "SELECT looked, looks, digest, article, misses, due FROM entries WHERE address = ? AND looked IS NOT NULL"
_DONE = """
UPDATE entries SET looks = ?1, looked = ?2, digest = ?3, article = ?8, misses = 0, failures = 0, problem = NULL,
    due = CASE WHEN mark = ?4 OR feed != ?5 THEN ?6 ELSE due END,
    record = CASE WHEN mark = ?4 OR feed != ?5 THEN json_remove(record, '$.text') ELSE record END
WHERE address = ?7
"""
# Some feeds call the same article something else every time.
_RENAMED = """
DELETE FROM entries WHERE feed = ?1 AND listed < ?2 AND address IN (SELECT address FROM entries WHERE feed = ?1 AND listed = ?2)
"""
_LISTED = """
INSERT INTO entries (feed, id, address, mark, record, listed, looked, looks, digest, article, misses, due)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO UPDATE SET article = CASE address WHEN excluded.address THEN article END, address = excluded.address,
    mark = excluded.mark, record = excluded.record, listed = excluded.listed, due = excluded.due, failures = 0, misses = 0,
    problem = NULL
"""


@dataclass(frozen=True, slots=True)
class Task:
    """An article that is to be fetched now."""

    feed: str
    entry: Entry
    address: str
    """The canonical address: feeds that list the same article share it."""
    looks: int
    failures: int
    digest: str | None
    """Of the article as it was when it was last looked at; None when it never was."""
    mark: str
    """Of the entry as it was when the task was taken up: when the feed says something new meanwhile, the task stays."""
    article: str | None
    """The id of the article that was last read from there; None when none was."""
    misses: int
    """Looks in a row, up to now, that found the page of that article gone."""


class Agenda:
    """What the feeds of one home have listed."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook

    def due(self, *, now: datetime, feeds: Sequence[str] | None = None, limit: int = 1_000) -> list[Task]:
        """What is to be fetched now, what waits longest first, each address once; of these feeds only, when some are given."""
        among = "" if feeds is None else " AND feed IN (SELECT value FROM json_each(?))"
        asked: list[object] = [now.timestamp()] if feeds is None else [now.timestamp(), json.dumps(feeds)]
        with self._notebook.reading() as connection:
            rows = connection.execute(
                f"{_DUE}{among} GROUP BY address ORDER BY due, feed, id LIMIT ?", [*asked, limit]
            ).fetchall()
        return [_task(row) for row in rows]

    def done(self, stored: Iterable[tuple[Task, Article]], *, now: datetime) -> None:
        """Note that these articles are stored, and when to look at each again."""
        with self._notebook.writing() as connection:
            for task, article in stored:
                digest = listed.digest(article)
                looks = task.looks + 1 if task.digest in (None, digest) else task.looks
                age = now - article.existed if article.existed else None
                wait = None if task.entry.text is not None else schedule.next_look(looks, age=age)
                due = None if wait is None else (now + wait).timestamp()
                connection.execute(_DONE, [looks, now.timestamp(), digest, task.mark, task.feed, due, task.address, article.id])

    def failed(self, task: Task, *, reason: str, is_passing: bool, again: datetime | None, now: datetime) -> None:
        """Note that an article could not be had; it is tried again later, or given up after some times."""
        wait = schedule.retry(task.failures + 1, is_passing=is_passing)
        due = None if wait is None else max((now + wait).timestamp(), again.timestamp() if again else 0.0)
        with self._notebook.writing() as connection:
            connection.execute(
                "UPDATE entries SET failures = ?, problem = ?, due = ? WHERE address = ?",
                [task.failures + 1, reason, due, task.address],
            )

    def postponed(self, task: Task, *, until: datetime) -> None:
        """Note that an article is not asked for before its host may be asked again."""
        with self._notebook.writing() as connection:
            connection.execute("UPDATE entries SET due = ? WHERE address = ?", [until.timestamp(), task.address])


def note_listed(connection: sqlite3.Connection, feed: str, entries: Iterable[Entry], *, now: datetime) -> int:
    """Note, in a transaction that also notes the feed as read, what it lists; the number of entries that are new or changed.

    A new entry is due at once, unless another feed listed the same article and it was fetched after the entry's own dates.
    """
    brought = 0
    moment = now.timestamp()
    for entry in entries:
        mark, address = _mark(entry), urls.canonical(entry.url) or entry.url
        known = connection.execute("SELECT mark FROM entries WHERE feed = ? AND id = ?", [feed, entry.id]).fetchone()
        if known is not None and known[0] == mark:
            connection.execute("UPDATE entries SET listed = ? WHERE feed = ? AND id = ?", [moment, feed, entry.id])
            continue
        brought += 1
        past = _past(connection, address, entry, now=moment) if known is None else (None, 0, None, None, 0, moment)
        connection.execute(_LISTED, [feed, entry.id, address, mark, _written(entry), moment, *past])
    connection.execute(_RENAMED, [feed, moment])
    connection.execute("DELETE FROM entries WHERE feed = ? AND listed < ?", [feed, moment - _KEPT])
    return brought


def _past(
    connection: sqlite3.Connection, address: str, entry: Entry, *, now: float
) -> tuple[float | None, int, str | None, str | None, int, float | None]:
    """What is known of an entry that its feed did not list before, but another one may have.

    When and how often it was looked at, what it was then, which article, how often it was missed since, and when it is due.
    """
    seen = connection.execute(_SEEN, [address]).fetchone()
    if seen is None:
        return None, 0, None, None, 0, now
    looked, looks, digest, article, misses, due = seen
    existed = entry.updated or entry.published
    return looked, looks, digest, article, misses, now if existed is not None and existed.timestamp() > looked else due


def _mark(entry: Entry) -> str:
    """What changes when the feed says something new about an article."""
    said = (entry.url, entry.title, entry.summary, entry.text, written(entry.published), written(entry.updated))
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def _written(entry: Entry) -> str:
    """What is needed to make an article of the entry later."""
    return json.dumps(
        {
            "url": entry.url,
            "title": entry.title,
            "text": entry.text,
            "published": written(entry.published),
            "updated": written(entry.updated),
            "authors": entry.authors,
            "source": entry.source,
        }
    )


def _task(row: tuple[str, str, str, str, int, int, str | None, str, str | None, int]) -> Task:
    feed, own, address, record, looks, failures, digest, mark, article, misses = row
    said = json.loads(record)
    entry = Entry(
        url=said["url"],
        id=own,
        title=said["title"],
        text=said.get("text"),
        published=read(said["published"]),
        updated=read(said["updated"]),
        authors=tuple(said["authors"]),
        source=said["source"],
    )
    return Task(feed, entry, address, looks, failures, digest, mark, article, misses)
