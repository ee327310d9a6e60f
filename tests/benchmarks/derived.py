"""Any number of passages derived from real ones, their sentences and vectors mixed with those of passages near them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import sentences
from index.storage.catalogue import Catalogue
from index.storage.database import Database
from index.storage.embedding import Vectors
from index.storage.records import Entry, digest
from index.storage.splitting import passage_at

_NEAR = 10
"""Real passages from which the one is taken that a passage is mixed with."""
_OWN = (0.55, 0.95)
"""Least and greatest share that a passage keeps of its own vector, and of its own sentences."""
_NOISE = 0.35
"""How much of the difference between two near passages is added, after which the vector is made of length 1 again."""
_SHIFT = timedelta(days=23)


@dataclass(frozen=True, slots=True)
class Real:
    """The real passages of a home, in the order of their articles."""

    entries: tuple[Entry, ...]
    sentences: tuple[tuple[str, ...], ...]
    """Those of every passage."""
    vectors: Vectors
    near: npt.NDArray[np.int64]
    """Places of the nearest other passages of each, shape (passages, 10)."""

    @classmethod
    def read(cls, home: Path) -> "Real":
        """All of a home's passages; they must fit in memory, with all their cosines."""
        with closing(Database(home / "words.sqlite")) as database:
            catalogue = Catalogue(database)
            entries = tuple(catalogue.every(sorted(article.id for article, _ in catalogue.articles())))
        vectors = np.concatenate([entry.vectors for entry in entries])
        cosines = vectors @ vectors.T
        np.fill_diagonal(cosines, -1.0)
        near = np.argpartition(-cosines, _NEAR, axis=1)[:, :_NEAR]
        texts = (passage.text for entry in entries for passage in entry.passages)
        told = tuple(tuple(each.strip() for each in sentences.split(text)) for text in texts)
        return cls(entries, told, vectors, near)


def derived(real: Real, count: int) -> Iterator[Entry]:
    """Articles of at least `count` passages in all, the same ones each time.

    Every passage is a real one that keeps 55 to 95 % of its sentences, the others taken from one of its ten nearest. Its vector
    is the mixture of both in that proportion, plus 0.35 times the difference of two passages that are near each other: noise
    that lies where real passages differ, so that neighbours stay as far apart, and in as many dimensions, as real ones do.
    """
    rng = np.random.default_rng(1_000_000)
    made = variant = 0
    while made < count:
        first = 0
        for entry in real.entries:
            yield _variant(real, entry, range(first, first + len(entry.passages)), variant=variant, rng=rng)
            first += len(entry.passages)
            made += len(entry.passages)
            if made >= count:
                return
        variant += 1


def _variant(real: Real, entry: Entry, places: range, *, variant: int, rng: np.random.Generator) -> Entry:
    others = real.near[places, rng.integers(_NEAR, size=len(places))]
    shares = rng.uniform(*_OWN, size=len(places)).astype(np.float32)
    texts = [_mixed(real, *each, rng=rng) for each in zip(places, others, shares, strict=True)]
    text = "\n\n".join(texts)
    article = replace(
        entry.article,
        id=f"{entry.article.id}/{variant}",
        url=f"{entry.article.url}/{variant}" if entry.article.url else None,
        published=_shifted(entry.article.published, variant),
        updated=_shifted(entry.article.updated, variant),
        text=text,
    )
    ends = np.cumsum([len(each) + 2 for each in texts]) - 2
    spans = [(int(end) - len(each), int(end)) for end, each in zip(ends, texts, strict=True)]
    passages = tuple(passage_at(article, position, span) for position, span in enumerate(spans))
    return Entry(article, digest(article), passages, _moved(real, places, others, shares, rng=rng))


def _mixed(real: Real, place: int, other: int, share: float, *, rng: np.random.Generator) -> str:
    """Sentences of one passage, some of them replaced by another's."""
    own, foreign = real.sentences[place], real.sentences[other]
    kept = rng.random(len(own)) < share
    return " ".join(
        each if keep else foreign[number % len(foreign)] for number, (each, keep) in enumerate(zip(own, kept, strict=True))
    )


def _moved(
    real: Real, places: range, others: npt.NDArray[np.int64], shares: npt.NDArray[np.float32], *, rng: np.random.Generator
) -> Vectors:
    mixed = shares[:, None] * real.vectors[places] + (1 - shares[:, None]) * real.vectors[others]
    anywhere = rng.integers(len(real.vectors), size=len(places))
    beside = real.near[anywhere, rng.integers(_NEAR, size=len(places))]
    moved = mixed + np.float32(_NOISE) * (real.vectors[anywhere] - real.vectors[beside])
    length_one: Vectors = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
    return length_one


def _shifted(moment: datetime | None, variant: int) -> datetime | None:
    """The same moment some weeks earlier for every variant, so that time goes on through all of them."""
    return moment.astimezone(UTC) - variant * _SHIFT if moment else None
