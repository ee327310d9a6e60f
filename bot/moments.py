"""Moments in time as a person or a program writes them."""

import calendar
import re
from datetime import UTC, date, datetime, time

from bot.failures import Misuse

_WRITTEN = ("%d %b %Y", "%d %B %Y", "%b %d %Y", "%B %d %Y")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def end(text: str) -> datetime:
    """The moment meant by `text` as a last moment: a date or a month means its end, UTC. Raises Misuse."""
    moment = _read(text)
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment[1], time(23, 59, 59), UTC)


def start(text: str) -> datetime:
    """The moment meant by `text` as a first moment: a date or a month means its beginning, UTC. Raises Misuse."""
    moment = _read(text)
    if isinstance(moment, datetime):
        return moment
    return datetime.combine(moment[0], time(), UTC)


def day(moment: datetime) -> str:
    """A date as readers like it, in UTC: 16 Nov 2025."""
    local = moment.astimezone(UTC)
    return f"{local.day} {calendar.month_abbr[local.month]} {local.year}"


def _read(text: str) -> datetime | tuple[date, date]:
    """A moment with its zone (UTC when none is written), or the first and the last day meant."""
    written = " ".join(text.split())
    if month := _MONTH.fullmatch(written):
        return _days_of_month(int(month[1]), int(month[2]), written)
    try:
        only = date.fromisoformat(written)
    except ValueError:
        pass
    else:
        return only, only
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        only = _written_date(written)
        return only, only
    zoned = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        zoned.astimezone(UTC)
    except OverflowError:
        raise _unreadable(written) from None
    return zoned


def _days_of_month(year: int, month: int, written: str) -> tuple[date, date]:
    try:
        first = date(year, month, 1)
        last = first.replace(day=calendar.monthrange(year, month)[1])
    except ValueError:
        raise _unreadable(written) from None
    return first, last


def _written_date(written: str) -> date:
    plain = written.replace(",", " ").replace(".", " ")
    for pattern in _WRITTEN:
        try:
            return datetime.strptime(" ".join(plain.split()), pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise _unreadable(written)


def _unreadable(written: str) -> Misuse:
    shown = written if len(written) <= 40 else written[:39] + "…"
    return Misuse(f"cannot read the date {shown!r}; write it like 2025-11-16, 16 Nov 2025 or 2025-11-16T18:00:00+00:00")
