"""What a person wrote or tapped, read from Telegram's updates into our own values."""

import re
from dataclasses import dataclass
from typing import Literal

from telegram import CallbackQuery, Chat, Message, MessageEntity, Update, User

from bot.telegram.types import Place

Kind = Literal["text", "photo", "voice", "other"]
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+|$)")
_ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Heard:
    """A message, with what decides whether it is for the bot."""

    update: int
    place: Place
    user: int
    language: str
    """What the person's Telegram is set to, such as `es-MX`; `en` when it doesn't say."""
    message: int
    text: str
    """Without the bot's name, if it was mentioned; empty for pictures and the like."""
    kind: Kind
    command: str | None = None
    """Without the slash, small letters; None when it is no command, or one for another bot."""
    argument: str = ""
    """What follows the command."""
    replied_to: int | None = None
    """The message of the bot's own that it replies to."""
    mentioned: bool = False

    @property
    def is_addressed(self) -> bool:
        """True when it is for the bot: everything in a private chat; commands, replies and mentions in a group."""
        return not self.place.is_group or self.command is not None or self.replied_to is not None or self.mentioned


@dataclass(frozen=True, slots=True)
class Tap:
    """A button that was tapped."""

    update: int
    id: str
    """What the tap is answered by."""
    place: Place
    user: int
    language: str
    message: int
    """The message with the button."""
    data: str


def heard(update: Update, *, username: str) -> Heard | None:
    """The message of an update; None when there is none, or when nobody wrote it: a bot, or the chat itself.

    `username` is the bot's own, without the @.
    """
    message = update.message
    if message is None or message.from_user is None or (message.from_user.is_bot and not message.sender_chat):
        return None
    if message.is_automatic_forward or _kind(message) is None:
        return None
    command, argument = _command(message, username)
    text, mentioned = _unmentioned(message, username)
    return Heard(
        update=update.update_id,
        place=_place(message.chat, message),
        user=message.from_user.id,
        language=_language(message.from_user),
        message=message.message_id,
        text=text,
        kind=_kind(message) or "other",
        command=command,
        argument=argument,
        replied_to=_replied_to(message, username),
        mentioned=mentioned,
    )


def tapped(update: Update) -> Tap | None:
    """The tap of an update; None when there is none, or none on a message of a chat."""
    query = update.callback_query
    if query is None or query.message is None or query.data is None:
        return None
    return Tap(
        update=update.update_id,
        id=query.id,
        place=_place_of(query),
        user=query.from_user.id,
        language=_language(query.from_user),
        message=query.message.message_id,
        data=query.data,
    )


def question_id(update_id: int) -> str:
    """The id of the question that an update asks: it tells the same update's question again after a crash."""
    return f"{update_id:x}"


def asked_before(id: str, update_id: int) -> bool:  # noqa: A002 - what it is
    """True when the question with that id came before the update, or from no update at all."""
    try:
        return int(id, 16) < update_id
    except ValueError:
        return True


def _command(message: Message, username: str) -> tuple[str | None, str]:
    """The command and what follows it; a command for another bot is none."""
    text = message.text or ""
    named = _COMMAND.match(text)
    if named is None or (named[2] and named[2].casefold() != username.casefold()):
        return None, ""
    return named[1].lower(), text[named.end() :].strip()


def _unmentioned(message: Message, username: str) -> tuple[str, bool]:
    """The text without the bot's name, and whether it was there."""
    text, name = message.text or "", f"@{username}"
    if message.text is None or text.startswith("/"):
        return text.strip(), False
    for words in message.parse_entities([MessageEntity.MENTION]).values():
        if words.casefold() == name.casefold():
            return " ".join(text.replace(words, " ").split()), True
    return text.strip(), False


def _replied_to(message: Message, username: str) -> int | None:
    replied = message.reply_to_message
    # In a forum every message replies to the one that opened its topic.
    if replied is None or replied.forum_topic_created or replied.from_user is None:
        return None
    return replied.message_id if (replied.from_user.username or "").casefold() == username.casefold() else None


def _kind(message: Message) -> Kind | None:
    """What kind of message it is; None for what Telegram itself tells, such as who joined."""
    if message.text is not None:
        return "text"
    if message.photo:
        return "photo"
    if message.voice or message.audio or message.video_note:
        return "voice"
    return "other" if message.effective_attachment else None


def _place(chat: Chat, message: Message | None) -> Place:
    return Place(chat.id, message.message_thread_id if message and message.is_topic_message else None)


def _place_of(query: CallbackQuery) -> Place:
    message = query.message
    assert message is not None
    return _place(message.chat, message if isinstance(message, Message) else None)


def _language(user: User) -> str:
    return user.language_code or _ENGLISH
