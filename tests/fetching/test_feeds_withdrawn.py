"""Articles whose pages are taken down after they were read: kept at first, and let go of when it is certain."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from index import IngestReport, Newsroom
from index.fetching import schedule
from tests.fetching.feeding import BELL, CREW, NOW, item, page, put_feed, rss
from tests.fetching.web import Web

HOUR = timedelta(hours=1)
LOOKS = (1, 7, 25)
"""Hours at which a page is looked at that is gone from the first look on."""
KEPT = "the site has taken it down (410); what was read of it is kept for now"


def titles(news: Newsroom) -> list[str]:
    return sorted(article.title for article in news.archive.find())


def listed(web: Web, *paths: str) -> None:
    """Have the feed list these pages, and leave the pages as they are."""
    web.put("/feed", rss([item(web.url(path), path, guid=path) for path in paths]), kind="application/rss+xml")


@pytest.fixture
def stored(fed: Newsroom, web: Web) -> Newsroom:
    """A newsroom in which two stories are, of which the feed lists one."""
    fed.feeds.add(put_feed(web, BELL, CREW), now=NOW)
    fed.feeds.refresh(now=NOW)
    listed(web, CREW[0])
    return fed


def looked(news: Newsroom, hours: float) -> tuple[IngestReport, tuple[str, ...]]:
    """What came of the articles in a refresh so many hours after the first."""
    report = news.feeds.refresh(now=NOW + hours * HOUR)
    return report.articles, report.withdrawn


def test_an_article_is_removed_when_its_page_has_been_gone_for_a_day_and_no_feed_lists_it(stored: Newsroom, web: Web) -> None:
    gone = web.put("/bell", "Gone.", status=410)
    first, second, third = [looked(stored, hours) for hours in LOOKS]
    assert [[(each.source, each.reason) for each in report.failed] for report, _ in (first, second, third)] == [
        [(gone, KEPT)],
        [(gone, KEPT)],
        [],
    ]
    assert [(report.removed, withdrawn) for report, withdrawn in (first, second, third)] == [(0, ()), (0, ()), (1, (gone,))]
    assert titles(stored) == [CREW[1]]
    web.asked.clear()
    assert (looked(stored, 100)[1], "/bell" in web.paths()) == ((), False)


def test_an_article_that_its_feed_still_lists_is_kept(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web, BELL, CREW, etag='"1"'), now=NOW)
    fed.feeds.refresh(now=NOW)
    web.put("/bell", "Gone.", status=404)
    failed = [len(looked(fed, hours)[0].failed) for hours in (*LOOKS, 49, 73, 97, 121, 1000)]
    assert (failed, titles(fed)) == ([1, 1, 1, 1, 1, 1, 1, 0], [BELL[1], CREW[1]])


def test_an_article_whose_page_comes_back_is_kept(stored: Newsroom, web: Web) -> None:
    web.put("/bell", "Gone.", status=404)
    for hours in LOOKS[:2]:
        looked(stored, hours)
    web.put("/bell", page(BELL[1], BELL[2]))
    back = looked(stored, LOOKS[2])
    web.put("/bell", "Gone.", status=404)
    again = [looked(stored, hours)[1] for hours in (26, 32)]
    assert (back, again) == ((IngestReport(unchanged=2), ()), [(), ()])
    assert titles(stored) == [BELL[1], CREW[1]]


def test_a_site_that_is_out_of_order_takes_nothing_down(stored: Newsroom, web: Web) -> None:
    web.put("/bell", "Broken.", status=500)
    looked(stored, 1)
    web.put("/bell", "Gone.", status=404)
    assert [looked(stored, hours)[1] for hours in (2, 8)] == [(), ()]
    assert titles(stored) == [BELL[1], CREW[1]]


def test_an_article_that_also_stands_at_another_address_is_kept(fed: Newsroom, web: Web) -> None:
    canonical = f'<link rel="canonical" href="{web.url("/bell")}">'
    twin = page(BELL[1], BELL[2]).replace("<head>", f"<head>{canonical}")
    for path in ("/bell", "/bell-twin"):
        web.put(path, twin)
    listed(web, "/bell", "/bell-twin")
    fed.feeds.add(web.url("/feed"), now=NOW)
    fed.feeds.refresh(now=NOW)
    listed(web)
    listed(web, *CREW[:1])
    web.put(CREW[0], page(*CREW[1:]))
    web.put("/bell-twin", "Gone.", status=404)
    assert [looked(fed, hours)[1] for hours in LOOKS] == [(), (), ()]
    assert titles(fed) == [BELL[1], CREW[1]]


def test_an_article_that_is_listed_anew_comes_back_with_its_page(stored: Newsroom, web: Web) -> None:
    web.put("/bell", "Gone.", status=410)
    for hours in LOOKS:
        looked(stored, hours)
    put_feed(web, BELL, CREW)
    report, _ = looked(stored, 30)
    assert (report.added, titles(stored)) == (1, [BELL[1], CREW[1]])


def test_what_the_person_removed_meanwhile_is_not_counted(stored: Newsroom, web: Web) -> None:
    gone = web.put("/bell", "Gone.", status=410)
    for hours in LOOKS[:2]:
        looked(stored, hours)
    stored.archive.remove([gone])
    assert looked(stored, LOOKS[2]) == (IngestReport(unchanged=1), ())


def test_a_list_of_feeds_of_the_first_version_is_brought_up(stored: Newsroom, web: Web, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "home" / "feeds.sqlite", isolation_level=None)) as older:
        for column in ("article", "misses"):
            older.execute(f"ALTER TABLE entries DROP COLUMN {column}")
        older.execute("PRAGMA user_version = 1")
    assert looked(stored, 1)[0] == IngestReport(unchanged=2)
    web.put("/bell", "Gone.", status=410)
    assert [looked(stored, hours)[1] for hours in (3, 9, 27)] == [(), (), (web.url("/bell"),)]


def test_a_page_that_is_gone_is_looked_at_three_times_in_a_day_then_daily_and_given_up_after_five_days() -> None:
    waits = [schedule.after_misses(misses) for misses in range(1, 8)]
    assert [wait and wait / HOUR for wait in waits] == [6, 18, 24, 24, 24, 24, None]
