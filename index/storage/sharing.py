"""One opened Chroma for many threads, opened again when another process has written."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock

from index.storage.vectors import Vectors


@dataclass(slots=True)
class _Lent:
    vectors: Vectors
    generation: int
    users: int = 0


class SharedVectors:
    """The vectors as of a generation, which counts what was committed to the index."""

    def __init__(self, open_vectors: Callable[[], Vectors | None]) -> None:
        """`open_vectors` gives None while there is nothing to open."""
        self._open = open_vectors
        self._lock = RLock()
        self._current: _Lent | None = None

    @contextmanager
    def lent(self, generation: int) -> Iterator[Vectors | None]:
        """Vectors that show at least what this generation committed; None when there are none."""
        with self._lock:
            lent = self._at(generation)
            if lent is not None:
                lent.users += 1
        try:
            yield lent.vectors if lent else None
        finally:
            with self._lock:
                if lent is not None:
                    lent.users -= 1
                    self._close_unused(lent)

    @contextmanager
    def advancing(self) -> Iterator[None]:
        """Commit, inside, what was written through the vectors lent: the next generation needs no opening."""
        with self._lock:
            yield
            if self._current is not None:
                self._current.generation += 1

    def close(self) -> None:
        """Let go of the vectors as soon as nobody uses them."""
        with self._lock:
            lent, self._current = self._current, None
            if lent is not None:
                self._close_unused(lent)

    def _at(self, generation: int) -> _Lent | None:
        if self._current is None or self._current.generation < generation:
            vectors = self._open()
            self.close()
            self._current = _Lent(vectors, generation) if vectors else None
        return self._current

    def _close_unused(self, lent: _Lent) -> None:
        if lent.users == 0 and lent is not self._current:
            lent.vectors.close()
