import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from bot.cleaning import address, clean, one_line


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;https://evil.example\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]0;new title\x07text", "text"),
        ("\x9b31mred", "red"),
        ("wipe\x1b[2J\x1b[Hscreen", "wipescreen"),
        ("bell\x07 and back\x08space", "bell and backspace"),
        ("over\rwritten", "overwritten"),
        ("exe\u202efdp.x", "exefdp.x"),
        ("broken \ud800 letter", "broken  letter"),
        ("café\n\tΩ 日本 👩‍🚀", "café\n\tΩ 日本 👩‍🚀"),
    ],
)
def test_only_what_can_be_seen_is_shown(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


def test_one_line_holds_no_line_break() -> None:
    assert one_line(" a\r\n\tb\u2028c ") == "a b c"


@given(any_of.text())
def test_cleaning_twice_changes_nothing_and_leaves_no_control_characters(text: str) -> None:
    once = clean(text)
    assert (clean(once), [letter for letter in once if letter < " " and letter not in "\n\t"]) == (once, [])


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "https://a.example/\x1b]", "https://a.example/ b", "", None]
)
def test_only_addresses_of_the_web_are_linked(url: str | None) -> None:
    assert address(url) is None


def test_a_web_address_is_linked_as_it_is() -> None:
    assert address("https://a.example/b?c=d#e") == "https://a.example/b?c=d#e"
