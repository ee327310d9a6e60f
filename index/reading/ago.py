"""Dates told from the moment at which a page was sent: "2 hours ago", "yesterday"."""

import re
from datetime import UTC, datetime, time, timedelta

from index.reading.dates import LANGUAGES, unlabelled

_LONGEST = 40
_FARTHEST = timedelta(days=6, hours=12)
_ONE_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
# "5 minutes" is what it takes to read the page.
_DURATION = re.compile(r"\d+\s*[^\W\d_]+\.?")


def day(text: str, *, sent: datetime) -> datetime | None:
    """The one day, as its midnight UTC, that a text can mean on a page sent at that moment; None when it may be another one.

    Hours are rounded down by who writes them, so "3 hours ago" is up to four; "a week ago" can be any of seven days.
    """
    text = unlabelled(" ".join(text.split()))
    if not 2 <= len(text) <= _LONGEST or _DURATION.fullmatch(text) or not any(letter.isalpha() for letter in text):
        return None
    moment = _moment(text, sent)
    if moment is None or not timedelta() <= sent - moment <= _FARTHEST:
        return None
    earliest = moment - _HOUR if sent - moment < _ONE_DAY and not _names_a_day(moment, sent) else moment
    return datetime.combine(moment, time(tzinfo=UTC)) if earliest.date() == moment.date() else None


def _names_a_day(moment: datetime, sent: datetime) -> bool:
    """True for "today", which means the moment itself, not some hours before it."""
    return moment == sent


def _moment(text: str, sent: datetime) -> datetime | None:
    # dateparser takes 0.1 s to import, and hardly any page needs it.
    import dateparser

    settings = {"PARSERS": ["relative-time"], "RELATIVE_BASE": sent, "TIMEZONE": "UTC", "RETURN_AS_TIMEZONE_AWARE": True}
    return dateparser.parse(text, languages=LANGUAGES, settings=settings)
