"""What of a home is open: its store, its search, its answers."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from index.answering.answerer import Answerer
from index.answering.topics import Topic
from index.errors import NothingIndexed, StorageError
from index.retrieval.questions import plan
from index.retrieval.retriever import Retriever
from index.storage import homes
from index.storage.database import Damaged
from index.storage.embedding import Encoder
from index.storage.examining import SQLITE, examine
from index.storage.server.address import ChromaServer
from index.storage.store import Store
from index.types import Finding, Overview


class Opened:
    """The parts of one home, each opened when it is first needed, and again after `close`. Safe for many threads."""

    def __init__(
        self,
        home: Path,
        encoder: Encoder,
        *,
        chroma: ChromaServer | None = None,
        on_copying: Callable[[int, int], None] | None = None,
    ) -> None:
        self._home = home
        self._chroma = chroma
        self._on_copying = on_copying
        self._encoder = encoder
        self._opening = Lock()
        self._store: Store | None = None
        self._retriever: Retriever | None = None
        self._answerer: Answerer | None = None

    def store(self) -> Store:
        """The articles."""
        with self._opening:
            if self._store is None:
                self._store = self._open()
            return self._store

    def retriever(self) -> Retriever:
        """The search over them."""
        store = self.store()
        with self._opening:
            if self._retriever is None or self._retriever.store is not store:
                self._retriever = Retriever(store, self._encoder)
            return self._retriever

    def answerer(self) -> Answerer:
        """What answers from them. It is kept, because it remembers the meaning of words."""
        store = self.store()
        with self._opening:
            if self._answerer is None or self._answerer.store is not store:
                self._answerer = Answerer(store, self._encoder)
            return self._answerer

    def overview(self) -> Overview:
        """What is held, in numbers; NothingIndexed when nothing is."""
        overview = self.store().overview()
        if not overview.articles:
            raise NothingIndexed
        return overview

    def topic(self, words: str) -> Topic:
        """What articles can be about."""
        store = self.store()
        planned = plan(words, now=datetime.now(UTC), newest=store.overview().last_published)
        return Topic(planned, store=store, encoder=self._encoder)

    def rebuild(self) -> Overview:
        """Embed every kept passage again; what is held then."""
        with self._opening:
            self._let_go()
            self._store = self._open(rebuild=True)
            return self._store.overview()

    def examine(self) -> Iterator[Finding]:
        """What there is to say of every part of the index; nothing is changed."""
        try:
            # An embedded index is looked into unopened, because opening it may mend it.
            yield from self.store().examine() if self._chroma else examine(self._home)
        except StorageError as error:
            is_server = self._chroma and not isinstance(error, Damaged)
            yield Finding("the Chroma server" if is_server else SQLITE, str(error), is_whole=False)

    def discard(self) -> None:
        """Delete the SQLite file, if it can be made again from Chroma."""
        self.close()
        if self._chroma:
            homes.discard_database(self._home / self._chroma.folder)
        elif homes.has_chroma(self._home):
            homes.discard_database(self._home)

    def close(self) -> None:
        """Let go of all files."""
        with self._opening:
            self._let_go()

    def _open(self, *, rebuild: bool = False) -> Store:
        return Store.open(self._home, self._encoder, rebuild=rebuild, chroma=self._chroma, on_copying=self._on_copying)

    def _let_go(self) -> None:
        """Close what is open; only by who holds the lock."""
        if self._retriever:
            self._retriever.close()
        if self._store:
            self._store.close()
        self._store = self._retriever = self._answerer = None
