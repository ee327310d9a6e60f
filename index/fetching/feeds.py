"""The bytes of a feed as a Feed, whatever its format and whatever its server calls it."""

import re
import zlib
from datetime import datetime

from index.errors import FeedError
from index.fetching import jsonfeeds, listings, syndicated
from index.fetching.entries import Feed

LARGEST = 50_000_000
"""Bytes of a feed, unpacked."""
_GZIP = b"\x1f\x8b"
_DAMAGED = "it is packed with gzip and damaged"
_SNIFFED = 4_096
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>|\s+)", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def parse(body: bytes, *, url: str, kind: str, now: datetime, charset: str | None = None) -> Feed:
    """What a feed lists. `url` is where it was read, `kind` and `charset` are what its server calls it.

    RSS and Atom in all their versions, JSON Feed, OPML, sitemaps of articles and lists of sitemaps are told apart by what they
    hold, because servers call them anything; sitemaps may be packed with gzip. A date more than two days after `now` is none.
    Raises FeedError, which says why, for everything else.
    """
    body = _unpacked(body) if body.startswith(_GZIP) else body
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return jsonfeeds.parse(body, url=url, now=now)
    match root(body):
        case "opml":
            return listings.opml(body, url=url)
        case "urlset":
            return listings.sitemap(body, url=url, now=now)
        case "sitemapindex":
            return listings.sitemaps(body, url=url, now=now)
        case "html" | "head" | "body":
            raise FeedError("this is a web page, not a feed")
        case "":
            raise FeedError(f"this is no feed: {_what(body, kind)}")
    return syndicated.parse(body, url=url, charset=charset, now=now)


def root(body: bytes) -> str:
    """The name of the outermost element in small letters, without its prefix; empty when the bytes are no XML and no HTML."""
    begin = body[:_SNIFFED]
    for mark in _MARKS:
        # Of UTF-16 every other byte is a zero, so ASCII can be read through it.
        begin = begin.removeprefix(mark)
    begin = begin.replace(b"\x00", b"")
    place = 0
    while prolog := _PROLOG.match(begin, place):
        place = prolog.end()
    found = _ROOT.match(begin, place)
    return found[1].decode("ascii", "replace").lower() if found else ""


def _unpacked(packed: bytes) -> bytes:
    """What gzip packed, which may be a thousand times as much: no more than is allowed is ever unpacked."""
    unpacking = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        body = unpacking.decompress(packed, LARGEST)
    except zlib.error as error:
        raise FeedError(_DAMAGED) from error
    if unpacking.unconsumed_tail:
        raise FeedError(f"too large for a feed: more than {LARGEST:,} bytes unpacked")
    if not unpacking.eof:
        raise FeedError(_DAMAGED)
    return body


def _what(body: bytes, kind: str) -> str:
    return f"its server calls it {kind}" if body.strip() else "it is empty"
