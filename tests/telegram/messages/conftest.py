"""A newsroom of the sample articles, and words in both languages."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.telegram.messages.language import Words, words
from index.newsroom import Newsroom
from index.types import Answer
from tests.articles import CORPUS

NOW = datetime(2025, 11, 20, tzinfo=UTC)
Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """The sample articles, indexed. Tests only read it."""
    with Newsroom.open(tmp_path_factory.mktemp("corpus")) as news:
        news.ingest([CORPUS])
        yield news


@pytest.fixture(scope="session")
def ask(corpus: Newsroom) -> Ask:
    """Ask the sample articles."""
    return lambda question: corpus.ask(question, now=NOW)


@pytest.fixture(scope="session")
def english() -> Words:
    """English words."""
    return words("en")


@pytest.fixture(scope="session")
def spanish() -> Words:
    """Spanish words."""
    return words("es")
