"""When a web page says that its article was published and updated."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index.reading import ago, dates

_ARTICLE = re.compile(r"Article|BlogPosting|Report\b|LiveBlog")


@dataclass(frozen=True, slots=True)
class _Names:
    """What pages call one of their times, in JSON-LD, in meta tags, and in the class of a time element."""

    described: frozenset[str]
    meta: frozenset[str]
    label: re.Pattern[str]


_PUBLISHED = _Names(
    described=frozenset({"datePublished"}),
    meta=frozenset(
        "article:published_time og:published_time og:article:published_time datepublished date pubdate publishdate publish-date "
        "publish_date published-date parsely-pub-date sailthru.date dc.date dc.date.issued dcterms.date dcterms.created "
        "dcterms.issued citation_publication_date cxenseparse:publishtime article.published".split()
    ),
    label=re.compile(r"publi|posted|created|pubdate|entry-date", re.IGNORECASE),
)
_UPDATED = _Names(
    described=frozenset({"dateModified"}),
    meta=frozenset(
        "article:modified_time og:updated_time og:modified_time datemodified lastmod last-modified modified-date article.updated "
        "dcterms.modified dc.date.modified".split()
    ),
    label=re.compile(r"updat|modif", re.IGNORECASE),
)
_TIMES = "//time[not(ancestor::aside or ancestor::footer or ancestor::nav or ancestor::*[contains(@class, 'comment')])]"
_TEXTS = (
    "//body//text()[not(ancestor::aside or ancestor::footer or ancestor::nav or ancestor::figure or ancestor::script"
    " or ancestor::style or ancestor::*[contains(@class, 'comment')])]"
)
_MOST_LINES = 20
_LONGEST_LINE = 120
_OUTSIDE_BYLINE = "//img|//picture|//figure|//footer|//aside|//nav|//script[not(contains(@type, 'json'))]|//style"
_LONGEST_BYLINE = 200


def times(
    tree: Any,  # lxml ships no types
    *,
    retrieved: datetime,
    sent: datetime | None = None,
) -> tuple[datetime | None, datetime | None]:
    """When the article of a page was published and updated, as far as the page says so, with time of day where it has one.

    Asked in this order: JSON-LD, meta tags, time elements; for the publication, then, htmldate for a day that stands in the page,
    and last what stands between the heading and the text: a date, or, on a page that a site has just `sent`, words like
    "yesterday". These steps take pictures and long paragraphs out of the tree.
    """
    described = list(_described(tree))
    published = _first(_candidates(tree, described, _PUBLISHED), retrieved=retrieved) or _lone_time(tree, retrieved=retrieved)
    updated = _first(_candidates(tree, described, _UPDATED), retrieved=retrieved)
    if published is None:
        lines = list(_byline(tree))
        published = _day_found(tree, retrieved=retrieved) or _day_told(lines, retrieved=retrieved, sent=sent)
    return dates.in_order(published, updated)


def is_described(tree: Any) -> bool:
    """True when the page calls itself an article, in JSON-LD or to those who share it."""
    shared = tree.xpath("//meta[@property='og:type' and @content='article']")
    return bool(shared) or next(_described(tree), None) is not None


def _first(candidates: Iterable[object], *, retrieved: datetime) -> datetime | None:
    """The first date there is; a later one of the same day is better when it alone has a time of day."""
    known = [(value, moment) for value in candidates if (moment := dates.parse(value, retrieved=retrieved))]
    if not known:
        return None
    value, first = known[0]
    if dates.has_time(value):
        return first
    return next((moment for other, moment in known if dates.has_time(other) and moment.date() == first.date()), first)


def _candidates(tree: Any, described: list[dict[str, Any]], names: _Names) -> Iterator[object]:
    for thing in described:
        yield from (thing[key] for key in names.described if key in thing)
    for meta in tree.iter("meta"):
        if any((meta.get(key) or "").lower() in names.meta for key in ("property", "name", "itemprop")):
            yield meta.get("content")
    for element in tree.xpath("//*[@itemprop]"):
        if element.tag != "meta" and element.get("itemprop") in names.described:
            yield _stated(element)
    for element in tree.xpath(_TIMES):
        label = f"{element.get('class')} {element.get('itemprop')} {'pubdate' if 'pubdate' in element.attrib else ''}"
        if names.label.search(label):
            yield _stated(element)


def _stated(element: Any) -> str:
    return str(element.get("datetime") or element.get("content") or element.text_content())


def _lone_time(tree: Any, *, retrieved: datetime) -> datetime | None:
    """The day of the page's time elements when all of them that aren't about updates mean the same one."""
    elements = [element for element in tree.xpath(_TIMES) if not _UPDATED.label.search(str(element.get("class")))]
    moments = [moment for element in elements if (moment := dates.parse(_stated(element), retrieved=retrieved))]
    return min(moments) if len({moment.date() for moment in moments}) == 1 else None


def _day_told(lines: list[str], *, retrieved: datetime, sent: datetime | None) -> datetime | None:
    """The day that one of the lines means and no other contradicts."""
    days = {moment for line in lines if (moment := dates.parse(line, retrieved=retrieved))}
    if not days and sent:
        days = {day for line in lines if (day := ago.day(line, sent=sent))}
    return days.pop() if len({day.date() for day in days}) == 1 else None


def _byline(tree: Any) -> Iterator[str]:
    """The short texts that follow the page's heading, or what repeats the window's title, up to the first long one."""
    window = " ".join((tree.findtext(".//title") or "").split())
    headings = {" ".join(heading.text_content().split()) for heading in tree.xpath("//h1")} or {window}
    is_below = False
    count = 0
    for text in tree.xpath(_TEXTS):
        line = " ".join(text.split())
        if (is_below and len(line) > _LONGEST_LINE) or count == _MOST_LINES:
            return
        if is_below and line:
            count += 1
            yield line
        is_below = is_below or (bool(line) and line in headings)


def _described(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles that the page describes in JSON-LD, the outermost first."""
    waiting: list[object] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        try:
            waiting.append(json.loads(script.text or "", strict=False))
        except (ValueError, RecursionError):
            continue
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting.extend(thing)
        elif isinstance(thing, dict):
            if _ARTICLE.search(str(thing.get("@type"))):
                yield thing
            waiting.extend(thing[key] for key in ("@graph", "mainEntity") if key in thing)


