"""The bot as a whole: put together, run until it is told to stop, and taken apart again without losing a question."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.logs import Records
from bot.settings import Settings
from bot.telegram import watching
from bot.telegram.access import Access
from bot.telegram.desk import Desk
from bot.telegram.handlers import dispatch, failing, menus
from bot.telegram.handlers.apologies import apologise, note_skipped
from bot.telegram.handlers.examples import Examples
from bot.telegram.handlers.office import Office
from bot.telegram.handlers.reading import Reader
from bot.telegram.receiving.connecting import connect
from bot.telegram.receiving.inbox import Inbox
from bot.telegram.receiving.orphans import look_after
from bot.telegram.receiving.polling import poll
from bot.telegram.receiving.stopping import stop_on_signals
from bot.telegram.receiving.webhook import listen as receive_webhook
from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Pacing
from bot.telegram.state import State
from index.errors import DatelineError, SettingsError
from index.newsroom import Newsroom

logger = logging.getLogger(__name__)

_UPDATES_AT_ONCE = 1024
_CONNECTIONS = 64
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 20.0
"""What is given up sooner may well have arrived, and would be sent twice."""
_PATIENCE = 10.0
"""Seconds that running questions are given to finish when the program is told to stop."""
_FAREWELL = 4.0
"""Seconds that apologies for the others are given."""
_FLUSH = 4.0
"""Seconds that all other messages are given to leave."""
_EXPIRY_SECONDS = 3600.0
_SETTLING = 20.0
"""Seconds after the start that belong to the first questions alone."""

Bot = Application[Any, Any, Any, Any, Any, Any]
Handler = Callable[[Office, Update], Awaitable[None]]
Clock = Callable[[], datetime]


async def run(chosen: Settings, news: Newsroom, state: State, *, webhook: str | None = None, listen: str | None = None) -> None:
    """Answer people until SIGTERM or SIGINT comes; then finish what is under way, or apologise for it, and return.

    Updates are fetched, or received at the address `listen` (HOST:PORT) when Telegram shall bring them to the URL `webhook`.
    Raises SettingsError when a setting is missing or Telegram does not know the token.
    """
    with stop_on_signals() as stopping:
        await serve(chosen, news, state, stopping=stopping, webhook=webhook, listen=listen)


async def serve(
    chosen: Settings,
    news: Newsroom,
    state: State,
    *,
    stopping: asyncio.Event,
    webhook: str | None = None,
    listen: str | None = None,
    now: Clock = lambda: datetime.now(UTC),
) -> None:
    """The same as `run`, until `stopping` is set."""
    bot = build(chosen)
    await connect(bot.bot, stopping)
    if stopping.is_set():
        await bot.bot.shutdown()
        return
    async with bot:
        office = furnish(bot, chosen, news, state, now=now)
        try:
            await _serve(bot, office, chosen, stopping, webhook=webhook, listen=listen)
        finally:
            office.desk.close()


def build(chosen: Settings) -> Bot:
    """Telegram's client, not yet connected. Raises SettingsError without a token."""
    if chosen.token is None:
        raise SettingsError("TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather and set it in the environment or in .env")
    return (
        ApplicationBuilder()
        .token(chosen.token)
        .base_url(f"{chosen.telegram_url}/bot")
        .base_file_url(f"{chosen.telegram_url}/file/bot")
        .connection_pool_size(_CONNECTIONS)
        .connect_timeout(_CONNECT_SECONDS)
        .read_timeout(_ANSWER_SECONDS)
        .write_timeout(_ANSWER_SECONDS)
        .pool_timeout(_ANSWER_SECONDS)
        .rate_limiter(Pacing())
        .concurrent_updates(_UPDATES_AT_ONCE)
        .updater(None)
        .job_queue(None)
        .build()
    )


