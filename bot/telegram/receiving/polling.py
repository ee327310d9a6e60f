"""Updates fetched from Telegram, again and again."""

import asyncio
import logging
import warnings
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram.receiving.connecting import wrong_token
from bot.telegram.receiving.inbox import WANTED, Inbox
from bot.telegram.receiving.outages import Outage
from bot.telegram.receiving.stopping import unless
from bot.telegram.state import State
from index.errors import StorageError

logger = logging.getLogger(__name__)

_LONG_POLL = 5
"""Seconds for which Telegram holds a request that has nothing to bring: a connection that died silently is noticed this soon."""
_GRACE = 3.0
"""Seconds after which a request that should have been answered by then is given up."""
_NOTED_EVERY = timedelta(seconds=5)


async def poll(
    bot: ExtBot[Any],
    inbox: Inbox,
    state: State,
    *,
    stopping: asyncio.Event,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Bring updates to the inbox until `stopping` is set; the next ones are fetched only when all of these are recorded.

    Goes on within a few seconds of the network. A webhook that is set is taken away. Raises SettingsError when Telegram
    does not know the token any more.
    """
    poller = _Poller(bot, inbox, state, now=now)
    while not stopping.is_set():
        await unless(stopping, asyncio.sleep(await poller.once(stopping)))


class _Poller:
    """Where fetching stands."""

    def __init__(self, bot: ExtBot[Any], inbox: Inbox, state: State, *, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._inbox = inbox
        self._state = state
        self._now = now
        self._offset: int | None = None
        self._outage = Outage()
        self._noted: datetime | None = None

    async def once(self, stopping: asyncio.Event) -> float:
        """Fetch and take in what there is; returns the seconds to wait before the next time."""
        try:
            # Only this may be broken off: what has come must be recorded and handed on together.
            updates = await unless(stopping, self._fetch())
        except InvalidToken:
            raise wrong_token() from None
        except TelegramError as error:
            if isinstance(error, Conflict) and "webhook" in error.message.casefold():
                return await self._take_webhook_away()
            return self._outage.failed(error)
        self._outage.over()
        if updates is None:
            return 0.0
        try:
            await self._take(updates, stopping)
            await self._note()
        except StorageError as error:
            # What was not recorded is not confirmed, so that Telegram brings it again.
            logger.error("updates wait because they can't be recorded: %s", error)  # noqa: TRY400 - it says all there is to say
            return 1.0
        return 0.0

    async def _fetch(self) -> Sequence[Update]:
        try:
            return await self._bot.get_updates(
                self._offset,
                timeout=_LONG_POLL,
                allowed_updates=WANTED,
                read_timeout=_GRACE,
                connect_timeout=_GRACE,
                pool_timeout=_GRACE,
            )
        except (TypeError, ValueError, KeyError, AttributeError):
            return await self._fetch_readable()

    async def _fetch_readable(self) -> Sequence[Update]:
        """The updates that can be understood: one that can't must not hold up the others for ever."""
        with warnings.catch_warnings():
            # The client advises its own method, which reads all updates or none.
            warnings.simplefilter("ignore")
            wanted = {"offset": self._offset, "timeout": 0, "allowed_updates": list(WANTED)}
            raw: list[dict[str, Any]] = await self._bot.do_api_request("getUpdates", api_kwargs=wanted)
        readable = []
        for one in raw:
            self._offset = one["update_id"] + 1
            try:
                readable.append(Update.de_json(one, self._bot))
            except (TypeError, ValueError, KeyError, AttributeError):
                logger.error("update %s can't be read and is left out", one["update_id"])  # noqa: TRY400 - its text is private
        if readable:
            self._offset = readable[0].update_id
        return readable

    async def _take(self, updates: Sequence[Update], stopping: asyncio.Event) -> None:
        for update in updates:
            if stopping.is_set():
                return
            await self._inbox.take(update)
            self._offset = update.update_id + 1

    async def _note(self) -> None:
        now = self._now()
        if self._noted is None or now - self._noted >= _NOTED_EVERY:
            self._noted = now
            await asyncio.to_thread(self._state.health.note, "update", now=now)

    async def _take_webhook_away(self) -> float:
        logger.warning("a webhook is set for this bot: it is taken away, since updates are fetched now")
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            return self._outage.failed(error)
        return 0.0
