"""Which messages of a group a bot gets to see."""

import re
from collections.abc import Iterator

from tests.telegram.emulator.accounts import Account, Chat
from tests.telegram.emulator.parsing import Entity, length
from tests.telegram.emulator.posts import Post

_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@(?P<bot>\w+))?(?!\w)")
_MENTION = re.compile(r"(?<![\w@])@[A-Za-z]\w{4,31}\b")


def marked(text: str) -> tuple[Entity, ...]:
    """The commands and mentions that a person's app marks in a text, by offset."""
    found = [("bot_command", match) for match in _COMMAND.finditer(text)] + [
        ("mention", match) for match in _MENTION.finditer(text)
    ]
    commands = [match.span() for kind, match in found if kind == "bot_command"]
    kept = [
        Entity(kind, length(text[: match.start()]), length(match[0]))
        for kind, match in found
        if kind == "bot_command" or not any(start <= match.start() < end for start, end in commands)
    ]
    return tuple(sorted(kept, key=lambda entity: entity.offset))


def reaches(post: Post, chat: Chat, bot: Account, *, replied: Post | None, privacy: bool) -> bool:
    """True when the bot is told of a message: in private chats always, in groups with privacy mode only what is meant for it.

    Meant for it are commands that name no other bot, and replies to its messages; a mention alone is not.
    """
    if chat.absence:
        return False
    if chat.kind == "private" or chat.bot_is_admin or not privacy or post.service:
        return True
    if post.via_bot == bot.id or (replied is not None and replied.sender == bot.id):
        return True
    return any(name in ("", (bot.username or "").casefold()) for name in _addressed(post.text))


def _addressed(text: str) -> Iterator[str]:
    """The bot that the command at the beginning names; "" for a command to whoever listens."""
    command = _COMMAND.match(text)
    if command:
        yield (command["bot"] or "").casefold()
