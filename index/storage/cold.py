"""The nearest passages by SQLite's copy of the vectors, as long as Chroma is not open."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from index.storage.catalogue import Catalogue
from index.storage.embedding import Vector, Vectors

_MOST = 20_000
"""Passages up to which comparing them all is faster than opening Chroma."""
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class ColdVectors:
    """All vectors of an index, as they were when they were read."""

    ids: tuple[str, ...]
    vectors: Vectors
    generation: int

    @classmethod
    def read(cls, catalogue: Catalogue) -> Self | None:
        """The vectors of an index that is whole and not large; None for another."""
        if catalogue.has_more_than(_MOST):
            return None
        counts = {*catalogue.counts(), catalogue.vector_count()}
        if len(counts) != 1 or counts == {0} or catalogue.pending():
            return None
        generation = catalogue.generation()
        ids, vectors = catalogue.vectors()
        return cls(tuple(ids), vectors, generation)

    def nearest(self, vector: Vector, *, limit: int, visible: Callable[[list[str]], Iterable[str]]) -> list[tuple[str, float]]:
        """Ids of the visible passages nearest to a vector of length 1, each with its cosine, best first."""
        cosines = self.vectors @ vector
        order = np.argsort(-cosines, kind="stable")
        found: list[tuple[str, float]] = []
        step = max(_AT_ONCE, limit)
        for first in range(0, len(order), step):
            part = [(self.ids[place], float(cosines[place])) for place in order[first : first + step]]
            seen = set(visible([passage_id for passage_id, _ in part]))
            found.extend(each for each in part if each[0] in seen)
            if len(found) >= limit:
                break
        return found[:limit]
