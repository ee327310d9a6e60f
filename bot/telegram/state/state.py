"""The bot's memory as one thing: one class a concern, all over one database."""

import secrets
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.telegram.state.budget import Budget, Limits
from bot.telegram.state.buttons import Buttons
from bot.telegram.state.database import Database
from bot.telegram.state.expiry import expire
from bot.telegram.state.feedback import Feedback
from bot.telegram.state.health import Health
from bot.telegram.state.people import People
from bot.telegram.state.questions import Questions
from bot.telegram.state.replicas import Replicas
from bot.telegram.state.schema import prepare
from bot.telegram.state.stats import Stats, gather
from bot.telegram.state.subscriptions import Subscriptions
from bot.telegram.state.updates import Updates


class State:
    """All that is remembered, by all replicas together. Safe for many threads; close it, or use it as a context manager.

    All moments given must carry a time zone, else ValueError is raised. Every method raises StorageError when the database fails.
    """

    def __init__(self, database: Database, *, replica: str, limits: Limits) -> None:
        """Prefer `open`."""
        self._database = database
        self.updates = Updates(database, replica=replica)
        self.questions = Questions(database, replica=replica)
        self.replicas = Replicas(database, replica=replica)
        self.buttons = Buttons(database)
        self.feedback = Feedback(database)
        self.subscriptions = Subscriptions(database)
        self.budget = Budget(database, limits=limits)
        self.people = People(database)
        self.health = Health(database)

    @classmethod
    def open(cls, place: str | Path, *, replica: str, limits: Limits | None = None) -> Self:
        """The state at an SQLAlchemy URL, or in an SQLite file; it is made when there is none.

        `replica` names this process to people; a random end is added, so that a process that runs again is another replica.
        StorageError when the database cannot be used, or holds the state of another version of the program.
        """
        database = Database.open(place)
        try:
            prepare(database)
        except BaseException:
            database.close()
            raise
        return cls(database, replica=f"{replica}-{secrets.token_hex(4)}", limits=limits or Limits())

    def expire(self, *, now: datetime, days: int) -> int:
        """Delete what is older than so many days; returns how many questions were."""
        return expire(self._database, now=now, kept=days)

    def stats(self, *, now: datetime) -> Stats:
        """How the bot fares, in numbers."""
        return gather(self._database, now=now)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
