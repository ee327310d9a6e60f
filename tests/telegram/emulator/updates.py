"""What the bot has still to be told: the queue that it polls, or that is delivered to its webhook."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

from aiogram.types import Update
from pydantic import TypeAdapter

FIRST_ID = 800_000_001
UNASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that are told only to those who name them."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates are delivered."""

    url: str
    secret: str | None = None
    most_connections: int = 40


class Updates:
    """The queue. Whoever shares it holds the world's lock."""

    def __init__(self) -> None:
        self.pending: deque[dict[str, Any]] = deque()
        self.webhook: Webhook | None = None
        self.failure: tuple[int, str] | None = None
        """When the webhook failed last (Unix seconds), and how."""
        self.taken = 0
        """How many updates the webhook has taken."""
        self.polls = 0
        """How many times getUpdates was called."""
        self.poll_times: deque[float] = deque(maxlen=1000)
        """When getUpdates was called lately, by a monotonic clock."""
        self.is_closed = False
        """True when nobody may wait any longer."""
        self.last_id = FIRST_ID - 1
        """Of the newest update."""
        self._ids = count(FIRST_ID)
        self._allowed: frozenset[str] | None = None
        self._listeners: set[Callable[[], None]] = set()

    def allow(self, kinds: list[str] | None) -> None:
        """From now on tell only these kinds; an empty list stands for the usual ones, None for what was said last."""
        if kinds is not None:
            self._allowed = frozenset(kinds) or None

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update; its id, or None when the bot does not want such."""
        if kind in UNASKED if self._allowed is None else kind not in self._allowed:
            return None
        number = self.last_id = next(self._ids)
        update = {"update_id": number, kind: content}
        _schema().validate_python(update)
        self.pending.append(update)
        self.wake()
        return number

    def repeat(self, update: dict[str, Any]) -> None:
        """Queue an update again, before all others."""
        self.pending.appendleft(update)
        self.wake()

    def confirm(self, offset: int) -> None:
        """Forget what has a smaller id; a negative number keeps only so many of the newest."""
        while self.pending and (self.pending[0]["update_id"] < offset or len(self.pending) > -offset > 0):
            self.pending.popleft()

    def close(self) -> None:
        """Let those who wait go with what there is."""
        self.is_closed = True
        self.wake()

    def wake(self) -> None:
        """Have those who wait look again."""
        for listener in tuple(self._listeners):
            listener()

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event of the running loop that is set whenever there may be something new, from whatever thread."""
        loop, woken = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(woken.set)

        self._listeners.add(wake)
        try:
            yield woken
        finally:
            self._listeners.discard(wake)


@cache
def _schema() -> TypeAdapter[Update]:
    return TypeAdapter(Update)
