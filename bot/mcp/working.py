"""Work in a thread, which tells how it goes, and is given up when nobody waits for it any more."""

import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import anyio
from anyio import CapacityLimiter, from_thread, to_thread
from anyio.streams.memory import MemoryObjectReceiveStream

from bot.web.problems import busy
from index.stopping import Stop

Result = TypeVar("Result")

MOST_WAITING = 32
"""For their place, as an assistant may ask without waiting for its answers."""


@dataclass(frozen=True, slots=True)
class Job:
    """What the work is told, and tells."""

    stop: Stop
    """Set when nobody waits any more."""
    tell: Callable[[str], None]
    """Says what is being done right now."""


async def work(do: Callable[[Job], Result], *, tell: Callable[[str], Awaitable[None]], places: CapacityLimiter) -> Result:
    """Do it in a thread as soon as one of the `places` is free. Raises Problem when too many wait for one already.

    When this is cancelled, the job's `stop` is set, and its end awaited: nothing goes on in a newsroom that is being closed.
    """
    if places.statistics().tasks_waiting >= MOST_WAITING:
        raise busy()
    stop = Stop()
    heard, told = anyio.create_memory_object_stream[str](math.inf)
    done: list[Result] = []
    failed: list[Exception] = []

    def say(what: str) -> None:
        from_thread.run_sync(heard.send_nowait, what)

    def run() -> None:
        try:
            done.append(do(Job(stop, say)))
        except Exception as error:  # noqa: BLE001 - raised below, where no task group makes a group of it
            failed.append(error)

    async with anyio.create_task_group() as group:
        group.start_soon(_pass_on, told, tell, stop)
        with heard:
            await to_thread.run_sync(run, limiter=places)
    if failed:
        raise failed[0]
    return done[0]


async def _pass_on(told: MemoryObjectReceiveStream[str], tell: Callable[[str], Awaitable[None]], stop: Stop) -> None:
    """Pass on what is told until the work is done, or until it is cancelled, which comes here while the thread is waited for."""
    try:
        with told:
            async for what in told:
                await tell(what)
    finally:
        stop.set()
