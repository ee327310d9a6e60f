"""The questions that this process is at work on, and how they are given up."""

import asyncio
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from index.errors import Stopped
from index.stopping import Stop

Result = TypeVar("Result")


class Running:
    """What is under way. To be used on one loop."""

    def __init__(self) -> None:
        self._stops: dict[str, tuple[int, Stop]] = {}
        self._ends: dict[str, asyncio.Event] = {}
        self._idle = asyncio.Event()
        self._idle.set()
        self.is_closing = False
        """True when no question shall be begun, because the program ends."""

    @contextmanager
    def question(self, question_id: str, *, user: int) -> Iterator[Stop]:
        """The person's question is under way in this block, and is given up when the stop is set."""
        stop = Stop()
        self._stops[question_id] = user, stop
        self._ends[question_id] = asyncio.Event()
        self._idle.clear()
        try:
            yield stop
        finally:
            del self._stops[question_id]
            self._ends.pop(question_id).set()
            if not self._stops:
                self._idle.set()

    def stop(self, question_id: str) -> bool:
        """Give a question up; False when it is not under way here."""
        if question_id not in self._stops:
            return False
        self._stops[question_id][1].set()
        return True

    async def over(self, question_id: str) -> None:
        """Wait until the question is not under way here: people may be quicker than what is kept of its answer."""
        if end := self._ends.get(question_id):
            await end.wait()

    def stop_all_of(self, user: int) -> None:
        """Give up every question of the person."""
        for owner, stop in list(self._stops.values()):
            if owner == user:
                stop.set()

    async def finish(self, *, patience: float, farewell: float) -> bool:
        """Begin nothing more, and return when nothing is under way; what still is after `patience` seconds is given up.

        Those who asked are told so in `farewell` seconds at most; False when that was too short.
        """
        self.is_closing = True
        if await self._is_idle_within(patience):
            return True
        for _, stop in list(self._stops.values()):
            stop.set()
        return await self._is_idle_within(farewell)

    async def _is_idle_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True


async def unless(stop: Stop, work: Awaitable[Result]) -> Result:
    """The result of the work; Stopped as soon as `stop` is set, whether the work heeds that or not."""
    given_up = asyncio.Event()
    loop = asyncio.get_running_loop()

    def give_up() -> None:
        loop.call_soon_threadsafe(given_up.set)

    take_back = stop.on_set(give_up)
    working, waiting = asyncio.ensure_future(work), asyncio.ensure_future(given_up.wait())
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            raise Stopped
        return working.result()
    finally:
        take_back()
        working.cancel()
        waiting.cancel()
