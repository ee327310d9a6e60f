"""What a person sees while an answer is being made."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

from bot.telegram.sending.delivering import Sleep, ticket
from bot.telegram.sending.failures import Undelivered
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.schedule import Rank
from bot.telegram.types import Keyboard, Message, Place

_TYPING_LASTS = 4.0
_QUIET = 2.0
"""Seconds that an answer may take before words tell how far it is."""
_EDITS = 4
_APART = 1.2


class Status:
    """Typing from the beginning, and after two seconds one message that tells how far the work is and can stop it.

    The message is edited at most four times, and the answer takes its place. In groups nothing but typing is shown. Leaving
    without an answer takes the message away.
    """

    def __init__(
        self, outbox: Outbox, place: Place, *, stop: Keyboard = (), reply_to: int | None = None, sleep: Sleep = asyncio.sleep
    ) -> None:
        """`stop` holds the button that stops the work; the message `reply_to` is quoted."""
        self._outbox = outbox
        self._place = place
        self._stop = stop
        self._reply_to = reply_to
        self._sleep = sleep
        self._html = ""
        self._news = asyncio.Event()
        self._ticket = ticket(Rank.STATUS)
        self._tasks: list[asyncio.Task[None]] = []
        self._sending: asyncio.Task[int] | None = None

    async def __aenter__(self) -> Self:
        works = [self._type()] if self._place.is_group else [self._type(), self._tell()]
        self._tasks = [asyncio.create_task(work) for work in works]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if not self._tasks:
            return
        number = await self._end()
        if number is not None:
            with suppress(Undelivered):
                await self._outbox.delete(self._place, number)

    def tell(self, html: str) -> None:
        """Say how far the work is. Only from the thread of the running loop; the newest words are shown when their time comes."""
        if html != self._html:
            self._html = html
            self._news.set()

    async def replace(self, messages: Sequence[Message]) -> tuple[int, ...]:
        """End, and show these messages: in place of what was told, else as new ones. Returns their ids."""
        number = await self._end()
        if number is None:
            return await self._outbox.show(self._place, messages, reply_to=self._reply_to)
        return await self._outbox.replace(self._place, number, messages, reply_to=self._reply_to)

    async def _type(self) -> None:
        while True:
            await self._outbox.typing(self._place)
            await self._sleep(_TYPING_LASTS)

    async def _tell(self) -> None:
        await self._sleep(_QUIET)
        message = await self._next()
        self._sending = asyncio.create_task(self._outbox.show_status(self._place, message, self._ticket, reply_to=self._reply_to))
        # What tells is cancelled when the answer is there, but a message that is on its way will have to give way to it.
        with suppress(Undelivered):
            number = await asyncio.shield(self._sending)
            for _ in range(_EDITS):
                await self._sleep(_APART)
                await self._outbox.edit_status(self._place, number, await self._next())

    async def _next(self) -> Message:
        await self._news.wait()
        self._news.clear()
        return Message(self._html, self._stop)

    async def _end(self) -> int | None:
        """Stop telling; the id of the message that was shown, None when none was."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks = []
        self._ticket.withdraw()
        if self._sending is None:
            return None
        try:
            return await self._sending
        except Undelivered:
            return None
