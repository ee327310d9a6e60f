"""Fetching: safe by construction, polite to sites, and clear about what went wrong."""

import ssl
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import chain, repeat

import pytest
import trustme

from index.fetching.access import Access
from index.fetching.addresses import is_public
from index.fetching.fetched import Fetched, Unchanged
from index.fetching.fetcher import Fetcher
from tests.fetching.waiting import NOON, Time, fetching, refused
from tests.fetching.web import Web, serving


def test_a_page_comes_with_all_that_is_told_of_it(web: Web) -> None:
    url = web.put(
        "/a?b=1",
        "Grüße",
        kind="Text/HTML; Charset=UTF-8",
        etag='"7"',
        modified="Sun, 16 Nov 2025 14:05:00 GMT",
        headers={"Age": "60"},
    )
    assert fetching(web).get(f" {url}#top ") == Fetched(
        url=url,
        asked=f" {url}#top ",
        status=200,
        kind="text/html",
        body="Grüße".encode(),
        moment=NOON,
        charset="UTF-8",
        etag='"7"',
        modified="Sun, 16 Nov 2025 14:05:00 GMT",
        age=60.0,
    )


def test_an_unchanged_page_is_not_sent_again(web: Web) -> None:
    url = web.put("/a", "text", etag='"7"', modified="Sun, 16 Nov 2025 14:05:00 GMT")
    known = Unchanged(url, url, NOON, '"7"', "Sun, 16 Nov 2025 14:05:00 GMT")
    assert fetching(web).get(url, etag='"7"') == known
    assert fetching(web).get(url, modified="Sun, 16 Nov 2025 14:05:00 GMT") == known
    assert isinstance(fetching(web).get(url, etag='"6"'), Fetched)


def test_we_say_who_we_are(web: Web) -> None:
    url = web.put("/a", "text")
    fetching(web, contact="mailto:desk@news.example").get(url)
    assert {asked.headers["user-agent"] for asked in web.asked} == {"Dateline/0.1.0 (+mailto:desk@news.example)"}


def test_a_page_of_another_kind_is_refused_before_it_is_read(web: Web) -> None:
    url = web.put("/film", stream=lambda web: repeat(b"x" * 10_000), kind="video/mp4")
    assert str(refused(fetching(web), url, kinds=frozenset({"text/html"}))) == "it is no web page but 'video/mp4'"


def test_a_page_that_drips_is_left_at_the_deadline(web: Web) -> None:
    def drip(web: Web) -> Iterator[bytes]:
        return chain([b"HTTP/1.1 200 OK\r\nX-Long: "], repeat(b"x"))

    web.put("/slow", raw=drip)
    failure = refused(fetching(web, Time(step=1.0), robots=False), web.url("/slow"))
    assert (str(failure), failure.is_passing) == ("it takes too long to come; try again later", True)


