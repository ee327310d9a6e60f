"""Questions whose process died while it worked on them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.telegram.sending.delivering import Sleep
from bot.telegram.state import State
from bot.telegram.types import Question
from index.errors import DatelineError

logger = logging.getLogger(__name__)

BEAT = 3.0
"""Seconds between two signs of life."""
SILENCE = timedelta(seconds=15)
"""A process that was not heard of for that long is taken for dead."""
_FAREWELL = 3.0
"""Seconds that apologies under way are given at the end: one that is broken off may be made twice."""


async def look_after(
    state: State,
    apologise: Callable[[Question], Awaitable[None]],
    *,
    stopping: asyncio.Event,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    sleep: Sleep = asyncio.sleep,
) -> None:
    """Give signs of life, and apologise for every question whose process gives none any more, until cancelled.

    A question is apologised for once, whichever of several processes finds it. None is taken over when `stopping` is set.
    """
    apologies: set[asyncio.Task[None]] = set()
    try:
        while True:
            moment = now()
            try:
                await asyncio.to_thread(state.replicas.beat, now=moment)
                orphans = (
                    () if stopping.is_set() else await asyncio.to_thread(state.questions.orphans, now=moment, silence=SILENCE)
                )
            except DatelineError as error:
                logger.error("no sign of life could be given: %s", error)  # noqa: TRY400 - it says all there is to say
            else:
                for question in orphans:
                    task = asyncio.create_task(_apologise(state, apologise, question))
                    apologies.add(task)
                    task.add_done_callback(apologies.discard)
            await sleep(BEAT)
    finally:
        if apologies:
            await asyncio.wait(apologies, timeout=_FAREWELL)


async def _apologise(state: State, apologise: Callable[[Question], Awaitable[None]], question: Question) -> None:
    try:
        await apologise(question)
        await asyncio.to_thread(state.questions.failed, question.id)
    except Exception as error:  # noqa: BLE001 - the other apologies go on
        logger.warning("nobody could be told that question %s was interrupted: %s", question.id, error)
