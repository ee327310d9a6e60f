"""What people want to be told when news of it arrives."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, delete, select, update

from bot.telegram.state.database import Database, add
from bot.telegram.state.packing import packed, tallies, unpacked
from bot.telegram.state.tables import at, columns_of, place_of, subscriptions
from bot.telegram.types import Place
from index.types import Tally


@dataclass(frozen=True, slots=True)
class Subscription:
    """A topic that somebody wants to hear of, and what was told last."""

    id: str
    place: Place
    """Where the alerts go."""
    user: int
    topic: str
    language: str
    since: datetime
    arrival: int
    """The mark of the newest article that was looked at for it."""
    reading: Tally | None
    """The figure that was told last; None when the topic has none."""
    version: int
    """Goes up by one when something is told."""


class Subscriptions:
    """Subscriptions of all people and places."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, place: Place, user: int, topic: str, language: str, *, now: datetime, arrival: int, reading: Tally | None = None
    ) -> Subscription:
        """Subscribe the person in that place; only articles after the mark `arrival` are told.

        When they are subscribed to that topic there, whatever its letters' case, it stays as it is and is returned.
        """
        topic = " ".join(topic.split())
        theirs = {**columns_of(place), "person": user, "key": topic.casefold()}
        with self._database.writing() as connection:
            add(
                connection,
                subscriptions,
                id=secrets.token_urlsafe(9),
                **theirs,
                topic=topic,
                language=language,
                since=now,
                arrival=arrival,
                reading=_packed(reading),
                version=0,
            )
            return _subscription(connection.execute(select(subscriptions).filter_by(**theirs)).one())

    def of(self, place: Place, user: int) -> tuple[Subscription, ...]:
        """The person's subscriptions in that place, oldest first."""
        return self._found(at(subscriptions, place) & (subscriptions.c.person == user))

    def all(self) -> tuple[Subscription, ...]:
        """Everybody's subscriptions, oldest first."""
        return self._found()

    def remove(self, subscription_id: str, user: int) -> bool:
        """End the person's own subscription; False when there is none with that id."""
        theirs = (subscriptions.c.id == subscription_id) & (subscriptions.c.person == user)
        return self._drop(theirs) == 1

    def drop_place(self, chat: int) -> int:
        """End all subscriptions of a chat that can no longer be reached; how many there were."""
        return self._drop(subscriptions.c.chat == chat)

    def told(self, subscription: Subscription, *, arrival: int, reading: Tally | None = None) -> bool:
        """Note what is about to be told, or that there is nothing to tell up to that mark.

        True for one caller alone of all that hold this version of the subscription, over all replicas: who gets True sends.
        """
        same = (subscriptions.c.id == subscription.id) & (subscriptions.c.version == subscription.version)
        noted = update(subscriptions).where(same).returning(subscriptions.c.id)
        values = {"arrival": arrival, "reading": _packed(reading), "version": subscription.version + 1}
        with self._database.writing() as connection:
            return connection.execute(noted.values(values)).first() is not None

    def _found(self, *wanted: ColumnElement[bool]) -> tuple[Subscription, ...]:
        with self._database.reading() as connection:
            ordered = select(subscriptions).where(*wanted).order_by(subscriptions.c.since, subscriptions.c.id)
            return tuple(map(_subscription, connection.execute(ordered)))

    def _drop(self, wanted: ColumnElement[bool]) -> int:
        with self._database.writing() as connection:
            return len(connection.execute(delete(subscriptions).where(wanted).returning(subscriptions.c.id)).all())


def _subscription(row: Row[tuple[object, ...]]) -> Subscription:
    return Subscription(
        row.id,
        place_of(row),
        row.person,
        row.topic,
        row.language,
        row.since,
        row.arrival,
        unpacked(tallies(), row.reading),
        row.version,
    )


def _packed(reading: Tally | None) -> str | None:
    return packed(tallies(), reading) if reading else None
