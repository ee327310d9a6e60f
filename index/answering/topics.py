"""Whether an article is about a topic, which a person has named in a few words or by a question."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from index.retrieval.questions import Plan
from index.storage.embedding import Encoder, Vector
from index.storage.records import Entry
from index.storage.store import Store
from index.types import Hit, Passage
from index.vocabulary import stem, stems

# Chosen on topics made from 488 questions about AP_news (1,397 articles). Their three rarest words as a topic take 0.40 of the
# articles that answer the question and 0.8 others a topic, of which 37 of 40 looked at were of that story; the whole questions
# take 0.65 and 1.2, of which 22 of 30 were.
_NEAR, _TOGETHER, _ENOUGH = 0.4, 0.55, 0.6
"""Cosine of a passage, share of the topic's words that one passage must hold, score."""
_FEW = 4
_TOLD, _TOLD_OF_FEW = 0.6, 0.9
"""Share of the topic's words that the article must hold, and when they are few."""
_FIRST, _FIRST_OF_FEW = 0.35, 0.6
"""Share of them with which it must begin."""
_AT_ONCE = 64
_CANDIDATES = 200


class Topic:
    """Reads articles for one topic. Safe for many threads."""

    def __init__(self, plan: Plan, *, store: Store, encoder: Encoder) -> None:
        """`plan` is the topic, understood as a question is."""
        self._store = store
        self._plan = plan
        self._rarity = store.rarity(plan.terms)
        self._vector: Vector = encoder.embed_question(plan.question)

    def among(self, article_ids: Sequence[str]) -> tuple[Hit, ...]:
        """For each of these articles that is about the topic its best passage, in their order.

        An article is, when a passage of it is near in meaning, its words are most of the topic's, weighed by how rare they are,
        and it does not only touch on them in passing. The score goes from 0.6 to 1.
        """
        found = {hit.passage.article_id: hit for entry in self._entries(article_ids) if (hit := self._read(entry))}
        return tuple(found[each] for each in dict.fromkeys(article_ids) if each in found)

    def candidates(self) -> tuple[str, ...]:
        """Ids of the articles that come nearest, by meaning and by words."""
        near = self._store.nearest(self._vector, limit=_CANDIDATES)
        matching = self._store.matching(self._plan.terms, limit=_CANDIDATES)
        return tuple(dict.fromkeys(passage_id.rpartition("#")[0] for passage_id, _ in [*near, *matching]))

    def _entries(self, article_ids: Sequence[str]) -> Iterator[Entry]:
        if not any(self._rarity.values()):
            return
        for first in range(0, len(article_ids), _AT_ONCE):
            yield from self._store.entries(article_ids[first : first + _AT_ONCE])

    def _read(self, entry: Entry) -> Hit | None:
        cosines = entry.vectors @ self._vector
        if cosines.max() < _NEAR:
            return None
        held = [_stems(passage) for passage in entry.passages]
        shares = [self._share(words) for words in held]
        told, together, first = self._share(frozenset().union(*held)), max(shares), shares[0]
        score = 0.5 * float(cosines.max()) + 0.25 * told + 0.25 * first
        few = len(self._rarity) <= _FEW
        if told < (_TOLD_OF_FEW if few else _TOLD) or first < (_FIRST_OF_FEW if few else _FIRST):
            return None
        if together < _TOGETHER or score < _ENOUGH:
            return None
        best = max(range(len(held)), key=lambda place: float(cosines[place]) + shares[place])
        return Hit(entry.passages[best], score, float(cosines[best]))

    def _share(self, words: frozenset[str]) -> float:
        return _weight(self._rarity, words) / sum(self._rarity.values())


def _weight(rarity: Mapping[str, float], words: frozenset[str]) -> float:
    return sum(weight for term, weight in rarity.items() if stem(term) in words)


@lru_cache(maxsize=4096)
def _stems(passage: Passage) -> frozenset[str]:
    return stems(f"{passage.title} {passage.text}")
