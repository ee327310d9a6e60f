"""Batches of articles into the store, in turn with everybody else who ingests."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from threading import Lock
from types import TracebackType
from typing import Self

from index.errors import StorageError
from index.storage.records import Entry
from index.storage.store import Store
from index.storage.versions import Change

_TURN = 1.0
"""Seconds after which others may have their turn, though more batches wait here."""


class Putting:
    """Puts batches in the order given, in a thread of its own: one in a turn, or those that wait, for about a second.

    After one that fails, none is put any more. At the end of a `with` all are put, or given up when it ends with an error.
    """

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, "putting")
        self._turn = ExitStack()
        self._since: float | None = None
        """When the turn began; None when it is others'."""
        self._counting = Lock()
        self._waiting = 0
        self._is_given_up = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is not None:
            self.give_up()
        self._thread.shutdown()

    def put(self, changes: Sequence[Change], entries: Sequence[Entry]) -> Future[set[str]]:
        """Put the entries that the changes were made into, in the same order.

        Gives the ids of those that were left out, because meanwhile somebody else put the same version or a later one.
        """
        with self._counting:
            self._waiting += 1
        return self._thread.submit(self._put, changes, entries)

    def give_up(self) -> None:
        """Put nothing more but what is being put: the others fail."""
        self._is_given_up = True

    def _put(self, changes: Sequence[Change], entries: Sequence[Entry]) -> set[str]:
        try:
            return self._put_due(changes, entries) if entries else set()
        except BaseException:
            self.give_up()
            raise
        finally:
            with self._counting:
                self._waiting -= 1
                is_last = not self._waiting
            if self._since is not None and (is_last or self._clock() - self._since >= _TURN):
                self._since = None
                self._turn.close()

    def _put_due(self, changes: Sequence[Change], entries: Sequence[Entry]) -> set[str]:
        if self._is_given_up:
            raise StorageError("given up, as what came before it could not be put")
        if self._since is None:
            self._turn.enter_context(self._store.writing())
            self._since = self._clock()
        seen = {change.article.id: change.replaced for change in changes if change.replaced is not None}
        return self._store.put(entries, replacing=seen)
