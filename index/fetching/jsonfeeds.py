"""JSON Feed (jsonfeed.org, versions 1 and 1.1)."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from index.errors import ArticleError, FeedError
from index.fetching.entries import Entry, Feed
from index.fetching.wording import absolute, both_dates, line, once, plain, whole
from index.reading.bylines import authors
from index.reading.decoding import decode


def parse(body: bytes, *, url: str, now: datetime) -> Feed:
    """The feed in this JSON. Items that cannot be read are left out. FeedError when it is no JSON Feed."""
    try:
        read: object = json.loads(decode(body), strict=False)
    except (ValueError, RecursionError, ArticleError) as error:
        raise FeedError("this is no feed: its JSON is broken") from error
    items = read.get("items") if isinstance(read, dict) else None
    if not isinstance(read, dict) or not isinstance(items, list) or "jsonfeed.org" not in str(read.get("version")):
        raise FeedError("this is no feed: JSON, but not the one of jsonfeed.org")
    title = line(read.get("title"))
    names = authors(read.get("authors") or read.get("author"))
    entries = (_entry(item, base=url, outlet=title, names=names, now=now) for item in items if isinstance(item, dict))
    return Feed(kind="feed", title=title, entries=once(entries))


def _entry(item: Mapping[str, object], *, base: str, outlet: str | None, names: tuple[str, ...], now: datetime) -> Entry | None:
    own = item.get("id")
    found = next(_addresses(item, base=base), None)
    if found is None:
        return None
    published, updated = both_dates(item.get("date_published"), item.get("date_modified"), now=now)
    return Entry(
        url=found,
        id=str(own) if isinstance(own, (str, int)) and own else found,
        title=line(item.get("title")),
        summary=plain(item.get("summary")),
        text=whole(item.get("content_html")) or whole(item.get("content_text")),
        published=published,
        updated=updated,
        authors=authors(item.get("authors") or item.get("author")) or names,
        source=outlet,
    )


def _addresses(item: Mapping[str, object], *, base: str) -> Iterator[str]:
    """The article's own page first, then what it points to; an id may be an address too."""
    for name in ("url", "external_url", "id"):
        value = item.get(name)
        if isinstance(value, str) and (name != "id" or value.startswith("http")) and (found := absolute(value, base=base)):
            yield found
