"""How much may be asked: in a row, in a day, and by all people together."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from sqlalchemy import Connection, select, update

from bot.telegram.state.database import Database, add
from bot.telegram.state.tables import accounts, days

Reason = Literal["burst", "user_day", "all_day"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How many questions are allowed. A day is one of UTC; 0 means none."""

    burst: int = 10
    """That one person may ask in a row, without a pause."""
    every: timedelta = timedelta(seconds=6)
    """After which time a person may ask one more, until it is `burst` again."""
    user_day: int = 100
    """That one person may ask in a day."""
    all_day: int = 2000
    """That all people together may ask in a day."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The question may be asked, and was counted."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The question may not be asked, and was not counted."""

    reason: Reason
    until: datetime | None
    """When the next one may be asked; None when that will never be."""


@dataclass(frozen=True, slots=True)
class Account:
    """What one person has asked."""

    level_at: datetime
    """When all of `burst` will be there again."""
    day: str
    """ISO date."""
    taken: int
    """On that day."""


def judge(account: Account, taken_by_all: int, *, limits: Limits, now: datetime) -> Account | Refused:
    """The person's account after one more question, or why there cannot be one.

    The token bucket is kept as one moment, the generic cell rate algorithm (ITU-T I.371): every question puts off by `every`
    the moment at which the bucket is full, which may be at most `burst` times that away.
    """
    if refused := _never(limits):
        return refused
    today = _day(now)
    taken = account.taken if account.day == today else 0
    if taken >= limits.user_day:
        return Refused("user_day", _tomorrow(now))
    if taken_by_all >= limits.all_day:
        return Refused("all_day", _tomorrow(now))
    level_at = max(account.level_at, now) + limits.every
    possible_at = level_at - limits.burst * limits.every
    if possible_at > now:
        return Refused("burst", possible_at)
    return Account(level_at, today, taken + 1)


def _never(limits: Limits) -> Refused | None:
    """The refusal of a limit that allows nothing at all."""
    if limits.user_day == 0:
        return Refused("user_day", None)
    if limits.all_day == 0:
        return Refused("all_day", None)
    return Refused("burst", None) if limits.burst == 0 else None


class Budget:
    """Everybody's accounts, the same for all replicas."""

    def __init__(self, database: Database, *, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    def take(self, user: int, *, now: datetime) -> Allowed | Refused:
        """Count a question that the person wants to ask, if it may be asked."""
        today = _day(now)
        with self._database.writing() as connection:
            account = _account(connection, user, now=now)
            taken_by_all = _taken(connection, today)
            verdict = judge(account, taken_by_all, limits=self._limits, now=now)
            if isinstance(verdict, Refused):
                return verdict
            connection.execute(
                update(accounts)
                .where(accounts.c.person == user)
                .values(level_at=verdict.level_at, day=verdict.day, taken=verdict.taken)
            )
            connection.execute(update(days).where(days.c.day == today).values(taken=taken_by_all + 1))
            return Allowed()


def _account(connection: Connection, user: int, *, now: datetime) -> Account:
    """The person's account, held until the transaction ends."""
    add(connection, accounts, person=user, level_at=now, day=_day(now), taken=0)
    row = connection.execute(select(accounts).where(accounts.c.person == user).with_for_update()).one()
    return Account(row.level_at, row.day, row.taken)


def _taken(connection: Connection, day: str) -> int:
    """How many questions all people asked on that day; held until the transaction ends."""
    add(connection, days, day=day, taken=0)
    return int(connection.execute(select(days.c.taken).where(days.c.day == day).with_for_update()).scalar_one())


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _tomorrow(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
