"""A home's copy of what a Chroma server holds: SQLite's catalogue and words, brought up to date from the journal.

Nothing is lost with it: it can be deleted at any time, and is made again. All processes of one home share it.
"""

import logging
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock

from index.errors import StorageError
from index.storage import homes
from index.storage.catalogue import Catalogue
from index.storage.database import Damaged, Database
from index.storage.embedding import Vector
from index.storage.lock import locked
from index.storage.records import Entry
from index.storage.server.connection import Connection, Gone
from index.storage.server.journal import Journal, Record
from index.storage.server.news import REVOKED, News
from index.storage.server.passages import Passages

logger = logging.getLogger(__name__)

FRESH = 1.0
"""Seconds for which what was read from the journal is good enough for a question."""
_PATIENCE = 3600.0
"""Seconds; a first copy of a large newsroom takes minutes, and other processes of the home need it as well."""
_SHORT_PATIENCE = 30.0
"""Seconds that a question waits for copying by another thread or process."""
_A_MOMENT = 0.1
_AT_ONCE = 64
"""Articles copied in one transaction."""


class Follower:
    """The copy in one folder. Safe for many threads and processes."""

    def __init__(
        self,
        folder: Path,
        connection: Connection,
        journal: Journal,
        *,
        accept: Callable[[str], None],
        on_copying: Callable[[int, int], None] | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`accept` is told the encoder's record before anything is copied, and raises when it is another one than it should be.

        `on_copying` is told how many articles are copied, and of how many.
        """
        self._folder = folder
        self._connection = connection
        self._journal = journal
        self._accept = accept
        self._on_copying = on_copying
        self._clock = clock
        self._looking = Lock()
        self._looked: float | None = None
        self._failed: tuple[float, str] | None = None
        self._database = Database(None)
        self._is_empty = True
        self._passages: Passages | None = None

    @property
    def catalogue(self) -> Catalogue:
        """What was copied so far."""
        return Catalogue(self._database)

    @property
    def number(self) -> int:
        """The record up to which everything is copied."""
        return int(self.catalogue.state("number") or 0)

    def passages(self) -> Passages | None:
        """The collection that is in use; None when nothing was ever stored. Gone when it is lost."""
        name = self.catalogue.state("collection")
        try:
            return None if name is None else self._named(name)
        except Gone:
            self.refresh(within=0)
            if (newer := self.catalogue.state("collection")) not in (None, name):
                return self._named(str(newer))
            raise

    def refresh(self, *, within: float = FRESH) -> None:
        """Copy what is new, unless somebody has looked for it within so many seconds.

        StorageError when the server cannot be asked, or another thread is copying for longer than a question can wait.
        """
        with self._turn():
            now = self._clock()
            if self._looked is not None and now - self._looked < within:
                return
            # Of many questions at once, one waits for a server that is away, and the others need not do so after it.
            if self._failed and now - self._failed[0] < FRESH and not self._connection.is_patient:
                raise StorageError(self._failed[1])
            try:
                self._look()
            except StorageError as error:
                self._failed = (self._clock(), str(error))
                raise
            self._looked, self._failed = now, None

    def advance(self, number: int, record: Record, entries: Iterable[Entry]) -> None:
        """Take over the record that was just added here, with the entries it put, unless another process has done so."""
        with self._alone():
            if self.number == number - 1:
                news = News(number - 1, "", int(self.catalogue.state("mark") or 0))
                news.add(number, record)
                put = [(entry, news.put[entry.article.id].mark) for entry in entries]
                self.catalogue.follow(put=put, removed=list(news.removed), facts=news.facts())

    def is_revoked(self, batch: str) -> bool:
        """True when a batch is never to be committed."""
        return self.catalogue.state(f"{REVOKED}{batch}") is not None

    def close(self) -> None:
        """Let go of the file."""
        with self._looking:
            self._database.close()
            self._database, self._is_empty, self._looked = Database(None), True, None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Be the one thread that looks. A question waits for one that copies, and not for one that waits for the server."""
        deadline = time.monotonic() + (_PATIENCE if self._connection.is_patient else _SHORT_PATIENCE)
        while not self._looking.acquire(timeout=max(_A_MOMENT, min(self._connection.patience, deadline - time.monotonic()))):
            if self._connection.trouble and not self._connection.is_patient:
                raise StorageError(self._connection.trouble)
            if time.monotonic() >= deadline:
                raise StorageError(
                    f"what the Chroma server at {self._connection.server.url} holds is still being copied to this machine; "
                    "try again later"
                )
        try:
            yield
        finally:
            self._looking.release()

    def _look(self) -> None:
        self._open()
        while not self._is_empty and self._is_behind():
            with self._alone():
                self._catch_up()

    def _open(self) -> None:
        """Open the copy, if there is one, or anything to copy."""
        if not self._is_empty or (not homes.words(self._folder).exists() and not self._journal.exists()):
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot write to {str(self._folder)!r}: {error.strerror or error}") from error
        try:
            database = Database(homes.words(self._folder))
        except Damaged:
            homes.discard_database(self._folder)
            database = Database(homes.words(self._folder))
        self._database.close()
        self._database, self._is_empty = database, False

    def _is_behind(self) -> bool:
        news = self._news()
        return news is None or news.number > self.number

    def _news(self) -> News | None:
        """What the journal has that is not copied; None when it does not go on from what is: somebody made it anew."""
        number, batch, mark = self.number, self.catalogue.state("batch"), self.catalogue.state("mark")
        news = News(number, batch or "", int(mark or 0))
        try:
            records = self._journal.since(max(1, number))
            if number:
                last = next(records, None)
                if last is None or last[1].batch != batch:
                    return None
            for each, record in records:
                news.add(each, record)
        except Gone:
            return None if number else news
        return news

    def _catch_up(self) -> None:
        """Copy what is new. Only by who is alone."""
        news = self._news()
        used = self.catalogue.state("collection")
        if news is None:
            self._put_aside()
            self.catalogue.clear()
            return
        if news.encoder:
            self._accept(news.encoder)
        name = news.collection or used
        if name is None:
            raise StorageError(
                f"the journal at {self._connection.server.url} does not begin where it should; somebody changed it"
            )
        if used and name != used:
            self._adopt(news, self._named(name))
        if news.number > self.number:
            self._copy(news, self._named(name))

    def _adopt(self, news: News, passages: Passages) -> None:
        """Go on with a collection into which everything was embedded anew: what is held stays, with the vectors it has there."""
        catalogue = self.catalogue
        held = [article.id for article, _ in catalogue.articles()]
        gone: set[str] = set()

        def vectors() -> Iterator[tuple[str, Vector]]:
            for first in range(0, len(held), _AT_ONCE):
                ids = catalogue.passage_ids(held[first : first + _AT_ONCE])
                found = passages.vectors(ids)
                gone.update(each.rpartition("#")[0] for each in ids if each not in found)
                yield from found.items()
                if self._on_copying:
                    self._on_copying(min(len(held), first + _AT_ONCE), len(held))

        catalogue.adopt(collection=passages.name, encoder=news.encoder or "", vectors=vectors())
        # A later version of it is about to be copied, or nobody holds it any more.
        catalogue.follow(put=(), removed=[article_id for article_id in gone if article_id not in news.put])

    def _put_aside(self) -> None:
        """Keep what is copied, and may be the last that is left of it, before it is made anew."""
        aside = self._folder / f"before-{self.catalogue.state('batch')}"
        if self.number and not aside.exists():
            half = aside.with_name(f"{aside.name}-unfinished")
            try:
                shutil.rmtree(half, ignore_errors=True)
                half.mkdir()
                self.catalogue.database.copy(homes.words(half))
                half.rename(aside)
            except OSError as error:
                raise StorageError(f"cannot write to {str(self._folder)!r}: {error.strerror or error}") from error
            logger.warning(
                "%s holds other articles than were copied from it; those are kept: dateline export --home %s",
                self._connection.server.url,
                aside,
            )

    def _copy(self, news: News, passages: Passages) -> None:
        """In the order of marks, because others may be watching for new articles; the record's number comes last."""
        put = sorted(news.put.items(), key=lambda each: each[1].mark)
        parts = [put[first : first + _AT_ONCE] for first in range(0, len(put), _AT_ONCE)] or [[]]
        for place, part in enumerate(parts):
            whole = passages.entries([(article_id, fate.count, fate.batch) for article_id, fate in part])
            # What is not whole any more was replaced meanwhile: a record further on says so.
            copied = [(whole[article_id], fate.mark) for article_id, fate in part if article_id in whole]
            if place < len(parts) - 1:
                self.catalogue.follow(put=copied)
            else:
                self.catalogue.follow(put=copied, removed=list(news.removed), facts=news.facts())
            if self._on_copying:
                self._on_copying(min(len(put), (place + 1) * _AT_ONCE), len(put))

    def _named(self, name: str) -> Passages:
        if self._passages is None or self._passages.name != name:
            try:
                self._passages = Passages.open(self._connection, name)
            except Gone as error:
                raise Gone(f"{error}; to make it again from this machine's copy: dateline index --rebuild") from error
        return self._passages

    def _alone(self) -> AbstractContextManager[None]:
        patience = _PATIENCE if self._connection.is_patient else _SHORT_PATIENCE
        return locked(self._folder / "copying.lock", patience=patience)
