"""Pages by their URL on the way into the newsroom."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from index.fetching import ahead
from index.fetching.access import Access
from index.fetching.fetcher import Fetcher
from index.newsroom import Newsroom
from index.types import Article, Failure, IngestProgress, IngestReport
from tests.fetching import stories
from tests.fetching.sites import amp, broadsheet, canonical, described, paragraphs
from tests.fetching.web import Web

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)
TITLE = "Bridge at Orrin Quay stays closed"


def page(story: tuple[str, ...], *, head: str = "", published: str = "2025-11-16T14:05:00Z") -> str:
    return broadsheet(TITLE, paragraphs(story), head=described(headline=TITLE, datePublished=published) + head)


def test_a_page_is_indexed_once_and_answers(web: Web, fed: Newsroom) -> None:
    url = web.put("/bridge?utm_source=mail", page(stories.BRIDGE))
    assert fed.ingest([url], now=NOW) == IngestReport(added=1)
    assert fed.ingest([url], now=NOW) == IngestReport(unchanged=1)
    (hit,) = fed.search("bearing of the swing bridge", limit=1, now=NOW)
    assert (hit.passage.url, hit.passage.published) == (web.url("/bridge"), datetime(2025, 11, 16, 14, 5, tzinfo=UTC))


def test_an_edited_page_replaces_what_was_read_before_even_undated(web: Web, fed: Newsroom) -> None:
    for story, report in ((stories.BRIDGE, IngestReport(added=1)), (stories.STORM, IngestReport(updated=1))):
        url = web.put("/bridge", broadsheet(TITLE, paragraphs(story)))
        assert fed.ingest([url], now=NOW) == report
    assert [hit.passage.text.startswith("At least seven") for hit in fed.search("storm", limit=1, now=NOW)] == [True]


def test_the_twins_of_a_page_are_one_article(web: Web, fed: Newsroom) -> None:
    head = canonical(web.url("/bridge"))
    urls = [web.put("/bridge", page(stories.BRIDGE, head=head)), web.put("/bridge?m=1", page(stories.BRIDGE, head=head))]
    described_head = (
        described(headline=TITLE, datePublished="2025-11-16T14:05:00Z", publisher={"name": "The Orrin Courier"}) + head
    )
    urls.append(web.put("/amp/bridge", amp(TITLE, paragraphs(stories.BRIDGE), head=described_head)))
    assert fed.ingest(urls, now=NOW) == IngestReport(added=1)
    assert fed.articles().articles == 1


def test_files_and_pages_go_in_together_and_failures_are_named(web: Web, fed: Newsroom, tmp_path: Path) -> None:
    file = tmp_path / "note.md"
    file.write_text("---\ntitle: Reef\npublished: 2025-11-15\n---\n\n" + "\n\n".join(stories.REEF), encoding="utf-8")
    good, missing = web.put("/bridge", page(stories.BRIDGE)), web.url("/nowhere")
    report = fed.ingest([missing, file, good, "http://10.0.0.1/"], now=NOW)
    assert replace(report, failed=report.failed[:1]) == IngestReport(
        added=2, failed=(Failure(source=missing, reason="there is no such page; check the address (404)"),)
    )
    assert [failure.source for failure in report.failed] == [missing, "http://10.0.0.1/"]


def test_a_page_that_is_gone_is_not_pruned(web: Web, fed: Newsroom) -> None:
    url = web.put("/bridge", page(stories.BRIDGE))
    fed.ingest([url], now=NOW)
    web.put("/bridge", status=410)
    report = fed.ingest([url], now=NOW, prune=True)
    assert (report.removed, len(report.failed), fed.articles().articles) == (0, 1, 1)


def test_pages_come_in_their_order_and_are_fetched_no_further_ahead_than_a_few(web: Web) -> None:
    urls = [web.put(f"/{number}", page((*stories.BRIDGE, f"Number {number} of the series."))) for number in range(60)]
    with Fetcher(Access(allowed_hosts=frozenset({web.host}), delay=0), now=lambda: NOW) as fetcher:
        pages = ahead.fetched(fetcher, urls, now=NOW)
        assert web.asked == []
        taken = [found.url for found in islice(pages, 5) if isinstance(found, Article)]
        pages.close()
    assert taken == urls[:5]
    assert len(web.paths()) <= 5 + 16


def test_an_interruption_ends_the_fetching_and_keeps_what_is_stored(web: Web, fed: Newsroom) -> None:
    urls = [web.put(f"/{number}", page((*stories.BRIDGE, f"Number {number} of the series."))) for number in range(250)]

    def interrupt(progress: IngestProgress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fed.ingest(urls, now=NOW, on_progress=interrupt)
    kept = fed.articles().articles
    assert (kept >= 32, len(web.paths()) < 250) == (True, True)
    assert fed.ingest(urls, now=NOW) == IngestReport(added=250 - kept, unchanged=kept)
