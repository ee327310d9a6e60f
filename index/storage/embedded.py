"""A home with Chroma embedded: SQLite and Chroma side by side in one folder, one writer at a time."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from threading import Lock, Timer, get_ident
from typing import Self

import numpy as np
import numpy.typing as npt

from index.errors import EmbedderMismatch, StorageError
from index.storage import homes, scanning
from index.storage.catalogue import Catalogue
from index.storage.cold import ColdVectors
from index.storage.database import Database
from index.storage.embedding import Encoder
from index.storage.examining import examine
from index.storage.lock import Busy, in_turn, locked
from index.storage.mending import is_whole, mend, reconcile_all
from index.storage.records import Entry
from index.storage.sharing import SharedVectors
from index.storage.store import Store
from index.storage.vectors import Vectors, import_chroma
from index.storage.words import Words
from index.types import Finding, Window

logger = logging.getLogger(__name__)

_PATIENCE = 60.0
"""Seconds a writer waits for others, each of which takes a second for its turn, unless it rebuilds or repairs."""
_WARM_UP = 2.0
"""Seconds after the first question at which Chroma is opened: a command that asks once is done by then."""


class EmbeddedStore(Store):
    """All articles of one home. Any number of processes and threads may read, and one may write meanwhile."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        """Prefer `open`, which also looks whether the home is whole and fits the encoder."""
        super().__init__(encoder)
        self._home = home
        self._database = Database(None)
        self._is_empty = True
        self._attaching = Lock()
        self._shared = SharedVectors(self._open_vectors)
        self._is_checked = False
        self._first: ColdVectors | None = None
        self._later: Timer | None = None
        self._warming = Lock()
        self._writing_thread: int | None = None
        self._is_mended = False

    @classmethod
    def opened(cls, home: Path, encoder: Encoder, *, rebuild: bool = False) -> Self:
        """See `Store.open`."""
        store = cls(home, encoder)
        store._attach()
        if rebuild:
            store._rebuild()
        store._refuse_other_encoder(store._catalogue.state("encoder"))
        return store

    def warm_up(self) -> None:
        """Open Chroma, and mend what is damaged.

        Without it, a process's first question is answered from SQLite's copy of the vectors, and two seconds later this is done.
        """
        with self._vectors():
            self._first = None

    def close(self) -> None:
        """Let go of all files."""
        if self._later:
            # A warm-up that is still to come would open Chroma again; one under way must not lose its files.
            self._later.cancel()
            self._later.join()
        self._shared.close()
        self._database.close()

    def nearest(self, vector: npt.NDArray[np.float32], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a question's vector, each with its cosine, -1 to 1, best first."""
        if (cold := self._cold()) is not None:
            return cold.nearest(vector, limit=limit, visible=partial(self._catalogue.visible, window=window))
        self._check()
        with self._shared.searchable(self._catalogue) as seen:
            if seen is None:
                return []

            def search(most: int, bounds: Window | None) -> list[tuple[str, float]]:
                found = seen.nearest(vector, limit=most)
                if bounds is None or len(self._visible(found, bounds)) >= limit:
                    return found
                # Not by Chroma's own filter: it fails on passages that another process is just putting, and is no faster.
                return scanning.nearest(self._database, vector, limit=most, window=bounds)

            return self._nearest_visible(search, limit=limit, window=window)

    @contextmanager
    def writing(self, *, patience: float = _PATIENCE) -> Iterator[None]:
        """Be the one who may write, having finished what a killed writer had begun.

        StorageError naming the other writer when it does not finish within `patience` seconds.
        """
        # That takes a while, in which nobody should have to wait for this writer.
        import_chroma()
        with self._locked(patience=patience):
            self._make_ready()
            yield

    def put(self, entries: Sequence[Entry], *, replacing: Mapping[str, str] | None = None) -> set[str]:
        """Add or replace the articles; once this returns, they are stored for good. Gives the ids of those left out."""
        superseded = self._superseded(entries, replacing)
        entries = [entry for entry in entries if entry.article.id not in superseded]
        if not entries:
            return superseded
        article_ids = [entry.article.id for entry in entries]
        new = {passage.id for entry in entries for passage in entry.passages}
        with self._writer() as chroma:
            old = self._catalogue.passage_ids(article_ids)
            self._catalogue.begin("put", article_ids)
            chroma.upsert(entries)
            chroma.delete([passage_id for passage_id in old if passage_id not in new])
            with self._shared.advancing(self._catalogue):
                self._catalogue.finish(put=entries)
            if chroma.is_outgrown:
                self._shared.close()
        return superseded

    def remove(self, article_ids: Sequence[str], *, seen: Mapping[str, str] | None = None) -> set[str]:
        """Forget these articles; once this returns, for good. Gives the ids of those left alone. Only inside `writing()`."""
        with self._writer() as chroma:
            changed = self._changed(article_ids, seen)
            article_ids = [article_id for article_id in article_ids if article_id not in changed]
            self._catalogue.begin("remove", article_ids)
            chroma.delete(self._catalogue.passage_ids(article_ids))
            with self._shared.advancing(self._catalogue):
                self._catalogue.finish(removed=article_ids)
        return changed

    def repair(self) -> None:
        """Make all parts hold the same again: of every article what is whole in Chroma, else what is whole in SQLite.

        StorageError naming the other writer when it does not finish within a minute.
        """
        with self.writing(), self._vectors() as vectors:
            self._catalogue.index_words()
            if vectors is not None:
                reconcile_all(vectors, self._catalogue)

    def examine(self) -> Iterator[Finding]:
        """Look into every part, one after the other, without changing anything."""
        return examine(self._home)

    @property
    def _catalogue(self) -> Catalogue:
        if self._is_empty:
            self._attach()
        return Catalogue(self._database)

    @property
    def _words(self) -> Words:
        self._check()
        return Words(self._catalogue.database)

    @property
    def _is_writing(self) -> bool:
        """True for the one thread that holds the lock; others of its process are readers like any."""
        return self._writing_thread == get_ident()

    @contextmanager
    def _vectors(self) -> Iterator[Vectors | None]:
        catalogue = self._catalogue
        with self._shared.lent(catalogue) as vectors:
            if vectors is not None and not self._is_checked:
                self._is_checked = True
                self._mend_if_free(vectors, catalogue)
            yield vectors

    @contextmanager
    def _writer(self) -> Iterator[Vectors]:
        with self._vectors() as vectors:
            if vectors is None or not self._is_writing:
                raise StorageError("articles are put and removed inside writing() only")
            yield vectors

    def _cold(self) -> ColdVectors | None:
        """SQLite's copy of the vectors for a process's first question, which need not wait for Chroma to be imported.

        None once Chroma is open or being opened, and for an index that is large, not whole, or just changed.
        """
        if self._is_checked or self._is_writing:
            return None
        with self._warming:
            if self._first is None:
                self._first = ColdVectors.read(self._catalogue) if homes.has_chroma(self._home) else None
                if self._first is None:
                    return None
                self._later = Timer(_WARM_UP, self._warm_up_quietly)
                self._later.daemon = True
                self._later.start()
            return self._first if self._first.generation == self._catalogue.generation() else None

    def _check(self) -> None:
        """See to it that the index is whole before it is searched for the first time."""
        if not self._is_checked and self._cold() is None:
            with self._vectors():
                pass

    def _warm_up_quietly(self) -> None:
        # What goes wrong here goes wrong again, and is told, when the vectors are needed.
        with suppress(StorageError, EmbedderMismatch):
            self.warm_up()

    def _attach(self) -> None:
        """Open what is there; what is not, waits for the first writer."""
        with self._attaching:
            database = homes.open_database(self._home) if self._is_empty else None
            if database is None:
                return
            self._replace(database)
        if Catalogue(database).state("collection") is None and homes.has_chroma(self._home):
            with suppress(Busy), locked(homes.lock(self._home), patience=0):
                homes.restore(self._home, Catalogue(database))

    def _replace(self, database: Database) -> None:
        self._database.close()
        self._database, self._is_empty = database, False

    def _open_vectors(self) -> Vectors | None:
        if self._catalogue.state("collection") is None:
            return None
        self._refuse_other_encoder(self._catalogue.state("encoder"))
        try:
            return self._opened_vectors()
        except StorageError as error:
            # A kill while Chroma writes its index leaves it unreadable for good.
            logger.warning("making Chroma's collection again from SQLite: %s", error)
            with nullcontext() if self._is_writing else self._locked(patience=0):
                homes.heal(self._home, self._catalogue)
            return self._opened_vectors()

    def _opened_vectors(self) -> Vectors:
        collection = self._catalogue.state("collection") or ""
        return homes.open_vectors(self._home, collection, self._encoder.fingerprint.dimension)

    def _mend_if_free(self, vectors: Vectors, catalogue: Catalogue) -> None:
        """Mend what is not whole, unless a writer is at work, in which case it may just not be finished."""
        if not self._is_writing and not is_whole(vectors, catalogue):
            with suppress(Busy), self._locked(patience=0):
                mend(vectors, catalogue)

    @contextmanager
    def _locked(self, *, patience: float = _PATIENCE) -> Iterator[None]:
        with in_turn(homes.lock(self._home), patience=patience):
            self._writing_thread = get_ident()
            try:
                yield
            finally:
                self._writing_thread = None

    def _make_ready(self) -> None:
        """Make what is missing, and finish what was begun."""
        if self._is_empty:
            self._replace(Database(homes.words(self._home)))
        catalogue = self._catalogue
        if catalogue.state("collection") is None:
            homes.restore(self._home, catalogue)
        if catalogue.state("collection") is None:
            homes.found(self._home, catalogue, self._encoder.fingerprint)
        self._refuse_other_encoder(self._catalogue.state("encoder"))
        self._is_checked = True
        if self._is_mended and not catalogue.pending():
            return
        # A killed writer may have written more to Chroma than it committed, unseen by what is open here.
        self._shared.close()
        with self._vectors() as vectors:
            if vectors is not None:
                homes.drop_others(vectors, catalogue)
                mend(vectors, catalogue)
        self._is_mended = True

    def _rebuild(self) -> None:
        if self._is_empty:
            return
        with self._locked():
            homes.embed_anew(self._home, self._catalogue, self._encoder)
