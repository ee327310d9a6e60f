"""Which articles are held, and what is known of each: the record of what has been committed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

import numpy as np

from index.storage import arrivals
from index.storage.database import Database
from index.storage.embedding import Vector, Vectors
from index.storage.records import Entry, joined_text, microseconds, outlet, read, written
from index.types import Article, Overview, Passage, Window

Deed = Literal["put", "remove"]

_AT_ONCE = 64
"""Articles in memory at one time."""

_COLUMNS = "passages.id, articles.id, position, first, last, words.text, articles.title, source, url, published, updated"
_FROM = "FROM passages JOIN articles ON articles.number = passages.article JOIN words ON words.rowid = passages.number"
_PASSAGE = f"SELECT {_COLUMNS} {_FROM}"
_WITH_VECTOR = f"SELECT {_COLUMNS}, vector {_FROM} JOIN vectors ON vectors.passage = passages.number"
_IDS = "SELECT passages.id FROM passages JOIN articles ON articles.number = passages.article"
_DATED = "SELECT published, title FROM articles WHERE published_at IS NOT NULL ORDER BY published_at"
_AMONG = "IN (SELECT value FROM json_each(?))"
_ARTICLE = "SELECT id, title, source, url, published, updated, retrieved, authors, origin, digest, passages FROM articles"


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a new version of an article from the stored one."""

    digest: str
    origin: str
    existed: datetime | None


