"""The bot's own words, in each language that it speaks: kept in a TOML file a language, beside this module."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from string import Template

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from bot.telegram.messages.markup import Html, escape
from bot.telegram.messages.markup import plain as without_tags

LANGUAGES = ("en", "es")
"""Codes of the languages; the first is spoken where none of them is asked for."""
_MOST_DIGITS = 12

Value = str | int | float
_Forms = Mapping[str, Template]
"""A text by plural form; one that has no number has the form `other` alone."""


@dataclass(frozen=True, slots=True)
class _Strings:
    """What a language's file holds."""

    texts: Mapping[str, _Forms]
    """By name."""
    scales: tuple[tuple[int, _Forms], ...]
    """Large numbers that have a word, largest first: the number, and how so many of it are written."""
    least_grouped: int
    """The smallest number whose thousands are set apart."""


class Words:
    """What the bot says, in one language. Names and values are checked: a text is whole or an error."""

    def __init__(self, strings: _Strings, locale: Locale) -> None:
        """Prefer `words`."""
        self._strings = strings
        self._locale = locale

    @property
    def code(self) -> str:
        """Of the language: one of LANGUAGES."""
        return str(self._locale.language)

    @property
    def names(self) -> frozenset[str]:
        """The names of all texts."""
        return frozenset(self._strings.texts)

    def html(self, name: str, /, **values: Value) -> Html:
        """The text of that name as HTML. Values are escaped unless they are `Html`, and numbers written as the language does.

        A text with plural forms takes the one that fits the value `n`. ValueError for a name that does not exist, for a value
        that is missing, and for one that the text has no place for.
        """
        number = values.get("n")
        template = self._template(name, number if isinstance(number, int | float) else None)
        wanted = set(template.get_identifiers())
        if missing := sorted(wanted - set(values)):
            raise ValueError(f"the text {name!r} lacks values for: {', '.join(missing)}")
        if unused := sorted(set(values) - wanted - ({"n"} if self._is_plural(name) else set())):
            raise ValueError(f"the text {name!r} has no place for: {', '.join(unused)}")
        return Html(template.substitute({key: self._written(value) for key, value in values.items()}))

    def plain(self, name: str, /, **values: Value) -> str:
        """The same as plain text, for buttons, short notices and names."""
        return without_tags(self.html(name, **values))

    def day(self, moment: datetime, *, beside: datetime | None = None) -> str:
        """The date that the moment has where it was written: 16 Nov 2025; without the year when `beside` is of the same one."""
        pattern = "d MMM" if beside and beside.year == moment.year else "d MMM y"
        return format_date(moment.date(), pattern, locale=self._locale)

    def number(self, number: float) -> str:
        """The number in digits, thousands set apart; at most twelve digits."""
        exact = Decimal(f"{number:.{_MOST_DIGITS}g}")
        is_grouped = abs(exact) >= self._strings.least_grouped
        return format_decimal(exact, locale=self._locale, decimal_quantization=False, group_separator=is_grouped)

    def scaled(self, number: float) -> str | None:
        """The number with a word for its size, "1.2 million", when it has one and that drops nothing; else None."""
        exact = Decimal(f"{number:.{_MOST_DIGITS}g}")
        for scale, forms in self._strings.scales:
            part = exact / scale
            if abs(part) >= 1 and part == round(part, 2):
                return self._of(forms, part).substitute(n=self.number(float(part)))
        return None

    def _is_plural(self, name: str) -> bool:
        return len(self._strings.texts[name]) > 1

    def _template(self, name: str, number: float | None) -> Template:
        forms = self._strings.texts.get(name)
        if forms is None:
            raise ValueError(f"there is no text {name!r} in {self.code!r}")
        if len(forms) == 1:
            return forms["other"]
        if number is None:
            raise ValueError(f"the text {name!r} lacks values for: n")
        return self._of(forms, Decimal(number))

    def _of(self, forms: _Forms, number: Decimal) -> Template:
        return forms.get(self._locale.plural_form(abs(number)), forms["other"])

    def _written(self, value: Value) -> str:
        if isinstance(value, Html):
            return value
        return escape(value if isinstance(value, str) else self.number(value))


def words(code: str | None) -> Words:
    """The words for a person whose program speaks that language: a code such as "es-MX", whose region decides on numbers.

    English for every other language, and when none is known.
    """
    parts = (code or "").replace("_", "-").split("-")
    language = parts[0].lower() if parts[0].lower() in LANGUAGES else LANGUAGES[0]
    region = parts[1].upper() if language == parts[0].lower() and len(parts) > 1 else ""
    return _words(language, region if region.isascii() and region.isalnum() and len(region) <= 3 else "")


@lru_cache(maxsize=64)
def _words(language: str, region: str) -> Words:
    try:
        locale = Locale.parse(f"{language}-{region}" if region else language, sep="-")
    except (ValueError, UnknownLocaleError):
        locale = Locale(language)
    return Words(_read(language), locale)


@lru_cache(maxsize=len(LANGUAGES))
def _read(language: str) -> _Strings:
    held = tomllib.loads(files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))
    numbers = held["numbers"]
    return _Strings(
        texts={name: _forms(text) for name, text in held["texts"].items()},
        scales=tuple((10 ** int(zeros), _forms(text)) for zeros, text in sorted(numbers["scales"].items(), reverse=True)),
        least_grouped=numbers["least_grouped"],
    )


def _forms(text: str | Mapping[str, str]) -> _Forms:
    forms = {"other": text} if isinstance(text, str) else text
    return {form: Template(written) for form, written in forms.items()}
