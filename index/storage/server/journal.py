"""What was committed to a Chroma server, batch after batch, in the one order in which every machine follows it.

A batch is committed by adding the record of the next number, at which Chroma keeps the first of several: who comes second
reads what came in between, and tries the number after it. So there is no lock that a dead or sleeping machine could hold, and
no clock that machines would have to agree on.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from index.errors import StorageError
from index.storage.server.connection import PAGE, Connection, Gone, pages

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

NAME = "dateline-journal"
_BEGUN = "begun-"
_FORMAT = 1
_FIRST = 4
"""Records looked for at first: mostly there is one new one, or none."""


@dataclass(frozen=True, slots=True)
class Record:
    """One batch, or another deed that must come before or after every batch."""

    batch: str
    """Twelve hexadecimal digits, different for every deed."""
    mark: int = 0
    """That of the first article put; the others' follow one by one. See `arrivals`."""
    put: tuple[tuple[str, int], ...] = ()
    """Ids of the articles put, each with its number of passages."""
    removed: tuple[str, ...] = ()
    dropped: tuple[tuple[str, int, str], ...] = ()
    """What nobody needs any more: article id, number of passages, and the batch that put them."""
    collection: str | None = None
    """Where the passages are from here on, with vectors of the encoder below; always in the first record."""
    encoder: str | None = None
    revoked: str | None = None
    """A batch that was begun and is never to be committed."""

    @property
    def last_mark(self) -> int:
        """The mark of the last article put."""
        return self.mark + max(0, len(self.put) - 1)


class Journal:
    """The records of one database, numbered from 1 without a gap, and the batches that were begun. Safe for many threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._opened: Collection | None = None

    def exists(self) -> bool:
        """True when there is a journal, so that something was stored."""
        try:
            return bool(self._collection)
        except Gone:
            return False

    def found(self) -> None:
        """Make an empty journal, unless there is one."""
        space: Any = {"hnsw": {"space": "l2"}}
        self._opened = self._connection.create(NAME, configuration=space, metadata={"format": _FORMAT})

    def since(self, number: int) -> Iterator[tuple[int, Record]]:
        """The record of that number, and all after it, in order, each with its number. Gone when the journal is no more."""
        size = _FIRST
        while True:
            ids = [str(each) for each in range(number, number + size)]
            found = self._read(ids)
            for each in ids:
                if each not in found:
                    return
                yield int(each), found[each]
            number, size = number + size, PAGE

    def append(self, number: int, record: Record) -> bool:
        """Add the record of this number, whose predecessors must all have been read; False when another one came first."""
        known = {"number": number, "batch": record.batch, "record": _line(record)}
        self._tried("add", ids=[str(number)], embeddings=[[float(number)]], metadatas=[known])
        kept = self._read([str(number)]).get(str(number))
        return kept is not None and kept.batch == record.batch

    def begin(self, batch: str, *, now: int) -> None:
        """Note, before anything else is written, that a batch is begun, or goes on. `now` is in microseconds."""
        self._tried("upsert", ids=[f"{_BEGUN}{batch}"], embeddings=[[-1.0]], metadatas=[{"begun": now, "batch": batch}])

    def begun(self) -> dict[str, int]:
        """The batches that were begun and not ended, each with the time."""
        begun: dict[str, int] = {}
        first = 0
        while True:
            found = self._tried("get", where={"begun": {"$gte": 0}}, limit=PAGE, offset=first, include=["metadatas"])
            begun |= {str(each["batch"]): int(each["begun"]) for each in found["metadatas"] or []}
            if len(found["ids"]) < PAGE:
                return begun
            first += PAGE

    def end(self, batch: str) -> None:
        """Note that nothing is left to be done for a batch."""
        self._tried("delete", ids=[f"{_BEGUN}{batch}"])

    def committed(self, batch: str) -> Record | None:
        """The record that committed a batch; None when it is not committed."""
        found = self._tried("get", where={"batch": batch}, include=["metadatas"])
        kept = zip(found["ids"], found["metadatas"] or [], strict=True)
        return next((self._record(each, known) for each, known in kept if "record" in known), None)

    def _read(self, ids: list[str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for some in pages(ids):
            page = self._tried("get", ids=some, limit=PAGE, include=["metadatas"])
            kept = zip(page["ids"], page["metadatas"] or [], strict=True)
            found |= {each: self._record(each, known) for each, known in kept}
        return found

    def _record(self, number: str, known: Any) -> Record:
        try:
            return _record(str(known["record"]))
        except (KeyError, TypeError, ValueError) as error:
            place = f"record {number} of the journal at {self._connection.server.url}"
            raise StorageError(f"{place} is none of this version's; somebody else wrote it") from error

    def _tried(self, verb: str, **named: Any) -> Any:
        try:
            return self._connection.tried("use its journal", getattr(self._collection, verb), **named)
        except Gone:
            self._opened = None
            raise

    @property
    def _collection(self) -> "Collection":
        if self._opened is None:
            opened = self._connection.collection(NAME)
            if (made := (opened.metadata or {}).get("format")) != _FORMAT:
                place = f"the journal at {self._connection.server.url}"
                raise StorageError(f"{place} is of format {made}, and this version reads format {_FORMAT}; update Dateline")
            self._opened = opened
        return self._opened


def _line(record: Record) -> str:
    known = {name: value for name, value in asdict(record).items() if value}
    return json.dumps(known, separators=(",", ":"))


def _record(line: str) -> Record:
    """ValueError, KeyError or TypeError for what is none: a server of one's own may be written to by anybody."""
    known = json.loads(line)
    # It names a folder, too.
    if not re.fullmatch(r"[0-9a-f]{12}", known["batch"]):
        raise ValueError(f"{known['batch']!r} is no batch")
    return Record(
        batch=known["batch"],
        mark=known.get("mark", 0),
        put=tuple((article_id, count) for article_id, count in known.get("put", ())),
        removed=tuple(known.get("removed", ())),
        dropped=tuple((article_id, count, batch) for article_id, count, batch in known.get("dropped", ())),
        collection=known.get("collection"),
        encoder=known.get("encoder"),
        revoked=known.get("revoked"),
    )
