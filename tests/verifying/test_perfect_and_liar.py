"""A scripted model that only tells what the articles say is kept; one that changes one thing a sentence is not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.answering.coverage import Coverage
from index.reading.files import read, sources_under
from index.storage.embedding import MiniLM
from index.types import Article, Passage
from tests.articles import CHECKOUT, CORPUS
from tests.verifying import perfect_and_liar
from tests.verifying.perfect_and_liar import Outcome, read_articles

AP_NEWS = CHECKOUT.parent / "shared" / "data" / "ap_news.jsonl"
LEAST = 0.98
COUNT = 1000

Split = list[tuple[Passage, ...]]


@pytest.fixture(scope="module")
def coverage(encoder: MiniLM) -> Coverage:
    return Coverage(encoder)


def sample_articles() -> list[Article]:
    retrieved = datetime(2025, 11, 20, tzinfo=UTC)
    found = [each for path in sources_under(CORPUS) for each in read(Path(path), retrieved=retrieved)]
    return [each for each in found if isinstance(each, Article)]


@pytest.fixture(scope="module", params=["sample articles", "AP articles"])
def passages(request: pytest.FixtureRequest, encoder: MiniLM) -> Split:
    if request.param == "sample articles":
        return perfect_and_liar.passages_of(sample_articles(), encoder)
    if not AP_NEWS.exists():
        pytest.skip(f"{AP_NEWS.name} lies beside the checkout of those who may read it, not in this project")
    return perfect_and_liar.passages_of(read_articles(AP_NEWS)[::4], encoder)


def shown(name: str, outcome: Outcome) -> float:
    print(f"\n{outcome.table(name)}")
    return outcome.share


def test_what_a_perfect_model_writes_is_kept(passages: Split, coverage: Coverage) -> None:
    cases = list(perfect_and_liar.perfect(passages, count=COUNT, seed=101))
    assert shown("perfect model, kept", perfect_and_liar.run_perfect(cases, coverage)) >= LEAST


def test_what_a_liar_writes_is_dropped(passages: Split, coverage: Coverage) -> None:
    cases = list(perfect_and_liar.liar(passages, count=COUNT, seed=101))
    assert shown("liar, dropped", perfect_and_liar.run_liar(cases, coverage)) >= LEAST
