"""What the rows of the table of pages are made of: how a page is put there, and the outcome it must have."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.fetching import sites, stories
from tests.fetching.sites import broadsheet, described, paragraphs
from tests.fetching.web import Web

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)
SUNDAY = datetime(2025, 11, 16, tzinfo=UTC)
TIMED = SUNDAY.replace(hour=14, minute=5)
LATER = SUNDAY.replace(hour=16, minute=30)
EARLIER = datetime(2025, 11, 13, tzinfo=UTC)


HOST = "HOST"
"""Of a source: the page names none, so that its host has to do."""


@dataclass(frozen=True, slots=True)
class Told:
    """The article that a page must give."""

    story: tuple[str, ...]
    published: datetime | None = None
    updated: datetime | None = None
    title: str = "Bridge at Orrin Quay stays closed"
    source: str | None = "The Orrin Courier"
    path: str | None = None
    """Of its URL, where that is another than the one asked for."""
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """One page: how it is put there, and what must come of it: an article, or a reason that begins like this."""

    name: str
    put: Callable[[Web, str], str]
    """Puts the page at a path; gives the address to ask for."""
    outcome: Told | str


TITLE = "Bridge at Orrin Quay stays closed"
BODY = paragraphs(stories.BRIDGE)
TOLD = Told(stories.BRIDGE, TIMED)
DESCRIBED = described(
    headline=TITLE, datePublished="2025-11-16T14:05:00Z", publisher={"@type": "Organization", "name": "The Orrin Courier"}
)
PLAIN = broadsheet(TITLE, BODY, head=DESCRIBED)


def at(page: str | bytes = "", **options: Any) -> Callable[[Web, str], str]:
    """Put this page there."""
    return lambda web, path: web.put(path, page, **options)


def linked(page: Callable[[str], str], *, asked: str = "") -> Callable[[Web, str], str]:
    """Put a page that needs its own site's address there; ask for it with `asked` behind its address."""

    def put(web: Web, path: str) -> str:
        web.put(path + asked, page(web.url("")))
        return web.url(path + asked)

    return put


def moved(*targets: str) -> Callable[[Web, str], str]:
    """Put the plain story there, and before it a row of redirects; ask for the first."""

    def put(web: Web, path: str) -> str:
        for number, target in enumerate(targets):
            web.redirect(f"{path}/{number}" if number else path, target.replace("SELF", path).replace("WEB", web.url("")))
        web.put(f"{path}/end", PLAIN)
        web.put("/", sites.front(summaries=True))
        return web.url(path)

    return put
