from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.retrieval.questions import plan
from index.retrieval.retriever import Retriever
from index.storage.embedding import MiniLM
from index.storage.store import Store
from index.types import Hit
from tests.articles import NOW, VALLEY, store_with

Search = Callable[..., tuple[Hit, ...]]


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _keys(hits: tuple[Hit, ...]) -> list[str]:
    """The hits' articles, by the first two letters of their ids."""
    return [hit.passage.article_id[:2] for hit in hits]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("Who was elected mayor of Aldermere?", "c1"),
        ("nocturnal flying mammals", "g1"),
        ("measles", "e1"),
        ("What does a stall cost?", "f1"),
        ("Jonas Whitlock", "i1"),
    ],
)
def test_the_article_that_answers_comes_first(search: Search, question: str, key: str) -> None:
    assert _keys(search(question, limit=1)) == [key]


def test_newest_of_two_equal_articles_comes_first_for_a_question_about_now(search: Search) -> None:
    assert _keys(search("How many roads has the flood in Aldermere closed so far?", limit=2)) == ["a2", "a1"]


def test_article_of_the_named_month_comes_first(search: Search) -> None:
    assert _keys(search("How many roads had the flood in Aldermere closed in February?", limit=1)) == ["a1"]


def test_scores_fall_and_similarities_are_cosines(search: Search) -> None:
    hits = search("How many roads has the flood in Aldermere closed so far?", limit=8)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert hits[0].similarity > 0.6
    assert [hit for hit in hits if not -1.0 <= hit.similarity <= 1.0] == []


def test_an_article_gives_at_most_three_passages(search: Search) -> None:
    keys = _keys(search("Dredging of the harbour at Port Ellery", limit=10))
    assert (keys[:3], Counter(keys)["d1"]) == (["d1", "d1", "d1"], 3)


def test_copies_are_collapsed_and_named(search: Search) -> None:
    hits = search("What did the fire at the tram depot destroy?", limit=8)
    found = [hit for hit in hits if hit.passage.article_id.startswith("b")]
    assert [sorted([hit.passage.article_id, *hit.copies]) for hit in found] == [
        ["b1".ljust(16, "0"), "b2".ljust(16, "0"), "b3".ljust(16, "0")]
    ]


def test_no_more_hits_than_asked_for(search: Search) -> None:
    assert [len(search("Aldermere", limit=limit)) for limit in (0, 1, 4)] == [0, 1, 4]


def test_a_question_without_words_finds_by_meaning_alone(search: Search) -> None:
    assert len(search("?", limit=3)) == 3


def test_as_of_leaves_out_what_did_not_exist(search: Search) -> None:
    assert set(_keys(search("flood roads Aldermere", limit=12, as_of=_day("2025-03-10")))) == {"a1"}


def test_an_updated_article_exists_from_its_update(search: Search) -> None:
    question = "How many cases of measles?"
    assert "e1" not in _keys(search(question, limit=12, as_of=_day("2025-03-19")))
    assert _keys(search(question, limit=1, as_of=_day("2025-03-21"))) == ["e1"]


def test_since_and_until_are_inclusive(search: Search) -> None:
    published = datetime(2025, 3, 31, 7, tzinfo=UTC)
    assert set(_keys(search("mayor", limit=12, since=published, until=published))) == {"c1"}


def test_only_the_asked_outlet_is_searched(search: Search) -> None:
    assert set(_keys(search("news of the valley", limit=12, source="hill echo"))) == {"b3", "d1", "g1"}


def test_undated_articles_are_outside_every_bounded_window(search: Search) -> None:
    question = "How many bats live in the mill?"
    assert _keys(search(question, limit=1)) == ["g1"]
    for bounds in ({"as_of": NOW}, {"since": _day("1990-01-01")}, {"until": NOW}):
        assert "g1" not in _keys(search(question, limit=12, **bounds))


def test_nothing_in_the_window_finds_nothing(search: Search) -> None:
    assert search("flood", as_of=_day("2001-01-01")) == ()


def test_an_empty_store_finds_nothing(tmp_path: Path, encoder: MiniLM) -> None:
    with Store.open(tmp_path / "empty", encoder) as store:
        planned = plan("How many strikes?", now=NOW)
        assert Retriever(store, encoder).retrieve(planned, limit=5, newest=None) == ()


@pytest.fixture(scope="module")
def reverse(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Store]:
    """The same articles, put in the opposite order."""
    with store_with(tmp_path_factory.mktemp("reverse"), encoder, VALLEY[::-1]) as opened:
        yield opened


@pytest.mark.parametrize("question", ["How did the tram depot burn?", "flood in Aldermere", "Corran", "harbour mud", "valley"])
def test_the_order_of_ingestion_changes_nothing(question: str, store: Store, reverse: Store, encoder: MiniLM) -> None:
    newest = store.overview().last_published
    planned = plan(question, now=NOW, newest=newest)
    found, again = (Retriever(each, encoder).retrieve(planned, limit=8, newest=newest) for each in (store, reverse))
    assert found == again
