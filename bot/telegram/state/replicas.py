"""Which replicas are alive."""

from datetime import UTC, datetime

from bot.telegram.state.database import Database, put
from bot.telegram.state.tables import replicas

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Replicas:
    """A replica says every few seconds that it lives; the questions of one that fell silent are handed to others."""

    def __init__(self, database: Database, *, replica: str) -> None:
        self._database = database
        self.name = replica
        """Of this one; no other has it, nor had one that ran before."""

    def beat(self, *, now: datetime) -> None:
        """Say that this replica lives."""
        with self._database.writing() as connection:
            put(connection, replicas, {"name": self.name}, heard_at=now)

    def leave(self) -> None:
        """Say that this replica ends: what it has not finished may be handed out at once."""
        self.beat(now=_LONG_AGO)
