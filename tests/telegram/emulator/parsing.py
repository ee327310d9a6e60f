"""Telegram's HTML, read as strictly as Telegram's servers read it.

::

    parsed = parse('<b>21 strikes</b> <a href="https://wire.example/21">[1]</a>')
    parsed.text                 # "21 strikes [1]"
    parsed.entities[0].covers(parsed.text)          # "21 strikes"

What cannot be read is refused in the servers' own words; see `refusals`. Offsets count UTF-16 units.
"""

import re
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.emulator.refusals import refuse

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
"""What a tag makes of the text within it."""
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[a-zA-Z]*));?")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[a-zA-Z0-9.-]*")
_SPACES = re.compile(r"\s*")
_ARGUMENTS = {"a": "href", "code": "class", "span": "class", "tg-emoji": "emoji-id", "blockquote": "expandable"}
"""The one attribute of a tag that is looked at."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text that is shown in another way, in UTF-16 units."""

    kind: str
    """As the Bot API names it: `bold`, `text_link`, `expandable_blockquote` …"""
    offset: int
    length: int
    url: str | None = None
    more: tuple[tuple[str, str], ...] = ()
    """What else the Bot API tells of it: `language`, `custom_emoji_id`."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""
        return self.offset + self.length

    def covers(self, text: str) -> str:
        """The stretch itself."""
        return text.encode("utf-16-le")[2 * self.offset : 2 * self.end].decode("utf-16-le")

    def json(self) -> dict[str, Any]:
        """The entity as the Bot API puts it."""
        told: dict[str, Any] = {"type": self.kind, "offset": self.offset, "length": self.length, **dict(self.more)}
        return told | ({"url": self.url} if self.url else {})


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as it is shown, and how."""

    text: str
    entities: tuple[Entity, ...] = ()
    """By offset; of two that begin together the longer one comes first."""


