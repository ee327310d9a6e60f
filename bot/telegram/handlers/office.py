"""What the handlers share: whom they ask, where they keep what happens, and how they speak."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, TypeVar

from bot.logs import Records
from bot.telegram.access import Access
from bot.telegram.desk import Desk
from bot.telegram.handlers.examples import Examples
from bot.telegram.handlers.running import Running
from bot.telegram.handlers.strangers import Strangers
from bot.telegram.handlers.turns import Turns
from bot.telegram.handlers.typists import Typing
from bot.telegram.messages.language import LANGUAGES, Words, words
from bot.telegram.sending.outbox import Outbox
from bot.telegram.state import State
from bot.telegram.types import Keyboard, Message, Place

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that a handler needs, in one place."""

    desk: Desk
    state: State
    outbox: Outbox
    access: Access
    records: Records
    examples: Examples
    username: str
    """The bot's own, without the @."""
    retention_days: int
    model: str | None
    """Name of the language model that writes the answers; None when they are quoted."""
    unsent: Callable[[], int]
    """How many messages wait to be sent."""
    language: str
    """Spoken to people whose own language the bot does not have."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    turns: Turns = field(default_factory=Turns)
    running: Running = field(default_factory=Running)
    strangers: Strangers = field(default_factory=Strangers)
    typing: Typing = field(default_factory=Typing)

    def words(self, language: str) -> Words:
        """The words for a person whose Telegram is set to that language."""
        known = language.replace("_", "-").partition("-")[0].lower() in LANGUAGES
        return words(language if known else self.language)

    async def kept(self, work: Callable[Given, Result], *given: Given.args, **options: Given.kwargs) -> Result:
        """Call a method of the state on a thread: a database may take its time."""
        return await asyncio.to_thread(partial(work, *given, **options))

    async def show(
        self, place: Place, html: str, *, reply_to: int | None = None, keyboard: Keyboard = (), urgent: bool = True
    ) -> tuple[int, ...]:
        """Send a message that is known to be short."""
        return await self.outbox.show(place, (Message(html, keyboard),), reply_to=reply_to, urgent=urgent)
