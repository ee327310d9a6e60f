"""An entry of a feed that brings the whole article, as that Article."""

import hashlib
from datetime import datetime

from index.errors import ArticleError
from index.fetching.entries import Entry
from index.reading import identity, titles, urls
from index.reading.records import refuse_large
from index.types import Article


def article(entry: Entry, *, now: datetime) -> Article:
    """The article that this entry brings, the same one as its page has.

    Raises ArticleError when it brings none, or too large a one.
    """
    if not entry.text:
        raise ArticleError("the feed brings no text for it")
    refuse_large(entry.text)
    title = entry.title or titles.opening(entry.text)
    address = urls.canonical(entry.url)
    return Article(
        id=identity.identify(url=address, own_id=entry.id, place=entry.url),
        title=title,
        text=titles.without(entry.text, title),
        origin=address or entry.url,
        retrieved=now,
        source=entry.source,
        url=address,
        published=entry.published,
        updated=entry.updated,
        authors=entry.authors,
    )


def digest(found: Article) -> str:
    """Sixteen hexadecimal digits that change when an article is edited; when it was read doesn't matter."""
    times = [moment.isoformat() if moment else "" for moment in (found.published, found.updated)]
    return hashlib.sha256("\n\n".join((found.title, found.text, *times)).encode()).hexdigest()[:16]
