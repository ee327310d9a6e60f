"""Spans of days: months, quarters, seasons, weeks and holidays, and their parts."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_EARLY, _MIDDLE, _MID = 10, 20, 15
"""The last days of a month's first and second part, and the one that "by mid-October" counts to."""
_YEARS_BACK = 9
"""A 29th of February can lie that many years back."""
_FIXED = {
    "christmas eve": (12, 24), "christmas": (12, 25), "new years eve": (12, 31), "new years": (1, 1), "valentines": (2, 14),
    "halloween": (10, 31), "independence": (7, 4), "fourth of july": (7, 4),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included."""

    start: date
    end: date
    first: date
    """The day that "since" counts from."""
    last: date
    """The day that "as of" counts to."""


def span(start: date, end: date) -> Span:
    """All days from `start` to `end`."""
    return Span(start, end, start, end)


def around(point: date, days: int) -> Span:
    """A day that is only roughly known: `days` before it and after it belong to the span."""
    return Span(point - days * _DAY, point + days * _DAY, point, point)


def month(year: int, number: int) -> Span:
    """A month, `number` from 1 to 12."""
    return span(date(year, number, 1), date(year, number, monthrange(year, number)[1]))


def year(number: int) -> Span:
    """A whole year."""
    return span(date(number, 1, 1), date(number, 12, 31))


def quarter(number: int, which: int) -> Span:
    """A quarter of the year `number`, `which` from 1 to 4."""
    return span(date(number, 3 * which - 2, 1), month(number, 3 * which).end)


def season(name: str, number: int) -> Span:
    """Three months of a year; the winter of a year begins in its December."""
    start = date(number, _SEASONS[name], 1)
    return span(start, moved(start, months=3) - _DAY)


def week(of: date) -> Span:
    """The week of a day, Monday to Sunday."""
    monday = of - of.weekday() * _DAY
    return span(monday, monday + 6 * _DAY)


def unit_of(day: date, unit: str) -> Span:
    """The week, month, quarter or year that a day lies in; the day itself for any other unit."""
    match unit:
        case "week":
            return week(day)
        case "month":
            return month(day.year, day.month)
        case "quarter":
            return quarter(day.year, (day.month + 2) // 3)
        case "year":
            return year(day.year)
        case _:
            return span(day, day)


def holiday(name: str, number: int) -> Span:
    """A holiday by its folded name, without apostrophes and without "day"; KeyError when it is none."""
    if name == "thanksgiving":
        when = _nth_weekday(number, 11, weekday=3, which=4)
    elif name == "labor":
        when = _nth_weekday(number, 9, weekday=0, which=1)
    elif name == "memorial":
        last = date(number, 5, 31)
        when = last - last.weekday() * _DAY
    else:
        when = date(number, *_FIXED[name])
    return span(when, when)


def moved(day: date, *, months: int) -> date:
    """The same day some months later, or earlier when negative; the month's last day when it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    number, place = divmod(count, 12)
    return date(number, place + 1, min(day.day, monthrange(number, place + 1)[1]))


def latest(in_year: Callable[[int], Span], limit: date) -> Span:
    """The last such span that begins by the `limit`; ValueError when there was none in nine years."""
    for number in range(limit.year, limit.year - _YEARS_BACK, -1):
        try:
            found = in_year(number)
        except ValueError:
            continue
        if found.start <= limit:
            return found
    raise ValueError("there is no such day")


def soonest(in_year: Callable[[int], Span], limit: date) -> Span:
    """The first such span that is not over before the `limit`; ValueError when there is none in nine years."""
    for number in range(limit.year, limit.year + _YEARS_BACK):
        try:
            found = in_year(number)
        except ValueError:
            continue
        if found.end >= limit:
            return found
    raise ValueError("there is no such day")


def third(whole: Span, part: str) -> Span:
    """The `early`, `mid` or `late` third; a month's ends on its 10th, 20th and last day, a year's in April, August and December.

    "By mid-October" counts to the 15th.
    """
    if (whole.end - whole.start).days < 2:
        return whole
    start, end = whole.start, whole.end
    if (start.month, start.year) == (end.month, end.year) and start.day == 1 and end.day > _MIDDLE:
        edges = (start.replace(day=_EARLY), start.replace(day=_MIDDLE), start.replace(day=_MID))
    elif is_year(whole):
        edges = (start.replace(month=4, day=30), start.replace(month=8, day=31), start.replace(month=6, day=30))
    else:
        length = (end - start) / 3
        edges = (start + length, start + 2 * length, start + length * 3 / 2)
    if part == "early":
        return span(start, edges[0])
    if part == "late":
        return span(edges[1] + _DAY, end)
    return Span(edges[0] + _DAY, edges[1], edges[0] + _DAY, edges[2])


def nth(whole: Span, unit: str, place: int, *, count: int = 1) -> Span:
    """So many days, weeks, months, quarters or halves of a span, from the `place`-th on, or from its end when -1."""
    if unit == "half" and not is_year(whole):
        middle = whole.start + (whole.end - whole.start) // 2
        return span(whole.start, middle) if place == 1 else span(middle + _DAY, whole.end)
    if place < 0:
        return span(max(whole.start, _later(whole.end + _DAY, unit, -count)), whole.end)
    start = _later(whole.start, unit, place - 1)
    if start > whole.end:
        raise ValueError(f"the span has no {unit} number {place}")
    return span(start, min(whole.end, _later(start, unit, count) - _DAY))


def _later(day: date, unit: str, count: int) -> date:
    if unit in ("day", "week"):
        return day + count * _DAY * (7 if unit == "week" else 1)
    return moved(day, months=count * {"month": 1, "quarter": 3, "half": 6, "year": 12}[unit])


def back(day: date, unit: str, count: int) -> date:
    """The day that lies so many units before another one."""
    if unit == "hour":
        return day - -(-count // 24) * _DAY
    if unit == "decade":
        return _later(day, "year", -10 * count)
    return _later(day, "day" if unit == "night" else unit, -count)


def _nth_weekday(number: int, of_month: int, *, weekday: int, which: int) -> date:
    first = date(number, of_month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * _DAY


def is_year(whole: Span) -> bool:
    """True for a whole calendar year."""
    return whole.start == date(whole.start.year, 1, 1) and whole.end == date(whole.start.year, 12, 31)


def beside(whole: Span, unit: str, count: int, *, is_after: bool) -> Span:
    """So many units that end just before a span, or begin just after it."""
    if is_after:
        return span(whole.end + _DAY, _later(whole.end, unit, count))
    return span(_later(whole.start, unit, -count), whole.start - _DAY)
