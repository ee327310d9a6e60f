"""Passages by meaning, in an embedded Chroma."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import StorageError
from index.storage.embedding import Fingerprint, Vector
from index.storage.lock import locked
from index.storage.records import FILTERS, OLD_FILTERS, Entry, Record, from_metadata, microseconds, outlet, to_metadata
from index.types import Window

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

_HNSW: Any = {
    "space": "cosine",
    "ef_construction": 100,
    "ef_search": 200,
    # What is not yet in the index on disk, every opening adds again, at about 0.3 ms a passage.
    "sync_threshold": 1000,
}
_BETWEEN_SYNCS = 200
"""The collection is at most so many times as large as the threshold. A sync writes the names of all of its passages, so that at a
fixed threshold all syncs together would take time that grows with its square."""
_LARGE, _BROAD = 200_000, 400
"""Passages above which a search misses too many of the nearest with the ef_search above, and what that is set to then."""
LAYOUT = 2
"""Written into a collection's metadata: texts are documents, and FILTERS are the names. Older ones have none."""
_AT_ONCE = 1000
_PATIENCE = 60.0
"""Seconds; a write takes a fraction of one."""


def import_chroma() -> None:
    """Import what opening Chroma imports."""
    import chromadb.api.rust  # noqa: F401  # it brings all the rest


