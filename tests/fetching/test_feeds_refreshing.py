"""Feeds of a real web server into a newsroom: what is fetched, what is kept, and when again."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index import Newsroom, RefreshReport
from index.errors import FeedError, FetchError
from index.fetching.notebook import Notebook
from index.storage.embedding import MiniLM
from index.types import Refreshed
from tests.fetching.feeding import BELL, CREW, NOW, PARAGRAPH, counted, item, numbered, page, put_feed, rss
from tests.fetching.web import Web

SOON, LATER = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)


def test_articles_are_fetched_from_their_pages_when_the_feed_has_only_summaries(fed: Newsroom, web: Web) -> None:
    feed = put_feed(web, BELL, CREW)
    added = fed.feeds.add(feed, now=NOW)
    report = fed.feeds.refresh(now=NOW)
    assert [(each.url, each.title, each.kind) for each in added] == [(feed, "Harbor Wire", "feed")]
    assert report == RefreshReport((Refreshed(feed, "Harbor Wire", found=2),), counted(added=2))
    (hit,) = fed.search("bell of the Osprey", limit=1)
    assert (hit.passage.text, hit.passage.source, hit.passage.published) == (
        f"{BELL[2]}\n\n{PARAGRAPH}",
        "Harbor Wire",
        datetime(2026, 11, 20, 8, tzinfo=UTC),
    )


def test_the_same_feed_refreshed_twice_adds_nothing_and_fetches_no_page_again(fed: Newsroom, web: Web) -> None:
    feed = put_feed(web, BELL, CREW)
    fed.feeds.add(feed, now=NOW)
    fed.feeds.refresh(now=NOW)
    web.asked.clear()
    assert fed.feeds.refresh(now=SOON) == RefreshReport((Refreshed(feed, "Harbor Wire"),), counted())
    assert (web.paths(), fed.articles().articles) == (["/feed"], 2)


def test_a_feed_that_did_not_change_is_not_sent_again(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web, BELL, etag='"1"'), now=NOW)
    fed.feeds.refresh(now=NOW)
    web.asked.clear()
    report = fed.feeds.refresh(now=SOON)
    assert [asked.headers.get("if-none-match") for asked in web.asked] == ['"1"']
    assert (report.feeds[0].problem, report.articles) == (None, counted())


def test_last_modified_is_sent_back_as_it_came(fed: Newsroom, web: Web) -> None:
    stamp = "Fri, 20 Nov 2026 08:00:00 GMT"
    fed.feeds.add(web.put("/feed", rss([]), kind="application/rss+xml", modified=stamp), now=NOW)
    fed.feeds.refresh(now=NOW)
    web.asked.clear()
    fed.feeds.refresh(now=SOON)
    assert [asked.headers.get("if-modified-since") for asked in web.asked] == [stamp]


def test_an_article_that_the_feed_brings_whole_is_not_fetched(fed: Newsroom, web: Web) -> None:
    whole = f"<p>{BELL[2]}</p>" + f"<p>{PARAGRAPH}</p>" * 6
    story = item(web.url("/bell?utm_source=rss"), BELL[1], date="Fri, 20 Nov 2026 07:00:00 GMT", content=whole)
    fed.feeds.add(web.put("/feed", rss([story]), kind="application/rss+xml"), now=NOW)
    report = fed.feeds.refresh(now=NOW)
    (hit,) = fed.search("bell of the Osprey", limit=1)
    assert (report.articles, web.paths()) == (counted(added=1), ["/feed", "/feed"])
    assert (hit.passage.title, hit.passage.url, hit.passage.published, hit.passage.updated) == (
        BELL[1],
        web.url("/bell"),
        datetime(2026, 11, 20, 7, tzinfo=UTC),
        None,
    )


def test_dates_of_the_feed_stand_in_for_missing_ones_of_the_page_and_none_for_those_that_both_lack(
    fed: Newsroom, web: Web
) -> None:
    for path, title, text in (BELL, CREW):
        web.put(path, page(title, text, published=None))
    dated = item(web.url("/bell"), BELL[1], date="Thu, 19 Nov 2026 07:00:00 GMT")
    fed.feeds.add(web.put("/feed", rss([dated, item(web.url("/crew"), CREW[1])]), kind="application/rss+xml"), now=NOW)
    fed.feeds.refresh(now=NOW)
    found = {hit.passage.title: hit.passage.published for hit in fed.search("Osprey")}
    assert found == {BELL[1]: datetime(2026, 11, 19, 7, tzinfo=UTC), CREW[1]: None}


def test_an_article_about_which_the_feed_says_something_new_replaces_the_old_one(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web, BELL), now=NOW)
    fed.feeds.refresh(now=NOW)
    put_feed(
        web, (BELL[0], "Bell and anchor of the Osprey found", "Divers have brought up the bell and the anchor of the Osprey.")
    )
    report = fed.feeds.refresh(now=SOON)
    assert report.articles == counted(updated=1)
    assert [hit.passage.title for hit in fed.search("bell")] == ["Bell and anchor of the Osprey found"]


def test_a_page_that_is_edited_without_a_word_in_the_feed_is_noticed_when_it_is_looked_at_again(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web, BELL, etag='"1"'), now=NOW)
    fed.feeds.refresh(now=NOW)
    web.put("/bell", page(BELL[1], "Divers have brought up two bells of the ferry Osprey, which sank in March."))
    assert [fed.feeds.refresh(now=moment).articles for moment in (SOON, LATER)] == [counted(), counted(updated=1)]


def test_the_answer_to_a_watched_question_changes_with_the_refresh_and_not_before(fed: Newsroom, web: Web) -> None:
    question = "how many ferries have been inspected so far?"

    def story(day: int, count: int) -> tuple[str, str, str]:
        path, title = f"/inspection-{count}", f"Inspections of ferries reach {count}"
        text = f"The coast guard has inspected {count} ferries so far this year, an officer said on the quay in Port Ellery."
        web.put(path, page(title, text, published=f"2026-11-{day}T08:00:00+00:00"))
        return path, title, text

    def listed(*stories: tuple[str, str, str]) -> None:
        web.put("/feed", rss([item(web.url(path), title) for path, title, _ in stories]), kind="application/rss+xml")

    first = story(18, 11)
    listed(first)
    fed.feeds.add(web.url("/feed"), now=NOW)
    fed.feeds.refresh(now=NOW)
    second = story(20, 14)
    listed(second, first)
    before = fed.ask(question, now=NOW).tally
    fed.feeds.refresh(now=SOON)
    after = fed.ask(question, now=NOW).tally
    assert before is not None
    assert after is not None
    assert (before.value, after.value, [reading.value for reading in after.history]) == (11, 14, [11, 14])


def test_an_article_of_two_feeds_is_fetched_once(fed: Newsroom, web: Web) -> None:
    put_feed(web, BELL)
    web.put("/other", rss([item(web.url("/bell?utm_medium=rss"), "The bell")], title="Other"), kind="application/rss+xml")
    for path in ("/feed", "/other"):
        fed.feeds.add(web.url(path), now=NOW)
    report = fed.feeds.refresh(now=NOW)
    fed.feeds.refresh(now=SOON)
    assert (report.articles, [path for path in web.paths() if path.startswith("/bell")]) == (counted(added=1), ["/bell"])


def test_an_article_that_the_feed_calls_something_else_every_time_is_fetched_once(
    fed: Newsroom, web: Web, tmp_path: Path
) -> None:
    put_feed(web, BELL)
    for number in range(3):
        web.put("/feed", rss([item(web.url("/bell"), BELL[1], guid=f"call {number}")]), kind="application/rss+xml")
        if number == 0:
            fed.feeds.add(web.url("/feed"), now=NOW)
        fed.feeds.refresh(now=NOW + timedelta(minutes=number))
    with Notebook(tmp_path / "home").reading() as connection:
        remembered = connection.execute("SELECT id FROM entries").fetchall()
    assert (web.paths().count("/bell"), remembered) == (1, [("call 2",)])


def test_a_moment_without_a_time_zone_is_refused(fed: Newsroom) -> None:
    with pytest.raises(ValueError, match="now has no time zone"):
        fed.feeds.refresh(now=NOW.replace(tzinfo=None))


def test_a_page_without_an_article_is_named_and_tried_once_more_an_hour_later(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web, BELL, CREW, etag='"1"'), now=NOW)
    web.put("/crew", "gone", status=404)
    reports = [fed.feeds.refresh(now=NOW + timedelta(minutes=wait)).articles for wait in (0, 5, 61, 600)]
    assert [(report.added, [failure.source for failure in report.failed]) for report in reports] == [
        (1, [web.url("/crew")]),
        (0, []),
        (0, [web.url("/crew")]),
        (0, []),
    ]


def test_a_feed_that_fails_is_left_alone_for_longer_and_the_others_are_read(fed: Newsroom, web: Web) -> None:
    good, bad = put_feed(web, BELL), web.put("/bad", rss([]), kind="application/rss+xml")
    for url in (good, bad):
        fed.feeds.add(url, now=NOW)
    web.put("/bad", "<!doctype html><html><body>Moved.</body></html>")
    report = fed.feeds.refresh(now=NOW)
    standing = {feed.url: feed for feed in fed.feeds.all()}
    assert {feed.url: (feed.found, feed.problem) for feed in report.feeds} == {
        good: (1, None),
        bad: (0, "this is a web page, not a feed"),
    }
    assert (standing[bad].failures, standing[bad].problem, standing[bad].refreshed) == (1, "this is a web page, not a feed", None)
    assert timedelta(minutes=27) <= standing[bad].due - NOW <= timedelta(minutes=33)


def test_a_site_that_asks_to_wait_is_left_alone_until_then(fed: Newsroom, web: Web) -> None:
    feed = put_feed(web, BELL)
    fed.feeds.add(feed, now=NOW)
    web.put("/feed", status=429, headers={"Retry-After": "Wed, 01 Jan 2031 00:00:00 GMT"})
    (refreshed,) = fed.feeds.refresh(now=NOW).feeds
    (standing,) = fed.feeds.all()
    assert (refreshed.problem is None, standing.failures) == (False, 1)
    assert abs(standing.due - datetime(2031, 1, 1, tzinfo=UTC)) < timedelta(seconds=1)


def test_a_host_that_wants_a_rest_is_told_once_and_its_pages_are_fetched_later(fed: Newsroom, web: Web) -> None:
    listed = numbered(4)
    fed.feeds.add(put_feed(web, *listed, etag='"1"'), now=NOW)
    for path, _, _ in listed:
        web.put(path, status=503, headers={"Retry-After": "Wed, 01 Jan 2031 00:00:00 GMT"})
    first = fed.feeds.refresh(now=NOW)
    put_feed(web, *listed, etag='"1"')
    fed.feeds.close()
    later = fed.feeds.refresh(now=datetime(2031, 1, 2, tzinfo=UTC))
    assert (first.articles.added, [failure.reason[:33] for failure in first.articles.failed]) == (
        0,
        ["127.0.0.1 wants to be left alone "],
    )
    assert later.articles == counted(added=4)


def test_only_feeds_that_are_due_are_read_on_schedule(fed: Newsroom, web: Web) -> None:
    fed.feeds.add(put_feed(web), now=NOW)
    moments = [NOW + timedelta(minutes=minutes) for minutes in (0, 5, 30)]
    assert [len(fed.feeds.refresh(only_due=True, now=moment).feeds) for moment in moments] == [1, 0, 1]


def test_a_sitemap_gives_the_articles_of_the_last_three_days(fed: Newsroom, web: Web) -> None:
    def entry(path: str, day: int) -> str:
        web.put(path, page(f"Story {path}", f"{path} is what this story of the harbour is about."))
        return f"<url><loc>{web.url(path)}</loc><lastmod>2026-11-{day:02}</lastmod></url>"

    undated = f"<url><loc>{web.url('/about')}</loc></url>"
    body = f"<urlset>{entry('/new', 20)}{entry('/recent', 18)}{entry('/old', 12)}{undated}</urlset>"
    web.put("/news.xml", body, kind="application/xml")
    web.put("/index.xml", f"<sitemapindex><sitemap><loc>{web.url('/news.xml')}</loc></sitemap></sitemapindex>", kind="text/xml")
    (feed,) = fed.feeds.add(web.url("/index.xml"), now=NOW)
    report = fed.feeds.refresh(now=NOW)
    assert (feed.kind, report.articles, sorted(path for path in web.paths() if "xml" not in path)) == (
        "sitemaps",
        counted(added=2),
        ["/new", "/recent"],
    )


def test_a_list_of_feeds_adds_them_all_and_those_that_are_kept_once(fed: Newsroom, web: Web, tmp_path: Path) -> None:
    file = tmp_path / "mine.opml"
    file.write_text(
        f'<opml><body><outline text="Sea"><outline text="One" xmlUrl="{web.url("/1")}"/></outline>'
        f'<outline text="Two" xmlUrl="{web.url("/2")}"/></body></opml>',
        encoding="utf-8",
    )
    web.put("/all.opml", file.read_bytes(), kind="text/x-opml")
    added = [fed.feeds.add(source, now=NOW) for source in (file, web.url("/all.opml"))]
    assert [[feed.title for feed in each] for each in added] == [["One", "Two"], []]


def test_a_page_stands_for_the_feed_that_it_names(fed: Newsroom, web: Web) -> None:
    put_feed(web, BELL)
    web.put(
        "/",
        '<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments">'
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed"></head></html>',
    )
    assert [feed.url for feed in fed.feeds.add(web.url("/"), now=NOW)] == [web.url("/feed")]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (
            "<html><body>Hello.</body></html>",
            "this is a web page that names no feed; look on the site for its feed, or for its news sitemap",
        ),
        ("<svg/>", "this is no feed: XML, but neither RSS, Atom, OPML nor a sitemap"),
    ],
    ids=["page", "picture"],
)
def test_what_is_no_feed_is_not_kept(fed: Newsroom, web: Web, body: str, reason: str) -> None:
    with pytest.raises(FeedError) as refused:
        fed.feeds.add(web.put("/x", body), now=NOW)
    assert (str(refused.value), fed.feeds.all()) == (reason, ())


def test_a_feed_in_a_private_network_is_refused_unless_its_host_is_allowed(tmp_path: Path, encoder: MiniLM, web: Web) -> None:
    with Newsroom.open(tmp_path / "home", encoder=encoder) as news, pytest.raises(FetchError):
        news.feeds.add(put_feed(web, BELL), now=NOW)
    assert web.asked == []


def test_a_feed_that_is_removed_is_no_longer_read_and_its_articles_stay(fed: Newsroom, web: Web) -> None:
    feed = put_feed(web, BELL)
    fed.feeds.add(feed, now=NOW)
    fed.feeds.refresh(now=NOW)
    removed = fed.feeds.remove(feed)
    assert (removed.url, fed.feeds.all(), fed.feeds.refresh(now=LATER), fed.articles().articles) == (
        feed,
        (),
        RefreshReport(),
        1,
    )


def test_a_feed_that_is_not_kept_can_be_neither_removed_nor_refreshed(fed: Newsroom) -> None:
    for use in (fed.feeds.remove, lambda url: fed.feeds.refresh([url])):
        with pytest.raises(FeedError, match=r"'https://a.example/' is no feed that is kept"):
            use("https://a.example/")
