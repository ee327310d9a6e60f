"""Clean text: one way of writing characters, spaces and paragraphs."""

import re
import unicodedata
from itertools import pairwise

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# Characters nobody sees: controls, marks of byte order, direction overrides and tags, which can hide words from the reader.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_BLOCK_BORDER = re.compile(r"\n(?:[^\S\n]*\n)+")
_SENTENCE_END = re.compile(r"""[.!?…。！？]["'”’»)\]]*$""")
_BULLET = re.compile(r"[-*•‣·]\s")
_NARROWEST, _WIDEST = 50, 100
_RAGGED = 12
"""Columns by which a text wrapped by hand may miss its width."""


def clean(text: str) -> str:
    """The text in NFC, without control characters, its paragraphs separated by exactly one empty line.

    A line break is a new paragraph, unless the text is wrapped at about 50 to 100 columns: then its lines are joined again.
    Clean text is left unchanged.
    """
    blocks = [_lines(block) for block in _BLOCK_BORDER.split(plain_characters(text))]
    wrapped = _is_wrapped(blocks)
    paragraphs = [paragraph for lines in blocks for paragraph in (_rejoined(lines) if wrapped else lines)]
    return "\n\n".join(paragraphs)


def clean_line(text: str) -> str:
    """The text on one line: a title, a name."""
    return " ".join(plain_characters(text).split())


def plain_characters(text: str) -> str:
    r"""The text in NFC with `\n` for every line end and without characters that nobody sees; spaces are left as they are."""
    text = _LINE_ENDS.sub("\n", _SURROGATES.sub("\ufffd", text))
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text))


def _lines(block: str) -> list[str]:
    lines = (" ".join(line.split()) for line in block.split("\n"))
    return [line for line in lines if line]


def _is_wrapped(blocks: list[list[str]]) -> bool:
    """True when lines mostly break inside sentences; a text with a line for each paragraph breaks after them."""
    breaks = [line for lines in blocks if _width(lines) for line in lines[:-1]]
    ends = sum(_SENTENCE_END.search(line) is not None for line in breaks)
    return bool(breaks) and ends * 3 <= len(breaks) * 2


def _width(lines: list[str]) -> int:
    """The column at which a block may have been wrapped; 0 when it was not."""
    longest = max((len(line) for line in lines if " " in line), default=0)
    return longest if len(lines) > 1 and _NARROWEST <= longest <= _WIDEST else 0


def _rejoined(lines: list[str]) -> list[str]:
    width = _width(lines)
    if not width:
        return lines
    paragraphs = [lines[0]]
    for line, following in pairwise(lines):
        if _goes_on(line, following, width):
            paragraphs[-1] += " " + following
        else:
            paragraphs.append(following)
    return paragraphs


def _goes_on(line: str, following: str, width: int) -> bool:
    """True when the line is full: the next word would not have fitted on it any more."""
    if _BULLET.match(following):
        return False
    if following[0].islower():
        return True
    slack = 0 if _SENTENCE_END.search(line) else _RAGGED
    return len(line) + 1 + len(following.split(" ", 1)[0]) > width - slack
