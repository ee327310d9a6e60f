"""When things last went well."""

from datetime import datetime

from sqlalchemy import select, update

from bot.telegram.state.database import Database, add
from bot.telegram.state.tables import health


class Health:
    """The last time of each kind of event, over all replicas."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, kind: str, *, now: datetime) -> None:
        """Something of that kind went well, such as "update": Telegram was asked for updates, or sent one.

        An earlier time than the one that is known changes nothing.
        """
        later = update(health).where(health.c.kind == kind, health.c.noted_at < now).values(noted_at=now)
        with self._database.writing() as connection:
            if not add(connection, health, kind=kind, noted_at=now):
                connection.execute(later)

    def last(self, kind: str) -> datetime | None:
        """When something of that kind last went well; None when it never did."""
        with self._database.reading() as connection:
            return connection.execute(select(health.c.noted_at).where(health.c.kind == kind)).scalar_one_or_none()
