"""Every number that a sentence tells, and when another sentence bears it out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from index.answering import qualifiers
from index.answering.amounts import Amount, read

_EXACTLY = re.compile(r"\b(?:exactly|precisely)(?: the| a)? $")
_WORDED = re.compile(r"[ -](?P<unit>pounds|won)\b")
_SOFT_WORDS = frozenset({"one", "first", "second", "no", "none", "a couple", "half"})
_APPROXIMATELY = 0.03
_ABOVE = 0.12
_MAY_DROP = frozenset({"at least"})
"""Qualifiers that may be left out: a figure that is at least so high is so high."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text with its unit; percents and parts of a whole are on the scale 0 to 100."""

    value: int | float
    kind: str
    """"count", "ordinal", "percent", "points" or "money"."""
    unit: str | None
    qualifier: str | None
    """As in `Numeral`, and "exactly"."""
    start: int
    end: int
    is_soft: bool
    """True for a word that often is no number: one, first, half."""

    @property
    def is_round(self) -> bool:
        """True for 200, 4.7 million and the like: at most two digits that count."""
        return len(f"{self.value:.10f}".replace(".", "").strip("0")) <= 2


@lru_cache(maxsize=8192)
def find(text: str) -> tuple[Quantity, ...]:
    """All numbers of a text, in order, whatever they stand for."""
    # A few capitals have small letters of two characters, which would move every place behind them.
    low = text.lower() if len(text.lower()) == len(text) else "".join(sign.lower()[:1] for sign in text)
    return tuple(_quantities(low))


def bears_out(source: Quantity, told: Quantity) -> bool:
    """True when a text that holds `source` may be told with `told`: the same number, as sure as it is there."""
    is_same = same_number(source, told) and _as_sure(source.qualifier, told.qualifier)
    return is_same or _is_rounded(source, told)


def same_number(one: Quantity, other: Quantity) -> bool:
    """True for equal values of one kind; counts and ranks are one kind, currencies are not."""
    if one.value != other.value:
        return False
    if {one.kind, other.kind} <= {"count", "ordinal"}:
        return True
    return one.kind == other.kind and one.unit == other.unit


def _quantities(low: str) -> Iterator[Quantity]:
    for amount in read(low):
        if amount.shape == "nothing":
            continue
        written = low[amount.start : amount.end]
        before = qualifiers.before(low, amount.start, amount.end)
        qualifier = qualifiers.after(low, amount.end) or (before[0] if before else None)
        if qualifier is None and _EXACTLY.search(low[: amount.start]):
            qualifier = "exactly"
        kind, unit = amount.kind, amount.unit
        # The same word is read as money in one sentence and as a weight in another, for all that stands behind it.
        if worded := _WORDED.match(low, amount.end) or _WORDED.search(written):
            kind, unit = "money", worded["unit"]
        yield Quantity(amount.value, kind, unit, qualifier, amount.start, amount.end, _is_soft(amount, written))


def _is_soft(amount: Amount, written: str) -> bool:
    return amount.scale == 1 and amount.kind in ("count", "ordinal", "percent") and written in _SOFT_WORDS


def _as_sure(source: str | None, told: str | None) -> bool:
    return source == told or (told is None and source in _MAY_DROP)


def _is_rounded(source: Quantity, told: Quantity) -> bool:
    """True for "about 200" where the source has 198."""
    if source.qualifier or not told.qualifier or source.kind != told.kind or source.unit != told.unit or source.value <= 0:
        return False
    if source.value < 20 or source.value == told.value or not told.is_round:
        return False
    part = (source.value - told.value) / source.value
    match told.qualifier:
        case "about":
            return abs(part) <= _APPROXIMATELY
        case "nearly":
            return -_APPROXIMATELY <= part < 0
        case "more than":
            return 0 < part <= _ABOVE
        case _:
            return False
