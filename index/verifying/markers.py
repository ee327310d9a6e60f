"""Markers of citations as models write them: [2], [1, 3], [1][2], [^1], 【1】, and (2) at the end."""

import re
from dataclasses import dataclass

_NUMBERS = r"\s*\^?(?:passages?|sources?|articles?|p)?\s*\d{1,3}(?:\s*(?:[,;&–-]|and)\s*\^?(?:passages?|sources?)?\s*\d{1,3})*\s*"
_MARKER = re.compile(rf"[ \t]*(?:\[{_NUMBERS}\](?!\()|【{_NUMBERS}(?:[†:][^】\n]*)?】|\(\d{{1,2}}\)(?=\W*$))", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_SPAN = re.compile(r"(\d+)\s*[–-]\s*(\d+)")
_MOST_SPANNED = 12
_RUN = re.compile(rf"(?:[ \t]*(?:\[{_NUMBERS}\]|【[^】\n]*】|\(\d{{1,2}}\)))+", re.IGNORECASE)
_SPACE_BEFORE_STOP = re.compile(r"[ \t]+(?=[.,;:!?](?:\s|$|[\"”’']))")


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence without its markers, and the numbers that they named, each once, in order."""

    text: str
    numbers: tuple[int, ...]


def read(sentence: str) -> Marked:
    """Tell a sentence from its markers."""
    numbers: list[int] = []
    for match in _MARKER.finditer(sentence):
        numbers.extend(_numbers(match[0]))
    text = _SPACE_BEFORE_STOP.sub("", _MARKER.sub("", sentence))
    return Marked(text.strip(), tuple(dict.fromkeys(numbers)))


def trailing(text: str, start: int) -> int:
    """Where the markers that follow a place in a text end; the place itself when there are none."""
    match = _RUN.match(text, start)
    return match.end() if match else start


def _numbers(marker: str) -> list[int]:
    """[1-3] names all three."""
    found: list[int] = []
    place = 0
    for span in _SPAN.finditer(marker):
        found.extend(map(int, _NUMBER.findall(marker[place : span.start()])))
        first, last = int(span[1]), int(span[2])
        found.extend(range(first, last + 1) if first <= last < first + _MOST_SPANNED else (first, last))
        place = span.end()
    return found + list(map(int, _NUMBER.findall(marker[place:])))
