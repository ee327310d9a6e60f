"""Lists in XML that are no feeds of articles: OPML, and sitemaps."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from index.errors import FeedError
from index.fetching.entries import Entry, Feed
from index.fetching.wording import absolute, both_dates, line, once


def opml(body: bytes, *, url: str) -> Feed:
    """The feeds that a reader's list names, folders within folders included. FeedError when it is broken or names none."""
    tree = _tree(body)
    title = next((line(text) for element in tree.iter("{*}title") if (text := element.text)), None)
    entries = once(_outlines(tree, base=url))
    if not entries:
        raise FeedError("this list of feeds (OPML) names no feed")
    return Feed(kind="opml", title=title, entries=entries)


def sitemap(body: bytes, *, url: str, now: datetime) -> Feed:
    """The pages of a sitemap, with the title, outlet and date that a news sitemap gives. FeedError when it is broken."""
    return Feed(kind="sitemap", title=None, entries=once(_pages(_tree(body), base=url, now=now)))


def sitemaps(body: bytes, *, url: str, now: datetime) -> Feed:
    """The sitemaps that an index of them names, each with its last change. FeedError when it is broken."""
    return Feed(kind="sitemaps", title=None, entries=once(_pages(_tree(body), base=url, now=now, each="sitemap")))


def _outlines(tree: Any, *, base: str) -> Iterator[Entry]:  # lxml ships no types
    for outline in tree.iter("{*}outline"):
        said = {str(name).lower(): value for name, value in outline.attrib.items()}
        if found := absolute(said.get("xmlurl", ""), base=base):
            yield Entry(url=found, id=found, title=line(said.get("title") or said.get("text")))


def _pages(tree: Any, *, base: str, now: datetime, each: str = "url") -> Iterator[Entry]:
    for page in tree.iter(f"{{*}}{each}"):
        found = absolute(_text(page, "loc") or "", base=base)
        if found is None:
            continue
        published, updated = both_dates(_text(page, "publication_date"), _text(page, "lastmod"), now=now)
        title, source = line(_text(page, "title")), line(_text(page, "name"))
        yield Entry(url=found, id=found, title=title, published=published, updated=updated, source=source)


def _text(page: Any, name: str) -> str | None:
    """The words of the first element of that name, in whatever namespace: sitemaps write it in several ways.

    Pictures and films have titles of their own, which are passed over.
    """
    for element in page.iter(f"{{*}}{name}"):
        if "news" in element.tag.partition("}")[0] or element.getparent() is page:
            return element.text.strip() if element.text else None
    return None


def _tree(body: bytes) -> Any:
    # Only lists need it: RSS and Atom are read by feedparser.
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    # What it names is never fetched nor read from disk, and entities that unfold into gigabytes stay folded.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        tree = etree.fromstring(body, parser=parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError("this is no feed: its XML is broken") from error
    if tree is None:
        raise FeedError("this is no feed: its XML is broken")
    return tree
