"""The commands below feeds, as a person runs them against a real web server."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from bot.feeding import lines
from index import IngestReport, RefreshReport
from tests.fetching.feeding import BELL, put_feed
from tests.fetching.web import Web

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def feeds(dateline: Command, web: Web, tmp_path: Path) -> Command:
    """Run `dateline feeds …` in a home of its own, with the web server allowed."""
    return lambda *arguments: dateline("feeds", *arguments, DATELINE_HOME=str(tmp_path / "home"), DATELINE_ALLOW_HOSTS=web.host)


def test_a_feed_is_added_read_listed_and_removed(feeds: Command, web: Web) -> None:
    feed = put_feed(web, BELL)
    done = [feeds(*words) for words in (["add", feed], ["add", feed], ["refresh"], ["refresh"], ["remove", feed], ["list"])]
    assert [(each.returncode, each.stdout, each.stderr) for each in done] == [
        (0, f"added: Harbor Wire — {feed}\n", ""),
        (0, f"already kept: {feed}\n", ""),
        (0, f"Harbor Wire — {feed}: 1 new entry\n1 added, 0 updated, 0 unchanged, 0 removed, 0 failed\n", ""),
        (0, "nothing new\n", ""),
        (0, f"removed: Harbor Wire — {feed}\n", ""),
        (0, "no feeds yet; run: dateline feeds add URL\n", ""),
    ]


def test_the_list_tells_how_each_feed_stands(feeds: Command, web: Web) -> None:
    good, bad = put_feed(web, BELL), web.put("/bad", '<rss version="2.0"><channel/></rss>', kind="text/xml")
    feeds("add", good, bad)
    new = feeds("list").stdout.splitlines()
    web.put("/bad", "Nothing here.", kind="text/plain")
    refreshed = feeds("refresh")
    standing = feeds("list").stdout.splitlines()
    records = [json.loads(line) for line in feeds("list", "--json").stdout.splitlines()]
    assert new == [f"Harbor Wire — {good}", "    never read yet", bad, "    never read yet"]
    assert (refreshed.returncode, refreshed.stderr) == (1, f"{bad}: this is no feed: its server calls it text/plain\n")
    assert [line.partition("; ")[0].partition(", ")[0][:16] for line in standing] == [
        f"Harbor Wire — {good}"[:16],
        "    read " + standing[1][9:16],
        bad[:16],
        "    failed once:",
    ]
    assert [(record["url"], record["title"], record["kind"], record["failures"], record["problem"]) for record in records] == [
        (good, "Harbor Wire", "feed", 0, None),
        (bad, None, "feed", 1, "this is no feed: its server calls it text/plain"),
    ]


def test_what_cannot_be_added_is_named_and_the_rest_is_added(feeds: Command, web: Web, tmp_path: Path) -> None:
    feed, missing = put_feed(web, BELL), tmp_path / "missing.opml"
    done = feeds("add", missing, web.url("/nowhere"), feed)
    assert (done.returncode, done.stdout) == (1, f"added: Harbor Wire — {feed}\n")
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [str(missing), web.url("/nowhere")]


def test_a_private_address_is_refused_with_the_setting_that_allows_it(dateline: Command, web: Web, tmp_path: Path) -> None:
    done = dateline("feeds", "add", put_feed(web, BELL), "--home", tmp_path / "home")
    assert (done.returncode, done.stdout, f"DATELINE_ALLOW_HOSTS={web.host}" in done.stderr, web.asked) == (1, "", True, [])


def test_a_feed_that_is_not_kept_is_named(feeds: Command) -> None:
    done = feeds("remove", "https://a.example/feed")
    assert (done.returncode, done.stderr) == (
        1,
        "dateline: 'https://a.example/feed' is no feed that is kept; see: dateline feeds list\n",
    )


@pytest.mark.parametrize("command", ["add", "list", "remove", "refresh"])
def test_every_command_helps(dateline: Command, command: str) -> None:
    assert dateline("feeds", command, "--help").returncode == 0


def test_a_title_cannot_command_the_terminal(feeds: Command, web: Web) -> None:
    feed = web.put(
        "/feed", '<rss version="2.0"><channel><title>\u202ewire&amp;#27;]0;x&amp;#7;</title></channel></rss>', kind="text/xml"
    )
    assert feeds("add", feed).stdout == f"added: wire]0;x — {feed}\n"


def test_what_a_site_has_taken_down_is_told() -> None:
    report = RefreshReport((), IngestReport(removed=1), ("https://harborwire.example/\x1b[2Jbell",))
    assert lines(report) == [
        "https://harborwire.example/bell: taken down by its site, and removed from the index",
        "0 added, 0 updated, 0 unchanged, 1 removed, 0 failed",
    ]
