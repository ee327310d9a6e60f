"""Deleting what is older than the days that things are kept."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select

from bot.telegram.state.database import Database, take_turns
from bot.telegram.state.tables import accounts, buttons, days, feedback, messages, questions, replicas, updates

_TELEGRAM_KEEPS = timedelta(hours=48)
"""Telegram keeps an update for 24 hours, so none comes again after twice that; its number may, after a week of silence."""


def expire(database: Database, *, now: datetime, kept: int) -> int:
    """Delete questions with their answers, and buttons, that are older than `kept` days; returns how many questions.

    Subscriptions stay until they are ended. Budgets go when their day is over.
    """
    oldest = now - timedelta(days=kept)
    today = now.astimezone(UTC).date().isoformat()
    with database.writing() as connection:
        take_turns(connection)
        ids = select(questions.c.id).where(questions.c.asked_at < oldest)
        connection.execute(ids.with_for_update()).all()
        connection.execute(delete(messages).where(messages.c.question.in_(ids)))
        connection.execute(delete(feedback).where(feedback.c.question.in_(ids)))
        gone = connection.execute(delete(questions).where(questions.c.asked_at < oldest).returning(questions.c.id)).all()
        connection.execute(delete(buttons).where(buttons.c.kept_at < oldest))
        connection.execute(delete(updates).where(updates.c.claimed_at < now - _TELEGRAM_KEEPS))
        connection.execute(delete(accounts).where(accounts.c.day < today, accounts.c.level_at < now))
        connection.execute(delete(days).where(days.c.day < today))
        used = select(questions.c.replica)
        connection.execute(delete(replicas).where(replicas.c.heard_at < now - _TELEGRAM_KEEPS, replicas.c.name.not_in(used)))
    database.scrub()
    return len(gone)
