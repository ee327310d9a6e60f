"""The sample articles, and what they answer to the questions about tallies."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from index import Answer, Newsroom
from index.storage.embedding import MiniLM
from tests.articles import CORPUS
from tests.quality.expectations import Expectation

AFTERWARDS = datetime(2025, 11, 20, 12, tzinfo=UTC)
"""When the sample articles are read."""
Told = Callable[[Expectation], Answer]


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Told]:
    """What is answered when all articles came in at once, in the order of their names; each question is asked once."""
    answers: dict[str, Answer] = {}

    def answer(question: Expectation) -> Answer:
        if question.label not in answers:
            answers[question.label] = question.ask(news)
        return answers[question.label]

    with Newsroom.open(tmp_path_factory.mktemp("tallies"), encoder=encoder) as news:
        news.ingest(sorted(CORPUS.iterdir()), now=AFTERWARDS)
        yield answer
