"""What is new in the newsroom: since a mark, and by date."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index import Headline, Newsroom
from index.storage.embedding import MiniLM
from tests.articles import VALLEY


@pytest.fixture
def news(tmp_path: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """A newsroom with the two articles about the flood."""
    with Newsroom.open(tmp_path / "home", encoder=encoder) as opened:
        opened.ingest(VALLEY[:2])
        yield opened


def test_nothing_has_arrived_in_an_empty_newsroom(tmp_path: Path, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path / "nothing", encoder=encoder) as news:
        assert (news.mark(), news.arrived(0), news.latest()) == (0, (), ())
    assert not (tmp_path / "nothing").exists()


def test_the_latest_article_comes_first(news: Newsroom) -> None:
    (newest,) = news.latest(limit=1)
    article = VALLEY[1]
    assert newest == Headline(newest.mark, article.id, article.title, article.source, article.url, article.published)
    assert [headline.article_id for headline in news.latest()] == [VALLEY[1].id, VALLEY[0].id]


def test_what_another_process_indexes_arrives_here(news: Newsroom, tmp_path: Path, encoder: MiniLM) -> None:
    before = news.mark()
    assert news.arrived(before) == ()
    with Newsroom.open(tmp_path / "home", encoder=encoder) as other:
        other.ingest([VALLEY[2], replace(VALLEY[0], text="The flood in Aldermere is over.", updated=VALLEY[1].published)])
    arrived = news.arrived(before)
    assert [headline.article_id for headline in arrived] == [VALLEY[2].id, VALLEY[0].id]
    assert (news.mark(), news.arrived(arrived[0].mark)) == (arrived[1].mark, arrived[1:])
    assert news.arrived(before, limit=1) == arrived[:1]


def test_what_is_indexed_again_unchanged_does_not_arrive(news: Newsroom) -> None:
    before = news.mark()
    news.ingest(VALLEY[:2])
    assert (news.mark(), news.arrived(before)) == (before, ())
