"""The bytes of feeds, of all formats, and of what only calls itself one."""

import gzip
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from index.errors import FeedError
from index.fetching import feeds
from index.fetching.entries import Entry, Feed
from tests.fetching.feeding import NOW, PARAGRAPH, item, rss

URL = "https://www.harborwire.example/feeds/world.xml"
MARCH = datetime(2026, 3, 4, 10, tzinfo=UTC)
LONG = "".join(f"<p>{PARAGRAPH}</p>" for _ in range(6))
LONG_TEXT = "\n\n".join([PARAGRAPH] * 6)


def parse(body: str | bytes, *, kind: str = "application/xml", charset: str | None = None) -> Feed:
    return feeds.parse(body.encode() if isinstance(body, str) else body, url=URL, kind=kind, now=NOW, charset=charset)


def only(feed: Feed) -> Entry:
    (entry,) = feed.entries
    return entry


def test_rss_gives_address_id_title_summary_date_authors_and_outlet() -> None:
    feed = parse(
        rss(
            [
                "<item><title>Bell &amp;amp; wreck</title><link>/bell</link><guid isPermaLink='false'>77</guid>",
                "<description>&lt;p&gt;A bell was found.&lt;/p&gt;</description>",
                "<dc:creator>By Ines Barrow and Tom Reed</dc:creator>",
                "<pubDate>Wed, 04 Mar 2026 05:00:00 -0500</pubDate></item>",
            ],
            title="World | Harbor Wire",
            more="<link>https://www.harborwire.example/</link><ttl>45</ttl>",
        )
    )
    assert feed == Feed(
        kind="feed",
        title="World | Harbor Wire",
        entries=(
            Entry(
                url="https://www.harborwire.example/bell",
                id="77",
                title="Bell & wreck",
                summary="A bell was found.",
                published=datetime(2026, 3, 4, 5, tzinfo=timezone(timedelta(hours=-5))),
                authors=("Ines Barrow", "Tom Reed"),
                source="Harbor Wire",
            ),
        ),
        pause=45,
    )


def test_atom_keeps_publication_and_update_apart() -> None:
    feed = parse(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbor Wire</title><entry><id>tag:1</id>'
        '<title type="html">A &lt;b&gt;bell&lt;/b&gt;</title><link rel="self" href="/1.atom"/><link rel="alternate" href="/1"/>'
        "<published>2026-03-04T10:00:00Z</published><updated>2026-03-05T10:00:00Z</updated>"
        "<author><name>Ines Barrow</name></author></entry></feed>",
        kind="text/html",
    )
    assert only(feed) == Entry(
        url="https://www.harborwire.example/1",
        id="tag:1",
        title="A bell",
        published=MARCH,
        updated=MARCH + timedelta(days=1),
        authors=("Ines Barrow",),
        source="Harbor Wire",
    )


