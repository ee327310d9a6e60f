import hashlib
from datetime import UTC, datetime

import pytest

from index.errors import ArticleError
from index.reading.pages import article
from index.types import Article

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
DAY = datetime(2025, 11, 16, tzinfo=UTC)
AFTERNOON = datetime(2025, 11, 16, 14, 5, tzinfo=UTC)
PARAGRAPHS = [
    f"The harbour of Lindmouth opened again on Sunday, after {days} days of storm. Crews counted the damage to their boats."
    for days in ("three", "four", "five")
]
TEXT = "\n\n".join(PARAGRAPHS)
BODY = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(*, head: str = "", above: str = "", body: str = BODY, below: str = "") -> str:
    return f"""<!doctype html><html><head><title>Harbour opens again - The Lindmouth Post</title>{head}</head><body>
        <nav><a href="/">Home</a> <a href="/about">About us</a></nav>
        <main><article><h1>Harbour opens again</h1>{above}{body}</article></main>{below}
        <footer>© 2024 The Lindmouth Post</footer></body></html>"""


def read(text: str, *, url: str | None = None) -> Article:
    return article(text, origin="/page.html", retrieved=NOW, url=url)


LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
    {"@type": "WebPage", "datePublished": "2019-01-01T00:00:00Z"},
    {"@type": ["NewsArticle"], "headline": "Harbour opens again", "datePublished": "2025-11-16T15:05:00+01:00",
     "dateModified": "2025-11-16T15:00:00Z", "author": [{"@type": "Person", "name": "Jane Doe"},
     {"@type": "Person", "name": "John Roe"}], "publisher": {"@type": "Organization", "name": "The Lindmouth Post"}}]}</script>
    <link rel="canonical" href="http://www.post.example/harbour/?utm_source=mail">"""


def test_a_page_gives_every_field() -> None:
    assert read(page(head=LINKED)) == Article(
        id=hashlib.sha256(b"https://www.post.example/harbour").hexdigest()[:16],
        title="Harbour opens again",
        text=TEXT,
        origin="/page.html",
        retrieved=NOW,
        source="The Lindmouth Post",
        url="https://www.post.example/harbour",
        published=AFTERNOON,
        updated=datetime(2025, 11, 16, 15, 0, tzinfo=UTC),
        authors=("Jane Doe", "John Roe"),
    )


def test_a_page_that_says_nothing_about_itself_is_undated() -> None:
    assert read(page()) == Article(
        id=hashlib.sha256(b"/page.html").hexdigest()[:16],
        title="Harbour opens again",
        text=TEXT,
        origin="/page.html",
        retrieved=NOW,
        source="The Lindmouth Post",
    )


@pytest.mark.parametrize(
    ("head", "above", "published", "updated"),
    [
        ('<meta property="article:published_time" content="2025-11-16T14:05:00Z">', "", AFTERNOON, None),
        ('<meta name="Date" content="2025-11-16">', "", DAY, None),
        (
            '<meta name="date" content="2025-11-16"><meta property="og:updated_time" content="2025-11-16T14:05Z">',
            "",
            DAY,
            AFTERNOON,
        ),
        ('<meta name="date" content="soon"><meta name="pubdate" content="Nov. 16, 2025">', "", DAY, None),
        (
            '<meta name="date" content="2025-11-16"><meta itemprop="datePublished" content="2025-11-16T14:05Z">',
            "",
            AFTERNOON,
            None,
        ),
        ("", '<time datetime="2025-11-16T09:05:00-05:00">Nov. 16</time>', AFTERNOON, None),
        ("", '<time pubdate datetime="2025-11-16">x</time><time class="updated">Nov. 17, 2025</time>', DAY, DAY.replace(day=17)),
        ("", '<span itemprop="datePublished">16 November 2025</span>', DAY, None),
        ("", '<span class="date">November 16, 2025</span>', DAY, None),
        ('<link rel="canonical" href="https://post.example/2025/11/16/harbour">', "", DAY, None),
        ('<script type="application/ld+json">{"@type": "NewsArticle", broken</script>', "", None, None),
        ('<meta name="date" content="2025-11-16"><meta name="lastmod" content="2025-11-15">', "", DAY, None),
    ],
)
def test_times_are_taken_from_what_the_page_states(
    head: str, above: str, published: datetime | None, updated: datetime | None
) -> None:
    found = read(page(head=head, above=above))
    assert (found.published, found.updated) == (published, updated)


LONG = "It took the old lighthouse with it, as all who live at the shore remember well, and nobody had thought of another one. "


@pytest.mark.parametrize(
    "parts",
    [
        {"above": '<p class="date">2 hours ago</p>'},
        {"above": '<p class="date">yesterday</p>'},
        {"above": '<p class="date">03/04/2025</p>'},
        {"above": '<p class="published">November 2025</p>'},
        {"above": '<time datetime="2025-11-16">x</time><time datetime="2025-11-10">y</time>'},
        {"above": '<img src="/uploads/2021/05/03/boat.jpg">'},
        {"head": '<meta name="date" content="2026-11-16">'},
        {"head": '<link rel="canonical" href="https://post.example/2025/11/harbour">'},
        {"body": f"{BODY}<p>The last storm came on 2021-05-03, they said.</p>"},
        {"body": f"{BODY}<p>The last storm came on 2021-05-03. {LONG * 3}</p>"},
        {"body": f"{BODY}<p>The last storm came in November 2023.</p>"},
        {"below": '<aside><a href="/2025/11/01/other">Other</a> <time datetime="2025-11-01">x</time></aside>'},
        {"below": '<div class="comments"><time datetime="2025-11-18">x</time></div>'},
        {"below": "<p>© 2025 The Lindmouth Post</p>"},
    ],
)
def test_a_date_is_never_made_up(parts: dict[str, str]) -> None:
    assert read(page(**parts)).published is None


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ("", None, None),
        ("", "http://m.post.example/harbour#top", "https://post.example/harbour"),
        ('<link rel="canonical" href="/harbour">', "https://post.example/x?id=3", "https://post.example/harbour"),
        ('<link rel="canonical" href="https://post.example/">', "https://post.example/x?id=3", "https://post.example/x?id=3"),
        ('<meta property="og:url" content="https://post.example/og">', None, "https://post.example/og"),
        ('<link rel="canonical" href="http://[broken/x">', "https://post.example/x", "https://post.example/x"),
    ],
)
def test_the_address_is_the_one_the_page_names_else_where_it_was_read(head: str, url: str | None, expected: str | None) -> None:
    assert read(page(head=head), url=url).url == expected


def test_the_outlet_is_left_out_of_the_title() -> None:
    named = '<meta property="og:site_name" content="Post-Gazette">'
    head = f'{named}<meta property="og:title" content="Boats - at last - sail | Post-Gazette">'
    found = read(page(head=head))
    assert (found.title, found.source) == ("Boats - at last - sail", "Post-Gazette")


def test_lists_tables_and_quotes_read_as_paragraphs() -> None:
    more = """<ul><li>One boat sank.</li><li>Two were damaged.</li></ul><blockquote>We waited, she said.</blockquote>
        <table><tr><th>Day</th><th>Boats</th></tr><tr><td>Sunday</td><td>21</td></tr></table>"""
    assert read(page(body=BODY + more)).text.split("\n\n")[3:] == [
        "One boat sank.",
        "Two were damaged.",
        "We waited, she said.",
        "Day | Boats",
        "Sunday | 21",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><title>Post</title></head><body><nav>Home About Contact</nav></body></html>",
        '<html><body><div id="root"></div><script>var harbour = "opens again";</script></body></html>',
        "<<<>>><p",
        "no page at all",
    ],
)
def test_a_page_without_an_article_is_refused(text: str) -> None:
    with pytest.raises(ArticleError, match=r"^this page holds no article text; save the article's own page"):
        read(text)


def test_a_page_too_large_for_an_article_is_refused() -> None:
    long = "".join(f"<p>Crew {number} counted the damage. {LONG * 40}</p>" for number in range(430))
    with pytest.raises(ArticleError, match=r"^too large for an article: 2,\d{3},\d{3} characters, at most 2,000,000; split it$"):
        read(page(body=long))


def test_the_address_of_another_site_is_not_believed() -> None:
    head = '<link rel="canonical" href="https://other.example/harbour">'
    assert read(page(head=head), url="https://post.example/x").url == "https://post.example/x"
    assert read(page(head=head)).url == "https://other.example/harbour"


def test_a_page_of_too_many_parts_is_refused() -> None:
    with pytest.raises(ArticleError, match=r"^this page is too large for an article: 60,\d{3} elements, at most 50,000$"):
        read(page(below="<b></b>" * 60_000))


def test_words_like_yesterday_count_from_when_a_site_sent_the_page() -> None:
    text = page(above='<p class="date">yesterday</p>')
    assert article(text, origin="/page.html", retrieved=NOW, sent=NOW).published == datetime(2025, 11, 19, tzinfo=UTC)
    assert article(text, origin="/page.html", retrieved=NOW).published is None


@pytest.mark.parametrize("reference", ["&#1;", "&#x1B;", "&#11;", "&#12", "&#28;", "&#65535;"])
def test_a_reference_to_a_character_that_no_text_may_hold_is_dropped(reference: str) -> None:
    marked = page(body=BODY.replace("Crews", f"{reference}Crews"))
    assert article(marked, origin="page.html", retrieved=NOW).text == TEXT