class Catalogue:
    """The articles and passages that are committed. A passage that is not here does not exist for a reader."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def database(self) -> Database:
        """The file that it reads."""
        return self._database

    def state(self, name: str) -> str | None:
        """A fact about the whole index, such as its encoder."""
        with self._database.reading() as connection:
            row = connection.execute("SELECT value FROM state WHERE name = ?", [name]).fetchone()
        return None if row is None else str(row[0])

    def generation(self) -> int:
        """How often something was committed."""
        return int(self.state("generation") or 0)

    def adopt(self, *, collection: str, encoder: str, vectors: Iterable[tuple[str, Vector]] = ()) -> None:
        """Use this collection of Chroma's, of this encoder, from now on; nothing is pending in it.

        `vectors` are the new ones by passage id, when they are others than before.
        """
        with self._writing() as connection:
            connection.executemany(
                "UPDATE vectors SET vector = ? WHERE passage = (SELECT number FROM passages WHERE id = ?)",
                ((vector.tobytes(), passage_id) for passage_id, vector in vectors),
            )
            connection.execute("DELETE FROM pending")
            connection.executemany(
                "INSERT OR REPLACE INTO state VALUES (?, ?)", [("collection", collection), ("encoder", encoder)]
            )

    def begin(self, deed: Deed, article_ids: Iterable[str]) -> None:
        """Note, before Chroma is touched, what is about to be done to these articles."""
        with self._database.writing() as connection:
            connection.executemany("INSERT OR REPLACE INTO pending VALUES (?, ?)", [(each, deed) for each in article_ids])

    def pending(self) -> dict[str, Deed]:
        """What was begun and not finished, by article id."""
        with self._database.reading() as connection:
            return dict(connection.execute("SELECT article_id, deed FROM pending ORDER BY article_id").fetchall())

    def finish(self, *, put: Sequence[Entry] = (), removed: Sequence[str] = (), restored: Sequence[Entry] = ()) -> None:
        """Replace or add the articles put, forget those removed, in one transaction; none of them is pending any more.

        Those restored are put back, and don't count as arrivals.
        """
        gone = [entry.article.id for entry in (*put, *restored)] + list(removed)
        with self._writing() as connection:
            _forget(connection, gone)
            for entry, number in arrivals.numbered(connection, put):
                _insert(connection, entry, number)
            for entry, number in arrivals.numbered_below(connection, restored):
                _insert(connection, entry, number)
            connection.executemany("DELETE FROM pending WHERE article_id = ?", [(each,) for each in gone])

    def settle(self, article_ids: Iterable[str]) -> None:
        """Note that nothing is pending for these articles, which are as they were."""
        with self._database.writing() as connection:
            connection.executemany("DELETE FROM pending WHERE article_id = ?", [(each,) for each in article_ids])

    def drop_orphans(self) -> None:
        """Forget passages without an article, and words without a passage: what only a damaged file can hold."""
        with self._writing() as connection:
            connection.execute("DELETE FROM passages WHERE article NOT IN (SELECT number FROM articles)")
            connection.execute("DELETE FROM vectors WHERE passage NOT IN (SELECT number FROM passages)")
            connection.execute("DELETE FROM words WHERE rowid NOT IN (SELECT number FROM passages)")

    def index_words(self) -> None:
        """Make the words index anew from the texts beside it."""
        with self._writing() as connection:
            connection.execute("INSERT INTO words (words) VALUES ('rebuild')")

    def known(self, article_ids: Sequence[str]) -> dict[str, Known]:
        """What tells a new version from the stored one, of those of these articles that are held."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT id, digest, origin, coalesce(updated, published) FROM articles WHERE id {_AMONG}",  # noqa: S608  # constants
                [json.dumps(article_ids)],
            ).fetchall()
        return {key: Known(digest, origin, read(existed)) for key, digest, origin, existed in rows}

    def articles(self, window: Window | None = None) -> Iterator[tuple[Article, str]]:
        """Every article within the window with its digest, newest first, undated ones last; texts are left empty."""
        bounds, values = within(window or Window())
        order = "ORDER BY published_at IS NULL, published_at DESC, id"
        with self._database.reading() as connection:
            rows = connection.execute(f"{_ARTICLE} WHERE TRUE {bounds} {order}", values).fetchall()
        return ((_article(row), str(row[-2])) for row in rows)

    def entries(self, article_ids: Sequence[str]) -> list[Entry]:
        """Those of these articles that are held with all their passages."""
        wanted = json.dumps(article_ids)
        with self._database.reading() as connection:
            articles = connection.execute(f"{_ARTICLE} WHERE id {_AMONG}", [wanted]).fetchall()
            rows = connection.execute(
                f"{_WITH_VECTOR} WHERE articles.id {_AMONG} ORDER BY articles.id, position", [wanted]
            ).fetchall()
        by_article = {key: list(group) for key, group in groupby(rows, key=lambda row: row[1])}
        return [_entry(row, found) for row in articles if len(found := by_article.get(row[0], [])) == row[-1]]

    def every(self, article_ids: Sequence[str]) -> Iterator[Entry]:
        """The same one after the other, in the order given, a few in memory at a time."""
        for first in range(0, len(article_ids), _AT_ONCE):
            some = article_ids[first : first + _AT_ONCE]
            held = {entry.article.id: entry for entry in self.entries(some)}
            yield from (held[each] for each in some if each in held)

    def passages(self, ids: Sequence[str], *, window: Window | None = None) -> dict[str, Passage]:
        """Those of these passages that exist and lie within the window, by id, in the order asked for."""
        bounds, values = within(window or Window())
        with self._database.reading() as connection:
            rows = connection.execute(f"{_PASSAGE} WHERE passages.id {_AMONG} {bounds}", [json.dumps(ids), *values]).fetchall()
        found = {row[0]: _passage(row) for row in rows}
        return {each: found[each] for each in ids if each in found}

    def visible(self, ids: Sequence[str], *, window: Window | None = None) -> set[str]:
        """Those of these passage ids that exist and lie within the window."""
        bounds, values = within(window or Window())
        with self._database.reading() as connection:
            rows = connection.execute(
                f"{_IDS} WHERE passages.id {_AMONG} {bounds}",
                [json.dumps(ids), *values],
            )
            return {row[0] for row in rows}

    def passage_ids(self, article_ids: Sequence[str]) -> list[str]:
        """Ids of all passages of these articles."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"{_IDS} WHERE articles.id {_AMONG}",
                [json.dumps(article_ids)],
            )
            return [row[0] for row in rows]

    def passages_of(self, article_id: str) -> tuple[Passage, ...]:
        """The passages of an article, in order; none when it is not held."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_PASSAGE} WHERE articles.id = ? ORDER BY position", [article_id]).fetchall()
        return tuple(map(_passage, rows))

    def vectors(self) -> tuple[list[str], Vectors]:
        """All passage ids with their vectors, shape (passages, dimension)."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT passages.id, vector FROM vectors JOIN passages ON passages.number = vectors.passage"
            ).fetchall()
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32)
        return [row[0] for row in rows], joined.reshape(len(rows), -1) if rows else joined.reshape(0, 1)

    def counts(self) -> tuple[int, int, int, int]:
        """Passages as articles count them, as listed, as found by words, and as having vectors: all equal when whole."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT (SELECT coalesce(sum(passages), 0) FROM articles), (SELECT count(*) FROM passages), "
                "(SELECT count(*) FROM words_docsize), (SELECT count(*) FROM vectors)"
            ).fetchone()
        return row[0], row[1], row[2], row[3]

    def overview(self, embedder: str) -> Overview:
        """What is held, in numbers."""
        with self._database.reading() as connection:
            articles, passages, undated = connection.execute(
                "SELECT count(*), coalesce(sum(passages), 0), count(*) - count(existed_at) FROM articles"
            ).fetchone()
            first = _published(connection, "ASC")
            last = _published(connection, "DESC")
            sources = connection.execute(
                "SELECT min(source), count(*) AS found FROM articles WHERE outlet IS NOT NULL "
                "GROUP BY outlet ORDER BY found DESC, outlet"
            ).fetchall()
        return Overview(
            articles=articles,
            passages=passages,
            undated=undated,
            embedder=embedder,
            first_published=first[0],
            last_published=last[0],
            newest_title=last[1],
            sources=tuple(sources),
        )

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which readers of every process know that something changed."""
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO state VALUES ('generation', '1') ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1"
            )
            yield connection


def within(window: Window) -> tuple[str, list[object]]:
    """The window as SQL over the table `articles`, each condition led by AND, and its values."""
    bounds = [
        ("articles.existed_at <= ?", microseconds(window.as_of)),
        ("articles.published_at >= ?", microseconds(window.since)),
        ("articles.published_at <= ?", microseconds(window.until)),
        ("articles.outlet = ?", outlet(window.source)),
    ]
    kept = [(test, value) for test, value in bounds if value is not None]
    return "".join(f" AND {test}" for test, _ in kept), [value for _, value in kept]


def _forget(connection: sqlite3.Connection, article_ids: Sequence[str]) -> None:
    for article_id in article_ids:
        row = connection.execute("SELECT number FROM articles WHERE id = ?", [article_id]).fetchone()
        if row is not None:
            connection.execute("DELETE FROM vectors WHERE passage IN (SELECT number FROM passages WHERE article = ?)", row)
            connection.execute("DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE article = ?)", row)
            connection.execute("DELETE FROM passages WHERE article = ?", row)
            connection.execute("DELETE FROM articles WHERE number = ?", row)


def _insert(connection: sqlite3.Connection, entry: Entry, number: int) -> None:
    article = entry.article
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            article.id,
            article.title,
            article.source,
            article.url,
            written(article.published),
            written(article.updated),
            written(article.retrieved),
            json.dumps(article.authors),
            article.origin,
            entry.digest,
            len(entry.passages),
            outlet(article.source),
            microseconds(article.published),
            microseconds(article.existed),
        ],
    )
    for passage, vector in zip(entry.passages, entry.vectors, strict=True):
        row = connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?)",
            [passage.id, number, passage.position, passage.start, passage.end],
        ).lastrowid
        connection.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", [row, passage.title, passage.text])
        connection.execute("INSERT INTO vectors VALUES (?, ?)", [row, vector.tobytes()])


def _article(row: Sequence[Any], text: str = "") -> Article:
    key, title, source, url, published, updated, retrieved, authors, origin, _, _ = row
    return Article(
        id=key,
        title=title,
        text=text,
        origin=origin,
        retrieved=datetime.fromisoformat(retrieved),
        source=source,
        url=url,
        published=read(published),
        updated=read(updated),
        authors=tuple(json.loads(authors)),
    )


def _entry(article: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Entry:
    """The entry of an article's row and the rows of its passages, each with the vector last."""
    passages = tuple(_passage(row[:-1]) for row in rows)
    vectors = np.stack([np.frombuffer(row[-1], dtype=np.float32) for row in rows])
    return Entry(_article(article, joined_text(passages)), article[-2], passages, vectors)


def _passage(row: Sequence[Any]) -> Passage:
    key, article_id, position, start, end, text, title, source, url, published, updated = row
    return Passage(key, article_id, position, start, end, text, title, source, url, read(published), read(updated))


def _published(connection: sqlite3.Connection, order: str) -> tuple[datetime | None, str | None]:
    """Date and title of the article published first or last."""
    row = connection.execute(f"{_DATED} {order}, id LIMIT 1").fetchone()
    return (read(row[0]), row[1]) if row else (None, None)
