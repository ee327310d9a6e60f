"""A home whose passages live in a Chroma server, beside a copy of what is needed to read them here."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from index.storage.catalogue import Catalogue, Known
from index.storage.embedding import Encoder
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.server.connection import Connection, Gone
from index.storage.server.examining import examine
from index.storage.server.follower import Follower
from index.storage.server.journal import Journal
from index.storage.server.passages import Passages
from index.storage.server.writer import Writer
from index.storage.store import Search, Store
from index.types import Finding, Passage, Window

_MOST = 32
"""Articles committed together: their record must fit into what Chroma Cloud lets a record hold."""
_A_MOMENT = 0.1


class ServerStore(Store):
    """All articles of one database of a Chroma server. Any number of machines may read and write it at the same time."""

    is_shared = True

    def __init__(
        self,
        home: Path,
        encoder: Encoder,
        server: ChromaServer,
        *,
        on_copying: Callable[[int, int], None] | None = None,
        pause: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prefer `Store.open`. `pause` waits for so many seconds, `clock` tells seconds."""
        super().__init__(encoder)
        self._is_rebuilding = False
        self._connection = Connection(server, pause=pause)
        self._journal = Journal(self._connection)
        self._follower = Follower(
            home / server.folder,
            self._connection,
            self._journal,
            accept=self._accept,
            on_copying=on_copying,
            clock=clock,
        )
        self._writer = Writer(self._connection, self._journal, self._follower, encoder, superseded=self._superseded, clock=clock)

    @classmethod
    def opened(
        cls,
        home: Path,
        encoder: Encoder,
        server: ChromaServer,
        *,
        rebuild: bool = False,
        on_copying: Callable[[int, int], None] | None = None,
    ) -> Self:
        """See `Store.open`."""
        store = cls(home, encoder, server, on_copying=on_copying)
        try:
            if rebuild:
                store._rebuild()
            store._follower.refresh()
            store._accept(store._follower.catalogue.state("encoder"))
        except BaseException:
            store.close()
            raise
        return store

    def warm_up(self) -> None:
        """Copy what is new, and make the first connection."""
        self.nearest(np.ones(self._encoder.fingerprint.dimension, dtype=np.float32), limit=1)

    def close(self) -> None:
        """Let go of all files and connections."""
        self._follower.close()
        self._connection.close()

    def nearest(self, vector: npt.NDArray[np.float32], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a question's vector, each with its cosine, -1 to 1, best first."""

        def near(passages: Passages) -> Search:
            return lambda most, bounds: passages.nearest(vector, limit=most, window=bounds)

        return self._found(near, limit=limit, window=window)

    def matching(self, terms: Sequence[str], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages that hold any of the terms, each with its score (higher is better), best first.

        Where the server searches words, it is asked, and a term of several words is those words; else this is BM25.
        """
        self._follower.refresh()
        passages = self._follower.passages()
        if passages is None or not passages.has_words:
            return super().matching(terms, limit=limit, window=window)

        def holding(passages: Passages) -> Search:
            return lambda most, bounds: passages.matching(terms, limit=most, window=bounds)

        return self._found(holding, limit=limit, window=window)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Those of these passages that exist, by id, in the order asked for; in a later version if there is one by now."""
        found = super().passages(ids)
        for each in ids:
            if each not in found and (later := self._later(each)):
                found[each] = later
        return {each: found[each] for each in ids if each in found}

    def known(self, article_ids: Sequence[str]) -> dict[str, Known]:
        """What tells a new version from the stored one, of those of these articles that are held."""
        # An ingestion asks, which outlasts a restart of the server.
        with self._connection.patiently():
            return super().known(article_ids)

    @contextmanager
    def writing(self, *, patience: float = 60.0) -> Iterator[None]:  # noqa: ARG002  # nobody has to wait for anybody
        """Be one who may write, having cleared away what a killed writer left behind."""
        with self._connection.patiently():
            self._writer.prepare()
        yield

    def put(self, entries: Sequence[Entry], *, replacing: Mapping[str, str] | None = None) -> set[str]:
        """Add or replace the articles; once this returns, they are stored for good. Gives the ids of those left out."""
        left_out: set[str] = set()
        with self._connection.patiently():
            for first in range(0, len(entries), _MOST):
                left_out |= self._writer.put(entries[first : first + _MOST], replacing=replacing)
        return left_out

    def remove(self, article_ids: Sequence[str], *, seen: Mapping[str, str] | None = None) -> set[str]:
        """Forget these articles; once this returns, for good. Gives the ids of those left alone. Only inside `writing()`."""
        left_alone: set[str] = set()
        with self._connection.patiently():
            for first in range(0, len(article_ids), _MOST):
                left_alone |= self._writer.remove(article_ids[first : first + _MOST], seen=seen)
        return left_alone

    def repair(self) -> None:
        """Make the server and the copy hold the same: what the server lost and the copy still holds is written to it again."""
        with self.writing(), self._connection.patiently():
            self._catalogue.index_words()
            self._writer.repair()

    def examine(self) -> Iterator[Finding]:
        """Look into every part, one after the other, without changing anything."""
        self._follower.refresh(within=0)
        return examine(self._follower, self._journal)

    @property
    def _catalogue(self) -> Catalogue:
        self._follower.refresh()
        catalogue = self._follower.catalogue
        self._accept(catalogue.state("encoder"))
        return catalogue

    def _later(self, passage_id: str) -> Passage | None:
        """The passage in the place of one that was replaced since it was found."""
        article_id, _, name = passage_id.rpartition("#")
        place = name.partition(".")[0]
        same = (passage for passage in self._follower.catalogue.passages_of(article_id) if str(passage.position) == place)
        return next(same, None)

    def _accept(self, encoder: str | None) -> None:
        if not self._is_rebuilding:
            self._refuse_other_encoder(encoder)

    def _visible(self, found: Sequence[tuple[str, float]], window: Window | None) -> list[tuple[str, float]]:
        """What is committed, and within the window."""
        visible = super()._visible(found, window)
        ids = [passage_id for passage_id, _ in found]
        if len(visible) < len(ids) and len(self._follower.catalogue.visible(ids)) < len(ids):
            # What is not known here may just have been committed, and what it replaces be gone.
            self._follower.refresh(within=_A_MOMENT)
            visible = super()._visible(found, window)
        return visible

    def _found(self, search_in: Callable[[Passages], Search], *, limit: int, window: Window | None) -> list[tuple[str, float]]:
        self._follower.refresh()
        try:
            return self._searched(search_in, limit=limit, window=window)
        except Gone:
            # Another machine has just embedded everything anew.
            self._follower.refresh(within=0)
            return self._searched(search_in, limit=limit, window=window)

    def _searched(self, search_in: Callable[[Passages], Search], *, limit: int, window: Window | None) -> list[tuple[str, float]]:
        passages = self._follower.passages()
        return self._nearest_visible(search_in(passages), limit=limit, window=window) if passages else []

    def _rebuild(self) -> None:
        self._is_rebuilding = True
        try:
            with self._connection.patiently():
                self._follower.refresh(within=0)
                self._writer.rebuild()
                self._follower.refresh(within=0)
        finally:
            self._is_rebuilding = False
