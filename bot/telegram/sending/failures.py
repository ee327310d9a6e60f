"""What Telegram's refusals mean for the one who sends."""

from enum import Enum, auto

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from index.errors import DatelineError

_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "message thread not found", "topic_closed", "topic_deleted")
_MISSING = ("message to edit not found", "message can't be edited", "message_id_invalid", "message to delete not found")
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class Undelivered(DatelineError):
    """A message did not reach its chat: Telegram refused it, or could not be reached for too long."""

    def __init__(self, message: str, *, meaning: "Meaning | None" = None) -> None:
        super().__init__(message)
        self.meaning = meaning


class Unreachable(Undelivered):
    """Nothing can be sent to this chat any more: the bot is blocked or kicked, or the chat or its topic is gone."""


class Meaning(Enum):
    """What a failed request comes down to."""

    GONE = auto()
    """The chat can't be written to."""
    UNPARSED = auto()
    """The HTML was refused."""
    UNCHANGED = auto()
    """The message already looks as it should."""
    MISSING = auto()
    """The message to be changed is not there, or not ours."""
    MOVED = auto()
    """The group has a new id."""
    PASSING = auto()
    """Trying again may help."""
    REFUSED = auto()
    """Trying again won't help."""


def meaning(error: TelegramError) -> Meaning:
    """What this failure comes down to."""
    if isinstance(error, Forbidden):
        return Meaning.GONE
    if isinstance(error, BadRequest):
        return _of_refusal(error.message.casefold())
    if isinstance(error, ChatMigrated):
        return Meaning.MOVED
    if isinstance(error, InvalidToken | Conflict | RetryAfter):
        return Meaning.REFUSED
    # An answer that is no JSON comes from a server between us and Telegram, and is a bare TelegramError.
    return Meaning.PASSING


def may_have_arrived(error: TelegramError) -> bool:
    """True when Telegram may have done what was asked although no answer came back."""
    return (
        isinstance(error, NetworkError)
        and isinstance(error.__cause__, httpx.HTTPError)
        and not isinstance(error.__cause__, _UNSENT)
    )


def wait(error: TelegramError) -> float | None:
    """Seconds that Telegram tells to wait, None when it doesn't."""
    if not isinstance(error, RetryAfter):
        return None
    told = error.retry_after
    return float(told) if isinstance(told, int) else told.total_seconds()


def _of_refusal(words: str) -> Meaning:
    if "can't parse entities" in words:
        return Meaning.UNPARSED
    if "message is not modified" in words:
        return Meaning.UNCHANGED
    if any(sign in words for sign in _MISSING):
        return Meaning.MISSING
    return Meaning.GONE if any(sign in words for sign in _GONE) else Meaning.REFUSED
