"""Which articles are held, and what is known of each: the record of what has been committed."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Literal

import numpy as np

from index.storage import arrivals
from index.storage.counting import overview
from index.storage.database import Database
from index.storage.embedding import Vector, Vectors
from index.storage.records import Entry, microseconds, outlet, read
from index.storage.rows import as_article, as_entry, as_passage, forget, insert
from index.types import Article, Overview, Passage, Window

Deed = Literal["put", "remove"]

_AT_ONCE = 64
"""Articles in memory at one time."""

_COLUMNS = "passages.id, articles.id, position, first, last, words.text, articles.title, source, url, published, updated"
_FROM = "FROM passages JOIN articles ON articles.number = passages.article JOIN words ON words.rowid = passages.number"
_PASSAGE = f"SELECT {_COLUMNS} {_FROM}"
_WITH_VECTOR = f"SELECT {_COLUMNS}, vector {_FROM} JOIN vectors ON vectors.passage = passages.number"
_IDS = "SELECT passages.id FROM passages JOIN articles ON articles.number = passages.article"
_AMONG = "IN (SELECT value FROM json_each(?))"
_COUNTED = "INSERT INTO state VALUES (?, '1') ON CONFLICT DO UPDATE SET value = CAST(value AS INTEGER) + 1"
_STATE = "coalesce((SELECT value + 0 FROM state WHERE name = '{}'), 0)"
_STANDING = f"SELECT {_STATE.format('generation')}, {_STATE.format('epoch')}, ({arrivals.LAST})"
_RECENT = (
    "SELECT passages.id, vector FROM articles JOIN passages ON passages.article = articles.number "
    "JOIN vectors ON vectors.passage = passages.number WHERE articles.number > ? LIMIT ?"
)
_ARTICLE = "SELECT id, title, source, url, published, updated, retrieved, authors, origin, digest, passages FROM articles"


@dataclass(frozen=True, slots=True)
class Known:
    """What tells a new version of an article from the stored one."""

    digest: str
    origin: str
    existed: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the index has come."""

    generation: int
    """How often something was committed."""
    epoch: int
    """How often something was committed that is neither an arrival nor a removal."""
    mark: int
    """That of the last arrival."""


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

    def standing(self) -> Standing:
        """How far the index has come, at one moment."""
        with self._database.reading() as connection:
            row = connection.execute(_STANDING).fetchone()
        return Standing(*map(int, row))

    def adopt(self, *, collection: str, encoder: str, vectors: Iterable[tuple[str, Vector]] = ()) -> None:
        """Use this collection of Chroma's, of this encoder, from now on; nothing is pending in it.

        `vectors` are the new ones by passage id, when they are others than before.
        """
        with self._writing() as connection:
            _begin_epoch(connection)
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
            forget(connection, gone)
            for entry, number in arrivals.numbered(connection, put):
                insert(connection, entry, number)
            if restored:
                _begin_epoch(connection)
            for entry, number in arrivals.numbered_below(connection, restored):
                insert(connection, entry, number)
            connection.executemany("DELETE FROM pending WHERE article_id = ?", [(each,) for each in gone])

    def follow(
        self, *, put: Sequence[tuple[Entry, int]], removed: Sequence[str] = (), facts: Mapping[str, str] | None = None
    ) -> None:
        """Do what was done elsewhere, in one transaction: the articles put, each with the mark it got there, and those removed.

        `facts` are stored as `state`, in the same transaction.
        """
        with self._writing() as connection:
            forget(connection, [*(entry.article.id for entry, _ in put), *removed])
            for entry, mark in put:
                insert(connection, entry, mark)
            connection.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list((facts or {}).items()))

    def clear(self) -> None:
        """Forget everything, as if nothing had ever been stored."""
        with self._writing() as connection:
            for table in ("pending", "vectors", "words", "passages", "articles"):
                connection.execute(f"DELETE FROM {table}")  # noqa: S608  # constants
            connection.execute("DELETE FROM state WHERE name != 'generation'")

    def begin_epoch(self) -> None:
        """Note that Chroma holds what no arrival tells of, so that every process opens it anew."""
        with self._writing() as connection:
            _begin_epoch(connection)

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
        return ((as_article(row), str(row[-2])) for row in rows)

    def entries(self, article_ids: Sequence[str]) -> list[Entry]:
        """Those of these articles that are held with all their passages."""
        wanted = json.dumps(article_ids)
        with self._database.reading() as connection:
            articles = connection.execute(f"{_ARTICLE} WHERE id {_AMONG}", [wanted]).fetchall()
            rows = connection.execute(
                f"{_WITH_VECTOR} WHERE articles.id {_AMONG} ORDER BY articles.id, position", [wanted]
            ).fetchall()
        by_article = {key: list(group) for key, group in groupby(rows, key=lambda row: row[1])}
        return [as_entry(row, found) for row in articles if len(found := by_article.get(row[0], [])) == row[-1]]

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
        found = {row[0]: as_passage(row) for row in rows}
        return {each: found[each] for each in ids if each in found}

    def visible(self, ids: Sequence[str], *, window: Window | None = None) -> set[str]:
        """Those of these passage ids that exist and lie within the window."""
        bounds, values = within(window or Window())
        with self._database.reading() as connection:
            rows = connection.execute(f"{_IDS} WHERE passages.id {_AMONG} {bounds}", [json.dumps(ids), *values])
            return {row[0] for row in rows}

    def passage_ids(self, article_ids: Sequence[str]) -> list[str]:
        """Ids of all passages of these articles."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_IDS} WHERE articles.id {_AMONG}", [json.dumps(article_ids)])
            return [row[0] for row in rows]

    def passages_of(self, article_id: str) -> tuple[Passage, ...]:
        """The passages of an article, in order; none when it is not held."""
        with self._database.reading() as connection:
            rows = connection.execute(f"{_PASSAGE} WHERE articles.id = ? ORDER BY position", [article_id]).fetchall()
        return tuple(map(as_passage, rows))

    def vectors(self) -> tuple[list[str], Vectors]:
        """All passage ids with their vectors, shape (passages, dimension)."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT passages.id, vector FROM vectors JOIN passages ON passages.number = vectors.passage"
            ).fetchall()
        joined = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float32)
        return [row[0] for row in rows], joined.reshape(len(rows), -1) if rows else joined.reshape(0, 1)

    def vectors_since(self, mark: int, *, limit: int) -> dict[str, Vector]:
        """Vectors of the passages that arrived after the mark, by passage id, at most `limit`."""
        with self._database.reading() as connection:
            rows = connection.execute(_RECENT, [mark, limit]).fetchall()
        return {key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows}

    def counts(self) -> tuple[int, int, int]:
        """Passages as articles count them, as listed, and as found by words: all equal when whole."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT (SELECT coalesce(sum(passages), 0) FROM articles), (SELECT count(*) FROM passages), "
                "(SELECT count(*) FROM words_docsize)"
            ).fetchone()
        return row[0], row[1], row[2]

    def vector_count(self) -> int:
        """Passages that have vectors; SQLite goes through all of these to count them."""
        with self._database.reading() as connection:
            return int(connection.execute("SELECT count(*) FROM vectors").fetchone()[0])

    def has_more_than(self, count: int) -> bool:
        """True when it holds more passages than that, told at once."""
        with self._database.reading() as connection:
            return connection.execute("SELECT 1 FROM passages LIMIT 1 OFFSET ?", [count]).fetchone() is not None

    def overview(self, embedder: str) -> Overview:
        """What is held, in numbers."""
        with self._database.reading() as connection:
            return overview(connection, embedder)

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction after which readers of every process know that something changed."""
        with self._database.writing() as connection:
            connection.execute(_COUNTED, ["generation"])
            yield connection


def _begin_epoch(connection: sqlite3.Connection) -> None:
    connection.execute(_COUNTED, ["epoch"])


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
