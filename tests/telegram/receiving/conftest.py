"""A bot that listens to the emulator, with a memory of its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Update
from telegram.ext import ExtBot

from bot.telegram.receiving.inbox import Inbox
from bot.telegram.sending.pacing import Pacing, Ticket
from bot.telegram.state import State
from bot.telegram.types import Place, Question
from tests.telegram.emulator import TOKEN, Emulator


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    with State.open(tmp_path / "bot.sqlite", replica="here") as state:
        yield state


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[ExtBot[Ticket]]:
    async with ExtBot(TOKEN, base_url=f"{telegram.url}/bot", rate_limiter=Pacing()) as bot:
        yield bot


class Desk:
    """Where updates arrive: what was handed on, and whose old messages were noted."""

    def __init__(self, state: State, *, now: datetime | None = None) -> None:
        self.queue: asyncio.Queue[object] = asyncio.Queue()
        self.noted: list[tuple[Place, str]] = []
        clock = (lambda: now) if now else (lambda: datetime.now(UTC))
        self.inbox = Inbox(state, self.queue, question_in=question_in, note_skipped=self._note, now=clock)

    async def _note(self, place: Place, language: str) -> None:
        self.noted.append((place, language))

    async def text(self) -> str:
        """The text of the next message that is handed on."""
        update = await asyncio.wait_for(self.queue.get(), 15)
        assert isinstance(update, Update)
        assert update.message
        return update.message.text or ""

    def waiting(self) -> list[str]:
        """The texts of the messages that wait to be handled."""
        updates = [self.queue.get_nowait() for _ in range(self.queue.qsize())]
        return [one.message.text or "" for one in updates if isinstance(one, Update) and one.message]


def question_in(update: Update) -> Question | None:
    """Whatever ends with a question mark is a question."""
    message = update.message
    if message is None or message.from_user is None or not (message.text or "").endswith("?"):
        return None
    return Question(
        id=f"{update.update_id:x}",
        place=Place(message.chat_id),
        user=message.from_user.id,
        text=message.text or "",
        language="en",
        asked_at=message.date,
        message=message.message_id,
    )


@pytest.fixture
def desk(state: State) -> Desk:
    return Desk(state)


@asynccontextmanager
async def running(stopping: asyncio.Event, work: "asyncio.Task[None]") -> AsyncIterator[None]:
    """The work goes on beside the block, and is told to stop at its end."""
    try:
        yield
    finally:
        stopping.set()
        await asyncio.wait_for(work, 15)
