"""How far a text speaks of what a question speaks of: by the same words, by other words of the same meaning."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from index.storage.embedding import Encoder, Vector, Vectors
from index.vocabulary import Names, is_stopword, stem, words

_CAPITALISED = re.compile(r"(?<=[^.!?“\"'‘(\s] )[A-Z][\w’'.&-]+")
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?: (?:(?:of|for|and|the|de|del) )*[A-Z][\w’'-]+)+")
_ALIKE, _SAME = 0.5, 0.9
"""Cosines of single words: from the first on they are related, from the second on synonyms (kids, children: 0.91)."""
_SYNONYM = 0.9
_MOST_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class _Read:
    """A text as it is compared."""

    names: Names
    stems: frozenset[str]
    initials: frozenset[str]
    """What its names would be shortened to: "nc" of North Carolina."""
    common: tuple[str, ...]
    """Those words that may be synonyms: no names, no numbers, no small words."""


class Coverage:
    """Compares words by stem, and by meaning where the words differ. Names must be the same names."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._vectors: dict[str, Vector] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Get the meaning of all words of the texts at once, which is faster than text by text."""
        self.vectors(sorted({word for text in texts for word in _read(text).common}))

    def of(self, terms: Sequence[str], text: str, *, names: Collection[str]) -> dict[str, float]:
        """For each folded term, from 0 (not in the text) over 0.9 (a synonym is) to 1 (the word is).

        Those of the terms that are `names` have no synonyms, nor have numbers.
        """
        read = _read(text)
        covered = {term: 1.0 if stem(term) in read.stems else 0.0 for term in terms}
        open_terms = [term for term in terms if not covered[term] and not any(character.isdigit() for character in term)]
        for term in open_terms:
            if read.names.hold(term) or (term in names and term in read.initials):
                covered[term] = _SYNONYM
        common = [term for term in open_terms if not covered[term] and term not in names]
        if common and read.common:
            nearest = (self.vectors(common) @ self.vectors(read.common).T).max(axis=1)
            likeness = np.clip((nearest - _ALIKE) / (_SAME - _ALIKE), 0.0, 1.0)
            covered.update((term, _SYNONYM * alike) for term, alike in zip(common, likeness.tolist(), strict=True))
        return covered

    def vectors(self, wanted: Sequence[str]) -> Vectors:
        """The vectors of single words, shape (words, dimension)."""
        known = self._vectors
        if len(known) > _MOST_REMEMBERED:
            known = self._vectors = {}
        unknown = [word for word in dict.fromkeys(wanted) if word not in known]
        if unknown:
            known.update(zip(unknown, self._encoder.embed_passages(unknown), strict=True))
        # As np.stack does, without its ten steps a word.
        return np.concatenate([known[word] for word in wanted]).reshape(len(wanted), -1)


def share(covered: Mapping[str, float], terms: Iterable[str], *, rarity: Mapping[str, float]) -> float | None:
    """The covered share of the terms, each weighing as much as it is rare; None without terms."""
    weights = {term: rarity[term] for term in terms}
    total = sum(weights.values())
    if not total:
        return None
    return sum(weight * covered[term] for term, weight in weights.items()) / total


def gap(covered: Mapping[str, float], terms: Iterable[str], *, rarity: Mapping[str, float]) -> float:
    """The rarity of the most telling term that is not covered, 0 when all are."""
    return max((rarity[term] * (1.0 - covered[term]) for term in terms), default=0.0)


@lru_cache(maxsize=2048)
def _read(text: str) -> _Read:
    told = tuple(dict.fromkeys(words(text)))
    capitalised = {word for match in _CAPITALISED.finditer(text) for word in words(match[0])}
    common = (word for word in told if len(word) > 2 and word.isalpha() and word not in capitalised and not is_stopword(word))
    return _Read(Names(told), frozenset(map(stem, told)), _initials(text), tuple(common))


def _initials(text: str) -> frozenset[str]:
    """The initials of all runs of two to six capitalised words, little words between them left out, and of three to six words."""
    found = set()
    for run in _NAME.finditer(text):
        letters = "".join(word[0] for word in run[0].split() if word[0].isupper()).lower()
        found |= _parts(letters, least=2)
    return frozenset(found | _parts("".join(word[0] for word in words(text)), least=3))


def _parts(letters: str, *, least: int) -> set[str]:
    """All runs of `least` to six letters."""
    return {letters[start:end] for start in range(len(letters)) for end in range(start + least, min(start + 6, len(letters)) + 1)}
