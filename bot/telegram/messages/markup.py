"""The HTML that Telegram reads: made safe, measured as it counts, and taken apart into text and tags."""

import html as entities_of_html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.cleaning import address, clean

_TAG = re.compile(r"<(/?)(b|i|u|s|a|code|pre|blockquote|tg-spoiler)((?:\s[^<>]*)?)>")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ESCAPED = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_LONGEST_URL = 2_000


class Html(str):
    """Text that is HTML already, so that it is not escaped when it becomes part of other HTML."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A tag that was opened; two of them are never equal, however they read."""

    name: str
    opening: str
    """As it was written, with its attributes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, as it is read, with the tags around it, outermost first."""

    text: str
    tags: tuple[Tag, ...]


def escape(text: str) -> Html:
    """The text so that it reads as it is, without control characters and marks that turn its direction."""
    return Html(entities_of_html.escape(clean(text), quote=False))


def link(label_html: str, url: str | None) -> Html:
    """The label, leading to the URL when that is one of the web, else the label alone."""
    target = _web(url)
    return Html(f'<a href="{entities_of_html.escape(target)}">{label_html}</a>' if target else label_html)


def bold(text: str) -> Html:
    """The text, escaped, in bold."""
    return Html(f"<b>{escape(text)}</b>")


def italic(text: str) -> Html:
    """The text, escaped, in italics."""
    return Html(f"<i>{escape(text)}</i>")


def length(html: str) -> int:
    """UTF-16 units of the text that is read: what Telegram limits."""
    return units(plain(html))


def entities(html: str) -> int:
    """How many tags hold text: of them, too, Telegram reads only so many."""
    return len(tags_of(read(html)))


def plain(html: str) -> str:
    """The text without its tags, as it is read."""
    return "".join(piece.text for piece in read(html))


def units(text: str) -> int:
    """UTF-16 units of a text."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def tags_of(pieces: Iterable[Piece]) -> frozenset[Tag]:
    """The tags that hold some of the pieces' text."""
    return frozenset(tag for piece in pieces if piece.text for tag in piece.tags)


def read(html: str) -> tuple[Piece, ...]:
    """The HTML taken apart.

    What is no tag known to Telegram is text; an end without its start is left out, and a start without its end holds the rest.
    """
    pieces: list[Piece] = []
    opened: tuple[Tag, ...] = ()
    place = 0
    for match in _TAG.finditer(html):
        if match.start() > place:
            pieces.append(Piece(_unescape(html[place : match.start()]), opened))
        place = match.end()
        is_end, name = match[1], match[2]
        if not is_end:
            opened = (*opened, Tag(name, match[0]))
        elif any(tag.name == name for tag in opened):
            opened = opened[: max(depth for depth, tag in enumerate(opened) if tag.name == name)]
    if place < len(html):
        pieces.append(Piece(_unescape(html[place:]), opened))
    return tuple(pieces)


def write(pieces: Iterable[Piece]) -> Html:
    """The pieces as HTML, every tag closed that was opened."""
    written: list[str] = []
    opened: tuple[Tag, ...] = ()
    for piece in pieces:
        if not piece.text:
            continue
        shared = 0
        while shared < min(len(opened), len(piece.tags)) and opened[shared] is piece.tags[shared]:
            shared += 1
        written += [f"</{tag.name}>" for tag in reversed(opened[shared:])]
        written += [tag.opening for tag in piece.tags[shared:]]
        written.append(entities_of_html.escape(piece.text, quote=False))
        opened = piece.tags
    written += [f"</{tag.name}>" for tag in reversed(opened)]
    return Html("".join(written))


def _web(url: str | None) -> str | None:
    """The URL when a tap on it can lead somewhere."""
    target = address(url) if url and len(url) <= _LONGEST_URL else None
    try:
        return target if target and urlsplit(target).hostname else None
    except ValueError:
        return None


def _unescape(text: str) -> str:
    """The text as Telegram reads it, which knows four names of characters only."""
    return _ESCAPED.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    number = int(match[2]) if match[2] else int(match[3], 16)
    is_one = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
    return chr(number) if is_one else match[0]
