"""Pages that hold no article, or cannot be had, and the reason that each must be refused with."""

import gzip
import itertools
from collections.abc import Iterator

from tests.fetching import sites, stories
from tests.fetching.outcomes import DESCRIBED, PLAIN, TITLE, Shape, at, moved
from tests.fetching.sites import broadsheet, described, paragraphs, portal
from tests.fetching.web import Web


def endless(web: Web) -> Iterator[bytes]:
    """A page that goes on for good."""
    return itertools.repeat(b"<p>and another paragraph of the same</p>" * 1000)


def silent(web: Web) -> Iterator[bytes]:
    """A page that begins, and then nothing more comes."""
    yield b"<html><body><p>One moment"
    web.closing.wait()


def speechless(web: Web) -> Iterator[bytes]:
    """A server that takes the request and never answers."""
    web.closing.wait()
    yield b""


def bomb() -> bytes:
    """A hundred megabytes of nothing in a hundred kilobytes."""
    return gzip.compress(b"<p>" + bytes(100_000_000), 9)


ON_WEB = "not on the public web but in a private or reserved network"
NO_ARTICLES = [
    Shape(
        "paywall's stub",
        at(
            portal(
                TITLE,
                paragraphs(stories.BRIDGE[:1])
                + '<div class="box"><p>Subscribe to continue reading this story and all others.</p></div>',
                head=DESCRIBED,
            )
        ),
        "only the beginning of the article is shown: the rest is for subscribers",
    ),
    Shape(
        "paywall told to search engines",
        at(portal(TITLE, paragraphs(stories.BRIDGE[:2]), head=described(headline=TITLE, isAccessibleForFree="False"))),
        "only the beginning of the article is shown",
    ),
    Shape(
        "German paywall",
        at(
            broadsheet(
                "Hallenbad bleibt",
                paragraphs(stories.GERMAN[:1]) + "<p>Weiterlesen mit dem Abo für einen Euro im ersten Monat.</p>",
            )
        ),
        "only the beginning of the article is shown",
    ),
    Shape("section with first words", at(sites.front(summaries=True)), "this is a list of articles"),
    Shape("section of links", at(sites.front(summaries=False)), "this is a list of articles"),
    Shape(
        "a missing page that says it is fine",
        at(
            broadsheet(
                "Page not found",
                "<p>We could not find what you were looking for. It may have moved, or its address be wrong. Try the search.</p>",
            )
        ),
        "this page says that there is no such article",
    ),
    Shape(
        "a check for robots",
        at(
            "<html><head><title>Just a moment...</title></head><body><h1>courier.example</h1>"
            "<p>Verifying you are human. This may take a few seconds, please wait.</p></body></html>"
        ),
        "the site shows a check for robots",
    ),
    Shape(
        "a script without text",
        at('<html><head><title>Courier</title></head><body><div id="root"></div><script>start()</script></body></html>'),
        "this page holds no article text",
    ),
    Shape("nothing", at(""), "this page is empty"),
    Shape("PDF", at(b"%PDF-1.7 ...", kind="application/pdf"), "it is no web page but 'application/pdf'"),
    Shape("picture said to be a page", at(b"\x89PNG\r\n\x1a\n" + bytes(2000)), "not text, or in an unknown encoding"),
    Shape(
        "feed",
        at('<?xml version="1.0"?><rss version="2.0"><channel><title>Courier</title></channel></rss>', kind="application/rss+xml"),
        "this is a feed or a list of pages",
    ),
    Shape("JSON", at('{"a": 1}', kind="application/json"), "it is no web page but 'application/json'"),
]
FAILURES = [
    Shape(
        "twelve megabytes",
        at(PLAIN.replace("</head>", "<script>" + "var filler = 'x';" * 705_000 + "</script></head>")),
        "it is too large for an article: 11,9",
    ),
    Shape(
        "a bomb in gzip",
        at(bomb(), headers={"Content-Encoding": "gzip"}),
        "it is too large for an article: more than 10,000,000 bytes",
    ),
    Shape(
        "packed twice",
        at(gzip.compress(bomb()), headers={"Content-Encoding": "gzip, gzip"}),
        "it comes packed in a way that is not understood",
    ),
    Shape(
        "packing broken off",
        at(gzip.compress(PLAIN.encode())[:-900], headers={"Content-Encoding": "gzip"}),
        "it breaks off in the middle",
    ),
    Shape("endless", at(stream=endless), "it is too large for an article: more than 10,000,000 bytes"),
    Shape("slow", at(stream=silent), "127.0.0.1 doesn't answer; try again later"),
    Shape("no answer", at(raw=speechless), "127.0.0.1 doesn't answer; try again later"),
    Shape(
        "no HTTP",
        at(raw=lambda web: iter([b"220 mail.example ESMTP ready\r\n"])),
        "127.0.0.1 answers with something that is no web page",
    ),
    Shape(
        "broken off",
        at(raw=lambda web: iter([b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\nContent-Type: text/html\r\n\r\n<p>Half"])),
        "127.0.0.1 answers with something that is no web page, or breaks off",
    ),
    Shape("missing", at("<h1>Not found</h1>", status=404), "there is no such page; check the address (404)"),
    Shape("taken down", at("", status=410), "the site has taken it down (410)"),
    Shape("forbidden", at("", status=403), "the site refuses to show it (403)"),
    Shape("fault", at("", status=500), "the site has a fault; try again later (500)"),
    Shape(
        "busy for an hour",
        at("", status=503, headers={"Retry-After": "3600"}),
        "127.0.0.1 wants to be left alone until 1",
    ),
    Shape("circle of redirects", moved("SELF/1", "SELF/2", "SELF"), "it redirects in a circle"),
    Shape(
        "more redirects than anybody needs",
        moved("SELF/1", "SELF/2", "SELF/3", "SELF/4", "SELF/5", "SELF/end"),
        "it redirects more than 5 times",
    ),
    Shape("to the front page", moved("/"), "it redirects to the front page"),
    Shape(
        "to the metadata of a cloud",
        moved("http://169.254.169.254/latest/meta-data/"),
        f"it redirects to 'http://169.254.169.254/latest/meta-data/': 169.254.169.254 is {ON_WEB}",
    ),
    Shape(
        "to this machine by name",
        moved("http://localhost/"),
        f"it redirects to 'http://localhost/': localhost is at 127.0.0.1, {ON_WEB}",
    ),
    Shape(
        "to this machine by decimal number",
        moved("http://2130706433/"),
        f"it redirects to 'http://2130706433/': 2130706433 is at 127.0.0.1, {ON_WEB}",
    ),
    Shape(
        "to this machine by octal number",
        moved("http://0177.0.0.01/"),
        "127.0.0.1 answers with something that is not understood: Invalid URL in location header",
    ),
    Shape(
        "to this machine by hexadecimal number",
        moved("http://0x7f000001/"),
        f"it redirects to 'http://0x7f000001/': 0x7f000001 is at 127.0.0.1, {ON_WEB}",
    ),
    Shape("to this machine by IPv6", moved("http://[::1]/"), f"it redirects to 'http://[::1]/': ::1 is {ON_WEB}"),
    Shape(
        "to this machine by mapped IPv4",
        moved("http://[::ffff:127.0.0.1]/"),
        "it redirects to 'http://[::ffff:127.0.0.1]/': ::ffff:127.0.0.1 is at ::ffff:7f00:1,",
    ),
    Shape(
        "to a private network, after another redirect",
        moved("SELF/1", "http://10.0.0.1/admin"),
        f"it redirects to 'http://10.0.0.1/admin': 10.0.0.1 is {ON_WEB}",
    ),
    Shape("to a file", moved("file:///etc/passwd"), "it redirects to 'file:///etc/passwd'"),
]
