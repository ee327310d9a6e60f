"""Where sentences begin and end."""

import re
from collections.abc import Iterator
from itertools import pairwise

_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof gov sen rep del lt col gen maj capt sgt cmdr adm rev hon pres jr sr st mt ft no vs inc corp co ltd "
    "mons msgr fr jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri sat sun approx est dept "
    "univ assn ala ariz ark calif colo conn fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev okla ore pa "
    "tenn tex va vt wash wis wyo e.g i.e cf al fig ave blvd rd".split()
)
_OFTEN_LAST = frozenset({"inc", "corp", "co", "ltd", "jr", "sr"})
_NEVER_LAST = frozenset({"v", "vs", "e.g", "i.e", "cf", "approx"})
# A question glued to its answer ("WHAT NOW?The state …") is common where a heading lost its line.
_END = re.compile(
    r"""(?P<mark>[.!?…]+)(?P<close>["'”’»)\]]*)(?P<gap>\s+|(?<=[a-zA-Z][?!])(?=[A-Z][a-z]))(?=(?P<next>["'“‘«(\[]*\S))"""
)
_OPENING = re.compile(
    r"(The|A|An|In|On|At|It|He|She|They|We|But|And|That|This|These|Those|There|As|For|If|When|While|Some|Many|Its|His|Her|Their"
    r"|Officials|Last|Since|After|Before|More|Most|According)\b"
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_LAST_WORD = re.compile(r"(?<![\w.])([\w.]+)$")


def spans(text: str) -> list[tuple[int, int]]:
    """The (start, end) of every sentence, in order, without the white space around it; paragraphs end sentences."""
    found: list[tuple[int, int]] = []
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        found.extend(_within(text, start, gap.start()))
        start = gap.end()
    found.extend(_within(text, start, len(text)))
    return found


def split(text: str) -> list[str]:
    """The sentences of a text, each with the white space that follows it: joined again they are the text."""
    starts = [start for start, _ in spans(text)]
    if not starts:
        return [text] if text else []
    borders = [0, *starts[1:], len(text)]
    return [text[a:b] for a, b in pairwise(borders)]


def _within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one paragraph, `text[start:end]`."""
    for match in _END.finditer(text, start, end):
        if _goes_on(text[start : match.start("mark")], match):
            continue
        if sentence := _trimmed(text, start, match.end("close")):
            yield sentence
        start = match.end()
    if sentence := _trimmed(text, start, end):
        yield sentence


def _goes_on(before: str, match: re.Match[str]) -> bool:
    """True when the mark does not end the sentence: an abbreviation, an initial, or a small letter after it."""
    following = match["next"].lstrip("\"'“‘«([")[:1]
    if following.islower():
        return True
    if match["mark"] != "." or match["close"]:
        return False
    word = _LAST_WORD.search(before)
    if word is None:
        return False
    last = word[1]
    if last.lower() in _NEVER_LAST:
        return True
    if last.lower() in _ABBREVIATIONS:
        may_end = last.lower() in _OFTEN_LAST and _opens(match)
        return (last[0].isupper() or "." in last) and not may_end
    if _is_acronym(last):
        return not _opens(match)
    return len(last) == 1 and last.isupper() and last != "I"


def _is_acronym(word: str) -> bool:
    """U.S, D.C, a.m, W.Va: one or two letters at a time, joined by full stops."""
    return "." in word and all(len(part) <= 2 for part in word.split("."))


def _opens(match: re.Match[str]) -> bool:
    """True when what follows an acronym reads like a new sentence: a common opening word, or a quotation."""
    rest = match.string[match.end() : match.end() + 24]
    return rest[:1] in '"“‘' or _OPENING.match(rest) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    inner = text[start:end]
    start += len(inner) - len(inner.lstrip())
    end -= len(inner) - len(inner.rstrip())
    return (start, end) if start < end else None
