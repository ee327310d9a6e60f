"""The bot as it is shipped, run on the test's own loop.

::

    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_ADMINS="7") as bot:
        ann.send("How many strikes so far?")
        await ann.sees(lambda post: "21 strikes" in post.text)
        bot.clock.move(minutes=31)
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.settings import Settings
from bot.telegram import application
from bot.telegram.handlers.office import Office
from bot.telegram.receiving.connecting import connect
from bot.telegram.state import Limits, State
from bot.telegram.types import Place
from index import Newsroom
from tests.telegram.emulator import Emulator, Group, Person, Post
from tests.telegram.emulator.queries import Toast


class Clock:
    """What the bot and Telegram take for the time of day: the real one, put forward as the test wishes."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def move(self, **by: float) -> None:
        """Put the clock forward, by `minutes=…` and the like."""
        self._ahead += timedelta(**by)


@dataclass(frozen=True, slots=True)
class Bot:
    """The running bot."""

    state: State
    clock: Clock
    stopping: asyncio.Event
    serving: asyncio.Task[None]

    async def recorded(self, post: Post) -> None:
        """Wait until the answer that somebody sees is also kept."""
        await until(lambda: self.state.questions.of_message(Place(post.chat, post.thread), post.id) is not None)

    async def stop(self) -> None:
        """Tell it to stop, and wait until it has."""
        self.stopping.set()
        await self.serving


def chosen_for(telegram: Emulator, **settings: str) -> Settings:
    """The bot's settings, open to everybody unless they say otherwise."""
    given = {"DATELINE_PUBLIC": "1", "TELEGRAM_BOT_TOKEN": telegram.token, "TELEGRAM_API_URL": telegram.url}
    return Settings.model_validate(given | settings)


@asynccontextmanager
async def office(telegram: Emulator, news: Newsroom, state: Path, **settings: str) -> AsyncIterator[Office]:
    """What the handlers share, connected to Telegram, while no updates are taken in."""
    chosen = chosen_for(telegram, **settings)
    bot = application.build(chosen)
    with State.open(state, replica="test") as opened:
        await connect(bot.bot, asyncio.Event())
        office = application.furnish(bot, chosen, news, opened)
        async with bot:
            yield office
        office.desk.close()


@asynccontextmanager
async def answering(
    telegram: Emulator, news: Newsroom, state: Path, *, limits: Limits | None = None, **settings: str
) -> AsyncIterator[Bot]:
    """Serve until the end of the block, open to everybody unless the settings say otherwise."""
    chosen = chosen_for(telegram, **settings)
    clock, stopping = Clock(), asyncio.Event()
    telegram.world.clock = lambda: clock().timestamp()
    with State.open(state, replica="test", limits=limits) as opened:
        serving = asyncio.create_task(application.serve(chosen, news, opened, stopping=stopping, now=clock))
        bot = Bot(opened, clock, stopping, serving)
        try:
            yield bot
        finally:
            await bot.stop()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for what cannot be seen in a chat. Raises TimeoutError when it does not come true."""
    async with asyncio.timeout(15):
        while not condition():
            await asyncio.sleep(0.01)


async def answered(person: Person, *, group: Group | None = None) -> Post:
    """The next answer that the person sees, whole, as its thumbs show."""
    return await person.sees(lambda post: "👍" in post.labels, group=group)


async def tapped(person: Person, post: Post, label: str) -> Toast:
    """Tap a button, and wait for the notice that answers the tap."""
    tap = await asyncio.to_thread(person.tap, post, label)
    return await asyncio.to_thread(person.toast, tap)
