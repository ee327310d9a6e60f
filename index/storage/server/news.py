"""What became of every article by a run of the journal's records."""

from dataclasses import dataclass, field

from index.storage.server.journal import Record

REVOKED = "revoked "
"""How the name of a fact begins that a batch was revoked."""


@dataclass(frozen=True, slots=True)
class Fate:
    """An article as it was put last."""

    count: int
    """Its passages."""
    batch: str
    mark: int


@dataclass(slots=True)
class News:
    """What the records after a number did, all in all; at first, what is known of that number's own record."""

    number: int
    batch: str
    mark: int
    put: dict[str, Fate] = field(default_factory=dict)
    removed: dict[str, None] = field(default_factory=dict)
    revoked: list[str] = field(default_factory=list)
    collection: str | None = None
    encoder: str | None = None

    def add(self, number: int, record: Record) -> None:
        """Go on with the next record."""
        self.number, self.batch, self.mark = number, record.batch, max(self.mark, record.last_mark)
        for place, (article_id, count) in enumerate(record.put):
            self.put[article_id] = Fate(count, record.batch, record.mark + place)
            self.removed.pop(article_id, None)
        for article_id in record.removed:
            self.put.pop(article_id, None)
            self.removed[article_id] = None
        if record.revoked:
            self.revoked.append(record.revoked)
        self.collection = record.collection or self.collection
        self.encoder = record.encoder or self.encoder

    def facts(self) -> dict[str, str]:
        """What a catalogue keeps, as its state, once it holds all of this."""
        known = {"number": str(self.number), "batch": self.batch, "mark": str(self.mark)}
        used = {"collection": self.collection, "encoder": self.encoder}
        return known | {name: fact for name, fact in used.items() if fact} | {f"{REVOKED}{batch}": "1" for batch in self.revoked}
