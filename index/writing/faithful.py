"""Whether a translation keeps what must be kept: figures, dates, names, markers."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from index.answering import numerals
from index.verifying import names
from index.vocabulary import fold, is_stopword, same_name, words
from index.writing import languages, locales
from index.writing.locales import Language

_MARKER = re.compile(r"\[\d+\]")
_PLACEHOLDER = re.compile(r"\{\d+\}")
_TOKEN = re.compile(r"[^\W_][\w’'&.-]*")
_LEADS_AWAY = re.compile(r"\S*(?:://|www\.|[@<>|\\`]|\w\.[a-z]{2,})\S*")
_LEAST, _MOST, _ROOM = 0.3, 3.0, 40
"""How long a translation may be, in times of the original, and characters beyond that."""
_ROOT = 4
_CAPITALISE_NOUNS = frozenset({"de"})


def says_the_same(english: str, translated: str, language: Language, *, known: frozenset[str] = frozenset()) -> bool:
    """True when a translated sentence has the markers, placeholders, figures, dates and names of the English one, and no others.

    Names stand letter by letter; only countries and their people may have their name in the language. `known` are words that are
    names at the head of a sentence, too; see `known_names`.
    """
    if not _is_plain(translated, english) or not _is_as_long(translated, english):
        return False
    if any(pattern.findall(english) != pattern.findall(translated) for pattern in (_MARKER, _PLACEHOLDER)):
        return False
    told, said = _bare(in_digits(english)), _bare(translated)
    if not _same_figures(told, said, language) or not _same_days(told, said, language):
        return False
    missing = [name for name in _names(told, known) if not _stands(name, said) and not _is_country(name, said, language)]
    return not missing and not _adds_names(told, said, language)


def asks_the_same(question: str, english: str, language: Language) -> bool:
    """True for a question in English with the figures, dates and names of the original, as far as these can be compared."""
    if not _is_plain(english, question) or not _is_as_long(english, question):
        return False
    if languages.recognise(english) == language.code:
        return False
    if not (_same_figures(in_digits(english), question, language) and _same_days(english, question, language)):
        return False
    is_in_latin_letters = any(sign.isalpha() and fold(sign).isascii() for sign in question)
    return not is_in_latin_letters or _same_names(question, english, language)


def known_names(texts: Iterable[str]) -> frozenset[str]:
    """The words that stand capitalised within sentences of these texts, folded: at the head of others they are names, too."""
    return frozenset(
        fold(token[0])
        for text in texts
        for token in _TOKEN.finditer(text)
        if token[0][0].isupper() and not _opens(text, token.start())
    )


def in_digits(english: str) -> str:
    """The English sentence with counts in words written in digits, which can be compared with those of any language."""
    text = english
    for each in reversed(numerals.find(english)):
        if each.kind == "count" and not any(sign.isdigit() for sign in each.written) and each.high is None:
            text = f"{text[: each.start]}{each.value}{text[each.end :]}"
    return text


def _is_plain(text: str, original: str) -> bool:
    """True for one line without unseen signs or an address of its own."""
    return bool(text) and text.isprintable() and all(address in original for address in _LEADS_AWAY.findall(text))


def _is_as_long(text: str, original: str) -> bool:
    return _LEAST * len(original) - _ROOM <= len(text) <= _MOST * len(original) + _ROOM


def _bare(text: str) -> str:
    return _PLACEHOLDER.sub(" ", _MARKER.sub(" ", text))


def _same_figures(english: str, text: str, language: Language) -> bool:
    """True when both have the same figures, those aside that only tell a month by its number."""
    wanted = locales.language(languages.ENGLISH).figures(english)
    months = Counter(map(Decimal, locales.language(languages.ENGLISH).months_in(english)))
    return any(not wanted - found and not found - wanted - months for found in map(language.figures, _readings(text, language)))


def _readings(text: str, language: Language) -> Sequence[str]:
    return text, language.in_digits(text)


def _same_days(english: str, text: str, language: Language) -> bool:
    """True when every month and weekday of the English text is in the other, and none of its own."""
    own = locales.language(languages.ENGLISH)
    numbers = language.figures(text)
    months = own.months_in(english)
    told = language.months_in(text) | own.months_in(text) | {month for month in months if Decimal(month) in numbers}
    days = own.weekdays_in(english)
    return months <= told and days <= language.weekdays_in(text) | own.weekdays_in(text)


def _names(english: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The names of an English sentence, word by word, without months, weekdays and titles."""
    own = locales.language(languages.ENGLISH)
    tokens = list(_TOKEN.finditer(english))
    following = [*(token[0] for token in tokens[1:]), ""]
    return [
        token[0].rstrip(".'’-")
        for token, after in zip(tokens, following, strict=True)
        if token[0][0].isupper()
        and (
            names.is_name(token[0], after, opens=_opens(english, token.start()))
            or (fold(token[0]) in known and not is_stopword(fold(token[0])))
            or bool(_countries(token[0]))
        )
        and not (own.months_in(token[0]) or own.weekdays_in(token[0]) or names.is_role(fold(token[0])))
    ]


