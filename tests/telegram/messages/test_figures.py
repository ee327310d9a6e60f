"""Figures in words."""

import pytest

from bot.telegram.messages.figures import counted
from bot.telegram.messages.language import words


@pytest.mark.parametrize(
    ("value", "unit", "qualifier", "english", "spanish"),
    [
        (21, "strikes", "at least", "at least 21 strikes", "al menos 21 strikes"),
        (1_400, "homes", None, "1,400 homes", "1400 homes"),
        (45, "%", "nearly", "nearly 45%", "casi 45\u00a0%"),
        (2.5, "%", "about", "about 2.5%", "alrededor de 2,5\u00a0%"),
        (2_100_000, "$", "about", "about $2.1 million", "alrededor de $2,1 millones"),
        (-3_000_000, "€", None, "-€3 million", "-€3 millones"),
        (1_200_000_000, "doses", "more than", "more than 1.2 billion doses", "más de 1200 millones de doses"),
        (350, "people", "up to", "up to 350 people", "hasta 350 people"),
        (7, "boats", "no more than", "no more than 7 boats", "no más de 7 boats"),
        (7, "boats", "fewer than", "fewer than 7 boats", "menos de 7 boats"),
        (7, "boats", "give or take", "give or take 7 boats", "give or take 7 boats"),
        (7, "", None, "7", "7"),
    ],
)
def test_a_figure_is_told_in_both_languages(value: float, unit: str, qualifier: str | None, english: str, spanish: str) -> None:
    assert (counted(value, unit, qualifier, words("en")), counted(value, unit, qualifier, words("es"))) == (english, spanish)
