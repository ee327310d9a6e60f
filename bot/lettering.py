"""Text for a picture: only letters that the font has, in lines that fit."""

import unicodedata
from collections.abc import Callable, Collection

from bot.cleaning import one_line

_MISSING = "□"
_LONGEST = 400
"""Characters of a text that are looked at: more never fit."""


def lettered(text: str, letters: Collection[int]) -> str:
    """The text on one line with the letters, given as code points, that can be drawn.

    Symbols that cannot be drawn are dropped, a letter that cannot be drawn becomes an empty box.
    """
    shown = (letter if ord(letter) in letters else _instead(letter) for letter in one_line(text)[:_LONGEST])
    return " ".join("".join(shown).split())


def wrapped(text: str, *, fits: Callable[[str], bool], most: int) -> list[str]:
    """The text in at most that many lines that fit, cut with an ellipsis; a word too long for a line is broken."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        line = _head(rest, fits)
        rest = rest[len(line) :].lstrip()
        lines.append(line.rstrip())
    if rest:
        last = lines[-1]
        while last and not fits(f"{last}…"):
            last = last[:-1].rstrip()
        lines[-1] = f"{last}…"
    return lines


def _head(text: str, fits: Callable[[str], bool]) -> str:
    """As many whole words as fit, else as many letters; at least one."""
    ends = [place for place, letter in enumerate(text) if letter == " "] + [len(text)]
    whole = 0
    for end in ends:
        if not fits(text[:end]):
            break
        whole = end
    if whole:
        return text[:whole]
    return text[: next((size for size in range(ends[0], 1, -1) if fits(text[:size])), 1)]


def _instead(letter: str) -> str:
    category = unicodedata.category(letter)
    return _MISSING if category[0] in "LN" else ""
