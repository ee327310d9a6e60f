"""The passages committed since Chroma was opened: compared one by one, which spares opening Chroma anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from index.storage.catalogue import Catalogue, Standing
from index.storage.embedding import Vector, Vectors

MOST = 2_000
"""Passages up to which that takes about a millisecond; opening takes a quarter of a second for each 100,000 passages."""


@dataclass(frozen=True, slots=True)
class Recent:
    """Some passages with their vectors, which hold in place of what Chroma says of the same passages."""

    standing: Standing
    """How the index stands when these are added to what Chroma shows."""
    ids: tuple[str, ...]
    vectors: Vectors

    @classmethod
    def none(cls, standing: Standing) -> Self:
        """Chroma shows all there is."""
        return cls(standing, (), np.empty((0, 0), dtype=np.float32))

    def up_to(self, standing: Standing, catalogue: Catalogue, *, most: int) -> Self | None:
        """The same with what was committed since; None when that is more than `most` passages, or not to be told."""
        if standing.epoch != self.standing.epoch:
            return None
        found = dict(zip(self.ids, self.vectors, strict=True)) | catalogue.vectors_since(self.standing.mark, limit=most + 1)
        if len(found) > most:
            return None
        return type(self)(standing, tuple(found), np.stack(list(found.values())) if found else self.vectors)

    def merged(self, vector: Vector, found: Sequence[tuple[str, float]], *, limit: int) -> list[tuple[str, float]]:
        """What Chroma found, and these, best first, at most `limit`."""
        if not self.ids:
            return list(found)
        mine = dict(zip(self.ids, map(float, self.vectors @ vector), strict=True))
        return sorted((dict(found) | mine).items(), key=lambda each: -each[1])[:limit]
