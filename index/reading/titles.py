"""A title for an article that brings none of its own."""

import re
from pathlib import Path

from index.reading.texts import clean_line

_HEADING = re.compile(r"\s*#{1,6}[ \t]+(?P<words>\S[^\n]{0,300})(?:\n|\Z)")
_FIRST_LINE = re.compile(r"\s*(?P<words>\S[^\n]{0,118})\n[^\S\n]*\n")
_OPENING = re.compile(r"(?s).{1,80}(?=\s|\Z)")


def heading(text: str) -> str | None:
    """The words of a Markdown heading that opens a plain text."""
    marked = _HEADING.match(text)
    return clean_line(marked["words"]).rstrip("# ") or None if marked else None


def first_line(text: str) -> str | None:
    """A short first line that an empty line follows. With a full stop at its end it is a sentence, no title."""
    line = _FIRST_LINE.match(text)
    words = clean_line(line["words"]) if line else ""
    return None if words.endswith(".") else words or None


def readable(path: Path) -> str:
    """A file's name as a title: `boat-strike_3.txt` becomes "Boat strike 3"."""
    words = clean_line(re.sub(r"[-_\s]+", " ", path.stem))
    return words[:1].upper() + words[1:] or clean_line(path.name)


def opening(text: str) -> str:
    """The first words of a clean text, up to 80 characters, cut between words."""
    start = _OPENING.match(text)
    words = clean_line(start[0] if start else text[:80]).rstrip(",;:")
    return words if len(words) >= len(text) else f"{words} …"


def without(text: str, title: str) -> str:
    """The clean text without its title, where its first paragraph repeats it."""
    first, _, rest = text.partition("\n\n")
    words = re.sub(r"^#{1,6} |[ #]+$", "", first)
    return rest if rest and words.casefold() == title.casefold() else text
