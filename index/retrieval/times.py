"""Times that a question names: "as of Nov 1", "in March 2024", "last week"."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_MONTHS = "january february march april may june july august september october november december".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_PATTERNS = tuple(
    re.compile(rf"\b{pattern}\b", re.IGNORECASE)
    for pattern in (
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)",
        rf"{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?(?!\d)",
        rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?",
        rf"{_MONTH},?\s+(?:of\s+)?{_YEAR}",
        rf"(?:(?<=in\s)|(?<=since\s)|(?<=of\s)|(?<=late\s)|(?<=early\s)|(?<=during\s)){_MONTH}",
        # "by Jan Smith" names nobody's month; nor does "by May".
        (
            r"(?:(?<=by\s)(?!may)|(?<=until\s)|(?<=till\s)|(?<=through\s)|(?<=before\s)|(?<=after\s)|(?<=up\sto\s))"
            rf"{_MONTH}(?!\s+(?-i:[A-Z]))"
        ),
        _YEAR,
    )
)
_RELATIVE = re.compile(
    r"\b(?P<word>today|yesterday|this week|last week|past week|this month|last month|past month|this year|last year)\b",
    re.IGNORECASE,
)
_ANY = datetime(2000, 1, 1, tzinfo=UTC)
_AS_OF = re.compile(
    r"\b(?:as of|as at|known on|(?<!leading )up to|until|till|through|by|before)(?: the end of)?\s+(?:the\s+)?$", re.IGNORECASE
)
_SINCE = re.compile(r"\b(?:since|after|from)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A span of time that a question names: `start` inclusive, `end` its last instant, both UTC."""

    start: datetime
    end: datetime
    bound: str
    """`as_of` when nothing later counts ("as of", "by", "until"), `since`, or `during`."""
    written: str
    place: tuple[int, int]
    """Where it stands in the question."""
    is_future: bool
    """True when it is not over yet at the time of asking."""


def find(question: str, *, now: datetime, newest: datetime | None) -> tuple[Moment, ...]:
    """The times a question names, in order of their places.

    A date without a year is its latest occurrence not after `newest` (the newest indexed article), else not after `now`.
    """
    found: list[Moment] = []
    taken: list[tuple[int, int]] = []
    for pattern in (*_PATTERNS, _RELATIVE):
        for match in pattern.finditer(question):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            span = _span(match, now=now, latest=newest or now)
            if span is None:
                continue
            taken.append(match.span())
            bound = _bound(question[: match.start()])
            found.append(Moment(*span, bound=bound, written=match[0], place=match.span(), is_future=span[1] > now))
    return tuple(sorted(found, key=lambda moment: moment.place))


def written(question: str) -> tuple[str, ...]:
    """The times a question names as it words them, with what binds them: "as of Nov 1"."""
    told = []
    for moment in find(question, now=_ANY, newest=None):
        start, end = moment.place
        binding = _AS_OF.search(question[:start]) or _SINCE.search(question[:start])
        told.append(question[binding.start() if binding else start : end])
    return tuple(told)


def _bound(before: str) -> str:
    if _AS_OF.search(before):
        return "as_of"
    return "since" if _SINCE.search(before) else "during"


def _span(match: re.Match[str], *, now: datetime, latest: datetime) -> tuple[datetime, datetime] | None:
    parts = match.groupdict()
    if word := parts.get("word"):
        return _relative(word.lower(), now)
    month = int(parts["number"]) if parts.get("number") else _month(parts.get("month") or match[0])
    year = int(parts["year"]) if parts.get("year") else None
    day = int(parts["day"]) if parts.get("day") else None
    try:
        return _absolute(year, month, day, latest)
    except ValueError:
        return None


def _month(word: str) -> int | None:
    start = word[:3].lower()
    return next((number for number, name in enumerate(_MONTHS, 1) if name.startswith(start)), None) if start.isalpha() else None


def _absolute(year: int | None, month: int | None, day: int | None, latest: datetime) -> tuple[datetime, datetime]:
    if month is None:
        assert year is not None
        return _until(datetime(year, 1, 1, tzinfo=UTC), datetime(year + 1, 1, 1, tzinfo=UTC))
    if year is None:
        year = _latest_year(month, day or 1, latest)
    start = datetime(year, month, day or 1, tzinfo=UTC)
    if day:
        return _until(start, start + timedelta(days=1))
    return _until(start, datetime(year + month // 12, month % 12 + 1, 1, tzinfo=UTC))


def _latest_year(month: int, day: int, latest: datetime) -> int:
    """The year in which such a day last came; ValueError when there is no such day."""
    for year in range(latest.year, latest.year - 9, -1):
        if day <= monthrange(year, month)[1] and datetime(year, month, day, tzinfo=UTC) <= latest:
            return year
    raise ValueError(f"month {month} has no day {day}")


def _relative(word: str, now: datetime) -> tuple[datetime, datetime]:
    today = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if word in ("today", "yesterday"):
        start = today - timedelta(days=word == "yesterday")
        return _until(start, start + timedelta(days=1))
    which, unit = word.split()
    if unit == "week":
        start = today - timedelta(days=today.weekday()) - timedelta(days=7 * (which != "this"))
        return _until(start, start + timedelta(days=7))
    if unit == "month":
        start = today.replace(day=1)
        if which != "this":
            start = (start - timedelta(days=1)).replace(day=1)
        return _until(start, (start + timedelta(days=32)).replace(day=1))
    start = today.replace(month=1, day=1)
    if which != "this":
        start = start.replace(year=start.year - 1)
    return _until(start, start.replace(year=start.year + 1))


def _until(start: datetime, following: datetime) -> tuple[datetime, datetime]:
    return start, following - timedelta(seconds=1)
