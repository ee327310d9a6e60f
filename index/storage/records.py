"""What the index keeps of an article, as Chroma's metadata and back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import numpy as np

from index.storage.embedding import Vector, Vectors
from index.storage.splitting import passage_at
from index.types import Article, Passage

FILTERS = {"existed": "existed_at", "published": "published_at", "source": "outlet"}
"""What filters compare, by the names under which a collection keeps it: moments in microseconds, the outlet in small letters."""
OLD_FILTERS = {"existed": "existed", "published": "published", "source": "source"}
"""The same in collections that were made before their passages' texts were Chroma's documents."""
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


def shown(passage: Passage) -> dict[str, str | int | None]:
    """What other programs are told of a passage beside its text: where it comes from, and its place in the article."""
    return {
        "article_id": passage.article_id,
        "title": passage.title,
        "source": passage.source,
        "url": passage.url,
        "published": written(passage.published),
        "updated": written(passage.updated),
        "start": passage.start,
        "end": passage.end,
    }


def to_metadata(entry: Entry, passage: Passage, *, filters: Mapping[str, str] = FILTERS) -> dict[str, str | int]:
    """What Chroma keeps of a passage beside its vector and its text: what a reader wants, what is filtered by, and the rest.

    `filters` are the names under which the collection keeps what is filtered by.
    """
    article = entry.article
    told = shown(passage)
    rest = {
        "position": passage.position,
        "retrieved": written(article.retrieved),
        "authors": article.authors,
        "origin": article.origin,
        "digest": entry.digest,
        "passages": len(entry.passages),
    }
    compared = {
        filters["existed"]: microseconds(article.existed),
        filters["published"]: microseconds(article.published),
        filters["source"]: outlet(article.source),
    }
    covered = {name: told[name] for name in compared if name in told}
    record = json.dumps(rest | covered, ensure_ascii=False)
    # Chroma refuses the whole batch for one None.
    return {name: value for name, value in (told | compared | {"record": record}).items() if value is not None}


def from_metadata(metadata: Mapping[str, Any], text: str | None, vector: Vector) -> Record:
    """The record of a passage from what Chroma keeps of it; KeyError or ValueError when that is none of ours.

    In a collection of OLD_FILTERS the text is mostly no document, and stands in the record with all else that is known.
    """
    known = {**metadata, **json.loads(metadata["record"])}
    article = Article(
        id=known["article_id"],
        title=known["title"],
        text="",
        origin=known["origin"],
        retrieved=datetime.fromisoformat(known["retrieved"]),
        source=known.get("source"),
        url=known.get("url"),
        published=read(known.get("published")),
        updated=read(known.get("updated")),
        authors=tuple(known["authors"]),
    )
    bare = passage_at(article, known["position"], (known["start"], known["end"]))
    whole = replace(bare, text=known["text"] if text is None else text)
    return Record(whole, article, known["digest"], known["passages"], vector)


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
