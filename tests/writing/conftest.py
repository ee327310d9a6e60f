"""The valley's articles, to ask about with a model and without one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index import Answer, Newsroom
from index.storage.embedding import MiniLM
from tests.articles import NOW, VALLEY
from tests.writing.scripted import Ask, Scripted


@pytest.fixture(scope="session")
def encoder() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Path:
    """A home that holds the valley's articles. Tests only read it."""
    place = tmp_path_factory.mktemp("writing")
    with Newsroom.open(place, encoder=encoder) as news:
        news.ingest(VALLEY)
    return place


@pytest.fixture(scope="session")
def quoting(home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """The newsroom without a model."""
    with Newsroom.open(home, encoder=encoder) as news:
        yield news


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
