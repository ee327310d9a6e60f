"""What is kept of one person: to be handed over, or to be deleted."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, delete, or_, select

from bot.telegram.state.database import Database, take_turns
from bot.telegram.state.tables import accounts, buttons, feedback, messages, questions, subscriptions

_PACKED = frozenset({"answer", "reading"})
_INTERNAL = frozenset({"number", "replica", "key", "version"})


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was deleted."""

    questions: int
    """With their answers."""
    feedback: int
    subscriptions: int
    buttons: int


class People:
    """Everything that is kept of a person, over all places."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, user: int) -> dict[str, list[dict[str, object]]]:
        """All that is kept of the person, ready to be written as JSON; moments are ISO 8601 in UTC."""
        kept = {
            "questions": questions,
            "feedback": feedback,
            "subscriptions": subscriptions,
            "buttons": buttons,
            "budget": accounts,
        }
        with self._database.reading() as connection:
            rows = {name: _plain(connection, table, table.c.person == user) for name, table in kept.items()}
            ids = select(questions.c.id).where(questions.c.person == user)
            return rows | {"answer_messages": _plain(connection, messages, messages.c.question.in_(ids))}

    def forget(self, user: int) -> Forgotten:
        """Delete the person's questions, answers, thumbs, subscriptions and buttons; how many there were.

        How much they asked today stays until the day ends, or forgetting would lift the limits.
        """
        with self._database.writing() as connection:
            take_turns(connection)
            # Held first, so that no answer is added to a question that is being deleted.
            ids = select(questions.c.id).where(questions.c.person == user)
            connection.execute(ids.with_for_update()).all()
            connection.execute(delete(messages).where(messages.c.question.in_(ids)))
            of_theirs = or_(feedback.c.person == user, feedback.c.question.in_(ids))
            thumbs = connection.execute(delete(feedback).where(of_theirs).returning(feedback.c.person)).all()
            counts = [
                len(connection.execute(delete(table).where(table.c.person == user).returning(table.c.person)).all())
                for table in (questions, subscriptions, buttons)
            ]
        self._database.scrub()
        return Forgotten(questions=counts[0], feedback=len(thumbs), subscriptions=counts[1], buttons=counts[2])


def _plain(connection: Connection, table: Table, wanted: ColumnElement[bool]) -> list[dict[str, object]]:
    """Those rows of the table, without what only the program needs."""
    shown = [column for column in table.columns if column.name not in _INTERNAL]
    found = connection.execute(select(*shown).where(wanted).order_by(*table.primary_key.columns)).mappings()
    return [{name: _as_json(name, value) for name, value in row.items()} for row in found]


def _as_json(name: str, value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if name in _PACKED and isinstance(value, str):
        return json.loads(value)
    return value
