"""Refreshes of feeds that end before they are done, and lists of feeds that are damaged."""

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest

from index import Newsroom
from index.errors import StorageError
from index.fetching.notebook import Notebook
from tests.fetching.feeding import BELL, CREW, NOW, counted, numbered, page, put_feed
from tests.fetching.web import Page, Web

KILLED = """
import sys
from datetime import datetime
from index import Newsroom
from index.fetching.access import Access

home, host, now = sys.argv[1:]
with Newsroom.open(home, access=Access(allowed_hosts=frozenset({host}), delay=0)) as news:
    news.feeds.refresh(now=datetime.fromisoformat(now))
"""


def test_a_refresh_that_is_broken_off_is_completed_by_the_next_one(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web, BELL, CREW, etag='"1"'), now=NOW)

    class Enough(Exception):
        pass

    def break_off(progress: object) -> None:
        raise Enough

    listed = numbered(20)
    put_feed(web, *listed, etag='"2"')
    with pytest.raises(Enough):
        fed.feeds.refresh(now=NOW, on_progress=break_off)
    stored = fed.articles().articles
    web.asked.clear()
    report = fed.feeds.refresh(now=NOW)
    assert (stored, report.articles, len(web.paths())) == (16, counted(added=4), 5)


def test_closing_the_newsroom_ends_a_refresh_and_loses_nothing(fed: Newsroom, web: Web) -> None:
    listed = numbered(40)
    fed.feeds.add(put_feed(web, *listed, etag='"1"'), now=NOW)
    first = fed.feeds.refresh(now=NOW, on_progress=lambda _: fed.close())
    second = fed.feeds.refresh(now=NOW)
    assert first.articles.failed == second.articles.failed == ()
    assert (first.articles.added, second.articles.added) == (16, 24)


@pytest.mark.parametrize("version", [None, 7], ids=["damaged", "of another version"])
def test_a_list_of_feeds_that_cannot_be_read_is_named(tmp_path: Path, version: int | None) -> None:
    file = tmp_path / "feeds.sqlite"
    if version is None:
        file.write_bytes(b"no database" * 100)
    else:
        with Notebook(tmp_path).writing() as connection:
            connection.execute("CREATE TABLE other (name)")
        with closing(sqlite3.connect(file)) as changing:
            changing.execute(f"PRAGMA user_version = {version}")
    with pytest.raises(StorageError, match=re.escape(str(file))), Notebook(tmp_path).reading():
        pass


def test_a_refresh_that_is_broken_off_counts_no_feed_as_failed(fed: Newsroom, web: Web) -> None:
    class Enough(Exception):
        pass

    def break_off(_: object) -> None:
        raise Enough

    fed.feeds.add(put_feed(web, BELL), now=NOW)
    with pytest.raises(Enough):
        fed.feeds.refresh(now=NOW, on_progress=break_off)
    assert [(feed.failures, feed.problem) for feed in fed.feeds.all()] == [(0, None)]


def test_a_refresh_that_is_killed_is_completed_by_the_next_one(fed: Newsroom, web: Web, tmp_path: Path) -> None:
    listed = numbered(60)
    fed.feeds.add(put_feed(web, *listed, etag='"1"'), now=NOW)
    reached = Event()

    def tell(_: object) -> Page:
        reached.set()
        return Page(page(*listed[50][1:]))

    web.script("/50", tell)
    with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path / "home", web.host, NOW.isoformat()]) as started:
        assert reached.wait(60)
        started.kill()
    before = fed.articles().articles
    report = fed.feeds.refresh(now=NOW)
    assert (before + report.articles.added, report.articles.failed) == (60, ())
    assert sorted(article.title for article in fed.archive.find()) == sorted(title for _, title, _ in listed)
