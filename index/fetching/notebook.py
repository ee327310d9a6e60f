"""The SQLite file of the feeds: `feeds.sqlite` in the home."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import StorageError
from index.storage.database import transaction

_PATIENCE = 10.0
_VERSION = 2
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, title TEXT, kind TEXT NOT NULL, etag TEXT, modified TEXT, interval REAL NOT NULL, due REAL NOT NULL,
    refreshed REAL, failures INTEGER NOT NULL DEFAULT 0, problem TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    feed TEXT NOT NULL REFERENCES feeds (url) ON DELETE CASCADE, id TEXT NOT NULL, address TEXT NOT NULL, mark TEXT NOT NULL,
    record TEXT NOT NULL, listed REAL NOT NULL, due REAL, looked REAL, looks INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, problem TEXT, digest TEXT, article TEXT, misses INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (feed, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_address ON entries (address);
CREATE INDEX IF NOT EXISTS entries_due ON entries (due) WHERE due IS NOT NULL;
"""

_STEPS = {
    0: (*_SCHEMA.split(";")[:-1], f"PRAGMA user_version = {_VERSION}"),
    1: (
        "ALTER TABLE entries ADD COLUMN article TEXT",
        "ALTER TABLE entries ADD COLUMN misses INTEGER NOT NULL DEFAULT 0",
        f"PRAGMA user_version = {_VERSION}",
    ),
}
"""What makes a file of an older version, or a new one, one of this version."""


class Notebook:
    """Which feeds are kept, what they listed, what is to be fetched and when. Safe for threads and processes."""

    def __init__(self, home: Path) -> None:
        """The file is made when something is first written."""
        self._path = home / "feeds.sqlite"

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The file as it stands; empty tables when there is none. Raises StorageError."""
        with self._failures(), closing(self._connected(":memory:" if not self._path.exists() else str(self._path))) as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The file in a transaction, which is undone when anything is raised. Raises StorageError."""
        with self._failures():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(self._connected(str(self._path))) as connection, transaction(connection):
                yield connection

    def _connected(self, place: str) -> sqlite3.Connection:
        connection = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            version = _brought_up(connection)
        except sqlite3.Error:
            connection.close()
            raise
        if version != _VERSION:
            connection.close()
            raise StorageError(
                f"{str(self._path)!r} was written by another version of Dateline; update it, or move the file away"
            )
        return connection

    @contextmanager
    def _failures(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StorageError(f"cannot use the list of feeds {str(self._path)!r}: {error}; mend or remove that file") from error


def _brought_up(connection: sqlite3.Connection) -> int:
    """The version of the file, once a new one has its tables and an older one its new columns."""
    if _version(connection) in _STEPS:
        with transaction(connection):
            # Another process may have done it meanwhile.
            for statement in _STEPS.get(_version(connection), ()):
                connection.execute(statement)
    return _version(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
