"""The days that a phrase means, counted from a day: "Nov. 10", "last week", "two weeks ago", "Christmas Eve"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from index.retrieval import days
from index.retrieval.days import Span

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
    "nineteen twenty"
).split()
_MORE_NUMBERS = {"thirty": 30, "forty": 40, "fifty": 50, "a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "dozen": 12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4, "opening": 1}
COUNT = rf"(?P<count>\d{{1,3}}|an? (?:couple(?: of)?|few|dozen)|couple of|{'|'.join([*_NUMBERS[1:], *_MORE_NUMBERS])})"
"""A number of days or weeks, as figures or as a word."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a phrase is counted from."""

    today: date
    latest: date
    """The last day that a date without a year may mean."""
    is_report: bool = False
    """True for the sentence of an article: its capitals can be relied on, and its "this year" goes up to `today`."""
    is_dated: bool = True
    """False when nothing is known to count from, so that only a date with its year can be told."""
    is_ahead: bool = False
    """True when the text speaks of what is to come, so that a bare weekday or date is the next one."""


def calendar(match: re.Match[str], reference: Reference) -> Span:
    """Of a day or a month, with its year or without, or of a bare year."""
    parts = match.groupdict()
    number = int(parts["number"]) if parts.get("number") else month_number(parts["month"]) if parts.get("month") else None
    first, last = (int(parts[name]) if parts.get(name) else None for name in ("day", "last"))

    def in_year(year: int) -> Span:
        if number is None:
            return days.year(year)
        if first is None:
            return days.month(year, number)
        start = date(year, number, first)
        return days.span(start, date(year, number, max(first, last or first)))

    if parts.get("year"):
        return in_year(int(parts["year"]))
    if parts.get("which"):
        return in_year(reference.today.year - (parts["which"].lower() == "last"))
    return days.soonest(in_year, reference.today) if reference.is_ahead else days.latest(in_year, reference.latest)


def years(match: re.Match[str], _reference: Reference) -> Span:
    """Of "2023-24", which is a season from July to June, and of "2016-2022"."""
    first, second = int(match["year"]), match["second"]
    last = int(match["year"][: 4 - len(second)] + second)
    if last <= first:
        raise ValueError(f"{match[0]!r} are no years")
    if last == first + 1:
        return days.span(date(first, 7, 1), date(last, 6, 30))
    return days.span(date(first, 1, 1), date(last, 12, 31))


def season(match: re.Match[str], reference: Reference) -> Span:
    """Of "winter 2023-24" and "last summer"; the last one is over."""
    name = match["season"].lower()

    def in_year(year: int) -> Span:
        return days.season(name, year)

    if match["year"]:
        return in_year(int(match["year"]))
    found = days.latest(in_year, reference.today)
    if match["which"].lower() == "this":
        is_long_over = found.end < reference.today - timedelta(days=90)
        return days.soonest(in_year, reference.today) if is_long_over or reference.is_ahead else found
    return found if found.end < reference.today else days.latest(in_year, found.start - timedelta(days=1))


def holiday(match: re.Match[str], reference: Reference) -> Span:
    """Of "Christmas Eve" and "new year's eve 2023"."""
    name = re.sub(r"['’]", "", match["holiday"].lower()).removesuffix(" day")
    name = re.sub(r"^new year\b", "new years", name)
    name = "valentines" if name == "valentine" else name

    def in_year(year: int) -> Span:
        return days.holiday(name, year)

    if match["year"]:
        return in_year(int(match["year"]))
    return days.soonest(in_year, reference.today) if reference.is_ahead else days.latest(in_year, reference.latest)


def quarter(match: re.Match[str], reference: Reference) -> Span:
    """Of "Q1 2024" and "the fourth quarter"."""
    which = ordinal(match["quarter"])
    if match["year"]:
        return days.quarter(int(match["year"]), which)
    return days.latest(lambda year: days.quarter(year, which), reference.latest)


