"""Sentences out of a text that is still being written."""

import re

from index import sentences
from index.verifying import markers
from index.verifying.asides import Asides

_END = re.compile(r"[.!?…]+[\"'”’»)*_]*")
_STOPPED = re.compile(r"[.!?…][\"'”’»)*_]*$")
_MARKER_BEGINS = re.compile(r"[ \t]*(?:[\[【][^\]】\n]{0,40}|\(\d{0,2})$")
_BULLET = re.compile(r"^\s*(?:>\s*)*(?:(?:[-*+•–]|\d{1,2}[.)])\s+)?")
_NO_SENTENCE = re.compile(r"^\s*(?:#{1,6}\s|\||[-=*_]{3,}\s*$)")
_ENUMERATOR = re.compile(r"^\s*(?:>\s*)*\d{1,2}\.$")
_LONGEST_QUOTE = 600
"""Characters: a quotation that is not closed within them was never opened."""


class Splitter:
    """Gives the sentences of a text that comes in pieces, each as soon as the word behind it is there.

    How the text is cut makes no difference. A sentence keeps the markers that stand in it or right behind it; a quotation is
    not cut. Bullets, headings, tables, code and thoughts between tags are left out. A line's end ends a sentence, unless the
    next line goes on in small letters.
    """

    def __init__(self) -> None:
        self._asides = Asides()
        self._line = ""
        self._is_ended = False

    def feed(self, piece: str) -> list[str]:
        """The sentences that the piece makes whole."""
        return [sentence for character in self._asides.feed(piece) for sentence in self._read(character)]

    def finish(self) -> list[str]:
        """What is left at the end of the text."""
        rest = [sentence for character in self._asides.finish() for sentence in self._read(character)]
        return rest + self._flush()

    def _read(self, character: str) -> list[str]:
        if character == "\n":
            if _STOPPED.search(self._line.rstrip()) or not self._line.strip():
                return self._flush()
            self._is_ended = True
            return []
        whole: list[str] = []
        if self._is_ended and not character.isspace():
            if character.islower():
                self._line += " "
            else:
                whole = self._flush()
            self._is_ended = False
        if not self._is_ended:
            self._line += character
        return whole + self._settled() if character.isspace() else whole

    def _settled(self) -> list[str]:
        """The sentences at the line's beginning that end for sure."""
        whole: list[str] = []
        while (end := _first_end(self._line)) is not None:
            whole += _cleaned(self._line[:end])
            self._line = self._line[end:]
        return whole

    def _flush(self) -> list[str]:
        """All sentences of a line that has ended."""
        whole = self._settled()
        line, self._line, self._is_ended = self._line, "", False
        if _NO_SENTENCE.match(line):
            return whole
        while (end := _first_end(line, is_last=True)) is not None:
            whole += _cleaned(line[:end])
            line = line[end:]
        return whole + _cleaned(line)


def _first_end(line: str, *, is_last: bool = False) -> int | None:
    """Where the first sentence ends, its markers included; None while that cannot be told."""
    if _NO_SENTENCE.match(line):
        return None
    for mark in _END.finditer(line):
        end = markers.trailing(line, mark.end())
        rest = line[end:]
        if not is_last and _MARKER_BEGINS.fullmatch(rest):
            return None
        following = rest.lstrip()
        if not following or rest == following or _ENUMERATOR.match(line[: mark.end()]):
            continue
        if not is_last and not re.search(r"\s", following):
            return None
        if _is_quoting(line[: mark.end()]) and not (is_last and _is_quoting(line)) and len(line) < _LONGEST_QUOTE:
            continue
        if _ends(markers.read(line[: mark.end()]).text, following):
            return end
    return None


def _ends(sentence: str, following: str) -> bool:
    """True when the sentence rules of articles end a sentence between the two."""
    bare = re.sub(r"[*_]+", "", sentence)
    spans = sentences.spans(f"{bare} {following.lstrip('*_')}")
    return len(spans) > 1 and any(end == len(bare) for _, end in spans)


def _is_quoting(text: str) -> bool:
    """True when a quotation is open at the end of a text."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _cleaned(sentence: str) -> list[str]:
    bare = _BULLET.sub("", sentence).strip()
    return [bare] if re.search(r"\w", bare) else []
