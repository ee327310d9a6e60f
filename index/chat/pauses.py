"""How long to wait before an endpoint is asked again."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST = 20.0
"""Seconds. Nobody waits longer for an answer that can be quoted at once."""
_FIRST = 0.5
_LONGEST_OF_OURS = 8.0


def pause(attempt: int, *, wished: float | None, chance: float) -> float | None:
    """Seconds to wait after attempt number `attempt`, from 0; None when that is not worth it.

    Doubles from half a second up to eight, less up to a half by chance (`chance` from 0 to 1), so that many who failed together
    don't come back together. What the endpoint wished for is the least; a wish of more than `LONGEST` is not waited for.
    """
    if wished is not None and wished > LONGEST:
        return None
    ours = min(_FIRST * (1 << attempt), _LONGEST_OF_OURS) * (1 - chance / 2)
    return max(ours, wished or 0.0)


def wished(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds that a response asks to wait, by Retry-After in seconds or as an HTTP date (RFC 9110); None when it doesn't say."""
    if milliseconds := _number(headers.get("retry-after-ms")):
        return milliseconds / 1000
    told = headers.get("retry-after")
    if (seconds := _number(told)) is not None or told is None:
        return seconds
    try:
        moment: datetime = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _number(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\s*\d{1,9}(\.\d{1,9})?\s*", text, re.ASCII) else None
