"""Numbers in English words: patterns that find them, what they are worth, and how to write them."""

import re
from typing import Final

from text_to_num import text2num  # type: ignore[import-untyped]  # it ships no types

_ONES: Final = "one two three four five six seven eight nine".split()
_TEENS: Final = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES: Final = ("hundred", "thousand", "million", "billion", "trillion")
_IRREGULAR: Final = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}


def _ordinal_of(word: str) -> str:
    if word.endswith("y"):
        return f"{word[:-1]}ieth"
    return _IRREGULAR.get(word, f"{word}th")


_BELOW_TWENTY: Final = ("zero", *_ONES, *_TEENS)
_CARDINAL_OF: Final = {_ordinal_of(word): word for word in (*_ONES, *_TEENS, *_TENS, *_SCALES)}

_SMALL: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_ONES)})\b)?|{'|'.join((*_TEENS, *_ONES))})\b"
_HUNDREDS: Final = rf"(?:(?:a|{_SMALL})[ -]hundred\b(?:[ -](?:and[ -])?{_SMALL})?|{_SMALL})"
_THOUSANDS: Final = rf"(?:(?:a|{_HUNDREDS})[ -]thousand\b(?:[ -](?:and[ -])?{_HUNDREDS})?|{_HUNDREDS})"

SMALL: Final = _SMALL
"""Pattern of one to ninety-nine, in small letters."""
SCALE: Final = r"(?:hundred|thousand|million|billion|trillion)\b"
"""Pattern of the words that multiply."""
CARDINAL: Final = rf"(?:(?:a|{_HUNDREDS})[ -](?:million|billion|trillion)\b(?:[ -](?:and[ -])?{_THOUSANDS})?|{_THOUSANDS})"
"""Pattern of a whole number in words, in small letters; "a" stands only before a word that multiplies."""
ORDINAL_WORD: Final = rf"(?:{'|'.join(sorted(_CARDINAL_OF, key=len, reverse=True))})\b"
"""Pattern of the last word of an ordinal: "first", "thirtieth", "hundredth"."""
SCALES: Final = {"hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
"""What each of those words multiplies by."""


def cardinal_value(written: str) -> int:
    """What a match of CARDINAL is worth: "four hundred and thirteen thousand" is 413000.

    Raises ValueError for anything that is no number in words.
    """
    # The library stops at billions.
    many, trillion, rest = re.sub(r"^a\b", "one", written.lower()).partition("trillion")
    if not trillion:
        return int(text2num(many, "en"))
    return cardinal_value(many.rstrip(" -")) * SCALES[trillion] + (
        cardinal_value(re.sub(r"^[ -](?:and[ -])?", "", rest)) if rest else 0
    )


def ordinal_value(written: str) -> int | None:
    """What an ordinal in words is worth ("one hundred twenty-first" is 121), None when the words make no ordinal.

    Two numbers side by side make none: "one second".
    """
    before, last = _parted(written.lower())
    cardinal = _CARDINAL_OF[last]
    unit = SCALES.get(cardinal) or cardinal_value(cardinal)
    if not before:
        return unit
    if cardinal in SCALES:
        return cardinal_value(f"{before} {cardinal}")
    prefix = cardinal_value(before)
    room = 10 if unit < 10 else 100
    return prefix + unit if prefix > 10 and prefix % room == 0 else None


def cardinal_of(written: str) -> str:
    """An ordinal in words as the number it counts, in small letters: "Twenty-first" is "twenty-one"."""
    lowered = written.lower()
    _, last = _parted(lowered)
    return lowered.removesuffix(last) + _CARDINAL_OF[last]


def words(value: int) -> str:
    """A whole number from 0 to 1,000,000 in words: "twenty-one", "four hundred thirteen thousand".

    Raises ValueError outside that range.
    """
    if not 0 <= value <= 1_000_000:
        raise ValueError(f"cannot write {value!r} in words: only 0 to 1,000,000")
    if value < 20:
        return _BELOW_TWENTY[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones - 1]}" if ones else "")
    scale = next(name for name in ("million", "thousand", "hundred") if value >= SCALES[name])
    many, rest = divmod(value, SCALES[scale])
    return f"{words(many)} {scale}" + (f" {words(rest)}" if rest else "")


def ordinal_words(value: int) -> str:
    """The place in words, from 1 to 1,000,000: "twenty-first"; raises ValueError outside that range."""
    if value < 1:
        raise ValueError(f"there is no place {value!r}: places count from 1")
    written = words(value)
    last = re.split(r"[ -]", written)[-1]
    return written.removesuffix(last) + _ordinal_of(last)


def ordinal(value: int) -> str:
    """The place in figures, from 1: "21st"; a thousand and more with separators, "1,021st"."""
    suffix = "th" if value % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value:,}{suffix}"


def _parted(written: str) -> tuple[str, str]:
    """An ordinal as the number words before its last word, and that word."""
    *before, last = re.split(r"[ -]+", written)
    if before and before[-1] == "and":
        before.pop()
    return " ".join(before), last
