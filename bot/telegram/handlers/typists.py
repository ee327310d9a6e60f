"""People who type inline queries: every letter makes a new one, and only the newest is worth a search."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_AT_ONCE = 2
"""Searches for people who type."""


class Typing:
    """Who types what just now: a query that its person has gone on from is not looked for. To be used on one loop."""

    def __init__(self) -> None:
        self._newest: dict[int, str] = {}
        self._slots = asyncio.Semaphore(_AT_ONCE)

    @asynccontextmanager
    async def turn(self, user: int, query: str) -> AsyncIterator[bool]:
        """Wait until a search may begin; True when the person's query is still the newest by then."""
        self._newest[user] = query
        async with self._slots:
            yield self._newest.get(user) == query
        if self._newest.get(user) == query:
            del self._newest[user]
