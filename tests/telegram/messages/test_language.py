"""The bot's words in every language."""

import re
import tomllib
from datetime import UTC, datetime, timedelta, timezone
from importlib.resources import files

import pytest

from bot.telegram.messages import language
from bot.telegram.messages.language import LANGUAGES, Words, words
from bot.telegram.messages.markup import Html
from tests.telegram.emulator import parsing


def texts(code: str) -> dict[str, list[str]]:
    """All forms of each text, as they stand in the file."""
    held = tomllib.loads(files(language.__package__).joinpath(f"{code}.toml").read_text(encoding="utf-8"))["texts"]
    return {name: [text] if isinstance(text, str) else list(text.values()) for name, text in held.items()}


def names_in(forms: list[str]) -> set[str]:
    return {name for form in forms for name in re.findall(r"\$(\w+)", form)} - {"n"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [("en", "en"), ("es", "es"), ("es-MX", "es"), ("ES_ar", "es"), ("es-419", "es"), ("es-zz", "es"), ("de", "en"),
     ("pt-br", "en"), ("", "en"), (None, "en"), ("\x00", "en"), ("español", "en"), ("es-ñ-x-y", "es")],
)  # fmt: skip
def test_every_code_has_its_words_and_english_is_for_all_others(code: str | None, expected: str) -> None:
    assert words(code).code == expected


def test_all_languages_have_the_same_texts_with_the_same_values() -> None:
    first, *others = ({name: names_in(forms) for name, forms in texts(code).items()} for code in LANGUAGES)
    assert others == [first] * (len(LANGUAGES) - 1)


def test_a_text_has_plural_forms_in_all_languages_or_in_none() -> None:
    first, *others = ({name for name, forms in texts(code).items() if len(forms) > 1} for code in LANGUAGES)
    assert others == [first] * (len(LANGUAGES) - 1)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_is_html_that_telegram_reads(code: str) -> None:
    for forms in texts(code).values():
        for form in forms:
            assert parsing.parse(form).text


def test_values_are_escaped_unless_they_are_html(english: Words) -> None:
    assert english.html("alert_changed", topic="<5 & 'up'") == "🔔 <b>&lt;5 &amp; 'up'</b>"
    assert english.html("alert_changed", topic=Html("<i>up</i>")) == "🔔 <b><i>up</i></b>"


def test_plain_text_has_neither_tags_nor_escapes(english: Words) -> None:
    assert english.plain("alert_changed", topic="<5 & up $n") == "🔔 <5 & up $n"


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("nothing", {}, "there is no text 'nothing' in 'en'"),
        ("alert_moved", {"before": 1}, "the text 'alert_moved' lacks values for: now"),
        ("alert_moved", {"before": 1, "now": 2, "then": 3}, "the text 'alert_moved' has no place for: then"),
        ("sources", {}, "the text 'sources' lacks values for: n"),
        ("sources", {"n": "1"}, "the text 'sources' lacks values for: n"),
    ],
)
def test_what_does_not_fit_is_an_error(english: Words, name: str, values: dict[str, str | int], message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        english.html(name, **values)


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [("en", 1, "1 article"), ("en", 0, "0 articles"), ("en", 1_397, "1,397 articles"), ("es", 1, "1 artículo"),
     ("es", 1_397, "1397 artículos"), ("es", 1_000_000, "1.000.000 artículos"), ("es-MX", 12_500, "12,500 artículos")],
)  # fmt: skip
def test_plurals_and_digits_are_the_language_s(code: str, number: int, shown: str) -> None:
    assert words(code).plain("articles", n=number) == shown


@pytest.mark.parametrize(
    ("code", "shown"),
    [("en", ("16 Sep 2025", "16 Sep")), ("es", ("16 sept 2025", "16 sept")), ("es-MX", ("16 sep 2025", "16 sep"))],
)
def test_days_are_written_short_beside_others_of_their_year(code: str, shown: tuple[str, str]) -> None:
    day, other = datetime(2025, 9, 16, tzinfo=UTC), datetime(2025, 11, 1, tzinfo=UTC)
    assert (words(code).day(day), words(code).day(day, beside=other)) == shown
    assert words(code).day(day, beside=datetime(2026, 1, 1, tzinfo=UTC)) == shown[0]


def test_a_day_is_the_one_where_it_was_written(english: Words) -> None:
    assert english.day(datetime(2025, 11, 19, 20, 30, tzinfo=timezone(timedelta(hours=-5)))) == "19 Nov 2025"


@pytest.mark.parametrize(
    ("code", "number", "shown"),
    [("en", 2_100_000, "2.1 million"), ("en", 1.2e9, "1.2 billion"), ("en", 3e12, "3 trillion"), ("en", 999_999, None),
     ("en", 1_002_000, None), ("en", -2_500_000, "-2.5 million"), ("es", 1_000_000, "1 millón"),
     ("es", 2_100_000, "2,1 millones"),
     ("es", 1.2e9, "1200 millones"), ("es", 2e12, "2 billones")],
)  # fmt: skip
def test_large_numbers_have_words_when_that_drops_nothing(code: str, number: float, shown: str | None) -> None:
    assert words(code).scaled(number) == shown
