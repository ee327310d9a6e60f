"""A bot that talks to the emulator, and an outbox that does not wait between its attempts."""

from collections.abc import AsyncIterator

import pytest
from telegram.ext import ExtBot

from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Pacing, Ticket
from bot.telegram.sending.schedule import Limits
from tests.telegram.emulator import TOKEN, Emulator

UNHURRIED = Limits(chat=(1000, 1.0), group=(1000, 60.0), all=(1000, 1.0))


class Pauses:
    """Sleeps that take no time; how long they should have been is kept, and shown as the time that passed."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.taken.append(seconds)

    def now(self) -> float:
        return sum(self.taken)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[ExtBot[Ticket]]:
    """Telegram's client, without limits of its own."""
    bot = ExtBot(TOKEN, base_url=f"{telegram.url}/bot", rate_limiter=Pacing(UNHURRIED))
    async with bot:
        yield bot


@pytest.fixture
def outbox(bot: ExtBot[Ticket], pauses: Pauses) -> Outbox:
    return Outbox(bot, sleep=pauses.sleep, monotonic=pauses.now)
