"""What is told to people who have reached a limit: which one, and when it ends."""

from datetime import datetime, timedelta

from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html
from bot.telegram.state.budget import Refused

_MINUTE = timedelta(minutes=1)


def refusal(refused: Refused, words: Words, *, now: datetime) -> Html:
    """Why no more may be asked, and from when on it may."""
    if refused.until is None:
        return words.html("limit_none")
    return words.html(f"limit_{refused.reason}", wait=duration(refused.until - now, words))


def duration(span: timedelta, words: Words) -> str:
    """How long that is, in the largest unit that fits, rounded up."""
    if span < _MINUTE:
        return words.plain("limit_seconds", n=max(1, -(-span // timedelta(seconds=1))))
    minutes = -(-span // _MINUTE)
    hours = -(-minutes // 60)
    if minutes <= 120:
        return words.plain("limit_minutes", n=minutes)
    return words.plain("limit_hours", n=hours) if hours <= 48 else words.plain("days", n=-(-hours // 24))
