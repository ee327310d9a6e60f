"""One of several events of a kind: "the tenth strike", "the latest attack"."""

import re
from collections.abc import Iterator, Sequence

from index.answering import figures, numerals, occasions

LATEST = 0
"""In place of its number: the latest one."""
_EVENT = (
    r"(?:strike|attack|airstrike|bombing|raid|blast|explosion|earthquake|quake|storm|fire|crash|shooting|collision|ambush|accident"
    r"|protest|clash|landslide|flood|outbreak)\b(?!s)"
)
_OF_EVENT = re.compile(rf" (?:[\w.-]+ ){{0,3}}?{_EVENT}", re.IGNORECASE)
_LATEST_EVENT = re.compile(rf"\b(?:latest|last|newest|most recent) (?P<event>(?:[\w.-]+ ){{0,3}}?{_EVENT})", re.IGNORECASE)
_ONE = re.compile(rf"\b(?:an?|the|one|this|latest|\w+day[’']s)(?: [\w.-]+){{0,3}}? {_EVENT}", re.IGNORECASE)
_PAUSE = re.compile(r"[,;:—–] | - ")


def which(question: str) -> int | None:
    """Which one of several events a question is about: 10 for "the tenth strike", `LATEST` for the latest; None for none."""
    found = _found(question)
    return found[0] if found else None


def counted(question: str) -> str | None:
    """The question how many of its events there have been: "how many strikes on boats?"; None when it is about none."""
    found = _found(question)
    return f"how many {found[1].strip()}s{question[found[2] :]}" if found else None


def _found(question: str) -> tuple[int, str, int] | None:
    """The number of the event that a question is about, what it is called, and where that ends."""
    for numeral in numerals.find(question):
        if numeral.kind == "ordinal" and (event := _OF_EVENT.match(question, numeral.end)):
            return int(numeral.value), event[0], event.end()
    latest = _LATEST_EVENT.search(question)
    return (LATEST, latest["event"], latest.end()) if latest else None


def is_of(episode: int, text: str, around: Sequence[str], *, start: int, end: int) -> bool:
    """True when what `text` counts from `start` to `end` is of that event alone, not of all up to it.

    Which one it is may stand in the text, else in the first of those around it that numbers one.
    """
    own = next((each for each in figures.read(text) if each.numeral.qualified_start == start), None)
    if own is None or own.numeral.kind != "count":
        return False
    begin = max((match.end() for match in _PAUSE.finditer(text, 0, start)), default=0)
    pause = _PAUSE.search(text, end)
    clause = text[begin : pause.start() if pause else len(text)]
    if figures.is_running(clause):
        return False
    if episode == LATEST:
        return own.is_one_event or _ONE.search(clause) is not None
    numbered = next((numbers for each in (text, *around) if (numbers := set(_numbers(each)))), set[int]())
    return episode in numbered


def _numbers(text: str) -> Iterator[int]:
    """Those of the events that a text numbers."""
    for numeral in numerals.find(text):
        before, after = text[: numeral.start], text[numeral.end :]
        if numeral.kind == "ordinal" and (
            _OF_EVENT.match(after) or occasions.is_for_the_nth_time(before, after) or occasions.ranked(before)
        ):
            yield int(numeral.value)
