"""A web page as an Article."""

import logging
import re
from datetime import datetime
from typing import Any

from index.errors import ArticleError
from index.reading import footers, identity, markup, pagedates, stubs, titles, urls
from index.reading.bylines import authors
from index.reading.records import refuse_large
from index.reading.texts import clean, clean_line
from index.types import Article

_SHORTEST_PARAGRAPH = 40
_MOST_ELEMENTS = 50_000
"""That take seconds to search through; the longest live reports have half as many."""
_ENDING = re.compile(r"\s+[-|–—·•]\s+(?P<outlet>(?:(?!\s[-|–—·•]\s).){2,60})$")
_TABLE_RULE = re.compile(r"[|:\-\s]+")


def article(page: str, *, origin: str, retrieved: datetime, url: str | None = None, sent: datetime | None = None) -> Article:
    """The article on a page: its text, title, outlet, address, authors, and the times that the page states.

    `origin` is the path or address it was read from, `url` the page's address where that is known, and `sent` when a site sent
    it, where that has just been. Raises ArticleError when the page holds no article, says why, or one that is too large.
    """
    tree = markup.parse(page)
    if tree is None:
        raise ArticleError("this page is empty")
    if (count := sum(1 for _ in tree.iter())) > _MOST_ELEMENTS:
        raise ArticleError(f"this page is too large for an article: {count:,} elements, at most {_MOST_ELEMENTS:,}")
    known = _metadata(tree)
    text, footer = footers.split(clean(_body(tree)))
    if reason := stubs.why_no_article(tree, text, is_described=pagedates.is_described(tree)):
        raise ArticleError(reason)
    if not any(len(paragraph) >= _SHORTEST_PARAGRAPH for paragraph in text.split("\n\n")):
        raise ArticleError("this page holds no article text; save the article's own page, not a list or a script")
    refuse_large(text)
    address = _address(tree, url)
    source = _source(tree, clean_line(known.sitename or "")) or footer.source or (urls.site(address) if url and address else None)
    title = _title(clean_line(known.title or ""), source) or footer.title or titles.opening(text)
    published, updated = pagedates.times(tree, retrieved=retrieved, sent=sent)
    return Article(
        id=identity.identify(url=address, own_id=None, place=origin),
        title=title,
        text=titles.without(text, title),
        origin=origin,
        retrieved=retrieved,
        source=source,
        url=address,
        published=published,
        updated=updated,
        authors=authors((known.author or "").split(";")),
    )


def _metadata(tree: Any) -> Any:
    # Only pages need it, and it takes 0.15 s to import.
    from trafilatura.metadata import extract_metadata

    _hush()
    # The dates it finds are not used, so it need not look far.
    return extract_metadata(tree, date_config={"extensive_search": False, "original_date": True})


def _body(tree: Any) -> str:
    """The article's text with an empty line between paragraphs; empty when there is none."""
    # Only pages need it, and it takes 0.15 s to import.
    from trafilatura import bare_extraction

    document = bare_extraction(tree, include_comments=False, include_tables=True)
    lines = (getattr(document, "text", None) or "").split("\n")
    return "\n\n".join(_unmarked(line.strip()) for line in lines if not _TABLE_RULE.fullmatch(line))


def _unmarked(line: str) -> str:
    """A line without the marks that trafilatura puts around list items and the rows of tables."""
    return line.strip("| ") if line.startswith("|") else line.removeprefix("- ")


def _hush() -> None:
    """Its complaints about a page come back as our own reason; as log lines they would name no page."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


def _source(tree: Any, named: str) -> str | None:
    """The outlet as the page names it; where that is only its host, or nothing, the ending of the window's title."""
    if named and ("." not in named or " " in named):
        return named
    window = clean_line(tree.findtext(".//title") or "")
    ending = _ENDING.search(window)
    headings = {clean_line(heading.text_content()) for heading in tree.iter("h1")}
    # Only before a known heading is the ending an outlet; otherwise it may be half of a headline.
    if ending and window[: ending.start()] in headings:
        return ending["outlet"]
    return named or None


def _title(title: str, source: str | None) -> str:
    """The title without the outlet's name behind it."""
    ending = _ENDING.search(title)
    return title[: ending.start()] if ending and ending["outlet"] == source else title


def _address(tree: Any, url: str | None) -> str | None:
    """The canonical URL that the page names for itself, else the one it was read from.

    Some sites name their front page for all their pages, so an address without a path is passed over; so is one of another site
    than the page was read from, which is for that site to say.
    """
    named = tree.xpath("//link[@rel='canonical']/@href|//meta[@property='og:url']/@content")
    found = (urls.canonical(clean_line(name), base=url or "") for name in named)
    read = urls.canonical(url) if url else None
    believed = (
        address for address in found if address and address.count("/") > 2 and (not read or urls.same_site(address, read))
    )
    return next(believed, read)
