"""One opened Chroma for many threads, which shows what other processes have written meanwhile."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

from index.storage.catalogue import Catalogue
from index.storage.embedding import Vector
from index.storage.recent import MOST, Recent
from index.storage.vectors import Vectors


@dataclass(slots=True)
class _Lent:
    vectors: Vectors
    generation: int
    """What Chroma itself shows."""
    recent: Recent
    users: int = 0


@dataclass(frozen=True, slots=True)
class Searchable:
    """What Chroma shows and what was committed since it was opened, to be searched as one."""

    vectors: Vectors
    recent: Recent

    def nearest(self, vector: Vector, *, limit: int) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a vector, each with its cosine, best first; some may be gone by now."""
        return self.recent.merged(vector, self.vectors.nearest(vector, limit=limit), limit=limit)


class SharedVectors:
    """The vectors as of a generation, which counts what was committed to the index."""

    def __init__(self, open_vectors: Callable[[], Vectors | None], *, most_recent: int = MOST) -> None:
        """`open_vectors` gives None while there is nothing to open. It is called anew for more than `most_recent` passages."""
        self._open = open_vectors
        self._most_recent = most_recent
        self._lock = RLock()
        self._current: _Lent | None = None

    @contextmanager
    def lent(self, catalogue: Catalogue) -> Iterator[Vectors | None]:
        """Chroma, opened anew when another process has committed since; None when there is nothing to open."""
        with self._lock:
            lent = self._taken(self._up_to_date(catalogue))
        try:
            yield lent.vectors if lent else None
        finally:
            self._give_back(lent)

    @contextmanager
    def searchable(self, catalogue: Catalogue) -> Iterator[Searchable | None]:
        """All that is committed. Chroma is opened anew only for much of it."""
        with self._lock:
            lent = self._taken(self._nearly_up_to_date(catalogue))
            seen = Searchable(lent.vectors, lent.recent) if lent else None
        try:
            yield seen
        finally:
            self._give_back(lent)

    @contextmanager
    def advancing(self, catalogue: Catalogue) -> Iterator[None]:
        """Commit, inside, what was written through the vectors lent: the next generation needs no opening."""
        with self._lock:
            yield
            if self._current is not None:
                self._current.generation += 1
                self._current.recent = Recent.none(catalogue.standing())

    def close(self) -> None:
        """Let go of the vectors as soon as nobody uses them."""
        with self._lock:
            lent, self._current = self._current, None
            if lent is not None:
                self._close_unused(lent)

    def _up_to_date(self, catalogue: Catalogue) -> _Lent | None:
        standing = catalogue.standing()
        if self._current is None or self._current.generation < standing.generation:
            vectors = self._open()
            self.close()
            self._current = _Lent(vectors, standing.generation, Recent.none(standing)) if vectors else None
        return self._current

    def _nearly_up_to_date(self, catalogue: Catalogue) -> _Lent | None:
        if self._current is None:
            return self._up_to_date(catalogue)
        standing = catalogue.standing()
        if self._current.recent.standing != standing:
            recent = self._current.recent.up_to(standing, catalogue, most=self._most_recent)
            if recent is None:
                return self._up_to_date(catalogue)
            self._current.recent = recent
        return self._current

    def _taken(self, lent: _Lent | None) -> _Lent | None:
        if lent is not None:
            lent.users += 1
        return lent

    def _give_back(self, lent: _Lent | None) -> None:
        with self._lock:
            if lent is not None:
                lent.users -= 1
                self._close_unused(lent)

    def _close_unused(self, lent: _Lent) -> None:
        if lent.users == 0 and lent is not self._current:
            lent.vectors.close()