def _day_found(tree: Any, *, retrieved: datetime) -> datetime | None:
    """The day that htmldate finds in the page's address or in a byline, if it really stands there."""
    # Most pages state their dates, and htmldate takes 0.1 s to import.
    from htmldate import find_date

    for element in tree.xpath(_OUTSIDE_BYLINE):
        element.drop_tree()
    # htmldate takes any date in the running text, the image addresses or a copyright notice; only bylines are left to it.
    for element in tree.xpath("//p|//li|//td|//blockquote"):
        if len(element.text_content()) > _LONGEST_BYLINE:
            element.drop_tree()
    found = find_date(tree, extensive_search=False, original_date=True, max_date=retrieved.strftime("%Y-%m-%d"))
    day = dates.parse(found, retrieved=retrieved)
    return day if day and _stands_in(tree, day, retrieved=retrieved) else None


def _stands_in(tree: Any, day: datetime, *, retrieved: datetime) -> bool:
    """True when the page's own address holds the day, or a short text means it and nothing else."""
    numeric = re.compile(rf"(?<!\d){day.year}([-/]?)0?{day.month}\1(?:0?{day.day})(?!\d)")
    if any(numeric.search(url) for url in tree.xpath("//link[@rel='canonical']/@href|//meta[@property='og:url']/@content")):
        return True
    texts = (" ".join(text.split()) for text in tree.xpath("//body//text()"))
    moments = (dates.parse(text, retrieved=retrieved) for text in texts if str(day.year) in text)
    return any(moment is not None and moment.date() == day.date() for moment in moments)