def weekday(match: re.Match[str], reference: Reference) -> Span:
    """Of "Tuesday", which is the last one, or the next one when it is to come, and of "this Friday", which is this week's."""
    today, which = reference.today, (match["which"] or "").lower()
    wanted = _WEEKDAYS.index(match["weekday"].lower())
    back = (today.weekday() - wanted) % 7
    if which == "next" or which.endswith("coming") or (reference.is_ahead and not which):
        day = today + timedelta(days=7 - back)
    elif which == "this":
        day = days.week(today).start + timedelta(days=wanted)
    else:
        day = today - timedelta(days=back or 7 * (which == "last"))
    return days.span(day, day)


def word(match: re.Match[str], reference: Reference) -> Span:
    """Of "today", "this morning", "yesterday", "last night"."""
    day = reference.today - timedelta(days=match["word"].lower() in ("yesterday", "last night"))
    return days.span(day, day)


def unit(match: re.Match[str], reference: Reference) -> Span:
    """Of "this week", "last month", "next year" by the calendar, and of "the past month", which goes up to today."""
    today, name, which = reference.today, match["unit"].lower(), match["which"].lower()
    step = {"last": 1, "previous": 1, "next": -1}.get(which.split()[-1], 0)
    if name == "weekend":
        return _weekend(today, which, is_ahead=reference.is_ahead)
    if which.endswith("past") or which == "the last":
        return days.span(days.back(today, name, 1), today)
    whole = days.unit_of(days.back(today, name, step), name)
    if step or not reference.is_report:
        return whole
    return days.span(today, whole.end) if reference.is_ahead else days.span(whole.start, today)


def earlier(match: re.Match[str], reference: Reference) -> Span:
    """Of "the week before" when no time is told before it: the last one."""
    return days.unit_of(days.back(reference.today, match["unit"].lower(), 1), match["unit"].lower())


def earlier_than(match: re.Match[str], told: Span) -> Span:
    """Of "the week before" a time that was told, and of "a year earlier", which is as long as that time."""
    name = match["unit"].lower()
    if match["which"].lower() == "the":
        return days.unit_of(days.back(told.start, name, 1), name)
    following = told.end + timedelta(days=1)
    return days.span(days.back(told.start, name, 1), days.back(following, name, 1) - timedelta(days=1))


def whole(match: re.Match[str], reference: Reference) -> Span:
    """Of "the month" in "the end of the month", and of "year's end"."""
    return days.unit_of(reference.today, match["unit"].lower())


def ago(match: re.Match[str], reference: Reference) -> Span:
    """Of "two weeks ago": the day, the week or the month around it, or the whole year; bounds count from the day itself."""
    name = match["unit"].lower()
    point = days.back(reference.today, name, count_of(match["count"]))
    if name in ("year", "decade"):
        return Span(date(point.year, 1, 1), date(point.year, 12, 31), point, point)
    return days.around(point, {"week": 3, "month": 15}.get(name, 0))


def rolling(match: re.Match[str], reference: Reference) -> Span:
    """Of "the past 30 days", which end today."""
    return days.span(days.back(reference.today, match["unit"].lower(), count_of(match["count"])), reference.today)


def month_number(name: str) -> int:
    """The month, 1 to 12, by its name or short name in any case."""
    return _MONTHS.index(name[:3].lower()) + 1


def count_of(text: str) -> int:
    """The number that a text of COUNT means; a few are three, several four."""
    if text.isdigit():
        return int(text)
    *_, name = text.lower().removesuffix(" of").split()
    return _NUMBERS.index(name) if name in _NUMBERS else _MORE_NUMBERS[name]


def ordinal(text: str) -> int:
    """The place, from 1, that "second" or "2nd" or "2" means; the final one of quarters is the fourth."""
    return int(text[0]) if text[0].isdigit() else _ORDINALS[text.lower()]


def _weekend(today: date, which: str, *, is_ahead: bool) -> Span:
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    is_on = today.weekday() >= 5
    if which.endswith(("last", "past", "previous")):
        saturday -= timedelta(days=7 * is_on)
    elif which == "next" or (is_ahead and not is_on):
        saturday += timedelta(days=7)
    return days.span(saturday, saturday + timedelta(days=1))
