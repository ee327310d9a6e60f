"""The SQLite file of the feeds: `feeds.sqlite` in the home."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import StorageError

_PATIENCE = 10.0
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS feeds (
    url TEXT PRIMARY KEY, title TEXT, kind TEXT NOT NULL, etag TEXT, modified TEXT, interval REAL NOT NULL, due REAL NOT NULL,
    refreshed REAL, failures INTEGER NOT NULL DEFAULT 0, problem TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS entries (
    feed TEXT NOT NULL REFERENCES feeds (url) ON DELETE CASCADE, id TEXT NOT NULL, address TEXT NOT NULL, mark TEXT NOT NULL,
    record TEXT NOT NULL, listed REAL NOT NULL, due REAL, looked REAL, looks INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0, problem TEXT, digest TEXT, PRIMARY KEY (feed, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS entries_by_address ON entries (address);
CREATE INDEX IF NOT EXISTS entries_due ON entries (due) WHERE due IS NOT NULL;
"""


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
            with closing(self._connected(str(self._path))) as connection:
                connection.execute("BEGIN IMMEDIATE")
                try:
                    yield connection
                except BaseException:
                    connection.execute("ROLLBACK")
                    raise
                connection.execute("COMMIT")

    def _connected(self, place: str) -> sqlite3.Connection:
        connection = sqlite3.connect(place, timeout=_PATIENCE, isolation_level=None)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if version == 0:
                connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
        except sqlite3.Error:
            connection.close()
            raise
        if version not in (0, _VERSION):
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
