"""Articles to store, and the real encoder."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from index.storage.embedding import MiniLM
from index.storage.mending import embedded
from index.storage.records import Entry, digest
from index.storage.splitting import split
from index.types import Article

Write = Callable[..., Article]
File = Callable[[Article], Entry]


@pytest.fixture(scope="session")
def encoder() -> MiniLM:
    return MiniLM()


@pytest.fixture
def write() -> Write:
    """Writes an article: `write("a", "Its text.", title=...)`; every field of Article may be given."""

    def written(key: str, text: str, **known: object) -> Article:
        plain = Article(
            id=key.ljust(16, "0"),
            title=f"Title of {key}",
            text=text,
            origin=f"/news/{key}.md",
            retrieved=datetime(2026, 3, 1, tzinfo=UTC),
        )
        return replace(plain, **known)  # type: ignore[arg-type]

    return written


@pytest.fixture
def file(encoder: MiniLM) -> File:
    """Makes an article an entry, as it is put into the store."""

    def filed(article: Article) -> Entry:
        passages = split(article, count_tokens=encoder.count_tokens)
        return embedded(encoder, Entry(article, digest(article), passages, np.zeros((0, 384), dtype=np.float32)))

    return filed
