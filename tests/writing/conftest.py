"""The valley's articles, to ask about with a model and without one."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from index import Answer, Newsroom
from index.storage.embedding import MiniLM
from tests.articles import NOW
from tests.writing.scripted import Ask, Scripted


@pytest.fixture(scope="session")
def home(valley_home: Path) -> Path:
    """A home that holds the valley's articles. Tests only read it."""
    return valley_home


@pytest.fixture(scope="session")
def quoting(valley: Newsroom) -> Newsroom:
    """The newsroom without a model."""
    return valley


@pytest.fixture
def told(home: Path, encoder: MiniLM) -> Ask:
    """Ask with a model; the sentences that came, and the answer."""

    def ask(model: Scripted, question: str, *, history: Sequence[str] = ()) -> tuple[list[str], Answer]:
        with Newsroom.open(home, encoder=encoder, model=model) as news:
            events = list(news.stream(question, now=NOW, history=history))
        answer = events[-1]
        assert isinstance(answer, Answer)
        return [event for event in events if isinstance(event, str)], answer

    return ask
