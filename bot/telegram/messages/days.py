"""The dates that answers name in their text."""

from datetime import datetime

from bot import moments
from bot.failures import Misuse

DAY = r"\d{1,2} [A-Z][a-z]{2} \d{4}"
"""How the text of an answer writes a date: 16 Nov 2025."""


def named(text: str) -> datetime | None:
    """The end of the day that is written so, UTC; None when there is no such day."""
    try:
        return moments.end(text)
    except Misuse:
        return None
