"""The valley's articles and the sample articles, each in a newsroom, with the real encoder."""

from collections.abc import Iterator

import pytest

from index import Newsroom
from index.storage.embedding import MiniLM
from tests.articles import CORPUS, VALLEY


@pytest.fixture(scope="session")
def encoder() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def valley(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Newsroom]:
    with Newsroom.open(tmp_path_factory.mktemp("valley-news"), encoder=encoder) as news:
        news.ingest(VALLEY)
        yield news


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Newsroom]:
    """The 56 articles of corpus/."""
    with Newsroom.open(tmp_path_factory.mktemp("corpus-news"), encoder=encoder) as news:
        assert news.ingest([CORPUS]).added == 56
        yield news
