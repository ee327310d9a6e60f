"""The valley's articles in a store, the real encoder, and a search over them."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from index.retrieval.questions import plan
from index.retrieval.retriever import Retriever
from index.storage.embedding import MiniLM
from index.storage.store import Store
from index.types import Hit, Window
from tests.articles import NOW, VALLEY, store_with

Search = Callable[..., tuple[Hit, ...]]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Store]:
    with store_with(tmp_path_factory.mktemp("valley"), encoder, VALLEY) as opened:
        yield opened


@pytest.fixture(scope="session")
def search(store: Store, encoder: MiniLM) -> Search:
    """`search("flood", limit=3, as_of=…)`: the hits of a question about the valley."""

    def searched(question: str, *, limit: int = 5, **bounds: datetime | str) -> tuple[Hit, ...]:
        newest = store.overview().last_published
        planned = plan(question, now=NOW, newest=newest, window=Window(**bounds))  # type: ignore[arg-type]
        return Retriever(store, encoder).retrieve(planned, limit=limit, newest=newest)

    return searched
