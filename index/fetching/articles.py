"""The article that stands at an address of the web."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import httpx

from index.errors import ArticleError
from index.fetching.fetched import Fetched
from index.fetching.fetcher import Fetcher
from index.reading import dates, pages
from index.reading.decoding import decode
from index.types import Article

if TYPE_CHECKING:
    from index.fetching.entries import Entry

PAGES = frozenset({"text/html", "application/xhtml+xml"})
_FEEDS = frozenset(
    "application/rss+xml application/atom+xml application/feed+json application/xml text/xml application/json text/x-opml".split()
)
_PAGE_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body|title|meta)\b", re.IGNORECASE | re.DOTALL
)
_FEED_BEGINS = re.compile(rb"<(?:rss|feed|rdf:RDF|opml|urlset|sitemapindex)\b|jsonfeed\.org/version", re.IGNORECASE)


def article(fetcher: Fetcher, url: str, *, now: datetime, entry: "Entry | None" = None) -> Article:
    """The article on the page at that address; its origin is the page's canonical URL, which all its twins share.

    What the page does not say of itself is taken from the feed's `entry`. Raises ArticleError, whose message is the reason, when
    the page cannot be had or holds no article.
    """
    found = fetcher.get(url, kinds=PAGES | _FEEDS)
    assert isinstance(found, Fetched)  # Nothing was known that it could be unchanged from.
    _refuse_other(found)
    text = decode(found.body, html=True, charset=found.charset)
    if not text.strip():
        raise ArticleError("this page is empty")
    sent = min(found.moment, now) - timedelta(seconds=found.age)
    read = pages.article(text, origin=found.url, retrieved=now, url=found.url, sent=sent)
    return _completed(replace(read, origin=read.url or found.url), entry)


def _refuse_other(found: Fetched) -> None:
    """Raise ArticleError for what is no page, or not the page that was asked for."""
    begin = found.body[:4096]
    if found.kind not in PAGES and not _PAGE_BEGINS.match(begin):
        if found.kind in _FEEDS and _FEED_BEGINS.search(begin):
            raise ArticleError("this is a feed or a list of pages, no article; run: dateline feeds add URL")
        raise ArticleError(f"it is no web page but {found.kind or 'something unknown'!r}")
    asked, ended = httpx.URL(found.asked), httpx.URL(found.url)
    if len(asked.path) > 1 and ended.path in {"", "/"} and not ended.query and asked.path != ended.path:
        raise ArticleError(f"it redirects to the front page, {str(ended)[:200]!r}: the article is not there any more")


def _completed(read: Article, entry: "Entry | None") -> Article:
    """The article with what only its feed says."""
    if entry is None:
        return read
    published, updated = dates.in_order(read.published or entry.published, read.updated or entry.updated)
    return replace(
        read, published=published, updated=updated, source=read.source or entry.source, authors=read.authors or entry.authors
    )