def test_waiting_out_of_politeness_is_no_part_of_the_deadline(web: Web) -> None:
    web.put("/robots.txt", "User-agent: *\nCrawl-delay: 50", kind="text/plain")
    time, url = Time(), web.put("/a", "text")
    with fetching(web, time) as fetcher:
        fetcher.get(url)
        assert isinstance(fetcher.get(url), Fetched)
    assert time.slept == [50.0]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://news.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
        "news.example/a",
        "http://news.example:0/",
        "http://news.example:99999/",
        "http://xn--/",
        "http://a%00b/",
        f"https://news.example/{'x' * 3000}",
        "https://reader:secret@news.example/",
    ],
)
def test_what_is_no_address_of_a_page_is_refused(web: Web, url: str) -> None:
    failure = refused(fetching(web), url)
    assert "secret" not in str(failure)
    assert web.asked == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        *((address, True) for address in ("8.8.8.8", "2606:4700::1111", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:808:808::1")),
        *(
            (address, False)
            for address in ("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1")
        ),
        *((address, False) for address in ("0.0.0.0", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255")),
        *(
            (address, False)
            for address in ("192.88.99.1", "192.0.0.8", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "fec0::1")
        ),
        *(
            (address, False)
            for address in ("ff02::1", "2001:db8::1", "2001::1", "64:ff9b:1::1", "5f00::1", "::127.0.0.1", "100::1")
        ),
        *(
            (address, False)
            for address in ("::ffff:10.0.0.1", "64:ff9b::169.254.169.254", "2002:7f00:1::1", "::ffff:0:127.0.0.1")
        ),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address: str, *, expected: bool) -> None:
    assert is_public(ip_address(address)) is expected


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "017700000001",
        "0x7f.0.0.1",
        "0x7F000001",
        "127.0.0.1.",
        "localhost",
        "LOCALHOST.",
        "[::1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
    ],
)
def test_this_machine_is_refused_in_all_its_names(web: Web, host: str) -> None:
    port = web.host.rpartition(":")[2]
    with Fetcher(Access(delay=0)) as fetcher:
        failure = refused(fetcher, f"http://{host}:{port}/a")
    assert "not on the public web" in str(failure)
    assert "DATELINE_ALLOW_HOSTS=" in str(failure)
    assert web.asked == []


def test_a_name_with_one_private_address_among_public_ones_is_refused(web: Web) -> None:
    with Fetcher(resolve=lambda host, port: ["8.8.8.8", "10.0.0.7"]) as fetcher:
        assert str(refused(fetcher, "https://news.example/")) == (
            "news.example is at 10.0.0.7, not on the public web but in a private or reserved network; "
            "if it is yours, allow it: DATELINE_ALLOW_HOSTS=news.example:443"
        )


def test_a_name_that_changes_its_mind_leads_nowhere_else(web: Web) -> None:
    answers = iter([["127.0.0.1"]])
    port = web.host.rpartition(":")[2]
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    web.put("/a", "text")
    access = Access(allowed_hosts=frozenset({f"news.example:{port}"}), delay=0, robots=False)
    with Fetcher(access, resolve=resolve) as fetcher:
        assert isinstance(fetcher.get(f"http://news.example:{port}/a"), Fetched)
    # Asked once, so there is no second answer to connect to: the address that was checked is the one connected to.
    assert asked == ["news.example"]


def test_the_next_address_of_a_host_is_tried(web: Web) -> None:
    port = web.host.rpartition(":")[2]
    web.put("/a", "text")
    access = Access(allowed_hosts=frozenset({f"news.example:{port}"}), delay=0)
    with Fetcher(access, resolve=lambda host, port: ["::1", "127.0.0.1"]) as fetcher:
        assert isinstance(fetcher.get(f"http://news.example:{port}/a"), Fetched)


def test_an_allowed_port_allows_no_other(web: Web) -> None:
    with Fetcher(Access(allowed_hosts=frozenset({"127.0.0.1:1"}), delay=0)) as fetcher:
        assert "not on the public web" in str(refused(fetcher, web.put("/a", "text")))
    with Fetcher(Access(allowed_hosts=frozenset({"127.0.0.1"}), delay=0)) as fetcher:
        assert isinstance(fetcher.get(web.url("/a")), Fetched)


def test_an_unknown_host_and_a_closed_port_are_told(web: Web) -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise OSError

    with Fetcher(resolve=resolve) as fetcher:
        assert str(refused(fetcher, "https://nowhere.example/")) == (
            "there is no host 'nowhere.example'; check the address and the connection"
        )
    with Fetcher(Access(allowed_hosts=frozenset({"127.0.0.1:9"}), delay=0)) as fetcher:
        failure = refused(fetcher, "http://127.0.0.1:9/")
    assert (str(failure), failure.is_passing) == ("cannot connect to 127.0.0.1; check the address and the connection", True)


def test_a_site_must_prove_who_it_is_by_its_name() -> None:
    authority, stranger = trustme.CA(), trustme.CA()
    served, trusted, wary = (ssl.SSLContext(side) for side in (ssl.PROTOCOL_TLS_SERVER, *[ssl.PROTOCOL_TLS_CLIENT] * 2))
    authority.issue_cert("news.example").configure_cert(served)
    authority.configure_trust(trusted)
    stranger.configure_trust(wary)
    with serving(tls=served) as web:
        web.put("/a", "text")
        ours, other = (f"{host}:{web.host.rpartition(':')[2]}" for host in ("news.example", "other.example"))
        access = Access(allowed_hosts=frozenset({ours, other}), delay=0)
        with Fetcher(access, resolve=lambda host, port: ["127.0.0.1"], tls=trusted) as fetcher:
            assert isinstance(fetcher.get(f"https://{ours}/a"), Fetched)
            assert str(refused(fetcher, f"https://{other}/a")).startswith(
                "other.example cannot prove who it is: Hostname mismatch, certificate is not valid for 'other.example'"
            )
        with Fetcher(access, resolve=lambda host, port: ["127.0.0.1"], tls=wary) as fetcher:
            assert str(refused(fetcher, f"https://{ours}/a")).startswith(
                "news.example cannot prove who it is: unable to get local issuer certificate"
            )


def test_cookies_last_for_the_redirects_of_one_page(web: Web) -> None:
    web.put("/a", status=302, headers={"Location": "/b", "Set-Cookie": "seen=1"})
    web.put("/b", "text")
    with fetching(web, robots=False) as fetcher:
        fetcher.get(web.url("/a"))
        fetcher.get(web.url("/b"))
    assert [asked.headers.get("cookie") for asked in web.asked] == [None, "seen=1", None]


@pytest.mark.parametrize(
    "header",
    [
        b"Content-Type: ;;;=",
        b"Content-Type: text/html; charset=\xc3\xbc",
        b"Content-Type: text/html; charset*=utf-8''x%ff",
        b"ETag: \xe9\xff",
        b"ETag: " + b"x" * 5000,
        b"Last-Modified: \xff",
        b"Age: -5",
        b"Set-Cookie: \xff=\x01; domain=..",
    ],
)
def test_a_header_that_makes_no_sense_does_no_harm(web: Web, header: bytes) -> None:
    url = web.put("/a", raw=lambda web: iter([b"HTTP/1.1 200 OK\r\n" + header + b"\r\n\r\ntext"]))
    with fetching(web) as fetcher:
        first = fetcher.get(url)
        second = fetcher.get(url, etag=first.etag, modified=first.modified)
    assert [found.body for found in (first, second) if isinstance(found, Fetched)] == [b"text", b"text"]


@pytest.mark.parametrize(
    "location",
    [
        b"javascript:1",
        b"http://xn--/",
        b"http://[::1",
        b"https://exa mple/",
        b"\x01",
        b"http://127.0.0.1:99999/",
        b"http://a:b@127.0.0.1/",
    ],
)
def test_a_redirect_to_what_is_no_address_is_refused(web: Web, location: bytes) -> None:
    url = web.put("/a", raw=lambda web: iter([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"]))
    assert "redirect" in (reason := str(refused(fetching(web), url))) or "not understood" in reason
