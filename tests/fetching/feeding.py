"""A harbour paper's feed and pages, as tests put them on the web server."""

from collections.abc import Sequence
from datetime import UTC, datetime

from index import IngestReport
from index.types import Failure
from tests.fetching.web import Web

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PUBLISHED = "2026-11-20T08:00:00+00:00"
BELL = ("/bell", "Bell of the Osprey found", "Divers have brought up the bell of the ferry Osprey, which sank in March.")
CREW = ("/crew", "Crew of the Osprey honoured", "The crew of the ferry Osprey got medals from the mayor on Friday morning.")
"""Stories: path, title, text."""
PARAGRAPH = (
    "Divers of the harbour authority went down to the wreck for the third day in a row, and came up with nothing but a bell, "
    "said the officer in charge, who expects the search to go on until the weather turns."
)


def counted(*, added: int = 0, updated: int = 0, unchanged: int = 0, failed: tuple[Failure, ...] = ()) -> IngestReport:
    """What came of articles."""
    return IngestReport(added=added, updated=updated, unchanged=unchanged, failed=failed)


def page(title: str, text: str, *, published: str | None = PUBLISHED, updated: str | None = None) -> str:
    """An article's page, dated by meta tags."""
    metas = {"article:published_time": published, "article:modified_time": updated, "og:site_name": "Harbor Wire"}
    head = "".join(f'<meta property="{name}" content="{value}">' for name, value in metas.items() if value)
    return (
        f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{text}</p><p>{PARAGRAPH}</p></article></body></html>"
    )


def item(url: str, title: str, *, date: str = "", content: str = "", guid: str = "") -> str:
    """An RSS item with a summary of a few words."""
    return (
        f"<item><title>{title}</title><link>{url}</link><description>In short: {title}.</description>"
        + (f'<guid isPermaLink="false">{guid}</guid>' if guid else "")
        + (f"<pubDate>{date}</pubDate>" if date else "")
        + (f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else "")
        + "</item>"
    )


def rss(items: Sequence[str], *, title: str = "Harbor Wire", more: str = "") -> str:
    """An RSS feed."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{title}</title>{more}{"".join(items)}</channel></rss>'
    )


def numbered(count: int) -> list[tuple[str, str, str]]:
    """So many stories, numbered from 0."""
    return [
        (f"/{n}", f"Story {n} of the harbour", f"Story number {n} of the harbour is told on this page.") for n in range(count)
    ]


def put_feed(web: Web, *stories: tuple[str, str, str], etag: str | None = None) -> str:
    """Put a feed at /feed and its stories (path, title, text) at their paths; the feed's address."""
    for path, title, text in stories:
        web.put(path, page(title, text))
    items = [item(web.url(path), title, guid=path) for path, title, _ in stories]
    return web.put("/feed", rss(items), kind="application/rss+xml", etag=etag)
