"""Stores of several machines on one Chroma server, for tests, and what the server holds."""

from pathlib import Path

from index.storage.embedding import Encoder, MiniLM
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.server.connection import Connection
from index.storage.server.journal import Journal
from index.storage.server.passages import Passages
from index.storage.server.store import ServerStore
from index.storage.store import Store
from index.types import Window


class Ticking:
    """A clock that is a minute later whenever somebody looks at it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        self.seconds += 60
        return self.seconds


def always_looking(home: Path, encoder: Encoder, database: ChromaServer) -> ServerStore:
    """A store whose reads are always of this moment."""
    return ServerStore(home, encoder, database, clock=Ticking())


def put(store: Store, *entries: Entry) -> None:
    """Put the articles, being a writer for no longer than that."""
    with store.writing():
        store.put(entries)


def key(passage_id: str) -> str:
    """The letters of an article, and its passage."""
    return passage_id.partition(".")[0].replace("0" * 15, "")


def nearest(store: Store, question: str, *, limit: int = 9, window: Window | None = None) -> list[str]:
    """Keys of the passages nearest to a question."""
    vector = MiniLM().embed_question(question)
    return [key(passage_id) for passage_id, _ in store.nearest(vector, limit=limit, window=window)]


def matching(store: Store, *terms: str, window: Window | None = None) -> list[str]:
    """Keys of the passages that hold any of the terms."""
    return [key(passage_id) for passage_id, _ in store.matching(terms, limit=9, window=window)]


def texts(store: Store) -> dict[str, str]:
    """The texts of all articles by their letters."""
    return {entry.article.id.rstrip("0"): entry.article.text for entry in store.every()}


def stored(database: ChromaServer) -> list[str]:
    """Keys of all passages that the server holds, whatever is committed."""
    connection = Connection(database)
    (name,) = [name for name in connection.collections() if name.startswith("dateline-passages-")]
    ids = sorted(key(each) for each in Passages.open(connection, name).ids())
    connection.close()
    return ids


def begun(database: ChromaServer) -> list[str]:
    """The batches that were begun and not ended."""
    connection = Connection(database)
    batches = list(Journal(connection).begun())
    connection.close()
    return batches