def furnish(bot: Bot, chosen: Settings, news: Newsroom, state: State, *, now: Clock = lambda: datetime.now(UTC)) -> Office:
    """What the handlers share, and the handlers themselves, for a bot that is connected."""
    assert chosen.token is not None
    desk = Desk(news)
    office = Office(
        desk=desk,
        state=state,
        outbox=Outbox(bot.bot),
        access=Access(chosen.allowed, chosen.admins, public=chosen.public),
        records=Records(salt=chosen.token),
        examples=Examples(desk),
        username=bot.bot.username,
        retention_days=chosen.retention_days,
        unsent=partial(_unsent, bot),
        model=(chosen.endpoint.model or chosen.endpoint.host) if chosen.endpoint else None,
        language=chosen.language,
        now=now,
    )
    bot.add_handlers(
        [
            MessageHandler(filters.UpdateType.MESSAGE, _called(office, dispatch.message)),
            CallbackQueryHandler(_called(office, dispatch.tap)),
            InlineQueryHandler(_called(office, dispatch.query)),
            ChatMemberHandler(_called(office, dispatch.membership), ChatMemberHandler.MY_CHAT_MEMBER),
        ]
    )
    bot.add_error_handler(_failed)
    return office


async def _serve(
    bot: Bot, office: Office, chosen: Settings, stopping: asyncio.Event, *, webhook: str | None, listen: str | None
) -> None:
    reader = Reader(office.state, office.access, username=office.username, now=office.now)
    note = partial(note_skipped, office)
    inbox = Inbox(office.state, bot.update_queue, question_in=reader, note_skipped=note, now=office.now)
    await bot.start()
    # Its heartbeat goes on to the end: other replicas must not take over what is still being finished here.
    async with _beside(look_after(office.state, partial(apologise, office), stopping=stopping)):
        async with _beside(*_chores(bot, office, chosen)):
            await _receive(bot, office, chosen, inbox, stopping=stopping, webhook=webhook, listen=listen)
        await _finish(bot, office)


async def _receive(
    bot: Bot,
    office: Office,
    chosen: Settings,
    inbox: Inbox,
    *,
    stopping: asyncio.Event,
    webhook: str | None,
    listen: str | None,
) -> None:
    """Take updates in until `stopping` is set."""
    if not webhook:
        await poll(bot.bot, inbox, office.state, stopping=stopping)
        return
    if chosen.secret is None or listen is None:
        raise SettingsError("DATELINE_WEBHOOK_SECRET is not set; a webhook needs a secret: letters, digits, _ and -")
    await receive_webhook(bot.bot, inbox, office.state, url=webhook, address=listen, secret=chosen.secret, stopping=stopping)


async def _finish(bot: Bot, office: Office) -> None:
    """Answer what is under way or apologise for it, and let everything leave; in less than twenty seconds."""
    await office.running.finish(patience=_PATIENCE, farewell=_FAREWELL)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_FLUSH):
            await bot.stop()
            await office.outbox.drain(_FLUSH)


def _chores(bot: Bot, office: Office, chosen: Settings) -> tuple[Coroutine[Any, Any, None], ...]:
    """What goes on beside answering."""
    return (
        menus.offer(bot.bot, admins=chosen.admins, language=chosen.language),
        _prepare(office),
        watching.watch(office, seconds=chosen.alert_seconds),
        _expire(office),
    )


def _unsent(bot: Bot) -> int:
    pacing = bot.bot.rate_limiter
    return pacing.waiting if isinstance(pacing, Pacing) else 0


def _called(office: Office, handler: Handler) -> Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]:
    async def handle(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await handler(office, update)

    return handle


async def _failed(_update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    """What no handler caught."""
    if context.error:
        failing.recorded(context.error)


@contextlib.asynccontextmanager
async def _beside(*works: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """These go on beside the block, and end with it. One that fails is logged."""
    tasks = [asyncio.create_task(_logged(work)) for work in works]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 - the bot goes on without it
        failing.recorded(error)


async def _prepare(office: Office) -> None:
    """Have examples ready for the people who come, once the bot has settled; whoever comes sooner waits for them."""
    await asyncio.sleep(_SETTLING)
    with contextlib.suppress(DatelineError):
        await office.examples.subjects()


async def _expire(office: Office) -> None:
    """Delete now and then what is older than it may be."""
    while True:
        await office.kept(office.state.expire, now=office.now(), days=office.retention_days)
        await asyncio.sleep(_EXPIRY_SECONDS)
