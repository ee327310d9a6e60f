"""Blocks of HTML made into messages within Telegram's limits: nothing is lost, and no tag is left open."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from bot.telegram.messages.markup import Piece, read, tags_of, units, write

LIMIT = 4096
"""UTF-16 units of one message."""
MOST_ENTITIES = 100
"""Tags that hold text in one message."""
_BORDERS = (
    re.compile(r"\n\s*\n"),
    re.compile(r"\n"),
    re.compile(r"""[.!?…。！？]["'”’»)]*(?:\s?\[\d+\])*+(?:\s|$)"""),
    re.compile(r"\s"),
)
"""Where a text is best broken, the best first."""
_LOOK_AHEAD = 60
_JOINER = "\u200d"
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them are a flag."""


def split(blocks: Sequence[str], *, limit: int = LIMIT, most_entities: int = MOST_ENTITIES) -> tuple[str, ...]:
    """The blocks, in order, as few messages as keep each block whole.

    A block that is too long for a message is broken between paragraphs, else lines, sentences, words; only a word that is
    longer than a message is broken itself, and never within a letter. Tags that are open at a break are closed before it
    and opened behind it. White space at a break is left out, and so are blocks without text. `limit` is at least 2.
    """
    texts: list[Sequence[Piece]] = []
    held: Sequence[Piece] = ()
    for block in blocks:
        pieces = _shallow(_trimmed(read(block)), most_entities)
        joined = _joined(held, pieces)
        if _fits(joined, limit, most_entities):
            held = joined
        elif _fits(pieces, limit, most_entities):
            texts.append(held)
            held = pieces
        else:
            *full, held = _broken(joined, limit, most_entities)
            texts += full
    return tuple(write(pieces) for pieces in (*texts, held) if pieces)


def _joined(held: Sequence[Piece], pieces: Sequence[Piece]) -> Sequence[Piece]:
    """Both, an empty line between them; a quotation is set apart by itself."""
    if not held or not pieces:
        return held or pieces
    is_quotation = any(tag.name == "blockquote" for tag in pieces[0].tags)
    return (*held, Piece("\n" if is_quotation else "\n\n", ()), *pieces)


def _fits(pieces: Sequence[Piece], limit: int, most_entities: int) -> bool:
    return sum(units(piece.text) for piece in pieces) <= limit and len(tags_of(pieces)) <= most_entities


def _broken(pieces: Sequence[Piece], limit: int, most_entities: int) -> Iterator[Sequence[Piece]]:
    """Parts that fit, each as long as can be."""
    while not _fits(pieces, limit, most_entities):
        place = _border("".join(piece.text for piece in pieces), _reach(pieces, limit, most_entities))
        head, pieces = _cut(pieces, place)
        if head := _trimmed(head):
            yield head
        pieces = _trimmed(pieces)
    yield pieces


def _reach(pieces: Sequence[Piece], limit: int, most_entities: int) -> int:
    """How many characters from the start fit, at least one."""
    reach, room = 0, limit
    for place, piece in enumerate(pieces):
        if len(tags_of(pieces[: place + 1])) > most_entities:
            break
        if units(piece.text) > room:
            return max(1, reach + _prefix(piece.text, room))
        reach += len(piece.text)
        room -= units(piece.text)
    return max(1, reach)


def _prefix(text: str, room: int) -> int:
    """How many characters of the text take up at most so many UTF-16 units."""
    for place, letter in enumerate(text):
        room -= units(letter)
        if room < 0:
            return place
    return len(text)


def _border(text: str, reach: int) -> int:
    """The best place to break the text, at most `reach` characters from the start: not before the middle, if one is there."""
    for border in _BORDERS:
        # One character more: what follows a full part may be the white space to break at. And a look further ahead, because
        # the markers behind a sentence belong to it.
        ends = (match.end() for match in border.finditer(text, 0, reach + _LOOK_AHEAD))
        place = max((end for end in ends if end <= reach + 1), default=0)
        if place > reach // 2:
            return place
    place = reach
    while place > 1 and _is_within_letter(text, place):
        place -= 1
    return place if place > 1 else reach


def _is_within_letter(text: str, place: int) -> bool:
    """True when what stands on both sides of the place is read as one letter or one emoji."""
    if place >= len(text):
        return False
    before, after = text[place - 1], text[place]
    is_tone = "\U0001f3fb" <= after <= "\U0001f3ff"
    flag_letters = place - len(text[:place].rstrip(_FLAG_LETTERS))
    is_half_a_flag = after in _FLAG_LETTERS and flag_letters % 2 == 1
    return _JOINER in (before, after) or is_tone or is_half_a_flag or unicodedata.category(after) in {"Mn", "Me", "Mc"}


def _cut(pieces: Sequence[Piece], place: int) -> tuple[Sequence[Piece], Sequence[Piece]]:
    """The first so many characters, and the rest."""
    for number, piece in enumerate(pieces):
        if place < len(piece.text):
            head = (*pieces[:number], Piece(piece.text[:place], piece.tags))
            return head, (Piece(piece.text[place:], piece.tags), *pieces[number + 1 :])
        place -= len(piece.text)
    return pieces, ()


def _trimmed(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces without white space at the start and at the end."""
    kept = list(pieces)
    while kept and not (text := kept[0].text.lstrip()):
        del kept[0]
    if kept:
        kept[0] = Piece(text, kept[0].tags)
    while kept and not (text := kept[-1].text.rstrip()):
        del kept[-1]
    if kept:
        kept[-1] = Piece(text, kept[-1].tags)
    return kept


def _shallow(pieces: Sequence[Piece], most_entities: int) -> Sequence[Piece]:
    """The pieces without tags nested so deeply that no message could hold them."""
    return tuple(Piece(piece.text, piece.tags[:most_entities]) for piece in pieces)
