"""How the program is told to end."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager, suppress
from typing import TypeVar

logger = logging.getLogger(__name__)

Result = TypeVar("Result")

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def stop_on_signals() -> Iterator[asyncio.Event]:
    """An event that is set by SIGTERM or SIGINT; the same signal once more ends the process at once.

    Only inside the running loop of the main thread.
    """
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()

    def stop() -> None:
        logger.info("stopping: running questions are finished first; the same signal once more ends at once")
        _let_go(loop)
        stopping.set()

    for one in _SIGNALS:
        # Windows has no such handlers; Ctrl-C ends the program there as it ends others.
        with suppress(NotImplementedError):
            loop.add_signal_handler(one, stop)
    try:
        yield stopping
    finally:
        _let_go(loop)


async def unless(stopping: asyncio.Event, work: Awaitable[Result]) -> Result | None:
    """The result of the work, which is given up when `stopping` is set: then None."""
    working, waiting = asyncio.ensure_future(work), asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        working.cancel()
        waiting.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)


def _let_go(loop: asyncio.AbstractEventLoop) -> None:
    """Leave the signals to the system, which ends the process."""
    for one in _SIGNALS:
        with suppress(NotImplementedError):
            loop.remove_signal_handler(one)
        signal.signal(one, signal.SIG_DFL)
