"""Passages by meaning: the one file that speaks to Chroma."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import StorageError
from index.storage.embedding import Fingerprint, Vector
from index.storage.lock import locked
from index.storage.records import Entry, Record, from_line, microseconds, outlet, to_line
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
_AT_ONCE = 1000
_PATIENCE = 60.0
"""Seconds; a write takes a fraction of one."""


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
            # The first search reads the index and adds what it lacks; done here, it cannot meet a writer doing the same.
            self._collection.query(query_embeddings=np.ones((1, dimension), dtype=np.float32), n_results=1, include=[])

    def create(self, name: str, fingerprint: Fingerprint) -> None:
        """Make an empty collection for the vectors of one encoder, and use it."""
        with self._alone("write"):
            self._server.create_collection(name, configuration={"hnsw": _HNSW}, metadata={"encoder": fingerprint.record})
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
        ids = [passage.id for entry in entries for passage in entry.passages]
        metadatas: Any = [_metadata(entry, position) for entry in entries for position in range(len(entry.passages))]
        with self._alone("write"):
            for first in range(0, len(ids), _AT_ONCE):
                part = slice(first, first + _AT_ONCE)
                self._used.upsert(ids=ids[part], embeddings=vectors[part], metadatas=metadatas[part])

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages by id; an id that is not there is no error."""
        with self._alone("write"):
            for first in range(0, len(ids), _AT_ONCE):
                self._used.delete(ids=list(ids[first : first + _AT_ONCE]))

    def nearest(self, vector: Vector, *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a vector, each with its cosine, -1 to 1, best first."""
        with self._failures("read"):
            found = self._used.query(
                query_embeddings=vector[np.newaxis], n_results=limit, where=_where(window or Window()), include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return [(passage_id, 1.0 - distance) for passage_id, distance in zip(found["ids"][0], distances, strict=True)]

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
            found = self._used.get(where=_of(article_ids), include=["metadatas", "embeddings"])
        vectors = np.asarray(found["embeddings"], dtype=np.float32)
        return [from_line(str(known["record"]), vector) for known, vector in zip(found["metadatas"] or [], vectors, strict=True)]

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


def _metadata(entry: Entry, position: int) -> dict[str, Any]:
    """What Chroma keeps beside a vector: what is filtered by, and the record."""
    # The text stands in the record because Chroma builds a second words index over documents, half of all writing time.
    article = entry.article
    known = {
        "article_id": article.id,
        "source": outlet(article.source),
        "published": microseconds(article.published),
        "existed": microseconds(article.existed),
        "record": to_line(entry, entry.passages[position]),
    }
    # Chroma refuses the whole batch for one None.
    return {name: value for name, value in known.items() if value is not None}


def _of(article_ids: Sequence[str]) -> Any:
    return {"article_id": {"$in": list(article_ids)}}


def _where(window: Window) -> Any:
    """The window as a Chroma filter; None when everything may be seen."""
    bounds = [
        ("existed", "$lte", microseconds(window.as_of)),
        ("published", "$gte", microseconds(window.since)),
        ("published", "$lte", microseconds(window.until)),
        ("source", "$eq", outlet(window.source)),
    ]
    tests = [{name: {operator: value}} for name, operator, value in bounds if value is not None]
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else {"$and": tests}
