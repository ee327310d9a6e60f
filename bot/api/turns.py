"""Work that is done in threads, so much of it at once and no more."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from bot.web.problems import busy

Result = TypeVar("Result")


class Turns:
    """Threads that take turns. To be used from one event loop."""

    def __init__(self, name: str, *, at_once: int, waiting: int, patience: float) -> None:
        """`waiting` calls at most may wait for their turn, for `patience` seconds at most."""
        self._free = asyncio.Semaphore(at_once)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix=name)
        self._most_waiting = waiting
        self._waiting = 0
        self._patience = patience

    async def begin(self, work: Callable[[], Result]) -> "Future[Result]":
        """Begin the work when its turn comes. Raises Problem when that takes too long.

        The turn is over when the work is done, whether anybody still waits for it or not.
        """
        await self._turn()
        loop = asyncio.get_running_loop()
        doing = self._threads.submit(work)
        doing.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free.release))
        return doing

    async def close(self) -> None:
        """Wait until all that was begun is done."""
        await asyncio.to_thread(self._threads.shutdown)

    async def _turn(self) -> None:
        if self._free.locked() and self._waiting >= self._most_waiting:
            raise busy()
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise busy() from None
        finally:
            self._waiting -= 1
