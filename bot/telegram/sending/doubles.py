"""Messages that arrived although no answer came back: found again when they were sent once more, and taken away."""

import logging
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.telegram.sending.failures import Meaning, meaning
from bot.telegram.sending.pacing import Ticket, Withdrawn
from bot.telegram.sending.schedule import Rank
from bot.telegram.sending.vendor import markup
from bot.telegram.types import Keyboard

logger = logging.getLogger(__name__)

_MOST_TRIES = 20
_SUPERGROUPS = -1_000_000_000_000
"""Ids of supergroups lie below; they number their messages by themselves, all other chats of a bot together."""


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A message with these buttons may have arrived; its number would be above `after`."""

    keyboard: Keyboard
    after: int


class Doubles:
    """Tells by its buttons whether a message arrived twice.

    The Bot API can't be asked for a chat's messages. But buttons are named uniquely, and an edit that would change nothing is
    refused as such: so the message with that number is the one in doubt. Messages without buttons are not looked for.
    """

    def __init__(self, bot: ExtBot[Any]) -> None:
        """Nothing is in doubt at first."""
        self._bot = bot
        self._doubts: defaultdict[int, list[_Doubt]] = defaultdict(list)
        self._highest: defaultdict[int, int] = defaultdict(int)
        self._own: deque[tuple[int, int]] = deque(maxlen=1000)

    def highest(self, chat: int) -> int:
        """The highest number of a message that is known where this chat's messages are numbered."""
        return self._highest[_numbering(chat)]

    def doubt(self, chat: int, keyboard: Keyboard, *, after: int) -> None:
        """Remember that a message may have arrived."""
        if keyboard:
            self._doubts[chat].append(_Doubt(keyboard, after))

    def sent(self, chat: int, number: int) -> bool:
        """Know of a message that surely arrived; True when `settle` has something to look for in its chat."""
        self._own.append((_numbering(chat), number))
        self._highest[_numbering(chat)] = max(self.highest(chat), number)
        return chat in self._doubts

    async def settle(self, chat: int, before: int) -> None:
        """Take away what arrived twice in this chat, up to the message that certainly arrived."""
        for doubt in self._doubts.pop(chat, []):
            await self._settle(chat, doubt, before)

    async def _settle(self, chat: int, doubt: _Doubt, before: int) -> None:
        known = {number for numbering, number in self._own if numbering == _numbering(chat)}
        numbers = [number for number in range(before - 1, doubt.after, -1) if number not in known]
        for number in numbers[:_MOST_TRIES]:
            try:
                await self._bot.edit_message_reply_markup(
                    chat, number, reply_markup=markup(doubt.keyboard), rate_limit_args=Ticket(Rank.ANSWER)
                )
            except Withdrawn:
                return
            except TelegramError as error:
                if meaning(error) is Meaning.UNCHANGED:
                    await self._take_away(chat, number)
                    return

    async def _take_away(self, chat: int, number: int) -> None:
        try:
            await self._bot.delete_message(chat, number)
        except TelegramError as error:
            logger.info("a message that was sent twice could not be taken away: %s", meaning(error).name.lower())


def _numbering(chat: int) -> int:
    return chat if chat < _SUPERGROUPS else 0
