"""What feeds say in HTML, as plain words; and whether it is the whole article."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from index.fetching.entries import Entry
from index.reading import dates, footers, markup
from index.reading.texts import clean, clean_line

_LONGEST_SUMMARY = 2_000
_WHOLE = 1_000
"""Characters from which on a feed's content is taken for the article. A shorter one may be: its page tells."""
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|»|→|\b(?:read|continue)\b[^.]{0,80}|\b(?:more|article)\s*>*)[\s\])>»→]*\Z",
    re.IGNORECASE,
)
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>\"]")


def line(value: object) -> str | None:
    """A title or a name on one line, without markup; None when there is none."""
    return clean_line(markup.text_of(value)) or None if isinstance(value, str) else None


def plain(value: object) -> str | None:
    """A summary without markup, its end cut off when it is very long; None when there is none."""
    return clean(markup.text_of(value))[:_LONGEST_SUMMARY] or None if isinstance(value, str) else None


def whole(value: object, *, least: int = _WHOLE) -> str | None:
    """The article's clean text, when that is what the feed brings: it is long and does not break off; else None."""
    if not isinstance(value, str) or len(value) < least:
        return None
    text, _ = footers.split(clean(markup.text_of(value)))
    return text if len(text) >= least and not _BREAKS_OFF.search(text.rpartition("\n\n")[2]) else None


def absolute(value: str, *, base: str) -> str | None:
    """The address that a feed at `base` means; None for anything but http and https."""
    value = value.strip()
    if not value or _UNFIT.search(value):
        return None
    try:
        found = urljoin(base, value)
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme in {"http", "https"} and parts.hostname else None


def both_dates(published: object, updated: object, *, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When an entry was published and changed, as the feed says; a change at the moment of publication is none."""
    first, last = dates.in_order(dates.parse(published, retrieved=now), dates.parse(updated, retrieved=now))
    return first, None if last == first else last


def once(entries: Iterable[Entry | None]) -> tuple[Entry, ...]:
    """Each entry once, in order; of two with one id the first, which feeds write last."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry is not None:
            found.setdefault(entry.id, entry)
    return tuple(found.values())
