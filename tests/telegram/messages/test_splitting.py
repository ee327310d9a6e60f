"""Blocks made into messages."""

import pytest

from bot.telegram.messages.markup import Html, bold, entities, escape, length, link, plain
from bot.telegram.messages.splitting import split
from tests.telegram.emulator import parsing


def without_space(text: str) -> str:
    return "".join(text.split())


def test_blocks_that_fit_are_one_message_with_air_between_them() -> None:
    blocks = ("<b>21 strikes</b>", "<i>As of today</i>", "<blockquote>Sources</blockquote>")
    assert split(blocks) == ("<b>21 strikes</b>\n\n<i>As of today</i>\n<blockquote>Sources</blockquote>",)


def test_a_block_that_does_not_fit_begins_a_message() -> None:
    assert split(("one two", "three four", "five six"), limit=19) == ("one two\n\nthree four", "five six")


def test_blocks_without_text_are_left_out() -> None:
    assert split(("", " \n", "<b> </b>")) == ()
    assert split(("", "one", "<i></i>", "two")) == ("one\n\ntwo",)


def test_exactly_the_limit_fits() -> None:
    assert split(("a" * 4096,)) == ("a" * 4096,)
    assert split(("🔥" * 2048,)) == ("🔥" * 2048,)


@pytest.mark.parametrize(
    ("block", "parts"),
    [
        ("One is here.\n\nTwo is. It is there.", ("One is here.", "Two is. It is there.")),
        ("One is. It is here.\nTwo is. It is.", ("One is. It is here.", "Two is. It is.")),
        ("This one is here. That one is there.", ("This one is here.", "That one is there.")),
        ("“This one is.” [1] [2] Another [3]", ("“This one is.” [1] [2]", "Another [3]")),
        ("one two three four five six", ("one two three four five", "six")),
        ("a" * 60, ("a" * 25, "a" * 25, "a" * 10)),
    ],
)
def test_a_long_block_is_broken_where_it_hurts_least(block: str, parts: tuple[str, ...]) -> None:
    assert split((block,), limit=25) == parts


def test_a_sentence_keeps_its_marker_when_the_tags_run_out() -> None:
    said = " ".join(f"It is so. {link(f'[{number}]', f'https://wire.example/{number}')}" for number in range(1, 6))
    assert [plain(text) for text in split((said,), most_entities=2)] == [
        "It is so. [1] It is so. [2]",
        "It is so. [3] It is so. [4]",
        "It is so. [5]",
    ]


def test_open_tags_are_closed_and_opened_again() -> None:
    second = '<a href="https://a.example/?a&amp;b">The second one.</a>'
    block = f"<blockquote expandable><b>Heading</b>\nThe first source. {second}</blockquote>"
    assert split((block,), limit=30) == (
        "<blockquote expandable><b>Heading</b>\nThe first source.</blockquote>",
        f"<blockquote expandable>{second}</blockquote>",
    )


def test_an_escaped_sign_is_never_broken() -> None:
    parts = split((escape("<&>" * 50),), limit=7)
    assert (parts[0], "".join(map(plain, parts))) == ("&lt;&amp;&gt;&lt;&amp;&gt;&lt;", "<&>" * 50)


@pytest.mark.parametrize("letter", ["👩\u200d👩\u200d👧", "👍🏽", "🇪🇸", "e\u0301", "❤\ufe0f"])
def test_an_emoji_or_an_accent_is_never_broken(letter: str) -> None:
    for limit in range(8, 24):
        parts = split((letter * 12,), limit=limit)
        assert (set(without_space("".join(parts)).split(letter)), [len(part) % len(letter) for part in parts]) == (
            {""},
            [0] * len(parts),
        )


def test_a_letter_longer_than_a_message_is_broken_all_the_same() -> None:
    assert "".join(split(("e" + "\u0301" * 50,), limit=10)) == "e" + "\u0301" * 50


def test_no_message_has_more_tags_than_are_read() -> None:
    links = Html(" ".join(link(f"[{number}]", f"https://wire.example/{number}") for number in range(1, 301)))
    parts = split((bold("Sources"), f"<blockquote>{links}</blockquote>"))
    assert [entities(part) for part in parts] == [100, 100, 100, 5]
    assert without_space("".join(map(plain, parts))) == without_space("Sources" + plain(links))


def test_tags_nested_too_deeply_are_given_up_the_text_is_not() -> None:
    assert split(("<b>" * 7 + "deep" + "</b>" * 7,), most_entities=3) == ("<b><b><b>deep</b></b></b>",)


@pytest.mark.parametrize("limit", [2, 3, 40, 200])
def test_whatever_the_limit_nothing_is_lost_and_all_parts_fit(limit: int) -> None:
    blocks = [f"<b>Title {number} 🔥</b>\nSome <i>words &amp; <u>more</u> words</i>. And again… " * 3 for number in range(5)]
    parts = split(blocks, limit=limit, most_entities=4)
    parsed = [parsing.parse(part) for part in parts]
    assert without_space("".join(each.text for each in parsed)) == without_space("".join(map(plain, blocks)))
    assert all(0 < length(part) <= limit and len(each.entities) <= 4 for part, each in zip(parts, parsed, strict=True))
