"""Articles that are about a topic are told from those that touch on it, or on another one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import Newsroom, QuestionError
from index.storage.embedding import MiniLM
from tests.articles import VALLEY

ALL = [article.id for article in VALLEY]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Newsroom]:
    """The valley's articles. Tests only read them."""
    with Newsroom.open(tmp_path_factory.mktemp("topics"), encoder=encoder) as opened:
        opened.ingest(VALLEY)
        yield opened


def _about(news: Newsroom, topic: str) -> set[str]:
    return {hit.passage.article_id[:2] for hit in news.about(topic, ALL)}


@pytest.mark.parametrize(
    ("topic", "about"),
    [
        ("flood in Aldermere", {"a1", "a2"}),
        ("roads closed by the flood", {"a1", "a2"}),
        ("How many roads has the flood in Aldermere closed?", {"a1", "a2"}),
        ("tram depot", {"b1", "b2", "b3"}),
        ("mayor of Aldermere", {"c1"}),
        ("measles", {"e1"}),
        ("bats", {"g1"}),
        ("Corran school", {"h1"}),
        ("flood in Corran", set()),
        ("mayor of Corran", set()),
        ("harbour seals", set()),
        ("the", set()),
        ("?!", set()),
    ],
)
def test_an_article_is_about_what_most_of_the_topics_words_are_told_of(news: Newsroom, topic: str, about: set[str]) -> None:
    assert _about(news, topic) == about


def test_hits_come_in_the_order_given_each_once_with_the_passage_that_tells_it(news: Newsroom) -> None:
    second, first = VALLEY[1].id, VALLEY[0].id
    hits = news.about("flood in Aldermere", [second, VALLEY[2].id, first, second, "0" * 16])
    assert [hit.passage for hit in hits] == [news._opened.store().passages_of(each)[0] for each in (second, first)]
    assert [0.6 <= hit.score <= 1 for hit in hits] == [True, True]


def test_of_no_articles_none_is_about_it(news: Newsroom) -> None:
    assert news.about("flood", []) == ()


def test_the_latest_about_a_topic_come_newest_first(news: Newsroom) -> None:
    assert [headline.article_id[:2] for headline in news.latest("flood in Aldermere")] == ["a2", "a1"]
    assert [headline.article_id[:2] for headline in news.latest("flood in Aldermere", limit=1)] == ["a2"]
    assert news.latest("harbour seals") == ()


def test_nothing_is_about_a_topic_in_an_empty_newsroom(tmp_path: Path, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path / "nothing", encoder=encoder) as empty:
        assert (empty.about("flood", ALL), empty.latest("flood")) == ((), ())


def test_a_topic_without_a_word_is_refused(news: Newsroom) -> None:
    with pytest.raises(QuestionError, match=r"^the topic is empty$"):
        news.about(" ", ALL)
    with pytest.raises(QuestionError, match=r"^the topic is empty$"):
        news.latest("")
