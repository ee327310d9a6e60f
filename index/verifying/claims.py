"""What a sentence claims, taken apart: its figures, its times, its names and its other words, in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from index.answering import dates, qualifiers
from index.retrieval.bounds import Bound
from index.verifying import names, quantities
from index.verifying.quantities import Quantity
from index.vocabulary import fold, is_stopword, stem

_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:[’'.&][^\W_]+)*|[^\W_]+(?:[’'][^\W_]+)*", re.UNICODE)
_OPENS = re.compile(r"(?:^|[.!?:;—–][\"'”’)\]]*\s+|[\"“‘]|\n|^[-*•]\s*|[—–])\s*[\"“‘']*$")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b")
_MONTH = re.compile(
    r"\b(?:Jan(?:uary|\.)|Feb(?:ruary|\.)|March|April|May|June|July|Aug(?:ust|\.)|Sept(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)"
    r"|Dec(?:ember|\.))(?=\s+(?:\d|and\b|to\b|or\b|through\b)|[,.;)]|\s*$)|(?<=\b[Ii]n )May\b"
)
_YEAR = re.compile(r"(?<![$€£\d.,-])\b(?:19|20)\d\d\b(?![,.]?\d|\s?%)")
_REPORTING = frozenset(
    map(
        stem,
        "said say says reported report reports told tell announced added according stated noted article source news wrote "
        "however meanwhile additionally moreover furthermore later earlier still yet thus therefore finally notably specifically "
        "nevertheless nonetheless including included since least".split(),
    )
)


class Kind(StrEnum):
    """What a unit of a sentence is."""

    WORD = "word"
    NAME = "name"
    FIGURE = "figure"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Unit:
    """A word, a figure or a time of a sentence, where it stands there."""

    kind: Kind
    text: str
    start: int
    end: int
    word: str
    """Folded, without possessive ending: short forms of names brought to one; what was written for figures and times."""
    key: str
    """The stem of it."""
    weight: float
    """What it counts for when a sentence's support is weighed: 0 for words without meaning of their own."""
    opens: bool = False
    """True for a word whose capital may come from its opening a sentence."""
    quantity: Quantity | None = None
    days: tuple[date, date] | None = None
    """First and last day of a time, when they can be told."""
    bound: Bound = "during"
    """As in `Told`."""

    @property
    def is_anchor(self) -> bool:
        """True for what must stand in a passage to the letter: a figure, a time, a name."""
        return self.kind is not Kind.WORD


def read(text: str, published: datetime | None) -> tuple[Unit, ...]:
    """The units of a text, in order; its times counted from the day it was published."""
    return _read(text, published.date() if published else None, published)


@lru_cache(maxsize=4096)
def _read(text: str, _day: date | None, published: datetime | None) -> tuple[Unit, ...]:
    units = list(_times(text, published))
    taken = [(unit.start, unit.end) for unit in units]
    units.extend(_figures(text, taken))
    taken = [(unit.start, unit.end) for unit in units]
    units.extend(_tokens(text, taken))
    units.sort(key=lambda unit: unit.start)
    return tuple(units)


def _times(text: str, published: datetime | None) -> Iterator[Unit]:
    taken: list[tuple[int, int]] = []
    for told in dates.all_told(text, published):
        start, end = told.place
        # "Thirty-five years ago", "5,000 years ago" and "$2000" are read by their ends alone.
        if start and text[start - 1] in "-$€£,.":
            continue
        # "Nearly 2000" is an amount.
        if text[start:end].isdecimal() and qualifiers.before(text.lower(), start, end):
            continue
        taken.append((start, end))
        days = (told.start, told.end)
        yield Unit(Kind.DATE, text[start:end], start, end, *_written(text[start:end]), 1.0, days=days, bound=told.bound)
    for pattern in (_WEEKDAY, _MONTH, _YEAR):
        for match in pattern.finditer(text):
            is_amount = match.re is _YEAR and qualifiers.before(text.lower(), *match.span()) is not None
            if not is_amount and not _overlaps(match.start(), match.end(), taken):
                taken.append(match.span())
                yield Unit(Kind.DATE, match[0], match.start(), match.end(), *_written(match[0]), 1.0)


def _figures(text: str, taken: list[tuple[int, int]]) -> Iterator[Unit]:
    for quantity in quantities.find(text):
        if not _overlaps(quantity.start, quantity.end, taken):
            start, end = quantity.start, quantity.end
            weight = 0.5 if quantity.is_soft else 1.0
            yield Unit(Kind.FIGURE, text[start:end], start, end, *_written(text[start:end]), weight, quantity=quantity)


def _tokens(text: str, taken: list[tuple[int, int]]) -> Iterator[Unit]:
    tokens = [match for match in _TOKEN.finditer(text) if not _overlaps(match.start(), match.end(), taken)]
    merged = names.whole(text, tokens)
    for place, (start, end, key) in enumerate(merged):
        written = text[start:end]
        folded = key or names.key(fold(written).removesuffix("'s").rstrip("'"))
        is_opening = written[0].isupper() and _OPENS.search(text[:start]) is not None
        following = ""
        if place + 1 < len(merged) and not text[end : merged[place + 1][0]].strip(" ."):
            following = text[merged[place + 1][0] : merged[place + 1][1]]
        is_name = bool(key) or names.is_name(written, following, opens=is_opening)
        weight = 1.0 if is_name else _weight(folded)
        kind = Kind.NAME if is_name else Kind.WORD
        yield Unit(kind, written, start, end, folded, stem(folded), weight, opens=is_opening)


def _written(text: str) -> tuple[str, str]:
    folded = fold(text).rstrip(".")
    return folded, folded


def _weight(folded: str) -> float:
    if is_stopword(folded) or (len(folded) < 2):
        return 0.0
    return 0.25 if stem(folded) in _REPORTING else 1.0


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    return any(start < other_end and other_start < end for other_start, other_end in taken)
