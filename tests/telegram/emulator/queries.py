"""Taps on buttons and inline queries: what waits for the bot's answer, and what it answered."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.telegram.emulator.refusals import refuse

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Toast:
    """What a person sees after a tap."""

    text: str = ""
    is_alert: bool = False
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One result of an inline query."""

    id: str
    title: str
    description: str
    text: str
    """What is sent when it is chosen."""
    raw: tuple[tuple[str, Any], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Results:
    """What a person sees while typing an inline query."""

    cards: tuple[Card, ...]
    cache_seconds: int = 300
    is_personal: bool = False
    next_offset: str = ""
    button: str | None = None
    """The label of the button above the cards."""
    start: str | None = None
    """What /start gets when that button is tapped."""


class Queries:
    """Ids of taps and inline queries, and their answers. One that was answered, or has expired, takes no other answer."""

    def __init__(self) -> None:
        self._ids = count(9_000_000_000_001)
        self._open: set[str] = set()
        self.toasts: dict[str, Toast] = {}
        self.results: dict[str, Results] = {}

    def open(self) -> str:
        """The id of a new tap or inline query."""
        made = str(next(self._ids))
        self._open.add(made)
        return made

    def expire(self) -> None:
        """Let all that wait grow too old to be answered."""
        self._open.clear()

    @property
    def unanswered(self) -> int:
        """How many wait for an answer."""
        return len(self._open)

    def answer_tap(self, key: str, toast: Toast) -> None:
        """Raises Refusal when the tap does not wait for an answer."""
        self._close(key)
        self.toasts[key] = toast

    def answer_inline(self, key: str, results: Results) -> None:
        """Raises Refusal when the inline query does not wait for an answer."""
        self._close(key)
        self.results[key] = results

    def _close(self, key: str) -> None:
        if key not in self._open:
            refuse(TOO_OLD)
        self._open.discard(key)
