"""Every number in a sentence of news, and how an answer writes it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, Literal

from index.answering import noncounts, qualifiers
from index.answering.amounts import Amount, as_place, read
from index.answering.numberwords import cardinal_of, ordinal, ordinal_words, words
from index.answering.ranges import join

__all__ = ["Numeral", "NumeralKind", "find", "in_style_of", "ordinal", "ordinal_words", "words"]

NumeralKind = Literal["count", "ordinal", "percent", "money"]
"""What a number is: so many, the how-manieth, so many of a hundred, so much money."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text.

    `value` is an int when whole; percents and fractions are on the scale 0 to 100, fractions rounded down. `start` and `end`
    are the place of the number with its unit words but without its qualifier, `written` the text there. `qualifier` is one of
    "at least", "more than", "about", "nearly", "up to", "no more than", "fewer than", or None; `qualified_start` is where its
    wording begins, `start` when it stands behind the number, earlier in a list, or nowhere. `high` is the upper end of a range
    whose lower end is `value`. `unit` is "%" for percents, "$", "€", "R$", "yen" and the like for money, None otherwise.
    """

    value: int | float
    kind: NumeralKind
    start: int
    end: int
    written: str
    qualifier: str | None
    qualified_start: int
    high: int | float | None
    unit: str | None


_PART_GOES_ON: Final = re.compile(
    r" (?:of|the|its|their|or|in|since|compared|from|were|was|are|is|have|had|more|less|over|said|to|by|on|during)\b|[.,;)—:]|$"
)
_HALF_GOES_ON: Final = re.compile(r" (?:of(?! (?:an?|1|one)\b)|the|its|their|his|her|our|those|these|all)\b")
_HALF_OF_ONE: Final = re.compile(r" (?:an?|dozen|hour|century|decade|mile|brother|sister|time|of (?:an?|1|one))\b|-")
_NO_HALF: Final = re.compile(r"\b(?:first|second|other|better|top|bottom|back|front|lower|upper|latter|and a|a) $")


@lru_cache(maxsize=4096)
def find(text: str) -> tuple[Numeral, ...]:
    """Every number of a text that counts, ranks or measures something, in order of place.

    Left out are dates, years, clock times, ages, votes, "three times as many", percentage points, and numbers in names such as
    "Title 42".
    """
    low = _lowered(text)
    found = [numeral for amount in join(low, list(read(low))) if (numeral := _numeral(text, low, amount)) is not None]
    return tuple(_with_covered(low, found))


def in_style_of(numeral: Numeral) -> str:
    """The figure as an answer writes it, in the source's own style: "21st" is "21", "Twenty-first" is "twenty-one"."""
    written = numeral.written
    if numeral.kind == "ordinal":
        return written[:-2] if written[0].isdigit() else cardinal_of(written)
    starts_a_sentence = written[0].isupper() and (written[1].islower() or written[1] == " ")
    return written[0].lower() + written[1:] if starts_a_sentence else written


def _lowered(text: str) -> str:
    """The text in small letters, every place as before."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def _numeral(text: str, low: str, amount: Amount) -> Numeral | None:
    """The amount as a numeral, None when it is not one."""
    if amount.kind == "points":
        return None
    if amount.shape == "fraction" and amount.kind == "percent" and not _is_part(low, amount):
        if low.endswith("quarter", 0, amount.end):
            return None
        as_place(low, amount)
    start, end = amount.start, amount.end
    qualifier, qualified_start = qualifiers.before(low, start, end) or (None, start)
    if _is_none(text, low, amount, qualifier):
        return None
    qualifier = qualifiers.after(low, end) or qualifier
    value = amount.value
    return Numeral(value, amount.kind, start, end, text[start:end], qualifier, qualified_start, amount.high, amount.unit)


def _is_none(text: str, low: str, amount: Amount, qualifier: str | None) -> bool:
    """True when the amount counts, ranks and measures nothing."""
    start, end = amount.start, amount.end
    if amount.kind == "ordinal":
        return noncounts.is_no_place(text, low, start=start, end=end)
    if amount.shape == "half":
        return not _is_half(low, amount, qualifier)
    digits = amount.shape == "digits"
    if amount.kind != "count":
        return digits and noncounts.is_glued(low, start=start, end=end)
    if amount.base == 0 and not digits:
        return noncounts.is_empty_phrase(text, low, start=start, end=end)
    if low[start:end] == "one" and qualifier is None and noncounts.is_no_one(low, start=start, end=end):
        return True
    return noncounts.is_something_else(text, low, start=start, end=end, value=amount.value, digits=digits)


def _is_part(low: str, amount: Amount) -> bool:
    """True when "a third", "a fifth" is a part of a whole, not a third one of several."""
    written = low[amount.start : amount.end]
    if "quarter" in written and written.startswith(("a ", "one ")):
        return low.startswith((" of", " the"), amount.end)
    return not written.startswith(("a ", "one ")) or _PART_GOES_ON.match(low, amount.end) is not None


def _is_half(low: str, amount: Amount, qualifier: str | None) -> bool:
    if _HALF_OF_ONE.match(low, amount.end) or _NO_HALF.search(low[max(0, amount.start - 12) : amount.start]):
        return False
    return qualifier is not None or _HALF_GOES_ON.match(low, amount.end) is not None


def _with_covered(low: str, found: list[Numeral]) -> Iterator[Numeral]:
    """The numerals, each without a qualifier of its own taking that of the list it stands in."""
    previous: Numeral | None = None
    for numeral in found:
        if previous is not None and previous.qualifier and numeral.qualifier is None and _is_listed(low, previous, numeral):
            numeral = replace(numeral, qualifier=previous.qualifier)  # noqa: PLW2901
        yield numeral
        previous = numeral


def _is_listed(low: str, previous: Numeral, numeral: Numeral) -> bool:
    """True when both stand in one list of numbers and nouns, and the second is not too small to be "nearly" or "about"."""
    if previous.kind != numeral.kind or not qualifiers.covers(low[previous.end : numeral.start]):
        return False
    return previous.qualifier == "at least" or numeral.value >= 10
