"""The names in a byline."""

import re
from collections.abc import Iterator

from index.reading.texts import clean_line

_BY = re.compile(r"^(?:by|von|por|par)\s*:?\s+", re.IGNORECASE)
_BORDER = re.compile(r"\s*;\s*|\s*,?\s+(?:and|&)\s+|\s*,(?!\s*(?:Jr|Sr|I{2,3}|IV|M\.?D|Ph\.?D)\b)\s*", re.IGNORECASE)
_SHOUTED = re.compile(r"[^\W\d_]+")
_NUMERAL = re.compile(r"I{2,3}|IV")
_LONGEST = 120


def authors(value: object) -> tuple[str, ...]:
    """The names in a string, an object with a name, or a list of those, each once, in order, without a leading "By".

    Names in capitals get small letters ("JIM SALTER"), but a short single word stays as it is ("AFP").
    """
    return tuple(dict.fromkeys(_names(value)))


def _names(value: object) -> Iterator[str]:
    for entry in value if isinstance(value, list) else [value]:
        text = entry.get("name") if isinstance(entry, dict) else entry
        if not isinstance(text, str):
            continue
        for name in _BORDER.split(_BY.sub("", clean_line(text))):
            if name and len(name) <= _LONGEST and "://" not in name:
                yield _calm(name)


def _calm(name: str) -> str:
    if not name.isupper() or (" " not in name and len(name) <= 5):
        return name
    return _SHOUTED.sub(lambda word: word[0] if _NUMERAL.fullmatch(word[0]) else word[0].capitalize(), name)