def length(text: str) -> int:
    """How long a text is for Telegram: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse(html: str) -> Parsed:
    """Read HTML as sent with `parse_mode: HTML`. Raises Refusal."""
    return trimmed(_Reader(html).read())


def cleaned(text: str) -> str:
    """The text as the servers keep it: without carriage returns, direction marks and unseen control characters."""
    return "".join(map(_kept, text))


def trimmed(parsed: Parsed) -> Parsed:
    """The same without white space at either end; entities that covered nothing else are gone."""
    stripped = parsed.text.strip()
    start = length(parsed.text[: len(parsed.text) - len(parsed.text.lstrip())]) if stripped else 0
    end = start + length(stripped)
    clipped = (
        replace(entity, offset=max(entity.offset, start) - start, length=min(entity.end, end) - max(entity.offset, start))
        for entity in parsed.entities
    )
    left = [entity for entity in clipped if entity.length > 0]
    return Parsed(stripped, tuple(sorted(left, key=lambda entity: (entity.offset, -entity.length))))


@dataclass(frozen=True, slots=True)
class _Opened:
    tag: str
    argument: str
    offset: int
    """In UTF-16 units of the text."""
    begin: int
    """In pieces of the text."""


class _Reader:
    """One reading of one HTML text, from its first character to its last."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._at = 0
        self._pieces: list[str] = []
        self._offset = 0
        self._open: list[_Opened] = []
        self._entities: list[Entity] = []

    def read(self) -> Parsed:
        while self._at < len(self._html):
            if self._html[self._at] == "<":
                self._tag()
            else:
                self._show(self._character())
        if self._open:
            self._refuse(f'Can\'t find end tag corresponding to start tag "{self._open[-1].tag}"')
        return Parsed("".join(self._pieces), tuple(self._entities))

    def _show(self, character: str) -> None:
        kept = _kept(character)
        self._pieces.append(kept)
        self._offset += length(kept)

    def _character(self) -> str:
        """The next character, with a reference such as `&lt;` resolved."""
        found = _REFERENCE.match(self._html, self._at) if self._html[self._at] == "&" else None
        meant = _meant(found) if found else None
        if found and meant:
            self._at = found.end()
            return meant
        self._at += 1
        return self._html[self._at - 1]

    def _tag(self) -> None:
        begin = self._at
        self._at += 1
        if self._html.startswith("/", self._at):
            self._at += 1
            self._close(begin)
        else:
            self._begin(begin)

    def _begin(self, begin: int) -> None:
        name = self._take(_TAG_NAME).lower()
        if self._at == len(self._html):
            self._refuse_at("Unclosed start tag", begin)
        if name not in KINDS:
            self._refuse_at(f'Unsupported start tag "{name}"', begin)
        argument = ""
        while attribute := self._attribute(name, begin):
            if attribute[0] == _ARGUMENTS.get(name):
                argument = attribute[1]
        if name == "span" and argument != "tg-spoiler":
            self._refuse_at('Tag "span" must have class "tg-spoiler"', begin)
        self._open.append(_Opened(name, argument, self._offset, len(self._pieces)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str] | None:
        """The next attribute of a start tag with its value; None behind the tag's end."""
        self._take(_SPACES)
        if self._html.startswith(">", self._at):
            self._at += 1
            return None
        name = self._take(_ATTRIBUTE_NAME)
        if not name:
            self._refuse_at(
                f'Empty attribute name in the tag "{tag}"' if self._at < len(self._html) else "Unclosed start tag", begin
            )
        self._take(_SPACES)
        if not self._html.startswith("=", self._at):
            if self._at == len(self._html):
                self._refuse_at("Unclosed start tag", begin)
            return name, "1"
        self._at += 1
        self._take(_SPACES)
        value = self._value()
        if self._at == len(self._html):
            self._refuse_at("Unclosed start tag", begin)
        return name, value

    def _value(self) -> str:
        """An attribute's value, quoted or a bare token."""
        quote = self._html[self._at : self._at + 1]
        if quote not in ('"', "'"):
            begin = self._at
            token = self._take(_NAME_TOKEN).lower()
            if self._at < len(self._html) and not (self._html[self._at].isspace() or self._html[self._at] == ">"):
                self._refuse_at("Unexpected end of name token", begin)
            return token
        self._at += 1
        value = []
        while self._at < len(self._html) and self._html[self._at] != quote:
            value.append(self._character())
        self._at = min(self._at + 1, len(self._html))
        return "".join(value)

    def _close(self, begin: int) -> None:
        if not self._open:
            self._refuse_at("Unexpected end tag", begin)
        name = self._take(_TAG_NAME).lower()
        self._take(_SPACES)
        if not self._html.startswith(">", self._at):
            self._refuse_at("Unclosed end tag", begin)
        self._at += 1
        opened = self._open.pop()
        if name and name != opened.tag:
            self._refuse_at(f'Unmatched end tag, expected "</{opened.tag}>", found "</{name}>"', begin)
        if self._offset > opened.offset and (entity := self._entity(opened)):
            self._entities.append(entity)

    def _entity(self, opened: _Opened) -> Entity | None:
        """What the tag that is closed makes of the text within it; None for a link that leads nowhere: it is dropped silently."""
        entity = Entity(KINDS[opened.tag], opened.offset, self._offset - opened.offset)
        if opened.tag == "a":
            url = checked_link(opened.argument or "".join(self._pieces[opened.begin :]))
            return replace(entity, url=url) if url else None
        if opened.tag == "blockquote" and opened.argument:
            return replace(entity, kind="expandable_blockquote")
        if opened.tag == "tg-emoji":
            return replace(entity, more=(("custom_emoji_id", opened.argument),))
        return entity

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._html, self._at)
        assert found
        self._at = found.end()
        return found[0]

    def _refuse_at(self, reason: str, begin: int) -> None:
        where, comma, rest = reason.partition(", expected")
        position = len(self._html[:begin].encode("utf-8", "surrogatepass"))
        self._refuse(f"{where} at byte offset {position}{comma}{rest}")

    def _refuse(self, reason: str) -> None:
        refuse(f"can't parse entities: {reason}")


def checked_link(url: str) -> str | None:
    """The link as it is kept; None when it leads nowhere that Telegram would go."""
    url = url.strip()
    if re.match(r"(?i)(tg|ton)://?\S", url):
        return url
    if re.match(r"(?i)[a-z][a-z0-9+.-]*:(?!\d)", url) and not re.match(r"(?i)https?://", url):
        return None
    whole = url if re.match(r"(?i)https?://", url) else f"http://{url}"
    try:
        host = urlsplit(whole).hostname or ""
    except ValueError:
        return None
    if not host or re.search(r"[\s<>\"]", host) or ("." not in host and host != "localhost" and ":" not in host):
        return None
    return whole


def _meant(reference: re.Match[str]) -> str | None:
    """The character that a reference stands for; None for one that Telegram does not know: it is shown as it is written."""
    if name := reference["name"]:
        return _NAMED.get(name)
    digits, base = (reference["hex"], 16) if reference["hex"] is not None else (reference["decimal"], 10)
    if not digits or len(reference[0].rstrip(";")) >= 10:
        return None
    code = int(digits, base)
    return chr(code) if 0 < code < 0x10FFFF and not 0xD800 <= code <= 0xDFFF else None


def _kept(character: str) -> str:
    if character == "\r" or "\u2028" <= character <= "\u202e":
        return ""
    return " " if character < " " and character != "\n" else character
