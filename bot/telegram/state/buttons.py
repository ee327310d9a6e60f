"""What buttons stand for: the tap brings back an id, which leads here, also after a restart."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from bot.telegram.state.database import Database
from bot.telegram.state.tables import buttons, columns_of, place_of
from bot.telegram.types import Place

_DATA = re.compile(r"v1:(?P<verb>[a-z_]{1,40}):(?P<id>[A-Za-z0-9_-]{12})")


@dataclass(frozen=True, slots=True)
class Tapped:
    """What a button stands for."""

    verb: str
    subject: str
    """What it is about: mostly the id of a question."""
    place: Place
    """Where it was shown."""
    user: int | None
    """For whom; None for everybody."""


class Buttons:
    """Buttons that were shown."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, verb: str, subject: str, *, place: Place, user: int | None, now: datetime) -> str:
        """Remember a button; returns its callback data, `v1:VERB:ID` of at most 64 bytes.

        A verb is up to 40 small letters and `_`; the subject may be any text.
        """
        return self.keep_all([(verb, subject)], place=place, user=user, now=now)[0]

    def keep_all(self, shown: Sequence[tuple[str, str]], *, place: Place, user: int | None, now: datetime) -> tuple[str, ...]:
        """Remember all buttons of a message at once, given as verb and subject; returns their callback data in the same order."""
        ids = [secrets.token_urlsafe(9) for _ in shown]
        data = tuple(f"v1:{verb}:{button}" for (verb, _), button in zip(shown, ids, strict=True))
        if wrong := [one for one in data if not _DATA.fullmatch(one)]:
            raise ValueError(f"a verb of small letters and _ is needed, not {wrong[0]!r}")
        rows = [
            {"id": button, "verb": verb, "subject": subject, "person": user, "kept_at": now, **columns_of(place)}
            for (verb, subject), button in zip(shown, ids, strict=True)
        ]
        if rows:
            with self._database.writing() as connection:
                connection.execute(insert(buttons), rows)
        return data

    def look(self, data: str) -> Tapped | None:
        """What the button with that callback data stands for; None when it is unknown or expired."""
        parts = _DATA.fullmatch(data)
        if parts is None:
            return None
        with self._database.reading() as connection:
            wanted = select(buttons).where(buttons.c.id == parts["id"], buttons.c.verb == parts["verb"])
            row = connection.execute(wanted).one_or_none()
        return Tapped(row.verb, row.subject, place_of(row), row.person) if row else None
