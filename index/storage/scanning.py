"""The nearest passages within a window, by comparing all of them."""

from heapq import nlargest

import numpy as np

from index.storage.catalogue import within
from index.storage.database import Database
from index.storage.embedding import Vector
from index.types import Window

_AT_ONCE = 4096
_VECTORS = (
    "SELECT passages.id, vector FROM articles JOIN passages ON passages.article = articles.number "
    "JOIN vectors ON vectors.passage = passages.number WHERE TRUE {bounds}"
)


def nearest(database: Database, vector: Vector, *, limit: int, window: Window) -> list[tuple[str, float]]:
    """Ids of the committed passages nearest to a vector of length 1, each with its cosine, best first.

    It takes about 5 ms for each 1,000 passages in the window.
    """
    bounds, values = within(window)
    best: list[tuple[float, str]] = []
    with database.reading() as connection:
        rows = connection.execute(_VECTORS.format(bounds=bounds), values)
        while some := rows.fetchmany(_AT_ONCE):
            cosines = np.frombuffer(b"".join(row[1] for row in some), dtype=np.float32).reshape(len(some), -1) @ vector
            near = np.argsort(-cosines)[:limit]
            best = nlargest(limit, [*best, *((float(cosines[place]), some[place][0]) for place in near)])
    return [(passage_id, cosine) for cosine, passage_id in best]
