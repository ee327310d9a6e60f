"""The commands that Telegram offers while people type: for everybody, for groups, for admins, in each language."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.telegram.handlers.commands import ADMIN_COMMANDS, COMMANDS, GROUP_COMMANDS
from bot.telegram.messages.language import LANGUAGES, words

logger = logging.getLogger(__name__)

_AGAIN_SECONDS = 30.0
Sleep = Callable[[float], Awaitable[None]]


async def offer(bot: Bot, *, admins: Iterable[int], language: str, sleep: Sleep = asyncio.sleep) -> None:
    """Tell Telegram what to offer. `language` is offered to people whose own the bot does not have.

    What Telegram refuses is left out, such as the commands of an admin who never wrote to the bot; what fails is tried again
    until it is done.
    """
    scopes: list[tuple[BotCommandScope, Sequence[str]]] = [
        (BotCommandScopeDefault(), COMMANDS),
        (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
        *((BotCommandScopeChat(admin), (*COMMANDS, *ADMIN_COMMANDS)) for admin in sorted(admins)),
    ]
    for scope, commands in scopes:
        for code in (None, *LANGUAGES):
            shown = words(code or language)
            offered = [BotCommand(name, shown.plain(f"command_{name}")) for name in commands]
            while not await _is_settled(bot, scope, offered, code=code):
                await sleep(_AGAIN_SECONDS)


async def _is_settled(bot: Bot, scope: BotCommandScope, offered: Sequence[BotCommand], *, code: str | None) -> bool:
    """Set the commands; False when that may go better later."""
    try:
        await bot.set_my_commands(offered, scope=scope, language_code=code)
    except (BadRequest, Forbidden) as error:
        logger.info("commands could not be set for %s: %s", scope.type, error)
    except TelegramError as error:
        logger.info("commands are not set for %s yet: %s", scope.type, error)
        return False
    return True
