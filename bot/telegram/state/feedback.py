"""What people thought of answers: thumb up or down."""

from datetime import datetime

from sqlalchemy import select

from bot.telegram.state.database import Database, put
from bot.telegram.state.tables import feedback, questions


class Feedback:
    """One thumb a person and question; the last one counts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def set(self, question_id: str, user: int, *, up: bool, now: datetime) -> bool:
        """Remember the person's thumb in place of an earlier one; False when there is no such question any more."""
        with self._database.writing() as connection:
            # Held until the end, so that a thumb cannot outlive its question.
            held = connection.execute(select(questions.c.id).where(questions.c.id == question_id).with_for_update())
            if held.first() is None:
                return False
            put(connection, feedback, {"question": question_id, "person": user}, up=up, given_at=now)
            return True
