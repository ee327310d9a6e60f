"""Articles to store, and stores on a Chroma server."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.storage.embedding import MiniLM
from index.storage.mending import embedded
from index.storage.records import Entry, digest
from index.storage.server.address import ChromaServer
from index.storage.server.store import ServerStore
from index.storage.splitting import split
from index.types import Article
from tests.storage.machines import always_looking
from tests.storage.server import Running, new_database

Write = Callable[..., Article]
File = Callable[[Article], Entry]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


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


@pytest.fixture
def database(chroma_server: Running) -> ChromaServer:
    """An empty database on a server that many tests share."""
    return new_database(chroma_server.url)


@pytest.fixture
def here(tmp_path: Path, database: ChromaServer, encoder: MiniLM) -> Iterator[ServerStore]:
    """A store on one machine, whose reads are always of this moment."""
    with always_looking(tmp_path / "here", encoder, database) as store:
        yield store


@pytest.fixture
def there(tmp_path: Path, database: ChromaServer, encoder: MiniLM) -> Iterator[ServerStore]:
    """A store on another machine."""
    with always_looking(tmp_path / "there", encoder, database) as store:
        yield store


@pytest.fixture
def entries(write: Write, file: File) -> list[Entry]:
    """Three articles, of three, one and one passages."""
    ferry = "The harbour office counted another ferry that left the northern pier before the evening storm arrived. "
    return [
        file(write("a", (ferry * 25).strip(), published=NOON, source="The Gull")),
        file(write("b", "A whale was seen near the island.", published=NOON + timedelta(days=1))),
        file(write("c", "The council raised the price of bread.")),
    ]
