"""What the index keeps of an article, as one line of text and back."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import numpy as np

from index.storage.embedding import Vector, Vectors
from index.storage.splitting import passage_at
from index.types import Article, Passage

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as the index keeps it: whole, and cut into passages."""

    article: Article
    digest: str
    passages: tuple[Passage, ...]
    vectors: Vectors = field(compare=False, repr=False)
    """Shape (passages, dimension)."""


@dataclass(frozen=True, slots=True)
class Record:
    """What Chroma keeps of one passage: enough to make the article's entry again from all of them."""

    passage: Passage
    article: Article
    """Its text is empty: the passages hold it."""
    digest: str
    passage_count: int
    """Passages of the whole article."""
    vector: Vector = field(compare=False, repr=False)


def digest(article: Article) -> str:
    """Sixty-four hexadecimal digits that change whenever what is known of the article does, its origin apart."""
    known = [
        article.title,
        article.text,
        article.source,
        article.url,
        written(article.published),
        written(article.updated),
        article.authors,
    ]
    return sha256(json.dumps(known).encode()).hexdigest()


def written(moment: datetime | None) -> str | None:
    """A moment in ISO 8601, as it was given."""
    return moment.isoformat() if moment else None


def read(moment: str | None) -> datetime | None:
    """The moment that was written in ISO 8601."""
    return datetime.fromisoformat(moment) if moment else None


def microseconds(moment: datetime | None) -> int | None:
    """Whole microseconds since 1970, exact, for comparing moments of different time zones."""
    return (moment - _EPOCH) // timedelta(microseconds=1) if moment else None


def outlet(source: str | None) -> str | None:
    """A source's name as it is compared."""
    return source.casefold() if source else None


def to_line(entry: Entry, passage: Passage) -> str:
    """One line of JSON from which `from_line` makes the passage's record."""
    article = entry.article
    return json.dumps(
        {
            "article_id": article.id,
            "position": passage.position,
            "start": passage.start,
            "end": passage.end,
            "text": passage.text,
            "title": article.title,
            "source": article.source,
            "url": article.url,
            "published": written(article.published),
            "updated": written(article.updated),
            "retrieved": written(article.retrieved),
            "authors": article.authors,
            "origin": article.origin,
            "digest": entry.digest,
            "passages": len(entry.passages),
        },
        ensure_ascii=False,
    )


def from_line(line: str, vector: Vector) -> Record:
    """The record of a passage and its vector; KeyError or ValueError when the line is none."""
    known = json.loads(line)
    article = Article(
        id=known["article_id"],
        title=known["title"],
        text="",
        origin=known["origin"],
        retrieved=datetime.fromisoformat(known["retrieved"]),
        source=known["source"],
        url=known["url"],
        published=read(known["published"]),
        updated=read(known["updated"]),
        authors=tuple(known["authors"]),
    )
    bare = passage_at(article, known["position"], (known["start"], known["end"]))
    return Record(replace(bare, text=known["text"]), article, known["digest"], known["passages"], vector)


def entry_of(records: Iterable[Record]) -> Entry | None:
    """The entry that these records of one article make up; None unless all of its passages are there, of one version."""
    versions: dict[str, dict[int, Record]] = {}
    for record in records:
        versions.setdefault(record.digest, {})[record.passage.position] = record
    for found, by_position in versions.items():
        count = next(iter(by_position.values())).passage_count
        if all(position in by_position for position in range(count)):
            whole = [by_position[position] for position in range(count)]
            passages = tuple(record.passage for record in whole)
            article = replace(whole[0].article, text=joined_text(passages))
            return Entry(article, found, passages, np.stack([record.vector for record in whole]))
    return None


def joined_text(passages: Iterable[Passage]) -> str:
    """The text the passages were cut from: every passage at its offset, white space between them."""
    text = ""
    for passage in passages:
        gap = passage.start - len(text)
        text += ("\n\n" if gap == 2 else " " * gap) + passage.text
    return text
