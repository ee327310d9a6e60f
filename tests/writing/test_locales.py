"""Figures, months, weekdays and countries as languages write them."""

from collections import Counter
from decimal import Decimal

import pytest

from index.writing import locales


@pytest.mark.parametrize(
    ("code", "text", "figures"),
    [
        ("en", "1,397 articles, 58.5 percent, the 21st strike", ["1397", "58.5", "21"]),
        ("en", "$1.5 billion and 14 million", ["1500000000", "14000000"]),
        ("en", "a millionth of 5 millionaires", ["5"]),
        ("es", "1.397 artículos, 58,5 por ciento", ["1397", "58.5"]),
        ("es", "12,5 mil millones, 3 billones y 4 mil", ["12500000000", "3000000000000", "4000"]),
        ("es", "solo 3.5", ["3.5"]),
        ("de", "1,5 Milliarden von 2 Billionen", ["1500000000", "2000000000000"]),
        ("fr", "61 000 personnes, 1,5 milliard", ["61000", "1500000000"]),
        ("ru", "2 миллиона", ["2000000"]),
        ("zh", "15亿和1400万", ["1500000000", "14000000"]),
        ("hi", "५ लाख", ["500000"]),
        ("ar", "١٦ نوفمبر ٢٠٢٥", ["16", "2025"]),
    ],
)
def test_figures_are_read_with_what_multiplies_them(code: str, text: str, figures: list[str]) -> None:
    assert locales.language(code).figures(text) == Counter(map(Decimal, figures))


@pytest.mark.parametrize(
    ("code", "text", "months"),
    [
        ("en", "On Nov. 16 it may march on", {11}),
        ("en", "In May and September", {5, 9}),
        ("es", "el 16 de noviembre o en sept", {11, 9}),
        ("de", "im März", {3}),
        ("ru", "16 ноября", {11}),
        ("tr", "Kasım ayında", {11}),
        ("ja", "11月16日", set()),
    ],
)
def test_months_are_known_by_name(code: str, text: str, months: set[int]) -> None:
    assert locales.language(code).months_in(text) == months


def test_weekdays_are_known_by_name() -> None:
    assert locales.language("es").weekdays_in("el domingo o el lunes") == {6, 0}
    assert locales.language("zh").weekdays_in("星期一") == {0}


@pytest.mark.parametrize(
    ("code", "country", "text", "is_named"),
    [
        ("es", "US", "Estados Unidos", True),
        ("es", "US", "las fuerzas estadounidenses", True),
        ("es", "US", "esta semana", False),
        ("es", "VE", "los venezolanos", True),
        ("es", "VE", "los colombianos", False),
        ("de", "DE", "die Deutschen", True),
        ("fr", "ZZZ", "la France", False),
    ],
)
def test_a_country_is_known_by_its_name_and_its_people(code: str, country: str, text: str, is_named: bool) -> None:
    assert locales.language(code).names_country(country, text) == is_named


@pytest.mark.parametrize(
    ("code", "text", "in_digits"),
    [
        ("fr", "vingt et un bateaux", "21 bateaux"),
        ("es", "tres barcos", "3 barcos"),
        ("ru", "нет чисел", "нет чисел"),
        ("ja", "三隻", "三隻"),
    ],
)
def test_numbers_in_words_are_read_where_they_can_be(code: str, text: str, in_digits: str) -> None:
    assert locales.language(code).in_digits(text) == in_digits
