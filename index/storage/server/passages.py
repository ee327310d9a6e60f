"""The passages of a Chroma server: put, found by meaning and, where the server can, by words.

A passage's id names the batch that put it, as in `0123456789abcdef#0.a1b2c3d4e5f6`: so no writer ever touches what another one
wrote, and what is late harms nobody.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from index.errors import StorageError
from index.storage.embedding import Fingerprint, Vector
from index.storage.records import Entry, Record, entry_of, from_metadata, to_metadata
from index.storage.server import sparse
from index.storage.server.connection import PAGE, Connection, Refused, pages
from index.storage.vectors import LAYOUT, where
from index.types import Passage, Window

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

logger = logging.getLogger(__name__)

PREFIX = "dateline-passages-"
_HNSW: Any = {
    "space": "cosine",
    "ef_construction": 100,
    "ef_search": 400,
    # A server opens its index once: what it must add again then costs less than writing the index often.
    "sync_threshold": 10_000,
}
_LARGE_PAGE = 5000
_SPARSE = "words"
"""The name under which a passage keeps its words as a sparse vector."""


class Passages:
    """One collection. Safe for many threads. Its methods raise Gone when it is no more."""

    def __init__(self, connection: Connection, collection: "Collection") -> None:
        """Prefer `open` and `create`."""
        self._connection = connection
        self._collection = collection
        self.name = collection.name
        self.has_words = bool((collection.metadata or {}).get("words"))
        """True when the server searches by words as well."""

    @classmethod
    def open(cls, connection: Connection, name: str) -> "Passages":
        """The collection of that name; Gone when there is none."""
        return cls(connection, connection.collection(name))

    @classmethod
    def create(cls, connection: Connection, name: str, fingerprint: Fingerprint) -> "Passages":
        """An empty collection for the vectors of one encoder, with an index of words where the server has such a thing."""
        known = {"encoder": fingerprint.record, "layout": LAYOUT}
        try:
            made = connection.create(name, schema=sparse.schema(_SPARSE), metadata=known | {"words": True})
        except Refused as error:
            logger.info("words are searched on this machine: %s", error)
            made = connection.create(name, configuration={"hnsw": _HNSW}, metadata=known)
        return cls(connection, made)

    def put(self, entries: Sequence[Entry]) -> None:
        """Write all passages of the entries, whose ids name their batch."""
        kept = [
            (entry, passage, vector) for entry in entries for passage, vector in zip(entry.passages, entry.vectors, strict=True)
        ]
        for first in range(0, len(kept), PAGE):
            some = kept[first : first + PAGE]
            self._tried(
                "write",
                self._collection.upsert,
                ids=[passage.id for _, passage, _ in some],
                embeddings=np.stack([vector for _, _, vector in some]),
                metadatas=[self._metadata(entry, passage) for entry, passage, _ in some],
                documents=[passage.text for _, passage, _ in some],
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages by id; an id that is not there is no error."""
        for some in pages(ids):
            self._tried("delete", self._collection.delete, ids=some)

    def delete_batch(self, batch: str) -> None:
        """Delete all that a batch put."""
        while found := self._tried("read", self._collection.get, where={"batch": batch}, limit=PAGE, include=[])["ids"]:
            self.delete(found)

    def entries(self, fates: Sequence[tuple[str, int, str]]) -> dict[str, Entry]:
        """The articles, each given by id, number of passages and batch, that are whole; by id."""
        records: dict[str, list[Record]] = defaultdict(list)
        for some in pages([passage_id for fate in fates for passage_id in ids_of(*fate)]):
            found = self._tried(
                "read", self._collection.get, ids=some, limit=PAGE, include=["metadatas", "documents", "embeddings"]
            )
            vectors = np.asarray(found["embeddings"], dtype=np.float32)
            for passage_id, known, text, vector in zip(
                found["ids"], found["metadatas"] or [], found["documents"] or [], vectors, strict=True
            ):
                record = self._record(passage_id, known, text, vector)
                records[record.article.id].append(replace(record, passage=replace(record.passage, id=passage_id)))
        return {article_id: entry for article_id, found in records.items() if (entry := entry_of(found))}

    def vectors(self, ids: Sequence[str]) -> dict[str, Vector]:
        """Vectors of those of these passages that are there, by passage id."""
        vectors: dict[str, Vector] = {}
        for some in pages(ids):
            found = self._tried("read", self._collection.get, ids=some, limit=PAGE, include=["embeddings"])
            vectors |= zip(found["ids"], np.asarray(found["embeddings"], dtype=np.float32), strict=True)
        return vectors

    def nearest(self, vector: Vector, *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages nearest to a vector, each with its cosine, -1 to 1, best first; PAGE of them at most."""
        found = self._tried(
            "search",
            self._collection.query,
            query_embeddings=vector[np.newaxis],
            n_results=min(limit, PAGE),
            where=where(window or Window()),
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [(passage_id, 1.0 - distance) for passage_id, distance in zip(found["ids"][0], distances, strict=True)]

    def matching(self, terms: Sequence[str], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages that hold any of the words, each with its score, higher is better, best first; PAGE at most."""
        search = sparse.search(terms, key=_SPARSE, limit=min(limit, PAGE), where=where(window or Window()))
        if search is None:
            return []
        found = self._tried("search by words", self._collection.search, search)
        # A server's score is a distance.
        return [
            (passage_id, -score) for passage_id, score in zip(found["ids"][0], (found["scores"] or [[]])[0] or [], strict=True)
        ]

    def missing(self, ids: Sequence[str]) -> list[str]:
        """Those of the ids that no passage has."""
        found: set[str] = set()
        for some in pages(ids):
            found.update(self._tried("read", self._collection.get, ids=some, limit=PAGE, include=[])["ids"])
        return [each for each in ids if each not in found]

    def ids(self) -> Iterator[str]:
        """Ids of all passages, in no order; of those that are put or deleted meanwhile, some more or less."""
        first = 0
        # A server of one's own has no quota, and goes through all that is before a page again.
        most = PAGE if self.has_words else _LARGE_PAGE
        while page := self._tried("read", self._collection.get, limit=most, offset=first, include=[])["ids"]:
            yield from page
            first += len(page)

    def _record(self, passage_id: str, known: Any, text: str | None, vector: Vector) -> Record:
        try:
            return from_metadata(known, text, vector)
        except (KeyError, TypeError, ValueError) as error:
            place = f"the passage {passage_id!r} in {self.name!r} at {self._connection.server.url}"
            raise StorageError(f"{place} is none of Dateline's; somebody else changed it") from error

    def _metadata(self, entry: Entry, passage: Passage) -> Any:
        known: dict[str, Any] = {**to_metadata(entry, passage), "batch": batch_of(passage.id)}
        return known | {_SPARSE: sparse.vector(passage)} if self.has_words else known

    def _tried(self, deed: str, call: Any, *given: Any, **named: Any) -> Any:
        return self._connection.tried(deed, call, *given, **named)


def in_batch(entry: Entry, batch: str) -> Entry:
    """The entry with passages whose ids name the batch."""
    passages = zip(entry.passages, ids_of(entry.article.id, len(entry.passages), batch), strict=True)
    return replace(entry, passages=tuple(replace(passage, id=passage_id) for passage, passage_id in passages))


def ids_of(article_id: str, count: int, batch: str) -> list[str]:
    """Ids of an article's passages as the batch put them."""
    return [f"{article_id}#{position}.{batch}" for position in range(count)]


def batch_of(passage_id: str) -> str:
    """The batch that put a passage."""
    return passage_id.rpartition(".")[2]
