"""How long a server asks to be left alone."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 999_999_999.0
"""Seconds: 31 years, so that the moment at their end is one that a clock can tell."""


def asked(stated: str | None, *, now: datetime) -> float | None:
    """Seconds from `now` that a Retry-After header asks for, in seconds or as an HTTP date (RFC 9110, 10.2.3).

    0.0 for a date that is over, None for a header that is missing or says nothing. What is longer than 31 years is 31 years.
    """
    if stated is None:
        return None
    if (seconds := number(stated)) is not None:
        return seconds
    try:
        moment = parsedate_to_datetime(stated)
    except (ValueError, OverflowError):
        # OverflowError: a year of twenty digits.
        return None
    return min(max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds()), _LONGEST)


def number(stated: str | None) -> float | None:
    """A plain number of at most nine digits, decimals aside; None for all else, "nan" and "1e9" among it."""
    return float(stated) if stated and re.fullmatch(r"\s*\d{1,9}(\.\d{1,9})?\s*", stated, re.ASCII) else None
