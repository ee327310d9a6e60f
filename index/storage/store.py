"""The newsroom's memory: passages by meaning in Chroma and by words in SQLite, kept in agreement."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

from index.errors import EmbedderMismatch, StorageError
from index.storage import homes
from index.storage.arrivals import Arrivals
from index.storage.catalogue import Catalogue, Known
from index.storage.cold import ColdVectors
from index.storage.database import Database
from index.storage.embedding import Encoder, Fingerprint
from index.storage.lock import Busy, locked
from index.storage.mending import is_whole, mend, reconcile_all
from index.storage.records import Entry
from index.storage.sharing import SharedVectors
from index.storage.vectors import Vectors
from index.storage.words import Words
from index.types import Article, Overview, Passage, Window

logger = logging.getLogger(__name__)

_PATIENCE = 5.0
"""Seconds a writer waits for another one."""
_WARM_UP = 2.0
"""Seconds after the first question at which Chroma is opened: a command that asks once is done by then."""
_OVERSAMPLING = 4
_SPARE = 8
"""Passages that may be in Chroma and not committed, or no longer."""


class Store:
    """All articles of one home. Any number of processes and threads may read, and one may write meanwhile."""

    def __init__(self, home: Path, encoder: Encoder) -> None:
        """Prefer `open`, which also looks whether the home is whole and fits the encoder."""
        self._home = home
        self._encoder = encoder
        self._database = Database(None)
        self._is_empty = True
        self._attaching = Lock()
        self._shared = SharedVectors(self._open_vectors)
        self._is_checked = False
        self._first: ColdVectors | None = None
        self._later: Timer | None = None
        self._warming = Lock()
        self._is_writing = False
        self._overview: tuple[int, Overview | None] = (-1, None)

    @classmethod
    def open(cls, home: Path, encoder: Encoder, *, rebuild: bool = False) -> Self:
        """The store in the folder `home`, which is made when the first article is put.

        A lost or damaged SQLite file is made again from Chroma. With `rebuild`, every passage is embedded anew with this encoder;
        without, EmbedderMismatch is raised for an index of another one. StorageError when the home cannot be used.
        """
        store = cls(home, encoder)
        store._attach()
        if rebuild:
            store._rebuild()
        store._refuse_other_encoder()
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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def nearest(self, vector: npt.NDArray[np.float32], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a question's vector, each with its cosine, -1 to 1, best first."""
        if (cold := self._cold()) is not None:
            return cold.nearest(vector, limit=limit, visible=partial(self._catalogue.visible, window=window))
        with self._vectors() as vectors:
            if vectors is None:
                return []
            # Chroma takes ten times as long with a filter, and most windows let most passages through.
            is_bounded = window is not None and window != Window()
            wanted = limit * _OVERSAMPLING if is_bounded else limit + _SPARE
            found = vectors.nearest(vector, limit=wanted)
            kept = self._visible(found, window)
            if is_bounded and len(kept) < limit and len(found) == wanted:
                kept = self._visible(vectors.nearest(vector, limit=wanted, window=window), window)
        return kept[:limit]

    def matching(self, terms: Sequence[str], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages that hold any of the terms, each with its BM25 score (higher is better), best first."""
        self._check()
        return Words(self._database).matching(terms, limit=limit, window=window)

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How telling each term is: its inverse document frequency over passages, compared by stem."""
        self._check()
        return Words(self._database).rarity(terms)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Those of these passages that exist, by id, in the order asked for."""
        return self._catalogue.passages(ids)

    def passages_of(self, article_id: str) -> tuple[Passage, ...]:
        """The passages of an article, in order; none when it is not held."""
        return self._catalogue.passages_of(article_id)

    def known(self, article_ids: Sequence[str]) -> dict[str, Known]:
        """What tells a new version from the stored one, of those of these articles that are held."""
        return self._catalogue.known(article_ids)

    def overview(self) -> Overview:
        """What is held, in numbers."""
        catalogue = self._catalogue
        generation = catalogue.generation()
        counted, overview = self._overview
        if counted != generation or overview is None:
            overview = catalogue.overview(self._encoder.fingerprint.name)
            self._overview = (generation, overview)
        return overview

    def articles(self, window: Window | None = None) -> Iterator[tuple[Article, str]]:
        """Every article within the window with its digest, newest first, undated ones last; texts are left empty."""
        return self._catalogue.articles(window)

    def entries(self, article_ids: Sequence[str]) -> list[Entry]:
        """Those of these articles that are held, whole, with passages and vectors."""
        return self._catalogue.entries(article_ids)

    def every(self) -> Iterator[Entry]:
        """All articles, whole, oldest first, undated ones first of all; a few in memory at a time."""
        return self._catalogue.every([article.id for article, _ in self.articles()][::-1])

    def arrivals(self) -> Arrivals:
        """The articles by when they came."""
        return Arrivals(self._catalogue.database)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one who may write, having finished what a killed writer had begun.

        StorageError naming the other writer when it does not finish within five seconds.
        """
        with self._locked():
            self._make_ready()
            yield

    def put(self, entries: Sequence[Entry]) -> None:
        """Add the articles, or replace those of the same ids; once this returns, they are stored for good.

        Only inside `writing()`. No id may come twice.
        """
        if not entries:
            return
        article_ids = [entry.article.id for entry in entries]
        new = {passage.id for entry in entries for passage in entry.passages}
        with self._writer() as chroma:
            old = self._catalogue.passage_ids(article_ids)
            self._catalogue.begin("put", article_ids)
            chroma.upsert(entries)
            chroma.delete([passage_id for passage_id in old if passage_id not in new])
            with self._shared.advancing():
                self._catalogue.finish(put=entries)

    def remove(self, article_ids: Sequence[str]) -> None:
        """Forget these articles; once this returns, for good. Only inside `writing()`."""
        with self._writer() as chroma:
            self._catalogue.begin("remove", article_ids)
            chroma.delete(self._catalogue.passage_ids(article_ids))
            with self._shared.advancing():
                self._catalogue.finish(removed=article_ids)

    def repair(self) -> None:
        """Make all parts hold the same again: of every article what is whole in Chroma, else what is whole in SQLite.

        StorageError naming the other writer when it does not finish within five seconds.
        """
        with self.writing(), self._vectors() as vectors:
            self._catalogue.index_words()
            if vectors is not None:
                reconcile_all(vectors, self._catalogue)

    @property
    def _catalogue(self) -> Catalogue:
        if self._is_empty:
            self._attach()
        return Catalogue(self._database)

    def _visible(self, found: Sequence[tuple[str, float]], window: Window | None) -> list[tuple[str, float]]:
        """What is committed, and within the window."""
        visible = self._catalogue.visible([passage_id for passage_id, _ in found], window=window)
        return [(passage_id, cosine) for passage_id, cosine in found if passage_id in visible]

    @contextmanager
    def _vectors(self) -> Iterator[Vectors | None]:
        catalogue = self._catalogue
        with self._shared.lent(catalogue.generation()) as vectors:
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
        """See to it that the words are whole before they are searched for the first time."""
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

    def _refuse_other_encoder(self) -> None:
        stored = self._catalogue.state("encoder")
        given = self._encoder.fingerprint
        if stored is not None and stored != given.record:
            raise EmbedderMismatch(stored=str(Fingerprint.from_record(stored)), given=str(given))

    def _open_vectors(self) -> Vectors | None:
        if self._catalogue.state("collection") is None:
            return None
        self._refuse_other_encoder()
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
        with locked(homes.lock(self._home), patience=patience):
            self._is_writing = True
            try:
                yield
            finally:
                self._is_writing = False

    def _make_ready(self) -> None:
        """Make what is missing, and finish what was begun."""
        if self._is_empty:
            self._replace(Database(homes.words(self._home)))
        catalogue = self._catalogue
        if catalogue.state("collection") is None:
            homes.restore(self._home, catalogue)
        if catalogue.state("collection") is None:
            homes.found(self._home, catalogue, self._encoder.fingerprint)
        self._refuse_other_encoder()
        self._is_checked = True
        if catalogue.pending():
            # A killed writer may have written more to Chroma than it committed, unseen by what is open here.
            self._shared.close()
        with self._vectors() as vectors:
            if vectors is not None:
                homes.drop_others(vectors, catalogue)
                mend(vectors, catalogue)

    def _rebuild(self) -> None:
        if self._is_empty:
            return
        with self._locked():
            homes.embed_anew(self._home, self._catalogue, self._encoder)
