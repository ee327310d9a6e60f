"""The commands `serve` and `health`: the Telegram bot from its start to its end, and whether it is well."""

import asyncio
import logging
import platform
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot import logs, opening, settings
from bot.failures import Misuse, say
from bot.settings import Settings
from bot.telegram.state import Limits, State
from bot.warming import warming
from bot.watching import Rounds
from bot.web import places
from index.errors import SettingsError
from index.newsroom import Newsroom

logger = logging.getLogger(__name__)

WELL = timedelta(seconds=60)
"""A bot that Telegram has not answered for longer is not well."""
_LISTEN = "127.0.0.1:8080"


def serve(*, webhook: str | None, listen: str | None, log_format: logs.Form, home: Path | None) -> int:
    """Serve until told to end; returns the exit code.

    Updates are fetched, or taken at `listen` when Telegram is to bring them to the URL `webhook`.
    """
    chosen = settings.load()
    # One line for each question belongs to serving, unless another level is asked for.
    logs.set_up(chosen, form=log_format, level=chosen.log if "log" in chosen.model_fields_set else "info")
    logs.catch_uncaught()
    _check(chosen, webhook=webhook, listen=listen)
    # Not above: `health` runs every few seconds in a container, and needs no client of Telegram.
    from bot.telegram import application

    with opening.newsroom_of(chosen, home) as news, _state(chosen, home) as state, warming(news), _reading_feeds(news):
        try:
            asyncio.run(application.run(chosen, news, state, webhook=webhook, listen=(listen or _LISTEN) if webhook else None))
        finally:
            state.replicas.leave()
    logger.info("ended")
    return 0


def health(*, home: Path | None) -> int:
    """Tell whether Telegram has answered the bot within the last minute; returns 0 when it has, else 1."""
    chosen = settings.load()
    logs.set_up(chosen)
    if chosen.state_url is None and not _state_file(home).exists():
        say("the bot has not been started on this home yet; run: dateline serve")
        return 1
    with _state(chosen, home) as state:
        last = state.health.last("update")
    if last is None:
        say("the bot has not reached Telegram yet")
        return 1
    age = datetime.now(UTC) - last
    if age > WELL:
        say(f"Telegram last answered the bot {age.total_seconds():.0f} seconds ago; is `dateline serve` running?")
        return 1
    print(f"well: Telegram answered {max(age.total_seconds(), 0):.0f} seconds ago")
    return 0


def _check(chosen: Settings, *, webhook: str | None, listen: str | None) -> None:
    """Refuse what can't work before anything is opened."""
    if not chosen.token:
        raise SettingsError(
            "TELEGRAM_BOT_TOKEN is not set; get a token from @BotFather, and put it in the environment or in .env"
        )
    if listen and not webhook:
        raise Misuse("--listen belongs to --webhook URL; without a webhook the bot fetches its updates and listens nowhere")
    places.place(listen or _LISTEN)
    if webhook and not webhook.startswith(("https://", "http://")):
        raise Misuse(
            f"--webhook {webhook!r} must be the URL at which Telegram reaches the bot, such as https://bot.example.org/hook"
        )
    if webhook and not chosen.secret:
        raise SettingsError(
            "DATELINE_WEBHOOK_SECRET is not set, and without it anybody could send the bot updates; choose 32 letters and digits"
        )


def _state(chosen: Settings, home: Path | None) -> State:
    return State.open(
        chosen.state_url or _state_file(home),
        replica=platform.node() or "dateline",
        limits=Limits(user_day=chosen.user_questions, all_day=chosen.all_questions),
    )


def _state_file(home: Path | None) -> Path:
    return opening.usable(opening.folder(home)) / "bot.sqlite"


@contextmanager
def _reading_feeds(news: Newsroom) -> Iterator[None]:
    """Read the feeds that are due, again and again, in a thread of its own."""
    ending = threading.Event()
    rounds = Rounds(news, tell=partial(logger.info, "%s"), wait=ending.wait)
    thread = threading.Thread(target=rounds.feeds, name="feeds")
    thread.start()
    try:
        yield
    finally:
        ending.set()
        news.feeds.close()
        thread.join()
