from datetime import UTC, datetime

import pytest

from index.answering import weights
from index.answering.answerer import Answerer
from index.answering.judging import asks_beyond, probability
from index.answering.signals import NAMES
from index.retrieval.questions import plan
from index.retrieval.retriever import Retriever
from index.storage.embedding import MiniLM
from index.storage.store import Store
from tests.articles import NOW, VALLEY, store_with

NEWEST = datetime(2025, 11, 19, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Store:
    return store_with(tmp_path_factory.mktemp("judging"), encoder, VALLEY)


@pytest.mark.parametrize(
    ("question", "beyond"),
    [
        ("How many strikes by January 31, 2026?", True),
        ("How many strikes in December 2025?", True),
        ("How many strikes as of Nov. 1?", False),
        ("How many strikes this week?", False),
        ("How many strikes on November 20, 2025?", False),
        ("How many strikes so far?", False),
    ],
)
def test_a_time_no_article_has_reached_is_beyond(question: str, beyond: bool) -> None:
    now = datetime(2025, 11, 20, 12, tzinfo=UTC)
    assert asks_beyond(plan(question, now=now, newest=NEWEST), NEWEST) is beyond


def test_nothing_is_beyond_undated_articles() -> None:
    assert asks_beyond(plan("How many in 2099?", now=NEWEST), None) is False


def test_every_signal_and_every_doubt_has_its_weight(store: Store, encoder: MiniLM) -> None:
    overview = store.overview()
    planned = plan("Who was elected mayor?", now=NOW, newest=overview.last_published)
    hits = Retriever(store, encoder).retrieve(planned, limit=3, newest=overview.last_published)
    judged, found = Answerer(store, encoder).judge(planned, hits, overview)
    assert judged is not None
    assert set(weights.RANKING) == set(NAMES)
    assert set(found) == set(weights.ANSWERABLE)
    assert judged.rows.shape == (len(judged.sentences), len(NAMES))
    assert list(judged.scores) == sorted(judged.scores, reverse=True)
    assert judged.sentences[0].text.startswith("Ines Barrow was elected mayor")
    assert 0.0 < probability(found) < 1.0


def test_without_hits_there_is_nothing_to_judge(store: Store, encoder: MiniLM) -> None:
    planned = plan("Who was elected mayor?", now=NOW)
    assert Answerer(store, encoder).judge(planned, (), store.overview()) == (None, {})
