"""The tables of the bot's state, and how moments and texts are kept in them."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Dialect,
    Index,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
)

from bot.telegram.types import Place

VERSION = 1
"""Of these tables; goes up by one with every change of their form."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Id = BigInteger().with_variant(Integer, "sqlite")
"""Telegram's ids need 52 bits. SQLite numbers rows by itself only in a column that is called an integer."""


class Moment(TypeDecorator[datetime]):
    """A moment, to the microsecond. It comes back in UTC; one without a time zone is refused with ValueError."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """As microseconds since 1970."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        return (value - _EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """As it was given, in UTC."""
        return None if value is None else _EPOCH + timedelta(microseconds=value)


class Prose(TypeDecorator[str]):
    """A text from outside, which may hold what no database takes: broken letters and zeros. They become `?`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """As it can be written down."""
        return None if value is None else value.replace("\0", "?").encode("utf-8", "replace").decode("utf-8")


metadata = MetaData()

schema = Table("dateline_schema", metadata, Column("version", Integer, primary_key=True))

updates = Table(
    "dateline_updates",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("claimed_at", Moment, nullable=False, index=True),
)

replicas = Table(
    "dateline_replicas",
    metadata,
    Column("name", Text, primary_key=True),
    Column("heard_at", Moment, nullable=False),
)

questions = Table(
    "dateline_questions",
    metadata,
    Column("number", _Id, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False, index=True),
    Column("text", Prose, nullable=False),
    Column("language", Text, nullable=False),
    Column("asked_at", Moment, nullable=False, index=True),
    Column("message", BigInteger),
    Column("parent", Text),
    Column("state", Text, nullable=False, index=True),
    Column("replica", Text, nullable=False),
    Column("open", Boolean, nullable=False),
    Column("begun_at", Moment),
    Column("answered_at", Moment),
    Column("found", Boolean),
    Column("answer", Prose),
    Index("dateline_questions_place", "chat", "thread", "person"),
)

messages = Table(
    "dateline_messages",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False, index=True),
)

feedback = Table(
    "dateline_feedback",
    metadata,
    Column("question", Text, primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False, index=True),
    Column("up", Boolean, nullable=False),
    Column("given_at", Moment, nullable=False),
)

buttons = Table(
    "dateline_buttons",
    metadata,
    Column("id", Text, primary_key=True),
    Column("verb", Text, nullable=False),
    Column("subject", Prose, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False),
    Column("person", BigInteger, index=True),
    Column("kept_at", Moment, nullable=False, index=True),
)

subscriptions = Table(
    "dateline_subscriptions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("thread", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False, index=True),
    Column("topic", Prose, nullable=False),
    Column("key", Prose, nullable=False),
    Column("language", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("arrival", BigInteger, nullable=False),
    Column("reading", Prose),
    Column("version", Integer, nullable=False),
    UniqueConstraint("chat", "thread", "person", "key"),
)

accounts = Table(
    "dateline_accounts",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("level_at", Moment, nullable=False),
    Column("day", Text, nullable=False, index=True),
    Column("taken", Integer, nullable=False),
)

days = Table(
    "dateline_days",
    metadata,
    Column("day", Text, primary_key=True),
    Column("taken", Integer, nullable=False),
)

health = Table(
    "dateline_health",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("noted_at", Moment, nullable=False),
)


def columns_of(place: Place) -> dict[str, int]:
    """A place as two columns; 0 is no thread."""
    return {"chat": place.chat, "thread": place.thread or 0}


def place_of(row: Row[tuple[object, ...]]) -> Place:
    """The place that a row's two columns name."""
    return Place(row.chat, row.thread or None)


def at(table: Table, place: Place) -> ColumnElement[bool]:
    """Whether a row of the table is about that place."""
    return and_(table.c.chat == place.chat, table.c.thread == (place.thread or 0))
