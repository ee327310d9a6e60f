from hypothesis import given
from hypothesis import strategies as any_of

from bot.lettering import lettered, wrapped

LATIN = frozenset(range(32, 0x250)) | {ord("□"), ord("…")}


def fits_ten(line: str) -> bool:
    return len(line) <= 10


def test_letters_that_cannot_be_drawn_are_boxes_and_symbols_are_dropped() -> None:
    assert lettered("  Überfall 🎉\n日本 $5_a \x1b[2Jb", LATIN) == "Überfall □□ $5_a b"


def test_lines_are_broken_between_words() -> None:
    assert wrapped("one two three four", fits=fits_ten, most=3) == ["one two", "three four"]


def test_what_does_not_fit_is_cut_with_an_ellipsis() -> None:
    assert wrapped("one two three four five", fits=fits_ten, most=2) == ["one two", "three fou…"]


def test_a_word_that_is_too_long_is_broken() -> None:
    assert wrapped("a" * 25, fits=fits_ten, most=3) == ["a" * 10, "a" * 10, "a" * 5]


def test_no_text_is_no_line() -> None:
    assert wrapped("", fits=fits_ten, most=2) == []


@given(any_of.text("ab ", max_size=60).map(lambda text: " ".join(text.split())), any_of.integers(1, 4))
def test_every_line_fits(text: str, most: int) -> None:
    lines = wrapped(text, fits=fits_ten, most=most)
    assert (len(lines) <= most, [line for line in lines if not fits_ten(line)]) == (True, [])


@given(any_of.text("ab ", max_size=60).map(lambda text: " ".join(text.split())))
def test_with_enough_lines_nothing_is_lost(text: str) -> None:
    assert "".join(wrapped(text, fits=fits_ten, most=60)).replace(" ", "") == text.replace(" ", "")
