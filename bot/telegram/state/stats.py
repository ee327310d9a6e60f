"""How the bot fares, in numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from statistics import fmean

from sqlalchemy import Column, Connection, distinct, func, select

from bot.telegram.state.database import Database
from bot.telegram.state.questions import ANSWERED, FAILED, RUNNING, STOPPED, WAITING
from bot.telegram.state.tables import feedback, questions, subscriptions


@dataclass(frozen=True, slots=True)
class Stats:
    """Numbers over all that is kept, and of today (UTC)."""

    questions: int
    people: int
    """Who asked them."""
    questions_today: int
    people_today: int
    answered: int
    found: int
    """Answered from articles; the other answers were that the articles don't say."""
    stopped: int
    failed: int
    waiting: int
    running: int
    up: int
    down: int
    subscriptions: int
    seconds: float | None
    """From the beginning of the work on a question of today to its answer, on average; None when none was answered."""


def gather(database: Database, *, now: datetime) -> Stats:
    """The numbers at this moment."""
    midnight = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    today = questions.c.asked_at >= midnight
    count = func.count()
    took = select(questions.c.begun_at, questions.c.answered_at).where(today, questions.c.begun_at <= questions.c.answered_at)
    with database.reading() as connection:
        states = _counts(connection, questions.c.state)
        thumbs = _counts(connection, feedback.c.up)
        asked, people = connection.execute(select(count, func.count(distinct(questions.c.person))).select_from(questions)).one()
        lately = connection.execute(
            select(count, func.count(distinct(questions.c.person))).select_from(questions).where(today)
        ).one()
        return Stats(
            questions=asked,
            people=people,
            questions_today=lately[0],
            people_today=lately[1],
            answered=states.get(ANSWERED, 0),
            found=connection.execute(select(count).select_from(questions).where(questions.c.found)).scalar_one(),
            stopped=states.get(STOPPED, 0),
            failed=states.get(FAILED, 0),
            waiting=states.get(WAITING, 0),
            running=states.get(RUNNING, 0),
            up=thumbs.get(True, 0),
            down=thumbs.get(False, 0),
            subscriptions=connection.execute(select(count).select_from(subscriptions)).scalar_one(),
            seconds=_average(connection.execute(took).all()),
        )


def _counts(connection: Connection, column: Column[object]) -> dict[object, int]:
    """How often each value stands in the column."""
    return dict(connection.execute(select(column, func.count()).group_by(column)).all())


def _average(spans: Sequence[tuple[datetime, datetime]]) -> float | None:
    """Seconds from begin to end."""
    return fmean((end - begin).total_seconds() for begin, end in spans) if spans else None
