"""Which passages answer: by meaning and by words, fused, timely, diverse."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from index.retrieval import duplicates
from index.retrieval.fusion import fuse, in_order
from index.retrieval.questions import Plan
from index.retrieval.recency import timeliness
from index.storage.embedding import Encoder
from index.storage.store import Store
from index.types import Hit

_POOL = 40
"""Passages taken from each ranking."""
_AT_ONCE = 8
"""Threads that search for words; more questions than these wait their turn."""
_K = 20
_MEANING, _WORDS = 1.0, 3.0
_MARGIN = 20
_PER_ARTICLE = 3
"""Passages of one article among the hits."""


class Retriever:
    """Finds passages in a store. Safe for many threads."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        self._encoder = encoder
        self._beside = ThreadPoolExecutor(_AT_ONCE, "words")

    def retrieve(self, plan: Plan, *, limit: int, newest: datetime | None) -> tuple[Hit, ...]:
        """At most `limit` hits within the plan's window, best first; `newest` is the newest indexed article's time.

        Vectors and words are fused by reciprocal rank. Dates weigh softly. An article gives at most three passages, and copies of
        one text stand as one.
        """
        window = plan.window
        # SQLite looks for the words while the encoder and Chroma are at work: none of them holds Python's lock.
        words = self._beside.submit(self.store.matching, plan.terms, limit=_POOL, window=window)
        near = _settled(self.store.nearest(self._encoder.embed_question(plan.question), limit=_POOL, window=window))
        matching = _settled(words.result())
        fused = fuse([[key for key, _ in near], [key for key, _ in matching]], weights=(_MEANING, _WORDS), k=_K)
        # A fitting date lifts a score by three tenths at most: what ranks far below stays there.
        passages = self.store.passages(list(fused)[: _MARGIN + 3 * limit])
        similarity = dict(near)
        scores = in_order(
            {key: fused[key] * timeliness(plan, passage.published, newest=newest) for key, passage in passages.items()}
        )
        chosen = _diverse(((key, passages[key].article_id) for key in scores), limit=2 * limit)
        hits = [Hit(passages[key], scores[key], similarity.get(key, 0.0)) for key in chosen]
        return duplicates.collapse(hits, text_of=self._text_of)[:limit]

    def close(self) -> None:
        """Let its threads go."""
        self._beside.shutdown()

    def _text_of(self, article_id: str) -> str:
        return " ".join(passage.text for passage in self.store.passages_of(article_id))


def _settled(found: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Ids with their scores, best first; those of one score by id, in whatever order they were stored."""
    return sorted(found, key=lambda each: (-each[1], each[0]))


def _diverse(ranked: Iterable[tuple[str, str]], *, limit: int) -> list[str]:
    """The first `limit` passage ids, at most three of each article."""
    seen: Counter[str] = Counter()
    chosen = []
    for passage_id, article_id in ranked:
        seen[article_id] += 1
        if seen[article_id] <= _PER_ARTICLE:
            chosen.append(passage_id)
        if len(chosen) == limit:
            break
    return chosen
