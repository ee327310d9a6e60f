"""The newsroom's memory: passages by meaning in Chroma and by words in SQLite, kept in agreement."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import numpy as np
import numpy.typing as npt

from index.errors import EmbedderMismatch
from index.storage.arrivals import Arrivals
from index.storage.catalogue import Catalogue, Known
from index.storage.embedding import Encoder, Fingerprint
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.words import Words
from index.types import Article, Finding, Overview, Passage, Window

_OVERSAMPLING = 4
_SPARE = 8
"""Passages that may be in Chroma and not committed, or no longer."""

Search = Callable[[int, Window | None], list[tuple[str, float]]]
"""Finds as many nearest passages as it is told to, within a window if it is given one."""


class Store(ABC):
    """All articles of one home. Any number of processes and threads may read and write; see `writing`."""

    is_shared: ClassVar[bool] = False
    """True when other machines may have read articles of it, from files that are not here."""

    def __init__(self, encoder: Encoder) -> None:
        """Prefer `open`."""
        self._encoder = encoder
        self._overview: tuple[int, Overview | None] = (-1, None)

    @staticmethod
    def open(
        home: Path,
        encoder: Encoder,
        *,
        rebuild: bool = False,
        chroma: ChromaServer | None = None,
        on_copying: Callable[[int, int], None] | None = None,
    ) -> "Store":
        """The store in the folder `home`, which is made when the first article is put.

        With `chroma`, articles live in that server, and the home keeps a copy of their texts, which is made and brought up to
        date as it is needed; `on_copying` is told how many articles are copied, and of how many. A lost or damaged SQLite file
        is made again from Chroma. With `rebuild`, every passage is embedded anew with this encoder; without, EmbedderMismatch
        is raised for an index of another one. StorageError when the home or the server cannot be used.
        """
        # Both kinds are stores themselves.
        from index.storage.embedded import EmbeddedStore
        from index.storage.server.store import ServerStore

        if chroma is None:
            return EmbeddedStore.opened(home, encoder, rebuild=rebuild)
        return ServerStore.opened(home, encoder, chroma, rebuild=rebuild, on_copying=on_copying)

    @abstractmethod
    def warm_up(self) -> None:
        """Open now what the first question would have to open."""

    @abstractmethod
    def close(self) -> None:
        """Let go of all files and connections."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @abstractmethod
    def nearest(self, vector: npt.NDArray[np.float32], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a question's vector, each with its cosine, -1 to 1, best first."""

    def matching(self, terms: Sequence[str], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages that hold any of the terms, each with its BM25 score (higher is better), best first."""
        return self._words.matching(terms, limit=limit, window=window)

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How telling each term is: its inverse document frequency over passages, compared by stem."""
        return self._words.rarity(terms)

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

    @abstractmethod
    def writing(self, *, patience: float = 60.0) -> AbstractContextManager[None]:
        """Be one who may write, having finished what a killed writer had begun.

        In an embedded Chroma there is one writer at a time, and the others wait: StorageError naming it when it does not finish
        within `patience` seconds. In a Chroma server writers get on side by side.
        """

    @abstractmethod
    def put(self, entries: Sequence[Entry], *, replacing: Mapping[str, str] | None = None) -> set[str]:
        """Add or replace the articles; once this returns, they are stored for good. Gives the ids of those left out.

        Only inside `writing()`. No id may come twice. `replacing` are the digests, by article id, of the versions that the
        writer saw when it chose these: an article that another writer has put meanwhile stays as it is when that version is
        the same as the one given here, or existed later. Without `replacing`, all are put.
        """

    @abstractmethod
    def remove(self, article_ids: Sequence[str], *, seen: Mapping[str, str] | None = None) -> set[str]:
        """Forget these articles; once this returns, for good. Gives the ids of those left alone. Only inside `writing()`.

        `seen` are the digests, by article id, of the versions that are not wanted any more: an article stays when another writer
        has put another version meanwhile. Without `seen`, all are forgotten.
        """

    @abstractmethod
    def repair(self) -> None:
        """Make all parts hold the same again, as far as one of them still holds what another one lost."""

    @abstractmethod
    def examine(self) -> Iterator[Finding]:
        """Look into every part, one after the other, without changing anything."""

    @property
    @abstractmethod
    def _catalogue(self) -> Catalogue:
        """What is committed, up to date."""

    @property
    def _words(self) -> Words:
        return Words(self._catalogue.database)

    def _nearest_visible(self, search: Search, *, limit: int, window: Window | None) -> list[tuple[str, float]]:
        """What a search finds that is committed and within the window, as many as there are up to the limit."""
        # Chroma takes ten times as long with a filter, and most windows let most passages through.
        is_bounded = window is not None and window != Window()
        wanted = limit * _OVERSAMPLING if is_bounded else limit + _SPARE
        found = search(wanted, None)
        kept = self._visible(found, window)
        while len(kept) < limit and len(found) == wanted:
            # What is in the way is out of the window, or another writer's that is about to be committed.
            wanted *= _OVERSAMPLING
            found = search(wanted, window if is_bounded else None)
            kept = self._visible(found, window)
        return kept[:limit]

    def _visible(self, found: Sequence[tuple[str, float]], window: Window | None) -> list[tuple[str, float]]:
        """What is committed, and within the window."""
        visible = self._catalogue.visible([passage_id for passage_id, _ in found], window=window)
        return [(passage_id, cosine) for passage_id, cosine in found if passage_id in visible]

    def _superseded(self, entries: Sequence[Entry], replacing: Mapping[str, str] | None) -> set[str]:
        """Ids of the articles that need not be put, because another writer has put what is at least as new."""
        if replacing is None:
            return set()
        held = self._catalogue.known([entry.article.id for entry in entries])
        return {entry.article.id for entry in entries if _is_outdone(entry, held.get(entry.article.id), replacing)}

    def _changed(self, article_ids: Sequence[str], seen: Mapping[str, str] | None) -> set[str]:
        """Ids of the articles that are held in another version than was seen."""
        if seen is None:
            return set()
        return {key for key, known in self._catalogue.known(article_ids).items() if known.digest != seen.get(key)}

    def _refuse_other_encoder(self, stored: str | None) -> None:
        """Raise EmbedderMismatch when the stored vectors are of another encoder, given by the record of its fingerprint."""
        given = self._encoder.fingerprint
        if stored is not None and stored != given.record:
            raise EmbedderMismatch(stored=str(Fingerprint.from_record(stored)), given=str(given))


def _is_outdone(entry: Entry, held: Known | None, replacing: Mapping[str, str]) -> bool:
    if held is None or held.digest == replacing.get(entry.article.id):
        return False
    existed = entry.article.existed
    return held.digest == entry.digest or (held.existed is not None and (existed is None or held.existed > existed))
