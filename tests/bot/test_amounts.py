import pytest

from bot.amounts import amount, counted, noun, signed, worded


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0, "strikes", "0"),
        (21, "strikes", "21"),
        (21.0, "strikes", "21"),
        (1_234_567, "doses", "1,234,567"),
        (1_250_000, "doses", "1.25 million"),
        (1_200_000_000, "doses", "1.2 billion"),
        (1_234_567_890, "doses", "1,234,567,890"),
        (3e12, "trees", "3 trillion"),
        (0.1 + 0.2, "inches", "0.3"),
        (45, "%", "45%"),
        (0.25, "%", "0.25%"),
        (-3.5, "%", "-3.5%"),
        (3_400_000, "$", "$3.4 million"),
        (-250, "US$", "-US$250"),
        (1_200, "€", "€1,200"),
        (7, "", "7"),
    ],
)
def test_an_amount_is_short_and_exact(value: float, unit: str, shown: str) -> None:
    assert amount(value, unit) == shown


@pytest.mark.parametrize(
    ("qualifier", "words", "sign"),
    [
        (None, "21", "21"),
        ("at least", "at least 21", "≥ 21"),
        ("more than", "more than 21", "> 21"),
        ("about", "about 21", "≈ 21"),
        ("up to", "up to 21", "≤ 21"),
        ("nearly", "nearly 21", "nearly 21"),
    ],
)
def test_a_qualifier_stays_with_its_figure(qualifier: str | None, words: str, sign: str) -> None:
    assert (worded(21, "strikes", qualifier), signed(21, "strikes", qualifier)) == (words, sign)


def test_what_is_counted_follows_unless_it_is_a_sign() -> None:
    assert [counted(21, "strikes", "at least"), counted(45, "%", None), counted(7, "", None)] == [
        "at least 21 strikes",
        "45%",
        "7",
    ]
    assert [noun("strikes"), noun("%"), noun("C$")] == ["strikes", "", ""]


def test_a_hostile_unit_gives_no_command() -> None:
    assert counted(2, "boats\x1b[2J\nsunk", "\x1b[31mabout") == "about 2 boats sunk"
