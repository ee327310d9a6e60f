"""What a feed lists: its entries, and what it says of each."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["feed", "opml", "sitemap", "sitemaps"]
"""A feed of articles (RSS, Atom, JSON Feed), a list of feeds, a sitemap of articles, a list of sitemaps."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a feed lists: mostly an article, in a list of feeds a feed, in a list of sitemaps a sitemap."""

    url: str
    """Where it is, as the feed writes it, made absolute; http or https."""
    id: str
    """What the feed calls it, else its URL: the same from one refresh to the next."""
    title: str | None = None
    summary: str | None = None
    """Words of the feed about the article, or its beginning, as plain text."""
    text: str | None = None
    """The whole article as plain text, when the feed brings it; else None, and the page is to be fetched."""
    published: datetime | None = None
    """The feed's own date of publication, never one that was worked out; None when it gives none."""
    updated: datetime | None = None
    """The feed's own date of the last change, None when it gives none, or only that of the publication again."""
    authors: tuple[str, ...] = ()
    source: str | None = None
    """The outlet, as far as the feed names it."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read."""

    kind: Kind
    title: str | None
    entries: tuple[Entry, ...]
    """In the feed's own order; each id once."""
    pause: int | None = None
    """Minutes for which the feed asks to be left alone between two refreshes."""
