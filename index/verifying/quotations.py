"""What a sentence puts between quotation marks, and whether a text holds it word for word."""

import re

from index.vocabulary import fold

_QUOTED = re.compile(r"“([^“”]+)(?:”|$)|(?<!\w)\"([^\"]+)(?:\"|$)|(?<![\w])‘([^‘’]{8,}?)’(?!\w)")
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[[^\]]*\])\s*")
_SIGNS = re.compile(r"[\"“”‘’'`]")
_EDGES = re.compile(r"^[\s.,;:!?—–-]+|[\s.,;:!?—–-]+$")
_DASHES = re.compile(r"\s*[—–]+\s*")
_SPACES = re.compile(r"\s+")


def quoted(sentence: str) -> tuple[str, ...]:
    """The quotations of a sentence, each without its marks."""
    return tuple(next(filter(None, match.groups())) for match in _QUOTED.finditer(sentence))


def plain(text: str) -> str:
    """A text as quotations are compared: small letters, no quotation marks, single spaces."""
    return _SPACES.sub(" ", _DASHES.sub(" - ", _SIGNS.sub("", fold(text)))).strip()


def is_held(quotation: str, text: str) -> bool:
    """True when the plain `text` holds a quotation word for word; the parts around "…" and "[…]" in their order."""
    place = 0
    for part in _CUT.split(quotation):
        wanted = _EDGES.sub("", plain(part))
        if not wanted:
            continue
        match = re.compile(rf"(?<!\w){re.escape(wanted)}(?!\w)").search(text, place)
        if match is None:
            return False
        place = match.end()
    return True
