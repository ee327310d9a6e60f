"""The database below the bot's state: SQLite in a file, or PostgreSQL by URL. All that can go wrong with it is a StorageError."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any, Self

from filelock import FileLock
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError

from index.errors import StorageError

_PATIENCE = 30
"""Seconds that a transaction waits for those of others."""
_OURS = 0x646174656C696E65
"""Names our lock among those of everybody who uses the same PostgreSQL server."""


class Database:
    """Transactions, one after the other where they write. Safe for many threads; several processes may use one database."""

    def __init__(self, engine: Engine) -> None:
        """Prefer `open`."""
        self._engine = engine
        self._is_file = engine.dialect.name == "sqlite"
        # Threads of one process queue here: SQLite itself has them try again and again, and some wait long.
        self._writing = Lock()

    @classmethod
    def open(cls, place: str | Path) -> Self:
        """The database at that URL, or in that SQLite file, which is made when it is not there, readable to its owner alone.

        Raises StorageError, which names the place without its password.
        """
        url = _url(place)
        try:
            if url.get_backend_name() == "sqlite":
                return cls(_open_file(url))
            return cls(_open_server(url))
        except ModuleNotFoundError as error:
            raise StorageError(
                "PostgreSQL needs its driver, psycopg; install dateline with [postgres] behind its name"
            ) from error
        except OSError as error:
            raise StorageError(f"cannot keep the bot's state in {url.database!r}: {error.strerror or error}") from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that changes nothing."""
        with _explained(self._engine.url), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or undone when an exception leaves it. Never begin one inside another."""
        with self._alone(), _explained(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(begins="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    def scrub(self) -> None:
        """Take what was deleted out of SQLite's files. PostgreSQL does so by itself in time."""
        if not self._is_file:
            return
        with _explained(self._engine.url), self._engine.connect() as connection:
            connection.execution_options(begins="").exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._is_file:
            yield
            return
        with self._writing:
            yield


def take_turns(connection: Connection) -> None:
    """Wait until no other transaction that asked the same is going on. SQLite has writing transactions take turns anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(select(func.pg_advisory_xact_lock(_OURS)))


def add(connection: Connection, table: Table, **values: object) -> bool:
    """Insert a row, unless one with its key is there; True when it was inserted."""
    new = _insert(connection, table).values(values).on_conflict_do_nothing().returning(*table.primary_key.columns)
    return connection.execute(new).first() is not None


def put(connection: Connection, table: Table, key: Mapping[str, object], **values: object) -> None:
    """Insert a row, or give the one with that primary key these values."""
    new = _insert(connection, table).values({**key, **values})
    connection.execute(new.on_conflict_do_update(index_elements=list(key), set_=values))


def _insert(connection: Connection, table: Table) -> Any:
    return (sqlite if connection.dialect.name == "sqlite" else postgresql).insert(table)


@contextmanager
def _explained(url: URL) -> Iterator[None]:
    """Turn what SQLAlchemy raises into a StorageError that names the place."""
    try:
        yield
    except SQLAlchemyError as error:
        cause = (error.orig if isinstance(error, StatementError) else None) or error
        if isinstance(error, StatementError) and not isinstance(error, DBAPIError):
            # A value that cannot be kept, such as a moment without a time zone: a mistake of ours.
            raise cause from None
        reason = (str(cause).splitlines() or [type(cause).__name__])[0]
        raise StorageError(f"the bot's state in {_shown(url)} cannot be used: {reason}") from error


def _url(place: str | Path) -> URL:
    if isinstance(place, Path):
        return URL.create("sqlite", database=str(place))
    try:
        url = make_url(place)
    except SQLAlchemyError:
        raise StorageError("the URL of the bot's state cannot be understood; see DATELINE_STATE_URL in the README") from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url
    raise StorageError(f"the bot's state can be kept in a file by SQLite or by PostgreSQL, not in {_shown(url)}")


def _open_file(url: URL) -> Engine:
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": _PATIENCE}, pool_timeout=_PATIENCE)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    # The first connection changes how SQLite writes the file, for which it doesn't wait when others are at it.
    with FileLock(f"{path}.lock", mode=0o600, timeout=_PATIENCE), _explained(url):
        if path.exists():
            # Not opened here: closing it again would undo the locks that this process holds on it through SQLite.
            path.chmod(0o600)
        else:
            path.touch(0o600)
        engine.connect().close()
    return engine


def _open_server(url: URL) -> Engine:
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_timeout=_PATIENCE,
        connect_args={"connect_timeout": 10, "application_name": "dateline"},
    )


def _set_up(connection: Any, _: object) -> None:
    # Python's sqlite3 would begin transactions of its own, and later than it should.
    connection.isolation_level = None
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA secure_delete = ON")


def _begin(connection: Connection) -> None:
    # A plain transaction that reads first and writes then fails when another one wrote in between.
    if statement := connection.get_execution_options().get("begins", "BEGIN"):
        connection.exec_driver_sql(statement)


def _shown(url: URL) -> str:
    return repr(url.database) if url.drivername == "sqlite" else url.render_as_string(hide_password=True)
