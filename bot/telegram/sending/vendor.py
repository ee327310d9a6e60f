"""Our values as Telegram's."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters

from bot.telegram.types import Button, Keyboard

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


def markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    """The buttons below a message; None without any."""
    return InlineKeyboardMarkup([[_button(one) for one in row] for row in keyboard]) if keyboard else None


def quoting(message: int | None) -> ReplyParameters | None:
    """What makes a message quote another one of its chat, as long as that one exists."""
    return None if message is None else ReplyParameters(message, allow_sending_without_reply=True)


def _button(ours: Button) -> InlineKeyboardButton:
    return InlineKeyboardButton(ours.label, callback_data=ours.data, url=ours.url, switch_inline_query_current_chat=ours.inline)
