"""The SQLite file beside Chroma: its tables, its connections, its failures."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from index.errors import StorageError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pending (article_id TEXT PRIMARY KEY, deed TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS articles (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, source TEXT, url TEXT, published TEXT, updated TEXT,
    retrieved TEXT NOT NULL, authors TEXT NOT NULL, origin TEXT NOT NULL, digest TEXT NOT NULL, passages INTEGER NOT NULL,
    outlet TEXT, published_at INTEGER, existed_at INTEGER
);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article INTEGER NOT NULL REFERENCES articles (number),
    position INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS passages_by_article ON passages (article, position);
CREATE TABLE IF NOT EXISTS vectors (passage INTEGER PRIMARY KEY REFERENCES passages (number), vector BLOB NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (title, text, tokenize = 'porter unicode61 remove_diacritics 2');
"""
_VERSION = 1
"""Of the tables above; a file of another version is made again from Chroma."""


class Damaged(StorageError):
    """The file is no SQLite file of ours any more; it can be made again from Chroma."""


class Database:
    """One SQLite file, read by many threads and written by one."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, made when missing; without a path, an empty one that cannot be written.

        Damaged when the file is not what it should be, StorageError when it is out of reach.
        """
        self._path = path
        self._idle: list[sqlite3.Connection] = []
        self._lock = Lock()
        self._closed = False
        try:
            self._prepare()
        except StorageError:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection no other thread uses meanwhile."""
        with self._failures():
            connection = self._borrowed()
            try:
                yield connection
            finally:
                self._give_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection in a transaction that is committed at the end, and undone when anything is raised."""
        with self.reading() as connection, transaction(connection):
            yield connection

    def copy(self, path: Path) -> None:
        """Write all that is in it into another file, which is not there yet."""
        with self.reading() as connection:
            connection.execute("VACUUM INTO ?", [str(path)])

    def close(self) -> None:
        """Close every connection that is not in use, and the others when they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _prepare(self) -> None:
        """Make the tables of a new file, and refuse one of another version."""
        with self.reading() as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise Damaged(f"{str(self._path)!r} is of version {version}, not {_VERSION}")
            if version == 0:
                connection.execute("PRAGMA journal_mode = WAL")
                _make_tables(connection)

    def _borrowed(self) -> sqlite3.Connection:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        connection = sqlite3.connect(self._path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
        if self._path is None:
            _make_tables(connection)
        # With a write-ahead log, "normal" can lose the last commits to a power cut, not to a kill; "full" loses neither.
        connection.execute("PRAGMA synchronous = FULL")
        return connection

    def _give_back(self, connection: sqlite3.Connection) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """What SQLite raises, as our own errors, each naming the file."""
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StorageError(f"SQLite cannot use {str(self._path)!r}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise Damaged(f"{str(self._path)!r} is damaged: {error}") from error


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Write alone until the end of the block: committed there, and undone when anything is raised."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
