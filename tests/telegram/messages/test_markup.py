"""HTML: escaped, measured, taken apart."""

import pytest

from bot.telegram.messages.markup import Html, bold, entities, escape, length, link, plain, read, write
from tests.telegram.emulator import parsing


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a < b & c > d", "a &lt; b &amp; c &gt; d"),
        ("\"quoted\" & 'so'", "\"quoted\" &amp; 'so'"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("left\u202eright\u2069 \x1b[31mred\x1b[0m\x00\r\x9b", "leftright red"),
        ("half \ud83d of an emoji", "half  of an emoji"),
        ("👩\u200d👧 line\nline", "👩\u200d👧 line\nline"),
    ],
)
def test_what_is_escaped_reads_as_it_is(text: str, html: str) -> None:
    assert escape(text) == html


@pytest.mark.parametrize(
    "url",
    [None, "", "javascript:alert(1)", "ftp://wire.example/a", "https://", "http://[", "https://a.example/ b",
     "tg://user?id=1", "https://a.example/\u202egpj.exe", f"https://a.example/{'a' * 2_000}"],
)  # fmt: skip
def test_only_places_on_the_web_are_linked(url: str | None) -> None:
    assert link("[1]", url) == "[1]"


def test_a_link_cannot_leave_its_attribute() -> None:
    html = link(bold("5 < 6"), "https://wire.example/?a=1&b=\"><b>'")
    assert html == '<a href="https://wire.example/?a=1&amp;b=&quot;&gt;&lt;b&gt;&#x27;"><b>5 &lt; 6</b></a>'
    assert [each.url for each in parsing.parse(html).entities if each.url] == ["https://wire.example/?a=1&b=\"><b>'"]


@pytest.mark.parametrize(
    ("html", "units", "tags"),
    [
        ("", 0, 0),
        ("a &lt;b&gt; &amp; &quot;&#39;&#x1f525;", 12, 0),
        ("<b>🔥</b><i></i>", 2, 1),
        ('<blockquote expandable><b>a</b> <a href="https://a.example/?q=1&amp;r">b</a></blockquote>', 3, 3),
    ],
)
def test_length_and_tags_are_counted_as_telegram_does(html: str, units: int, tags: int) -> None:
    parsed = parsing.parse(html)
    assert (length(html), entities(html)) == (units, tags) == (parsing.length(parsed.text), len(parsed.entities))


def test_plain_text_is_what_is_read() -> None:
    assert plain('<b>5 &lt; 6</b> &amp;amp; <a href="https://a.example/">[1]</a>') == "5 < 6 &amp; [1]"


@pytest.mark.parametrize(
    ("html", "mended"),
    [
        ("<b>bold <i>both</b> neither", "<b>bold <i>both</i></b> neither"),
        ("</b>plain</a>", "plain"),
        ("<b>open", "<b>open</b>"),
        ("1 < 2 <script>x</script>", "1 &lt; 2 &lt;script&gt;x&lt;/script&gt;"),
        ("&unknown; &#0; &#xd800;", "&amp;unknown; &amp;#0; &amp;#xd800;"),
    ],
)
def test_what_is_taken_apart_is_put_together_whole(html: str, mended: str) -> None:
    assert write(read(html)) == mended
    assert parsing.parse(mended).text == plain(html)


def test_tags_that_follow_each_other_stay_two() -> None:
    html = "<blockquote>one</blockquote><blockquote>two</blockquote>"
    assert write(read(html)) == html


def test_html_is_text_that_was_made_by_us() -> None:
    assert [type(made) for made in (escape("a"), bold("a"), link("a", None), write(()))] == [Html] * 4