@pytest.mark.parametrize(
    ("dates", "published", "updated"),
    [
        ("", None, None),
        ("<published>2026-03-04T10:00:00Z</published>", MARCH, None),
        ("<updated>2026-03-04T10:00:00Z</updated>", None, MARCH),
        ("<published>2026-03-04T10:00:00Z</published><updated>2026-03-04T10:00:00Z</updated>", MARCH, None),
        ("<published>2026-03-04T10:00:00Z</published><updated>2026-03-03T10:00:00Z</updated>", MARCH, None),
        ("<published>soon</published><updated>2027-03-03T10:00:00Z</updated>", None, None),
    ],
    ids=["none", "published", "updated", "same", "earlier", "not dates"],
)
def test_a_missing_date_stays_missing(dates: str, published: datetime | None, updated: datetime | None) -> None:
    entry = only(parse(f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>1</id><link href="/1"/>{dates}</entry></feed>'))
    assert (entry.published, entry.updated) == (published, updated)


def test_the_date_of_an_rss_item_in_dublin_core_is_its_publication() -> None:
    entry = only(parse(rss(["<item><link>/1</link><dc:date>2026-03-04T10:00:00Z</dc:date></item>"])))
    assert (entry.published, entry.updated) == (MARCH, None)


def test_rss_of_the_first_kind_is_read() -> None:
    entry = only(
        parse(
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel>'
            '<title>Harbor Wire</title></channel><item rdf:about="https://a.example/1"><title>One</title>'
            "<link>https://a.example/1</link></item></rdf:RDF>"
        )
    )
    assert (entry.url, entry.title, entry.source) == ("https://a.example/1", "One", "Harbor Wire")


def test_the_whole_article_is_taken_from_a_feed_that_brings_it() -> None:
    assert only(parse(rss([item("/1", "Bell", content=LONG)]))).text == LONG_TEXT


@pytest.mark.parametrize(
    "content",
    [
        f"<p>{PARAGRAPH}</p>",
        f'{LONG}<p><a href="/1">Continue reading</a></p>',
        f"{LONG}<p>The search goes on […]</p>",
        f"{LONG}<p>The search goes on …</p>",
        f"{LONG}<p>Read the full story on our site</p>",
    ],
    ids=["short", "continue reading", "brackets", "ellipsis", "read on"],
)
def test_a_beginning_is_not_taken_for_the_article(content: str) -> None:
    assert only(parse(rss([item("/1", "Bell", content=content)]))).text is None


def test_an_author_given_as_mail_address_is_called_by_name() -> None:
    entry = only(parse(rss(["<item><link>/1</link><author>desk@wire.example (Ines Barrow)</author></item>"])))
    assert entry.authors == ("Ines Barrow",)


def test_json_feed_is_read() -> None:
    feed = parse(
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "Harbor Wire",
                "authors": [{"name": "The desk"}],
                "items": [
                    {
                        "id": 7,
                        "url": "/7",
                        "title": "Bell",
                        "content_html": LONG,
                        "summary": "A bell.",
                        "date_published": "2026-03-04T10:00:00Z",
                        "date_modified": "2026-03-05T10:00:00Z",
                    },
                    {"id": "no address"},
                    "no item",
                ],
            }
        )
    )
    assert feed == Feed(
        kind="feed",
        title="Harbor Wire",
        entries=(
            Entry(
                url="https://www.harborwire.example/7",
                id="7",
                title="Bell",
                summary="A bell.",
                text=LONG_TEXT,
                published=MARCH,
                updated=MARCH + timedelta(days=1),
                authors=("The desk",),
                source="Harbor Wire",
            ),
        ),
    )


NEWS_SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://a.example/1</loc>'
    "<lastmod>2026-03-05</lastmod><image:image><image:title>A picture</image:title></image:image><news:news><news:publication>"
    "<news:name>Harbor Wire</news:name></news:publication><news:publication_date>2026-03-04T10:00:00Z</news:publication_date>"
    "<news:title>Bell</news:title></news:news></url></urlset>"
)


@pytest.mark.parametrize("body", [NEWS_SITEMAP.encode(), gzip.compress(NEWS_SITEMAP.encode())], ids=["plain", "gzip"])
def test_a_news_sitemap_gives_title_outlet_and_dates(body: bytes) -> None:
    feed = parse(body)
    assert feed.kind == "sitemap"
    assert only(feed) == Entry(
        url="https://a.example/1",
        id="https://a.example/1",
        title="Bell",
        published=MARCH,
        updated=datetime(2026, 3, 5, tzinfo=UTC),
        source="Harbor Wire",
    )


def test_an_index_of_sitemaps_names_them() -> None:
    feed = parse("<sitemapindex><sitemap><loc>/1.xml.gz</loc><lastmod>2026-03-05</lastmod></sitemap></sitemapindex>")
    address = "https://www.harborwire.example/1.xml.gz"
    assert feed == Feed(
        kind="sitemaps", title=None, entries=(Entry(url=address, id=address, updated=datetime(2026, 3, 5, tzinfo=UTC)),)
    )


