"""What makes an article the same article the next time it is read."""

import hashlib
import re
from datetime import datetime
from pathlib import Path

# 1, 2, 3 ... number the rows of one export; another file's article 1 is another article.
_ROW_NUMBER = re.compile(r"\d{1,9}")


def identify(*, url: str | None, own_id: str | None, place: str) -> str:
    """Sixteen hexadecimal digits: of the canonical `url`, else of the article's own id, else of its `place`.

    A short number counts as an id only together with the place's file, because every export counts from 1.
    """
    if own_id is not None and _ROW_NUMBER.fullmatch(own_id):
        own_id = f"{place.partition('#')[0]}#{own_id}"
    return hashlib.sha256((url or own_id or place).encode("utf-8", "replace")).hexdigest()[:16]


def place_in_file(path: Path, *, title: str | None, text: str, published: datetime | None) -> str:
    """Where a record without URL and id stands, in words that stay when records are added before it.

    That is its title, or its opening words when it has none, and its date: a column keeps its title from week to week.
    """
    place = f"{path}#{title or text[:200]}"
    return f"{place}#{published.isoformat()}" if published else place
