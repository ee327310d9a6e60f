"""The first words with Telegram: who are we?"""

import asyncio
import logging
from typing import Any

from telegram.error import InvalidToken, TelegramError
from telegram.ext import ExtBot

from bot.telegram.receiving.outages import Outage
from bot.telegram.receiving.stopping import unless
from index.errors import SettingsError

logger = logging.getLogger(__name__)


def wrong_token() -> SettingsError:
    """What to say when Telegram does not know the token. It shows nothing of it."""
    return SettingsError("Telegram does not know the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather")


async def connect(bot: ExtBot[Any], stopping: asyncio.Event) -> None:
    """Learn who the bot is, however long the network takes to come; returns without that when `stopping` is set.

    Raises SettingsError for a token that Telegram does not know.
    """
    outage = Outage()
    while not stopping.is_set():
        try:
            await unless(stopping, bot.initialize())
        except InvalidToken:
            # Its message holds the token.
            raise wrong_token() from None
        except TelegramError as error:
            await unless(stopping, asyncio.sleep(outage.failed(error)))
        else:
            if stopping.is_set():
                return
            outage.over()
            logger.info("connected to Telegram as @%s", bot.username)
            return
