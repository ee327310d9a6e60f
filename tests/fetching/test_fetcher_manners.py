"""Manners of fetching: what a site's robots.txt asks, turns, pauses after failures, and an end when asked for."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from index.fetching.access import Access
from index.fetching.fetched import Fetched
from index.fetching.fetcher import Fetcher
from tests.fetching.waiting import NOON, Time, fetching, refused
from tests.fetching.web import Asked, Page, Web

ROBOTS = """
User-agent: *
Disallow: /

User-agent: dateline
Disallow: /private
Allow: /
"""


def test_robots_txt_is_respected_and_read_once(web: Web) -> None:
    web.put("/robots.txt", ROBOTS, kind="text/plain")
    public, private = web.put("/public", "text"), web.put("/private/a", "text")
    web.redirect("/moved", "/private/a")
    with fetching(web) as fetcher:
        fetcher.get(public)
        reasons = [str(refused(fetcher, url)) for url in (private, web.url("/moved"))]
    assert reasons == [
        "the robots.txt of 127.0.0.1 asks programs not to read this page",
        f"it redirects to {private!r}: the robots.txt of 127.0.0.1 asks programs not to read this page",
    ]
    assert [asked.path for asked in web.asked] == ["/robots.txt", "/public", "/moved"]


def test_robots_txt_can_be_ignored(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nDisallow: /", kind="text/plain")
    fetching(web, robots=False).get(web.put("/a", "text"))
    assert [asked.path for asked in web.asked] == ["/a"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_that_shows_no_robots_txt_allows_everything(web: Web, status: int) -> None:
    web.put("/robots.txt", status=status)
    assert isinstance(fetching(web).get(web.put("/a", "text")), Fetched)


def test_a_site_whose_robots_txt_fails_is_left_alone_for_now(web: Web) -> None:
    web.put("/robots.txt", status=500)
    failure = refused(fetching(web), web.put("/a", "text"))
    assert (str(failure), failure.is_passing, web.paths()) == (
        "127.0.0.1 doesn't say what programs may read: its robots.txt fails (500); try again later",
        True,
        [],
    )


def test_a_host_is_asked_by_turns(web: Web) -> None:
    time, url = Time(), web.put("/a", "text")
    with fetching(web, time, delay=1.5) as fetcher:
        for _ in range(3):
            fetcher.get(url)
    assert time.slept == [1.5, 1.5]


def test_a_crawl_delay_is_kept_and_too_long_a_one_told(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 600", kind="text/plain")
    time, url = Time(), web.put("/a", "text")
    with fetching(web, time) as fetcher:
        fetcher.get(url)
        failure = refused(fetcher, url)
    assert (str(failure), failure.is_passing, failure.again) == (
        "127.0.0.1 wants to be left alone until 12:10 UTC",
        True,
        NOON + timedelta(minutes=10),
    )


def test_a_busy_site_is_asked_again_when_it_says(web: Web) -> None:
    answers = iter(
        [
            Page(status=429, headers={"Retry-After": "20"}),
            Page(status=503, headers={"Retry-After": "Thu, 20 Nov 2025 12:00:50 GMT"}),
            Page("text"),
        ]
    )

    def answer(asked: Asked) -> Page:
        return next(answers)

    time = Time()
    found = fetching(web, time).get(web.script("/a", answer))
    assert isinstance(found, Fetched)
    assert time.slept == [20.0, 30.0]


def test_a_site_that_stays_busy_is_given_up_after_three_attempts(web: Web) -> None:
    time = Time()
    failure = refused(fetching(web, time), web.put("/a", status=503))
    assert (str(failure), failure.status, failure.is_passing) == ("the site has a fault; try again later (503)", 503, True)
    assert (time.slept, web.paths()) == ([2.0, 4.0], ["/a"] * 3)


def test_a_failing_host_is_left_alone_for_longer_and_longer(web: Web) -> None:
    url, time = web.put("/a", status=500), Time()
    with fetching(web, time) as fetcher:
        reasons = [str(refused(fetcher, url)) for _ in range(7)]
    assert time.slept == [2.0, 4.0, 8.0, 16.0, 32.0]
    assert (reasons[5], reasons[6]) == (
        "the site has a fault; try again later (500)",
        "127.0.0.1 wants to be left alone until 12:02 UTC",
    )


def test_a_success_ends_the_pauses(web: Web) -> None:
    time, broken, sound = Time(), web.put("/broken", status=500), web.put("/sound", "text")
    with fetching(web, time) as fetcher:
        for url in (broken, sound, broken, sound):
            if url == broken:
                refused(fetcher, url)
            else:
                fetcher.get(url)
    assert time.slept == [2.0, 2.0]


def test_a_missing_page_is_no_failure_of_its_host(web: Web) -> None:
    time, url = Time(), web.put("/a", status=404)
    with fetching(web, time) as fetcher:
        failures = [refused(fetcher, url) for _ in range(3)]
    assert (time.slept, {failure.is_passing for failure in failures}) == ([], {False})


def test_closing_ends_all_waiting(web: Web) -> None:
    url = web.put("/a", "text")
    fetcher = Fetcher(Access(allowed_hosts=frozenset({web.host}), delay=30.0))
    fetcher.get(url)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(refused, fetcher, url) for _ in range(2)]
        fetcher.close()
    assert [str(failure.result()) for failure in waiting] == ["fetching was stopped"] * 2


def test_many_threads_share_one_fetcher(web: Web) -> None:
    urls = [web.put(f"/{number}", str(number)) for number in range(40)]
    with fetching(web) as fetcher, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(fetcher.get, urls))
    assert [page.body.decode() for page in found if isinstance(page, Fetched)] == [str(number) for number in range(40)]
    assert [asked.path for asked in web.asked].count("/robots.txt") == 1


def test_a_redirect_within_a_site_is_the_same_turn(web: Web) -> None:
    time = Time()
    web.put("/b", "text")
    with fetching(web, time, delay=5.0) as fetcher:
        fetcher.get(web.redirect("/a", "/b"))
        fetcher.get(web.url("/b"))
    assert time.slept == [5.0]


@pytest.mark.parametrize("piece", [b".", b""])
def test_closing_ends_a_page_that_comes_slowly_or_not_at_all(web: Web, piece: bytes) -> None:
    begun = Event()

    def drip(web: Web) -> Iterator[bytes]:
        yield b"<p>One moment"
        begun.set()
        while not web.closing.wait(0.0 if piece else None):
            yield piece

    url = web.put("/slow", stream=drip)
    fetcher = Fetcher(Access(allowed_hosts=frozenset({web.host}), delay=0, timeout=60.0, deadline=60.0))
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(refused, fetcher, url)
        begun.wait()
        fetcher.close()
        assert str(waiting.result(timeout=30)) == "fetching was stopped"