def test_a_list_of_feeds_names_them_in_whatever_folder() -> None:
    feed = parse(
        '<opml version="2.0"><head><title>Mine</title></head><body><outline text="Sea"><outline text="Harbor Wire" '
        'xmlUrl="https://a.example/feed"/></outline><outline text="disk" xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    entry = Entry(url="https://a.example/feed", id="https://a.example/feed", title="Harbor Wire")
    assert feed == Feed(kind="opml", title="Mine", entries=(entry,))


@pytest.mark.parametrize("link", ["javascript:alert(1)", "file:///etc/passwd", "mailto:desk@wire.example", ""])
def test_an_entry_that_leads_nowhere_on_the_web_is_left_out(link: str) -> None:
    assert parse(rss([item(link, "Bell")])).entries == ()


def test_an_entry_that_comes_twice_is_one() -> None:
    assert [entry.title for entry in parse(rss([item("/1", "New", guid="1"), item("/1", "Old", guid="1")])).entries] == ["New"]


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (
            '<?xml version="1.0" encoding="utf-16"?><rss version="2.0"><channel><title>Küste</title></channel></rss>'.encode(
                "utf-16"
            ),
            None,
        ),
        (b'<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>K\xfcste</title></channel></rss>', None),
        (b'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>K\xfcste</title></channel></rss>', None),
        (b'<rss version="2.0"><channel><title>K\xfcste</title></channel></rss>', "iso-8859-1"),
        ('\ufeff<rss version="2.0"><channel><title>Küste</title></channel></rss>'.encode(), None),
    ],
    ids=["UTF-16", "declared", "declared wrongly", "told by the server", "byte order mark"],
)
def test_letters_are_read_in_whatever_encoding(body: bytes, charset: str | None) -> None:
    assert parse(body, charset=charset).title == "Küste"


@pytest.mark.parametrize("sign", ["&amp;#1;", "&amp;#27;", "&amp;#65535;", "\ufffe"])
def test_characters_that_nobody_sees_are_dropped(sign: str) -> None:
    assert only(parse(rss([item("/1", f"&lt;b&gt;Be{sign}ll&lt;/b&gt;")]))).title == "Bell"


@pytest.mark.parametrize("name", ["links", "authors", "content", "source", "title", "id", "summary", "updated", "published"])
def test_an_element_of_any_name_does_no_harm(name: str) -> None:
    assert only(parse(rss([f"<item><link>/1</link><{name}>strange</{name}></item>"]))).url == "https://www.harborwire.example/1"


def test_a_feed_that_breaks_off_gives_what_came() -> None:
    assert [entry.title for entry in parse(rss([item("/1", "One"), item("/2", "Two &nbsp;")])[:-40]).entries] == ["One", "Two"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<!-- x --><!doctype html><html><head></head></html>", "this is a web page, not a feed"),
        ("", "this is no feed: it is empty"),
        ("Hello.", "this is no feed: its server calls it application/xml"),
        ("{", "this is no feed: its JSON is broken"),
        ('{"version": "1", "items": []}', "this is no feed: JSON, but not the one of jsonfeed.org"),
        ('{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000, "this is no feed: its JSON is broken"),
        ("<svg/>", "this is no feed: XML, but neither RSS, Atom, OPML nor a sitemap"),
        ("<opml><body/></opml>", "this list of feeds (OPML) names no feed"),
        (gzip.compress(b"<urlset/>")[:-12], "it is packed with gzip and damaged"),
        (gzip.compress(b"<urlset>" + bytes(50_000_000)), "too large for a feed: more than 50,000,000 bytes unpacked"),
        (b"<rss>" + b" " * 10_000_000, "too large for a feed: more than 10,000,000 bytes"),
    ],
    ids=["page", "empty", "words", "broken JSON", "other JSON", "deep JSON", "picture", "no list", "damaged", "bomb", "large"],
)
def test_what_is_no_feed_is_refused_with_the_reason(body: str | bytes, reason: str) -> None:
    with pytest.raises(FeedError) as refused:
        parse(body)
    assert str(refused.value) == reason


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize("declared", [ENTITIES, '<!ENTITY e11 SYSTEM "file:///etc/passwd">'], ids=["unfolding", "of a file"])
@pytest.mark.parametrize(
    "body",
    [
        rss([item("/1", "&e11;")]).partition("?>")[2],
        "<urlset><url><loc>/1</loc><title>&e11;</title></url></urlset>",
        '<opml><body><outline xmlUrl="/1"/><outline><title>&e11;</title></outline></body></opml>',
    ],
    ids=["RSS", "sitemap", "OPML"],
)
def test_entities_are_not_unfolded_and_open_no_file(body: str, declared: str) -> None:
    entry = only(parse(f"<!DOCTYPE x [{declared}]>{body}"))
    assert (entry.url, entry.title or "&e11;") == ("https://www.harborwire.example/1", "&e11;")
