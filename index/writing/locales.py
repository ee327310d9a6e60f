"""How a language writes figures, months, weekdays and countries, by Unicode's Common Locale Data Repository."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale
from text_to_num import alpha2digit  # type: ignore[import-untyped]  # it ships no types

from index.vocabulary import fold, words

_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’٫٬]\d+)*")
_PATTERN = re.compile(r"^(?P<before>[^0]*)(?P<zeros>0+)(?P<after>[^0]*)$")
_SPELLED = frozenset({"ca", "de", "en", "es", "fr", "it", "nl", "pt", "ru"})
"""Languages whose numbers in words can be read."""
_SHORTEST = 4
"""Letters by which forms of a country's name are known: Estados Unidos, estadounidense."""
_PRESENTED = ("format", "stand-alone")


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of a language."""

    code: str
    name: str
    """In English."""
    decimal: str
    """The sign before decimals."""
    scales: tuple[tuple[str, int], ...]
    """Folded words that multiply a figure, and by how much; longest first."""
    months: Mapping[str, int]
    """Names, short ones among them, with their numbers, from 1; folded, but in English, where "may" is no month."""
    weekdays: Mapping[str, int]
    """The same for weekdays, from 0 for Monday."""
    countries: Mapping[str, str]
    """Names by code, continents and unions among them."""

    def figures(self, text: str) -> "Counter[Decimal]":
        """Every figure in digits, multiplied by the word behind it: "1,5 mil millones" is 1500000000."""
        return Counter(self._values(text))

    def in_digits(self, text: str) -> str:
        """The text with numbers in words written in digits, as far as that is known of the language."""
        if self.code not in _SPELLED:
            return text
        try:
            return str(alpha2digit(text, self.code))
        except (ValueError, LookupError):
            # It fails over some runs of number words that are no number.
            return text

    def months_in(self, text: str) -> frozenset[int]:
        """Numbers of the months that a text names."""
        return self._named_in(text, self.months)

    def weekdays_in(self, text: str) -> frozenset[int]:
        """Numbers of the weekdays that a text names."""
        return self._named_in(text, self.weekdays)

    def names_country(self, code: str, text: str) -> bool:
        """True when a text names the country, or its people by a word of the same root."""
        roots = {_root(word) for word in words(self.countries.get(code, "")) if len(word) >= _SHORTEST}
        folded = fold(self.countries.get(code, ""))
        told = fold(text)
        return bool(folded) and (folded in told or any(word.startswith(root) for word in words(text) for root in roots))

    def _named_in(self, text: str, names: Mapping[str, int]) -> frozenset[int]:
        told = text if self.code == "en" else fold(text)
        return frozenset(number for name, number in names.items() if _holds(told, name))

    def _values(self, text: str) -> Iterator[Decimal]:
        folded = unicodedata.normalize("NFKC", text).replace("\u00a0", " ")
        for match in _NUMBER.finditer(folded):
            yield self._value(match[0]) * self._scale(fold(folded[match.end() :]).lstrip(" -"))

    def _value(self, written: str) -> Decimal:
        whole, decimals = written, ""
        place = max(written.rfind(self.decimal), written.rfind("٫"))
        if place >= 0 and written.count(written[place]) == 1:
            whole, decimals = written[:place], written[place + 1 :]
        elif re.fullmatch(r"\d+[.,]\d{1,2}", written):
            # No language separates thousands like that.
            whole, _, decimals = re.split(r"([.,])", written)
        return Decimal(f"{_digits(whole)}.{_digits(decimals) or 0}")

    def _scale(self, following: str) -> int:
        for word, scale in self.scales:
            rest = following[len(word) :]
            if following.startswith(word) and (not word.isascii() or not rest[:1].isalpha()):
                return scale
        return 1


@lru_cache(maxsize=128)
def language(code: str) -> Language:
    """The language with this ISO 639-1 code. Raises babel's UnknownLocaleError for one that is not known."""
    locale = Locale.parse(code)
    symbols = locale.number_symbols.get("latn") or next(iter(locale.number_symbols.values()))
    return Language(
        code=code,
        name=locale.english_name or code,
        decimal=symbols.get("decimal", "."),
        scales=tuple(sorted(_scales(locale).items(), key=lambda each: -len(each[0]))),
        months=_named(locale.months, folded=code != "en"),
        weekdays=_named(locale.days, folded=code != "en"),
        countries=dict(locale.territories),
    )


def _scales(locale: Locale) -> dict[str, int]:
    found: dict[str, int] = {}
    formats = locale.compact_decimal_formats
    for style in ("short", "long"):
        for by_size in formats.get(style, {}).values():
            for size, pattern in by_size.items():
                match = _PATTERN.match(getattr(pattern, "pattern", str(pattern)).replace("'", ""))
                word = fold((match["before"] + match["after"]).replace("\u00a0", " ").strip()) if match else ""
                if match and word and (style == "long" or not word.isascii()):
                    found[word] = int(size) // 10 ** (len(match["zeros"]) - 1)
    return found


def _named(presented: Mapping[str, Mapping[str, Mapping[int, str]]], *, folded: bool) -> dict[str, int]:
    """Names of months or weekdays, full and short, however they stand in a sentence; none that hold figures."""
    found: dict[str, int] = {}
    for how in _PRESENTED:
        for width in ("abbreviated", "wide"):
            for number, name in presented[how].get(width, {}).items():
                if not any(sign.isdigit() for sign in name):
                    found[(fold(name) if folded else name).rstrip(".")] = number
    return found


def _holds(text: str, name: str) -> bool:
    """True when a text holds a name as a word, or anywhere where words are not told apart by spaces."""
    return name in text and (not name.isascii() or re.search(rf"\b{re.escape(name)}\b", text) is not None)


def _root(word: str) -> str:
    """What forms of a country's name have in common: venez of Venezuela, estad of Estados."""
    return word[: max(_SHORTEST, len(word) - min(4, max(2, len(word) - 5)))]


def _digits(written: str) -> str:
    return "".join(str(unicodedata.digit(sign)) for sign in written if sign.isdigit())
