"""One request to Telegram, tried until it is done or can't be."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from telegram.error import ChatMigrated, TelegramError

from bot.telegram.sending.failures import Meaning, Undelivered, Unreachable, meaning
from bot.telegram.sending.pacing import Ticket, Withdrawn
from bot.telegram.sending.schedule import Rank

Result = TypeVar("Result")
Sleep = Callable[[float], Awaitable[None]]

PATIENCE = {Rank.ANSWER: 600.0, Rank.PLAIN: 60.0, Rank.STATUS: 0.0}
"""Seconds for which a request is tried again, and for which Telegram may tell it to wait."""
_PAUSES = (0.5, 1.0, 2.0, 4.0)


def ticket(rank: Rank) -> Ticket:
    """A ticket with the patience of its rank."""
    return Ticket(rank, patience=PATIENCE[rank])


@dataclass(frozen=True, slots=True)
class Delivery:
    """How long and at which pace a request is tried again."""

    sleep: Sleep = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic

    async def deliver(self, request: Callable[[int], Awaitable[Result]], chat: int, given: Ticket) -> Result:
        """Make the request of this chat, or of the chat that it has become.

        Failing servers and connections are tried again as long as the ticket's rank is worth it. Unreachable when the chat
        can't be written to, Undelivered with its meaning for everything else that went wrong.
        """
        deadline = self.monotonic() + PATIENCE[given.rank]
        tries = 0
        while True:
            try:
                return await request(chat)
            except Withdrawn:
                raise Undelivered("the message was taken back") from None
            except ChatMigrated as moved:
                chat = moved.new_chat_id
                continue
            except TelegramError as error:
                self._give_up(error, deadline)
            await self.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
            tries += 1

    def _give_up(self, error: TelegramError, deadline: float) -> None:
        """Raise what the error comes down to, unless trying again may help."""
        kind = meaning(error)
        if kind is Meaning.GONE:
            raise Unreachable(f"the chat can't be written to: {error.message}", meaning=kind) from error
        if kind is not Meaning.PASSING:
            raise Undelivered(f"Telegram refused a message: {error.message}", meaning=kind) from error
        if self.monotonic() >= deadline:
            raise Undelivered("Telegram could not be reached", meaning=kind) from error
