from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.emulator.parsing import KINDS, Entity, Parsed, length, parse
from tests.telegram.emulator.refusals import Refusal

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _refusal(html: str) -> str:
    with pytest.raises(Refusal) as refusal:
        parse(html)
    assert refusal.value.status == 400
    return refusal.value.description.removeprefix("Bad Request: can't parse entities: ")


def test_tags_become_entities_over_the_text_without_them() -> None:
    assert parse('<b>21 <i>strikes</i></b> <a href="https://wire.example/?a=1&amp;b=2">[1]</a>') == Parsed(
        "21 strikes [1]",
        (
            Entity("bold", 0, 10),
            Entity("italic", 3, 7),
            Entity("text_link", 11, 3, "https://wire.example/?a=1&b=2"),
        ),
    )


def test_offsets_count_utf_16_units() -> None:
    parsed = parse("😀é<b>x😀</b>")
    assert parsed.entities == (Entity("bold", 3, 3),)
    assert parsed.entities[0].covers(parsed.text) == "x😀"


def test_a_blockquote_may_be_expandable() -> None:
    kinds = [entity.kind for entity in parse("<blockquote>a</blockquote><blockquote expandable>b</blockquote>").entities]
    assert kinds == ["blockquote", "expandable_blockquote"]


def test_references_are_resolved_and_unknown_ones_shown_as_they_are() -> None:
    assert parse("&lt;b&gt; &amp;amp; &quot;&#128512;&#x41;&nbsp;&#0;&").text == '<b> &amp; "😀A&nbsp;&#0;&'


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a <b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("é<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("5 < 6", 'Unsupported start tag "" at byte offset 2'),
        ("5 <6", "Unclosed start tag at byte offset 2"),
        ("</b>", "Unexpected end tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ('<a href="x', "Unclosed start tag at byte offset 0"),
        ("<a href=x!>y</a>", "Unexpected end of name token at byte offset 8"),
        ('<a "x">y</a>', 'Empty attribute name in the tag "a" at byte offset 0'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_what_cannot_be_read_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    assert _refusal(html) == reason


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "nowhere", "https://"])
def test_a_link_that_leads_nowhere_is_dropped_silently(url: str) -> None:
    assert parse(f'<a href="{url}">x</a>') == Parsed("x")


def test_a_link_without_a_scheme_gets_one() -> None:
    assert parse("<a href='wire.example/21'>x</a>").entities[0].url == "http://wire.example/21"


def test_white_space_at_the_ends_is_gone_and_so_is_what_covered_nothing_else() -> None:
    assert parse(" <i> \n</i><b> x </b>\n") == Parsed("x", (Entity("bold", 0, 1),))


def test_direction_marks_and_control_characters_are_not_kept() -> None:
    assert parse("a\u202eb\r\nc\x00d<b>&#8238;e</b>") == Parsed("ab\nc de", (Entity("bold", 6, 1),))


@given(TEXTS)
def test_an_escaped_text_is_shown_as_it_was(text: str) -> None:
    shown = parse(f"|{_escaped(text)}|").text
    assert shown == f"|{''.join(_kept(character) for character in text)}|"


def _kept(character: str) -> str:
    if character == "\r" or character in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e":
        return ""
    return " " if character < " " and character != "\n" else character


@given(st.lists(st.tuples(st.sampled_from(["b", "i", "u", "s", "code"]), TEXTS.filter(lambda text: "|" not in text))))
def test_every_element_covers_its_own_text(elements: list[tuple[str, str]]) -> None:
    parsed = parse("|".join(f"<{tag}>.{_escaped(text)}.</{tag}>" for tag, text in elements))
    assert [entity.kind for entity in parsed.entities] == [KINDS[tag] for tag, _ in elements]
    assert [entity.covers(parsed.text) for entity in parsed.entities] == (parsed.text.split("|") if elements else [])


@given(TEXTS)
def test_anything_is_either_read_or_refused(html: str) -> None:
    parsed = Parsed("")
    with suppress(Refusal):
        parsed = parse(html)
    assert all(0 <= entity.offset < entity.end <= length(parsed.text) for entity in parsed.entities)
