"""Work on a question: its turn, its conversation, the newsroom, and giving it up when that is wished."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator

from bot.telegram.desk import Worked
from bot.telegram.handlers.office import Office
from bot.telegram.handlers.running import unless
from bot.telegram.sending.status import Status
from bot.telegram.types import Question
from index.errors import DatelineError, Stopped
from index.stopping import Stop

_LOOK_SECONDS = 1.5
"""How often is looked whether the question was given up at another replica."""


async def worked(office: Office, question: Question, turn: asyncio.Event, stop: Stop, status: Status) -> Worked:
    """Wait for the person's turn, and answer, telling the status how far it is.

    Raises Stopped when the question is given up, here or at another replica, or when the program ends before its turn.
    """
    words = office.words(question.language)
    if not turn.is_set():
        status.tell(words.html("status_waiting"))
    async with _looking(office, question, stop):
        began = time.monotonic()
        await unless(stop, turn.wait())
        waited = time.monotonic() - began
        if office.running.is_closing:
            raise Stopped
        status.tell(words.html("status_searching"))
        history = await office.kept(office.state.questions.history, question)

        def tell(stage: str) -> None:
            if f"status_{stage}" in words.names:
                status.tell(words.html(f"status_{stage}"))

        done = await unless(stop, office.desk.ask(question, history=history, on_progress=tell, stop=stop))
    if not await office.kept(office.state.questions.holds, question.id):
        raise Stopped
    return Worked(done.answer, {"waiting": waited, **done.seconds})


@contextlib.asynccontextmanager
async def _looking(office: Office, question: Question, stop: Stop) -> AsyncIterator[None]:
    """Set the stop when the question is given up at another replica."""

    async def look() -> None:
        while not stop.is_set:
            await asyncio.sleep(_LOOK_SECONDS)
            # What the database can't tell now, it may tell the next time.
            with contextlib.suppress(DatelineError):
                if not await office.kept(office.state.questions.holds, question.id):
                    stop.set()

    looking = asyncio.create_task(look())
    try:
        yield
    finally:
        looking.cancel()