def _opens(text: str, place: int) -> bool:
    """True when a sentence begins at that place of a text."""
    return re.search(r"(?:^|[.!?:])[\s“\"'‘(]*$", text[:place]) is not None


def _stands(name: str, text: str) -> bool:
    """True when a text has a name, whatever ending it gets there."""
    folded, told = fold(name).removesuffix("'s"), fold(text)
    if len(folded) >= _ROOT:
        return folded in told or any(same_name(folded, word) for word in words(text))
    return folded.rstrip(".") in {word.rstrip(".") for word in words(text)}


def _is_country(name: str, text: str, language: Language) -> bool:
    """True when a name is that of a country, or of its people, which the text names in its language."""
    return any(language.names_country(code, text) for code in _countries(name))


@lru_cache(maxsize=4096)
def _countries(name: str) -> tuple[str, ...]:
    """Codes of the countries whose English name has a word that a name is a form of."""
    key = fold(name).removesuffix("'s").rstrip(".")
    if is_stopword(key):
        return ()
    called = locales.language(languages.ENGLISH).countries
    return tuple(
        code
        for code, country in called.items()
        if any(len(word) >= _ROOT and not is_stopword(word) and same_name(key, word) for word in words(country))
    )


def _adds_names(english: str, text: str, language: Language) -> bool:
    """True when a translation names what the English does not, as far as capital letters tell names."""
    if language.code in _CAPITALISE_NOUNS:
        return False
    told = list(words(english))
    countries = {word for called in language.countries.values() for word in words(called)}
    own = [
        word
        for match in _TOKEN.finditer(text)
        if match[0][0].isupper() and not _opens(text, match.start())
        for word in words(match[0])
        if not any(_is_alike(word, other) for other in told) and word not in countries
    ]
    roles = sum(names.is_role(word) for word in told)
    return len(own) > roles


def _same_names(question: str, english: str, language: Language) -> bool:
    """True when the names of a question in English may be those of the original, which may be written without capital letters.

    A name that is another word in English (Casa Blanca, the White House) takes the place of one of the original's.
    """
    new = [name for name in _names(english) if not _is_told(name, question) and not _is_country(name, question, language)]
    tokens = _TOKEN.finditer(question)
    capitals = [token[0] for token in tokens if token[0][0].isupper() and not _opens(question, token.start())]
    if not capitals or language.code in _CAPITALISE_NOUNS:
        return len(new) <= max(1, len(list(words(question))) // 3)
    lost = [each for each in capitals if not _is_told(each, english) and not _names_country(each, english, language)]
    return len(new) <= len(lost) <= len(new) + 1


def _is_told(name: str, text: str) -> bool:
    """True when a text has a form of a name."""
    return any(_is_alike(word, other) for word in words(name) for other in words(text))


def _names_country(word: str, english: str, language: Language) -> bool:
    """True when a word is of a country's name in the language, and the English names that country."""
    own = locales.language(languages.ENGLISH)
    meant = (code for code, called in language.countries.items() if fold(word) in set(words(called)))
    return any(own.names_country(code, english) for code in meant)


def _is_alike(one: str, other: str) -> bool:
    """True for two folded words that are forms of one name in two languages: Francis, Francisco."""
    if one == other:
        return True
    common = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common >= _ROOT and common >= 0.6 * max(len(one), len(other))
