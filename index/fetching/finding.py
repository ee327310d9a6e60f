"""The feeds that a person means by an address or a file."""

from datetime import datetime
from pathlib import Path
from typing import Any

from index.errors import FeedError
from index.fetching import feeds
from index.fetching.entries import Entry, Feed, Kind
from index.fetching.fetched import Fetched
from index.fetching.fetcher import Fetcher
from index.fetching.wording import absolute, line
from index.reading import markup
from index.reading.decoding import decode

_ADVERTISED = (
    "//link[contains(concat(' ', @rel, ' '), ' alternate ') and "
    "(contains(@type, 'rss') or contains(@type, 'atom') or contains(@type, 'feed+json'))]"
)


def found(source: str, *, fetcher: Fetcher, now: datetime) -> list[tuple[Entry, Kind]]:
    """The feeds that a URL or an OPML file stands for, each with its kind.

    A feed or a sitemap is itself; a list of feeds (OPML) all that it names; a page the first feed that it advertises, not one of
    readers' comments. FeedError when there is none, FetchError when the address cannot be read.
    """
    if not source.startswith(("http://", "https://")):
        return _all_of(feeds.parse(_file(source), url="", kind="a file", now=now), source)
    fetched = fetcher.get(source)
    assert isinstance(fetched, Fetched)
    if feeds.root(fetched.body) in {"html", "head", "body"}:
        source = _advertised(decode(fetched.body, html=True), base=fetched.url)
        fetched = fetcher.get(source)
        assert isinstance(fetched, Fetched)
    read = feeds.parse(fetched.body, url=fetched.url, kind=fetched.kind, charset=fetched.charset, now=now)
    if read.kind == "opml":
        return _all_of(read, source)
    return [(Entry(url=source, id=source, title=read.title), read.kind)]


def _all_of(read: Feed, source: str) -> list[tuple[Entry, Kind]]:
    if read.kind != "opml":
        raise FeedError(f"{source!r} is no list of feeds (OPML); give the address of a feed, or an OPML file")
    return [(entry, "feed") for entry in read.entries]


def _file(source: str) -> bytes:
    path = Path(source)
    try:
        with path.open("rb") as file:
            body = file.read(feeds.LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FeedError(f"cannot read {source!r}: {reason}; give the address of a feed, or an OPML file") from error
    if len(body) > feeds.LARGEST:
        raise FeedError(f"{source!r} is too large for a list of feeds: more than {feeds.LARGEST:,} bytes")
    return body


def _advertised(page: str, *, base: str) -> str:
    tree: Any = markup.parse(page)  # lxml ships no types
    for link in tree.xpath(_ADVERTISED) if tree is not None else ():
        address = absolute(link.get("href") or "", base=base)
        if address and "comment" not in f"{address} {line(link.get('title')) or ''}".lower():
            return address
    raise FeedError("this is a web page that names no feed; look on the site for its feed, or for its news sitemap")
