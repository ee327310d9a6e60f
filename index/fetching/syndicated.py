"""RSS and Atom, in all their versions."""

import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from index.errors import FeedError
from index.fetching.entries import Entry, Feed
from index.fetching.wording import absolute, both_dates, line, once, plain, whole
from index.reading.bylines import authors

LARGEST = 10_000_000
"""Bytes of a feed; of one made to be slow, feedparser reads a megabyte in seven seconds."""
_WHOLE_SUMMARY = 2_000
"""Characters from which on a description is taken for the article: where it is not, it is a sentence or two."""
_PERIODS = {"hourly": 60, "daily": 1_440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_BORDER = re.compile(r"\s+[-–—|:·•»]\s+|:\s+")
_MAILED = re.compile(r"\(([^()]{2,120})\)")
_SIGNS = re.compile(r"[\W_]+")


def parse(body: bytes, *, url: str, charset: str | None, now: datetime) -> Feed:
    """The feed in this XML, broken XML included as far as it can be understood. FeedError when it is no feed."""
    if len(body) > LARGEST:
        raise FeedError(f"too large for a feed: more than {LARGEST:,} bytes")
    # Only feeds need it, and it takes 0.1 s to import.
    import feedparser  # type: ignore[import-untyped]  # feedparser ships no types

    # A declared type of text/xml would mean ASCII; what the XML itself declares is better known.
    headers = {"content-type": f"application/xml; charset={charset}" if charset else "application/xml", "content-location": url}
    try:
        # As a stream: of a string feedparser would take the beginning for an address or a path, and open it.
        read = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except (ValueError, RecursionError, AssertionError, LookupError, TypeError, AttributeError) as error:
        # Its parser for broken XML stumbles over some of what is neither.
        raise FeedError("this is no feed: its XML is broken") from error
    if not read.get("version") and not read.entries:
        raise FeedError("this is no feed: XML, but neither RSS, Atom, OPML nor a sitemap")
    title = line(read.feed.get("title"))
    outlet = _outlet(read.feed, title, url=url)
    is_rss = str(read.get("version")).startswith("rss")
    entries = once(_entry(each, base=url, outlet=outlet, is_rss=is_rss, now=now) for each in read.entries)
    return Feed(kind="feed", title=title, entries=entries, pause=_pause(read.feed))


def _entry(said: Mapping[str, Any], *, base: str, outlet: str | None, is_rss: bool, now: datetime) -> Entry | None:
    found = next(_addresses(said, base=base), None)
    if found is None:
        return None
    # feedparser's own `get` would give the date of publication, with a warning, for a missing one of an update.
    updated = dict(said).get("updated")
    published = said.get("published") or said.get("created")
    if is_rss and not published:
        # RSS knows no updates: dc:date, which feedparser takes for one, is when an item appeared.
        published, updated = updated, None
    first, last = both_dates(published, updated, now=now)
    contents = [each.get("value") for each in _parts(said, "content")]
    return Entry(
        url=found,
        id=str(said.get("id") or found),
        title=line(said.get("title")),
        summary=plain(said.get("summary")) or next(filter(None, map(plain, contents)), None),
        text=next(filter(None, map(whole, contents)), None) or whole(said.get("summary"), least=_WHOLE_SUMMARY),
        published=first,
        updated=last,
        authors=_authors(said),
        source=next((line(each.get("title")) for each in _parts(said, "source")), None) or line(said.get("publisher")) or outlet,
    )


def _parts(said: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """What an entry says in several parts. An element of the same name, which feedparser takes for it, is no such thing."""
    value = said.get(name)
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, Mapping)]


def _addresses(said: Mapping[str, Any], *, base: str) -> Iterator[str]:
    """Where an article is: its own address before the one that counts readers, its page before its id."""
    links = [each for each in _parts(said, "links") if each.get("rel") in (None, "alternate")]
    pages = [each.get("href") for each in links if "html" in (each.get("type") or "html")]
    own = str(said.get("id") or "")
    for value in (said.get("feedburner_origlink"), *pages, said.get("link"), own if own.startswith("http") else None):
        if isinstance(value, str) and (found := absolute(value, base=base)):
            yield found


def _authors(said: Mapping[str, Any]) -> tuple[str, ...]:
    named = [each["name"] for each in _parts(said, "authors") if each.get("name")]
    written = str(said.get("author") or "")
    if "@" in written:
        # RSS asks for "address (name)", which feedparser cuts in the wrong place when the address ends in more than four letters.
        named = [name for found in _MAILED.finditer(written) if "@" not in (name := found[1])]
    return authors(named)


def _outlet(said: Mapping[str, Any], title: str | None, *, url: str) -> str | None:
    """Who publishes the feed: of a title such as "World | Harbor Wire" the part that stands in the site's address."""
    if title is None:
        return line(said.get("publisher"))
    hosts = {urlsplit(str(each)).hostname or "" for each in (said.get("link"), url)}
    for part in _BORDER.split(title):
        name = _SIGNS.sub("", part.casefold())
        if len(name) > 2 and any(name in _SIGNS.sub("", host) for host in hosts):
            return part
    return title


def _pause(said: Mapping[str, Any]) -> int | None:
    """Minutes between two refreshes that the feed asks for."""
    lasting = str(said.get("ttl") or "").strip()
    if lasting.isdecimal() and len(lasting) < 7 and int(lasting):
        return int(lasting)
    period = _PERIODS.get(str(said.get("sy_updateperiod") or "").strip().lower())
    times = str(said.get("sy_updatefrequency") or "1").strip()
    return max(period // int(times), 1) if period and times.isdecimal() and 0 < int(times) <= period else None
