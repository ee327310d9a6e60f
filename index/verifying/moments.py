"""When a time that a sentence names is borne out by one that a passage names."""

import re

from index.verifying import quantities
from index.verifying.claims import Unit

_PERIOD = re.compile(
    r"(?:in |during |early |mid-?|late )*"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?(?: of)?)? ?(?:(?:19|20)\d\d)?"
    r"|(?:this|last) (?:week|month|year)|(?:spring|summer|fall|autumn|winter)(?: of)? (?:19|20)\d\d"
)
"""A time in which days are: November 2025, last week; not a stretch between two days."""


_CALENDAR = re.compile(r"\d{4}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")


def bears_out(source: Unit, told: Unit) -> bool:
    """True for the same days, and for the month or year that the source's days are in; without days for the same words."""
    if not source.days or not told.days:
        return _short(source.word) == _short(told.word)
    if source.days == told.days:
        return _are_same_stretch(source.word, told.word)
    (first, last), (start, end) = source.days, told.days
    match told.bound, source.bound:
        case ("since", _) | (_, "since"):
            return start == first
        case ("as_of", _) | (_, "as_of"):
            return end == last
        case _:
            return start <= first and last <= end and start < end and _PERIOD.fullmatch(told.word) is not None


def is_calendar(unit: Unit) -> bool:
    """True for a time that names a month or a year."""
    return _CALENDAR.search(unit.word) is not None


def _are_same_stretch(one: str, other: str) -> bool:
    """False for stretches of different length that come out the same because they end on the day of publication."""
    if _CALENDAR.search(one) or _CALENDAR.search(other):
        return True
    first, second = ([each.value for each in quantities.find(text)] for text in (one, other))
    return not first or not second or first == second


def _short(key: str) -> str:
    """Months and weekdays by their first three letters."""
    return key[:3] if key.isalpha() else key
