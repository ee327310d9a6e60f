"""Which updates were seen: each is worked on once, by one replica."""

from datetime import datetime

from bot.telegram.state.database import Database, add
from bot.telegram.state.questions import record
from bot.telegram.state.tables import updates
from bot.telegram.types import Question


class Updates:
    """Telegram sends an update again until it is sure that it arrived."""

    def __init__(self, database: Database, *, replica: str) -> None:
        self._database = database
        self._replica = replica

    def claim(self, update_id: int, *, now: datetime, question: Question | None = None) -> bool:
        """True for the first who asks, over all replicas and restarts.

        The question that the update asks is recorded in the same transaction.
        """
        with self._database.writing() as connection:
            if not add(connection, updates, id=update_id, claimed_at=now):
                return False
            if question:
                record(connection, question, replica=self._replica)
            return True
