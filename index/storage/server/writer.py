"""Batches of articles into a Chroma server: written, committed in the journal, and cleared up after.

A batch goes through four steps, at each of which its writer may be killed or fall asleep:

1. it is noted as begun: whoever sees that note stay the same for long clears up after it;
2. its passages are written, under ids of their own: nobody sees them;
3. a record in the journal commits it: from now on everybody sees them, and what it replaces no more;
4. what it replaces is deleted, and the note with it.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from uuid import uuid4

from index.errors import StorageError
from index.storage.embedding import Encoder
from index.storage.mending import embedded
from index.storage.records import Entry, microseconds
from index.storage.server.connection import Connection, Gone
from index.storage.server.follower import Follower
from index.storage.server.journal import Journal, Record
from index.storage.server.passages import PREFIX, Passages, batch_of, ids_of, in_batch
from index.storage.server.watching import Watch, abandoned_by_calendar

logger = logging.getLogger(__name__)

_BETWEEN_CLEARINGS = 60.0
_AT_ONCE = 64
"""Articles in memory at one time."""

Superseded = Callable[[Sequence[Entry], Mapping[str, str] | None], set[str]]
"""Tells which of the articles another writer has put meanwhile, so that these are not wanted any more."""
Dropped = tuple[tuple[str, int, str], ...]


class Writer:
    """Puts and removes articles. Any number of them may be at work, on any machines."""

    def __init__(
        self,
        connection: Connection,
        journal: Journal,
        follower: Follower,
        encoder: Encoder,
        *,
        superseded: Superseded,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._connection = connection
        self._journal = journal
        self._follower = follower
        self._encoder = encoder
        self._superseded = superseded
        self._clock = clock
        self._now = now
        self._watch = Watch(clock)
        self._cleared: float | None = None

    def prepare(self) -> None:
        """See to it that there is something to write to, and clear up after killed writers."""
        self._follower.refresh()
        if self._follower.catalogue.state("collection") is None:
            self._found()
        if self._cleared is None or self._clock() - self._cleared > _BETWEEN_CLEARINGS:
            self._clear_up(self._watch.abandoned(self._journal.begun()))
            self._cleared = self._clock()

    def put(self, entries: Sequence[Entry], *, replacing: Mapping[str, str] | None) -> set[str]:
        """Put the articles, at most as many as a record can name; ids of those that are superseded and left out."""
        while (left_out := self._left_out(entries, replacing)) is None:
            # It was slower than anybody alive should be; or everything has been embedded anew meanwhile.
            logger.info("putting a batch once more")
        return left_out

    def remove(self, article_ids: Sequence[str], *, seen: Mapping[str, str] | None = None) -> set[str]:
        """Remove the articles, at most as many as a record can name; ids of those held in another version than was seen."""
        batch = self._begun()
        while True:
            number = self._synchronised()
            known = self._follower.catalogue.known(article_ids)
            held = [key for key, found in known.items() if seen is None or found.digest == seen.get(key)]
            record = Record(batch, removed=tuple(held), dropped=self._replaced(held))
            if not held or self._journal.append(number + 1, record):
                break
        if held:
            self._follower.advance(number + 1, record, ())
        self._finish(batch, record.dropped)
        return known.keys() - held

    def rebuild(self) -> None:
        """Embed everything anew, into a collection that takes the old one's place when it is complete."""
        old = self._follower.catalogue.state("collection")
        if old is None:
            return
        batch = self._begun()
        new = Passages.create(self._connection, f"{PREFIX}{batch}", self._encoder.fingerprint)
        done: dict[str, tuple[str, ...]] = {}
        while True:
            number = self._synchronised()
            done = self._embed_into(new, done, batch)
            record = Record(batch, collection=new.name, encoder=self._encoder.fingerprint.record)
            if self._journal.append(number + 1, record):
                break
        self._connection.drop(old)
        self._journal.end(batch)

    def repair(self) -> None:
        """Write to the server again what it lost of what is copied here, and delete what nobody needs."""
        self._clear_up(abandoned_by_calendar(self._journal.begun(), now=self._moment()))
        passages = self._follower.passages()
        if passages is None:
            return
        catalogue = self._follower.catalogue
        # In this order: what is stored now and in no batch that is under way is needed by what is committed then, or by nobody.
        stored = set(passages.ids())
        begun = self._journal.begun()
        self._synchronised()
        articles = [article.id for article, _ in catalogue.articles()]
        passages.delete([each for each in stored - set(catalogue.passage_ids(articles)) if batch_of(each) not in begun])
        for entry in catalogue.every(articles):
            ids = [passage.id for passage in entry.passages]
            if not stored.issuperset(ids) and passages.missing(ids):
                passages.put([entry])

    def _left_out(self, entries: Sequence[Entry], replacing: Mapping[str, str] | None) -> set[str] | None:
        """Put the articles; ids of those that are superseded. None when the batch can be committed no more."""
        passages = self._follower.passages()
        if passages is None:
            raise StorageError("articles are put and removed inside writing() only")
        batch = self._begun()
        ours = [in_batch(entry, batch) for entry in entries]
        try:
            passages.put(ours)
        except Gone:
            self._synchronised()
            if self._follower.catalogue.state("collection") == passages.name:
                raise
        while True:
            number = self._synchronised()
            if self._follower.is_revoked(batch) or self._follower.catalogue.state("collection") != passages.name:
                self._take_back(batch)
                return None
            superseded = self._superseded(ours, replacing)
            wanted = [entry for entry in ours if entry.article.id not in superseded]
            record = self._record(batch, wanted, [entry for entry in ours if entry.article.id in superseded])
            if not wanted or self._journal.append(number + 1, record):
                break
        if wanted:
            self._follower.advance(number + 1, record, wanted)
        self._finish(batch, record.dropped)
        return superseded

    def _take_back(self, batch: str) -> None:
        """Delete what was put in a batch that is never to be committed."""
        if passages := self._follower.passages():
            # Gone when everything has been embedded anew since, this batch not among it.
            with suppress(Gone):
                passages.delete_batch(batch)
        self._journal.end(batch)

    def _record(self, batch: str, wanted: Sequence[Entry], unwanted: Sequence[Entry]) -> Record:
        last = int(self._follower.catalogue.state("mark") or 0)
        came = [microseconds(entry.article.retrieved) or 0 for entry in wanted]
        dropped = tuple((entry.article.id, len(entry.passages), batch) for entry in unwanted)
        return Record(
            batch,
            mark=max([last + 1, *came]),
            put=tuple((entry.article.id, len(entry.passages)) for entry in wanted),
            dropped=self._replaced([entry.article.id for entry in wanted]) + dropped,
        )

    def _replaced(self, article_ids: Sequence[str]) -> Dropped:
        """What is held of these articles, in the words of a record."""
        counts: dict[tuple[str, str], int] = {}
        for passage_id in self._follower.catalogue.passage_ids(article_ids):
            key = (passage_id.rpartition("#")[0], batch_of(passage_id))
            counts[key] = counts.get(key, 0) + 1
        return tuple((article_id, count, batch) for (article_id, batch), count in counts.items())

    def _synchronised(self) -> int:
        """The number of the journal's last record, all of which is copied."""
        self._follower.refresh(within=0)
        return self._follower.number

    def _begun(self) -> str:
        batch = uuid4().hex[:12]
        self._journal.begin(batch, now=self._moment())
        return batch

    def _moment(self) -> int:
        return microseconds(self._now()) or 0

    def _finish(self, batch: str, dropped: Dropped) -> None:
        """Delete what nobody needs any more, and note that the batch is done with."""
        if dropped and (passages := self._follower.passages()):
            # Gone when everything has been embedded anew since, which leaves out what is dropped.
            with suppress(Gone):
                passages.delete([passage_id for each in dropped for passage_id in ids_of(*each)])
        self._journal.end(batch)

    def _found(self) -> None:
        """Make the first collection, unless another machine is first."""
        self._journal.found()
        batch = self._begun()
        made = Passages.create(self._connection, f"{PREFIX}{batch}", self._encoder.fingerprint)
        record = Record(batch, collection=made.name, encoder=self._encoder.fingerprint.record)
        if not self._journal.append(1, record):
            self._connection.drop(made.name)
        self._journal.end(batch)
        self._follower.refresh(within=0)

    def _embed_into(self, passages: Passages, done: Mapping[str, tuple[str, ...]], batch: str) -> dict[str, tuple[str, ...]]:
        """Embed what is held and not done yet, and delete what is done and held no more; what is done then, by article."""
        if self._follower.is_revoked(batch):
            raise StorageError("it took so long that another machine gave this rebuild up; run it again")
        catalogue = self._follower.catalogue
        articles = [article.id for article, _ in catalogue.articles()]
        now_done: dict[str, tuple[str, ...]] = {}
        for first in range(0, len(articles), _AT_ONCE):
            # A sign of life.
            self._journal.begin(batch, now=self._moment())
            held = catalogue.entries(articles[first : first + _AT_ONCE])
            now_done |= {entry.article.id: tuple(passage.id for passage in entry.passages) for entry in held}
            new = [entry for entry in held if done.get(entry.article.id) != now_done[entry.article.id]]
            passages.put([embedded(self._encoder, entry) for entry in new])
        passages.delete([each for article_id, ids in done.items() if now_done.get(article_id) != ids for each in ids])
        return now_done

    def _clear_up(self, abandoned: Sequence[str]) -> None:
        """Finish what killed writers had committed, and take back what they had not."""
        for batch in abandoned:
            committed = self._journal.committed(batch) or self._revoked(batch)
            if committed:
                self._finish(batch, committed.dropped)
            else:
                logger.info("taking back the batch %s, which was begun and never committed", batch)
                self._take_back(batch)
        self._drop_others()

    def _drop_others(self) -> None:
        """Delete the collections that a rebuild left behind."""
        # In this order: what is there now and in no batch that is under way is the one in use then, or nobody's.
        names = [name for name in self._connection.collections() if name.startswith(PREFIX)]
        begun = self._journal.begun()
        self._synchronised()
        used = self._follower.catalogue.state("collection")
        for name in names:
            if name != used and name.removeprefix(PREFIX) not in begun:
                self._connection.drop(name)

    def _revoked(self, batch: str) -> Record | None:
        """See to it that a batch is never committed; its record, if it comes to be committed first."""
        while True:
            number = self._synchronised()
            if (committed := self._journal.committed(batch)) is not None:
                return committed
            if self._journal.append(number + 1, Record(uuid4().hex[:12], revoked=batch)):
                return None