class Vectors:
    """One collection of passages in an embedded Chroma, opened by this object alone. Safe for many threads.

    It shows what was there when it was opened, and what was written through it: open another one to see more.
    """

    def __init__(self, folder: Path) -> None:
        # Chroma takes half a second to import, which no command but a search or an ingestion should wait for.
        from chromadb.api import ServerAPI
        from chromadb.config import Settings, System

        self._folder = folder
        self._collection: Collection | None = None
        self._filters = FILTERS
        self._written = self._roomy = 0
        """Passages written since the collection was opened, and how many may be."""
        with self._alone("open"):
            folder.mkdir(parents=True, exist_ok=True)
            # chromadb.PersistentClient would share one index per folder and process, blind to other processes' writing.
            self._system = System(Settings(is_persistent=True, persist_directory=str(folder), anonymized_telemetry=False))
            self._server = self._system.instance(ServerAPI)  # type: ignore[type-abstract]  # Chroma finds the class that implements it
            self._system.start()

    def collections(self) -> dict[str, str]:
        """Names of all collections, each with the record of its encoder's fingerprint, by name."""
        with self._failures("read"):
            found = self._server.list_collections()
        return {each.name: str((each.metadata or {}).get("encoder", "")) for each in sorted(found, key=lambda each: each.name)}

    def use(self, name: str, dimension: int) -> None:
        """Read and write this collection of vectors of `dimension` numbers from now on."""
        from chromadb.api.models.Collection import Collection

        with self._alone("read"):
            model = self._server.get_collection(name)
            self._collection = Collection(client=self._server, model=model, embedding_function=None)
            self._suit_size(model.configuration_json["hnsw"])
            self._filters = FILTERS if (model.metadata or {}).get("layout") == LAYOUT else OLD_FILTERS
            # The first search reads the index and adds what it lacks; done here, it cannot meet a writer doing the same.
            self._collection.query(query_embeddings=np.ones((1, dimension), dtype=np.float32), n_results=1, include=[])

    def create(self, name: str, fingerprint: Fingerprint) -> None:
        """Make an empty collection for the vectors of one encoder, and use it."""
        with self._alone("write"):
            known = {"encoder": fingerprint.record, "layout": LAYOUT}
            self._server.create_collection(name, configuration={"hnsw": _HNSW}, metadata=known)
        self.use(name, fingerprint.dimension)

    def rename(self, name: str) -> None:
        """Give the collection in use another name."""
        with self._alone("write"):
            self._used.modify(name=name)

    def drop(self, name: str) -> None:
        """Delete a collection with all that is in it."""
        with self._alone("write"):
            self._server.delete_collection(name)

    def upsert(self, entries: Sequence[Entry]) -> None:
        """Write all passages of the entries."""
        if not entries:
            return
        vectors = np.concatenate([entry.vectors for entry in entries])
        passages = [(entry, passage) for entry in entries for passage in entry.passages]
        ids = [passage.id for _, passage in passages]
        texts = [passage.text for _, passage in passages]
        metadatas: Any = [to_metadata(entry, passage, filters=self._filters) for entry, passage in passages]
        with self._alone("write"):
            for first in range(0, len(ids), _AT_ONCE):
                part = slice(first, first + _AT_ONCE)
                self._used.upsert(ids=ids[part], embeddings=vectors[part], metadatas=metadatas[part], documents=texts[part])
        self._written += len(ids)

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages by id; an id that is not there is no error."""
        with self._alone("write"):
            for first in range(0, len(ids), _AT_ONCE):
                self._used.delete(ids=list(ids[first : first + _AT_ONCE]))

    def nearest(self, vector: Vector, *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a vector, each with its cosine, -1 to 1, best first."""
        with self._failures("read"):
            found = self._used.query(
                query_embeddings=vector[np.newaxis],
                n_results=limit,
                where=where(window or Window(), self._filters),
                include=["distances"],
            )
        distances = (found["distances"] or [[]])[0]
        return [(passage_id, 1.0 - distance) for passage_id, distance in zip(found["ids"][0], distances, strict=True)]

    @property
    def is_outgrown(self) -> bool:
        """True when so much was written through this object that another one should be opened, which syncs less often."""
        return self._written > self._roomy

    def count(self) -> int:
        """Number of passages."""
        with self._failures("read"):
            return self._used.count()

    def ids_of(self, article_ids: Sequence[str]) -> list[str]:
        """Ids of all passages that are there of these articles."""
        if not article_ids:
            return []
        with self._failures("read"):
            return self._used.get(where=_of(article_ids), include=[])["ids"]

    def records_of(self, article_ids: Sequence[str]) -> list[Record]:
        """All passages that are there of these articles, in no order."""
        if not article_ids:
            return []
        with self._failures("read"):
            found = self._used.get(where=_of(article_ids), include=["metadatas", "documents", "embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        kept = zip(found["metadatas"] or [], found["documents"] or [], vectors, strict=True)
        return [from_metadata(known, text, vector) for known, text, vector in kept]

    def every_vector(self) -> Iterator[tuple[str, Vector]]:
        """All passages' ids and vectors, in no order."""
        for first in range(0, self.count(), _AT_ONCE):
            with self._failures("read"):
                found = self._used.get(limit=_AT_ONCE, offset=first, include=["embeddings"])
            yield from zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True)

    def ids(self) -> Iterator[str]:
        """Ids of all passages, in no order."""
        for first in range(0, self.count(), _AT_ONCE):
            with self._failures("read"):
                found = self._used.get(limit=_AT_ONCE, offset=first, include=[])
            yield from found["ids"]

    def close(self) -> None:
        """Let go of the files."""
        self._collection = None
        self._system.stop()

    def _suit_size(self, set_now: Mapping[str, int]) -> None:
        """Let the index's settings grow with the collection."""
        count = self._used.count()
        threshold, breadth = set_now["sync_threshold"], set_now["ef_search"]
        while threshold * _BETWEEN_SYNCS < count:
            threshold *= 2
        if count > _LARGE:
            breadth = max(breadth, _BROAD)
        fitting: Any = {"sync_threshold": threshold, "ef_search": breadth}
        if fitting != {name: set_now[name] for name in fitting}:
            # Chroma heeds it from the next opening of the index on, which is the one to come.
            # Collection.modify warns of a collection that has no embedding function of its own, as ours has none.
            self._server._modify(self._used.id, new_configuration={"hnsw": fitting})  # noqa: SLF001
        self._roomy = threshold * _BETWEEN_SYNCS - count

    @property
    def _used(self) -> "Collection":
        if self._collection is None:
            raise StorageError(f"no collection is in use in {str(self._folder)!r}")
        return self._collection

    @contextmanager
    def _alone(self, deed: str) -> Iterator[None]:
        """Chroma writes its index file by file: nobody else may read or write them meanwhile."""
        with locked(self._folder.with_suffix(".lock"), patience=_PATIENCE), self._failures(deed):
            yield

    @contextmanager
    def _failures(self, deed: str) -> Iterator[None]:
        """Whatever Chroma raises, as a StorageError that names its folder."""
        try:
            yield
        except StorageError:
            raise
        # Chroma raises a dozen unrelated types, from its own errors over ValueError to what its Rust side throws.
        except Exception as error:
            raise StorageError(
                f"Chroma cannot {deed} {str(self._folder)!r}: {error}; to mend it: dateline index --rebuild"
            ) from error


def _of(article_ids: Sequence[str]) -> Any:
    return {"article_id": {"$in": list(article_ids)}}


def where(window: Window, filters: Mapping[str, str] = FILTERS) -> Any:
    """The window as a Chroma filter; None when everything may be seen."""
    bounds = [
        ("existed", "$lte", microseconds(window.as_of)),
        ("published", "$gte", microseconds(window.since)),
        ("published", "$lte", microseconds(window.until)),
        ("source", "$eq", outlet(window.source)),
    ]
    tests = [{filters[name]: {operator: value}} for name, operator, value in bounds if value is not None]
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else {"$and": tests}
