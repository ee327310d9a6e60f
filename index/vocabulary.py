"""Words as the retriever and the answerer compare them: folded, stemmed, without the ones that carry no meaning."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import Stemmer  # type: ignore[import-not-found]  # it ships no types

_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*", re.UNICODE)
_COMBINING = re.compile("[\u0300-\u036f]")
_POSSESSIVE = re.compile(r"['’]s?$")
_STOPWORDS = frozenset(
    "a about above after again against all also am an and any are aren't as at be because been before being below between "
    "both but by can can't could couldn't did didn't do does doesn't doing don't down during each few for from further had "
    "hadn't has hasn't have haven't having he her here hers herself him himself his how i i'm if in into is isn't it it's "
    "its itself just let me more most my myself no nor not now of off on once only or other our ours out over own please "
    "same say says said she should so some such tell than that that's the their theirs them themselves then there there's "
    "these they this those through to too under until up upon us very was wasn't we were weren't what what's when where "
    "which while who whom whose why will with won't would you your much many number amount according s t".split()
)
_STEMMER = Stemmer.Stemmer("english")


def fold(text: str) -> str:
    """Lower case without accents; typographic apostrophes made plain."""
    plain = text.replace("’", "'").lower()
    if plain.isascii():
        return plain
    decomposed = unicodedata.normalize("NFKD", plain)
    return _COMBINING.sub("", decomposed)


def words(text: str) -> Iterator[str]:
    """The folded words of a text, possessive endings cut off."""
    for word in _WORD.findall(fold(text)):
        yield _POSSESSIVE.sub("", word) if "'" in word else word


def content_words(text: str) -> tuple[str, ...]:
    """The words that carry meaning, in order, each once."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in _STOPWORDS and (len(word) > 1 or word.isdigit())))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a folded word (Snowball English)."""
    return str(_STEMMER.stemWord(word))


def stems(text: str) -> frozenset[str]:
    """The stems of a text's words, stopwords left out."""
    return frozenset(stem(word) for word in words(text) if word not in _STOPWORDS)


def is_stopword(word: str) -> bool:
    """True for a folded word that carries no meaning of its own."""
    return word in _STOPWORDS


_ALIASES = {
    "american": "us", "americans": "us", "united": "us", "america": "us", "u.s": "us", "u.s.a": "us", "usa": "us",
    "british": "uk", "britain": "uk", "u.k": "uk", "u.n": "un", "european": "eu", "e.u": "eu",
}  # fmt: skip
_ROOT = 4
"""Letters that the forms of a name have in common, at the least."""
_PLACES = ("", "a", "o", "e", "y", "s", "ia")
_PEOPLE = frozenset("s n ns an ans ian ians vian vians ese i is ish y".split())
"""How a name may end, and how its people, its language and what comes from there end in that ending's stead."""
_ENDINGS = tuple(_PEOPLE | {own} for own in _PLACES)


def same_name(one: str, other: str) -> bool:
    """True when two folded words name the same: forms of one name (Peru, Peruvians), or known short forms (US, American)."""
    first, second = _ALIASES.get(one, one), _ALIASES.get(other, other)
    if first == second:
        return True
    if "-" in one:
        return any(same_name(part, other) for part in _parts(one))
    return one[:_ROOT] == other[:_ROOT] and len(one) >= _ROOT and _have_same_root(one, other)


class Names:
    """The folded words of a text, to be asked for the `same_name`: many texts are asked for many names."""

    __slots__ = ("_by_root", "_short_forms")

    def __init__(self, words: Iterable[str]) -> None:
        self._short_forms = set[str]()
        self._by_root: dict[str, list[str]] = {}
        for word in words:
            self._short_forms.add(_ALIASES.get(word, word))
            if len(word) >= _ROOT:
                self._by_root.setdefault(word[:_ROOT], []).append(word)

    def hold(self, name: str) -> bool:
        """True when one of the words names the same as this folded word."""
        if _ALIASES.get(name, name) in self._short_forms:
            return True
        if "-" in name:
            return any(self.hold(part) for part in _parts(name))
        return any(_have_same_root(name, word) for word in self._by_root.get(name[:_ROOT], ()))


def _parts(name: str) -> list[str]:
    return [part for part in name.split("-") if len(part) > 3]


def _have_same_root(one: str, other: str) -> bool:
    """True for forms of one name: two words that share their first letters, and end as a place and its people do."""
    common = next((place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    endings = {one[common:], other[common:]}
    return any(endings <= people for people in _ENDINGS)
