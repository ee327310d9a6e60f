"""Updates that Telegram brings by itself, over HTTP."""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from telegram import Update, WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import ExtBot
from tornado.httpserver import HTTPServer
from tornado.web import Application, RequestHandler

from bot.telegram.receiving.connecting import wrong_token
from bot.telegram.receiving.inbox import WANTED, Inbox
from bot.telegram.receiving.outages import Outage
from bot.telegram.receiving.stopping import unless
from bot.telegram.state import State
from bot.web import places
from index.errors import SettingsError, StorageError

logger = logging.getLogger(__name__)

_LARGEST = 4 * 1024 * 1024
"""Bytes of an update; Telegram's stay far below."""
_LOOKED_AFTER_EVERY = 20.0
_RECENT = timedelta(seconds=60)
_SHOWN_IN = "X-Telegram-Bot-Api-Secret-Token"


async def listen(
    bot: ExtBot[Any],
    inbox: Inbox,
    state: State,
    *,
    url: str,
    address: str,
    secret: str,
    stopping: asyncio.Event,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> None:
    """Take what Telegram brings to `url`, until `stopping` is set; TLS is ended before `address`, which is `HOST:PORT`.

    Telegram is told the secret and must show it with every update. An update is answered for when it is recorded, before it
    is handled. SettingsError for an address that can't be listened at, a URL that Telegram refuses and a missing secret.
    """
    where = places.place(address)
    if not secret:
        raise SettingsError(
            "DATELINE_WEBHOOK_SECRET is not set; without it anybody could send updates: choose 32 letters and digits"
        )
    taken = Application(
        [
            (
                ".*" if urlsplit(url).path in {"", "/"} else urlsplit(url).path,
                _Post,
                {"bot": bot, "inbox": inbox, "secret": secret},
            )
        ],
        log_function=lambda _: None,
    )
    server = HTTPServer(taken, max_body_size=_LARGEST, body_timeout=20.0, idle_connection_timeout=75.0)
    server.add_sockets([places.opened(where)])
    try:
        await _announce(bot, url, secret, stopping)
        while not stopping.is_set():
            await unless(stopping, _look_after(bot, state, url, secret, now=now))
            await unless(stopping, asyncio.sleep(_LOOKED_AFTER_EVERY))
    finally:
        server.stop()
        # What Telegram gets no answer for any more it brings again, to another replica or after the restart.
        await server.close_all_connections()


class _Post(RequestHandler):
    """One update that Telegram brings."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, *, bot: ExtBot[Any], inbox: Inbox, secret: str) -> None:
        self._bot = bot
        self._inbox = inbox
        self._secret = secret

    async def post(self) -> None:
        shown = self.request.headers.get(_SHOWN_IN, "")
        if not hmac.compare_digest(shown.encode(), self._secret.encode()):
            self.set_status(403)
            return
        try:
            update = Update.de_json(json.loads(self.request.body), self._bot)
        except (TypeError, ValueError, KeyError, AttributeError):
            # Brought again it would be no more readable, and hold up those behind it: it counts as taken.
            logger.error("an update can't be read and is left out")  # noqa: TRY400 - its text is private
            return
        try:
            await self._inbox.take(update)
        except StorageError as error:
            logger.error("an update can't be recorded: %s", error)  # noqa: TRY400 - it says all there is to say
            self.set_status(503)


def is_well(told: WebhookInfo, now: datetime) -> bool:
    """False when updates wait and Telegram has lately failed to bring one."""
    failed = told.last_error_date
    return not told.pending_update_count or failed is None or now - failed > _RECENT


async def _announce(bot: ExtBot[Any], url: str, secret: str, stopping: asyncio.Event) -> None:
    """Tell Telegram where updates are to be brought, however long the network takes to come."""
    outage = Outage()
    while not stopping.is_set():
        try:
            await unless(stopping, bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED, max_connections=40))
        except InvalidToken:
            raise wrong_token() from None
        except BadRequest as error:
            raise SettingsError(f"Telegram refuses the URL given by --webhook: {error.message}") from error
        except TelegramError as error:
            await unless(stopping, asyncio.sleep(outage.failed(error)))
        else:
            outage.over()
            return


async def _look_after(bot: ExtBot[Any], state: State, url: str, secret: str, *, now: Callable[[], datetime]) -> None:
    """See whether Telegram still brings updates here; a quiet hour must not look like an illness."""
    try:
        told = await bot.get_webhook_info()
        if told.url != url:
            logger.warning("somebody has changed the bot's webhook: it is set again")
            await bot.set_webhook(url, secret_token=secret, allowed_updates=WANTED, max_connections=40)
        moment = now()
        if is_well(told, moment):
            await asyncio.to_thread(state.health.note, "update", now=moment)
        else:
            logger.warning(
                "%d updates wait because Telegram can't bring them: %s", told.pending_update_count, told.last_error_message
            )
    except TelegramError:
        logger.warning("Telegram can't be asked about the webhook; trying again in %.0f seconds", _LOOKED_AFTER_EVERY)
    except StorageError as error:
        logger.error("the bot's health can't be noted: %s", error)  # noqa: TRY400 - it says all there is to say
