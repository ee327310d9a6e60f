"""A clock that stands still until a test moves it."""

import asyncio
import heapq
from collections.abc import Callable
from itertools import count

_SETTLED = 50
"""Rounds of the loop after which nothing that doesn't wait for the clock is left to do."""


class Clock:
    """Time for one test: `now`, `later` and `sleep` as the production code takes them."""

    def __init__(self) -> None:
        self._time = 0.0
        self._order = count()
        self._alarms: list[tuple[float, int, Callable[[], object]]] = []

    def now(self) -> float:
        return self._time

    @property
    def alarms(self) -> int:
        """How many wait for the time to pass."""
        return len(self._alarms)

    def later(self, seconds: float, callback: Callable[[], object]) -> None:
        heapq.heappush(self._alarms, (self._time + max(seconds, 0), next(self._order), callback))

    async def sleep(self, seconds: float) -> None:
        over = asyncio.Event()
        self.later(seconds, over.set)
        await over.wait()

    async def advance(self, seconds: float) -> None:
        """Let that much time pass, and everything happen that happens in it."""
        await _settle()
        end = self._time + seconds
        while self._alarms and self._alarms[0][0] <= end:
            self._time, _, callback = heapq.heappop(self._alarms)
            callback()
            await _settle()
        self._time = end


async def _settle() -> None:
    for _ in range(_SETTLED):
        await asyncio.sleep(0)
