"""Times in a text with what bounds them: "by the end of October", "since last week", "between Nov. 1 and Nov. 10"."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from index.retrieval import days
from index.retrieval.days import Span
from index.retrieval.forms import Form, forms_in, is_meant
from index.retrieval.phrases import COUNT, Reference, count_of, earlier_than, ordinal

Bound = Literal["as_of", "during", "since"]
_DAY = timedelta(days=1)
_LONGEST_BEFORE = 50
_MODIFIERS = tuple(
    re.compile(pattern + r"$", re.IGNORECASE)
    for pattern in (
        r"\b(?P<part>early|mid|late|earlier|later)(?:\s+(?:in|on)(?:\s+the)?)?[\s-]+",
        r"(?:\bthe\s+)?\b(?P<edge>end|close|beginning|start|middle)\s+of\s+(?:the\s+)?",
        (
            r"(?:\bthe\s+)?\b(?P<place>first|second|third|fourth|last|final|opening)\s+"
            rf"(?:{COUNT}\s+)?(?P<unit>day|week|month|quarter|half)(?P<several>s|ves)?\s+(?:of|in)\s+(?:the\s+)?"
        ),
        (
            rf"(?:\bthe\s+(?P<one>day|week|month|year)|\b{COUNT}\s+(?P<unit>day|week|month|year)s?)\s+"
            r"(?P<side>before|after|following|preceding|leading up to)\s+(?:the\s+)?"
        ),
        r"\bweek\s+(?P<week>of|ending|ended)\s+(?:on\s+)?(?:the\s+)?",
        r"\b(?P<all>(?:all|most|much|month) of|year)\s+(?:the\s+)?",
    )
)
_MODIFIED = re.compile(r"(?:of|in|on|the|to|year|early|mid|late|earlier|later|before|after|ing|ended)[\s-]+$", re.IGNORECASE)
_BEFORE_IT = r"(?:\s+(?:about|around|roughly|just|noon|midnight|the|at))*\s+$"
_AS_OF = re.compile(
    r"\b(?P<word>as of|as at|known on|(?<!leading )up (?:to|until)(?:,? and including)?|no later than|until|till|through|thru|by"
    rf"|before|prior to|ahead of){_BEFORE_IT}",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\b(?P<word>since|after|from){_BEFORE_IT}", re.IGNORECASE)
_NEARING = re.compile(r"\b(?:towards?|near|around|over)\s+$", re.IGNORECASE)
_JOINT = re.compile(
    r",?\s*(?:(?P<and>and\s)|(?P<to>(?:to|through|thru|until|till)\s)|(?P<dash>[-–—]))\s*(?:the\s+)?$", re.IGNORECASE
)
_OPENING = re.compile(r"\b(?P<word>between|from)\s+(?:the\s+)?$", re.IGNORECASE)
_EVENT = re.compile(r"[a-z]{3,9}\.?\s+\d|(?:19|20)\d\d", re.IGNORECASE)
_JOINED_ALONE = frozenset({"iso", "day", "month", "year"})


@dataclass(frozen=True, slots=True)
class Time:
    """A time that a text names, first and last day included."""

    start: date
    end: date
    bound: Bound
    written: tuple[int, int]
    """Where its own words stand in the text."""
    place: tuple[int, int]
    """The same with the words that bind it."""


@dataclass(frozen=True, slots=True)
class _Found:
    form: Form
    match: re.Match[str]
    span: Span
    start: int
    """In the text, with what stands before the match and belongs to it."""
    edge: str

    @property
    def end(self) -> int:
        return self.match.end()


def find(text: str, reference: Reference, *, is_ahead: Callable[[int], bool] | None = None) -> tuple[Time, ...]:
    """All times a text names, in the order of their places; `is_ahead` tells of a place whether it speaks of what is to come."""
    found = _found(text, reference, is_ahead)
    times: list[Time] = []
    place = 0
    while place < len(found):
        joined = _joined(text, found[place], found[place + 1], reference) if place + 1 < len(found) else None
        times.append(joined or _bounded(text, found[place], reference))
        place += 2 if joined else 1
    return tuple(times)


def _found(text: str, reference: Reference, is_ahead: Callable[[int], bool] | None) -> list[_Found]:
    taken: list[_Found] = []
    for form in forms_in(text, reference):
        for match in form.pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in taken):
                continue
            if not is_meant(form, match, text, reference):
                continue
            is_next = is_ahead is not None and is_ahead(match.start())
            if found := _read(text, form, match, replace(reference, is_ahead=True) if is_next else reference):
                taken.append(found)
    taken.sort(key=lambda each: each.start)
    for place, each in enumerate(taken[1:], start=1):
        if each.form.name == "earlier":
            taken[place] = replace(each, span=earlier_than(each.match, taken[place - 1].span))
    return taken


def _read(text: str, form: Form, match: re.Match[str], reference: Reference) -> _Found | None:
    """The days of a match and of what stands before it: "the end of", "early", "the first two weeks of"."""
    start, modifiers = match.start(), []
    while modifier := _modifier(text[max(0, start - _LONGEST_BEFORE) : start], form):
        start -= len(modifier[0])
        modifiers.append(modifier)
    if form.name == "whole" and not modifiers:
        return None
    # "Early this year" is a part of the whole year, not of what has passed of it.
    whole = replace(reference, is_report=False) if any("all" not in _given(each) for each in modifiers) else reference
    try:
        span = form.read(match, whole)
        for modifier in modifiers:
            span = _modified(span, modifier, reference.today)
    except (ValueError, OverflowError):
        return None
    edge = next((modifier["edge"].lower() for modifier in modifiers if "edge" in _given(modifier)), "")
    if form.name == "end":
        edge, span = "end", replace(span, first=span.end)
    return _Found(form, match, span, start, edge)


def _given(match: re.Match[str]) -> Iterator[str]:
    return (name for name, value in match.groupdict().items() if value)


def _modifier(before: str, form: Form) -> re.Match[str] | None:
    if not _MODIFIED.search(before):
        return None
    for pattern in _MODIFIERS:
        match = pattern.search(before)
        if match and (match.groupdict().get("all", "").lower() != "year" or form.name == "year"):
            return match
    return None


def _modified(span: Span, modifier: re.Match[str], today: date) -> Span:
    parts = {name: modifier[name].lower() for name in _given(modifier)}
    if part := parts.get("part"):
        if part == "earlier":
            return days.span(span.start, min(max(today, span.start), span.end))
        return days.span(max(today, span.start), span.end) if part == "later" else days.third(span, part)
    if edge := parts.get("edge"):
        if edge == "middle":
            return days.third(span, "mid")
        if edge in ("end", "close"):
            return replace(span, first=span.end, last=span.end)
        opening = days.nth(span, "month", 1) if days.is_year(span) else days.third(span, "early")
        return replace(opening, first=span.start, last=span.start)
    if place := parts.get("place"):
        is_last = place in ("last", "final")
        if "several" in parts and "count" not in parts:
            return days.third(span, "late" if is_last else "early")
        count = count_of(parts["count"]) if "count" in parts else 1
        return days.nth(span, parts["unit"], -1 if is_last else ordinal(place), count=count)
    if side := parts.get("side"):
        count = count_of(parts["count"]) if "count" in parts else 1
        return days.beside(span, parts.get("one") or parts["unit"], count, is_after=side in ("after", "following"))
    if week := parts.get("week"):
        return days.week(span.start) if week == "of" else days.span(span.end - 6 * _DAY, span.end)
    return span


def _joined(text: str, first: _Found, second: _Found, reference: Reference) -> Time | None:
    """One time of two: "between October and November", "from Nov. 1 through Nov. 10"."""
    joint = _JOINT.fullmatch(text, first.end, second.start)
    opening = _OPENING.search(text[max(0, first.start - _LONGEST_BEFORE) : first.start])
    if joint is None:
        return None
    word = opening["word"].lower() if opening else ""
    is_alike = {first.form.name, second.form.name} <= _JOINED_ALONE
    if not (word == "between" if joint["and"] else word == "from" or (is_alike and word != "between")):
        return None
    last = second
    if _has_year(first) and not _has_year(second):
        last = _read(text, second.form, second.match, replace(reference, latest=days.back(first.span.end, "year", -1))) or second
    if not _has_year(first):
        first = _read(text, first.form, first.match, replace(reference, latest=last.span.last)) or first
    start, end = first.span.first, last.span.last
    if start > end and first.form.name == "weekday":
        start -= 7 * _DAY
    if start > end:
        return None
    begin = first.start - len(opening[0]) if opening else first.start
    return Time(start, end, "during", (first.start, second.end), (begin, second.end))


def _has_year(found: _Found) -> bool:
    return bool(found.match.groupdict().get("year"))


def _bounded(text: str, found: _Found, reference: Reference) -> Time:
    before = text[max(0, found.start - _LONGEST_BEFORE) : found.start]
    span, place = found.span, (found.start, found.end)
    own = (found.start + (4 if text[found.start : found.start + 4].lower() == "the " else 0), found.end)
    if binding := _AS_OF.search(before):
        if not _is_by_event(text, found, binding):
            start, end = _as_of(found, binding["word"].lower())
            return Time(start, end, "as_of", own, (found.start - len(binding[0]), found.end))
    elif binding := _SINCE.search(before):
        word = binding["word"].lower()
        if word != "from" or not reference.is_report:
            start = span.last + _DAY if word == "after" and not _is_event(text, found, binding) else span.first
            end = start if word == "after" and start > span.end else max(start, span.end)
            return Time(start, end, "since", own, (found.start - len(binding[0]), found.end))
    if found.edge in ("end", "close"):
        if not _NEARING.search(before):
            return Time(span.start, span.end, "as_of", own, place)
        span = days.third(days.span(span.start, span.end), "late")
    return Time(span.start, span.end, "during", own, place)


def _as_of(found: _Found, word: str) -> tuple[date, date]:
    span = found.span
    if word in ("before", "prior to", "ahead of") and found.edge not in ("end", "close"):
        return span.first - _DAY, span.first - _DAY
    # By the middle of a month is by its 15th, but as of then is all of its middle.
    is_middle = span.last < span.end and found.edge in ("", "middle") and found.form.name != "ago"
    end = span.end if is_middle and word in ("as of", "as at") else span.last
    return min(span.start, end), end


def _is_event(text: str, found: _Found, binding: re.Match[str]) -> bool:
    """True for "the Nov. 15 strike" and for "Monday's storm": what happened then, not the time itself."""
    if text[found.end : found.end + 2] in ("'s", "’s"):
        return True
    return binding[0].lower().endswith("the ") and _EVENT.match(text, found.start) is not None


def _is_by_event(text: str, found: _Found, binding: re.Match[str]) -> bool:
    return binding["word"].lower() in ("by", "through", "thru") and _is_event(text, found, binding)
