"""The articles themselves: found, shown, removed, exported; and an index that is looked after."""

import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.archive import Archive
from index.errors import ArticleError
from index.newsroom import Newsroom
from index.storage.embedding import MiniLM
from index.types import Finding, Window
from tests.articles import VALLEY

WHOLE = (True,) * 5


@pytest.fixture
def home(valley_home: Path, tmp_path: Path) -> Path:
    """A home that a test may damage."""
    return Path(shutil.copytree(valley_home, tmp_path / "home"))


@pytest.fixture
def archive(home: Path, encoder: MiniLM) -> Iterator[Archive]:
    """The archive of that home."""
    with Newsroom.open(home, encoder=encoder) as news:
        yield news.archive


def change(home: Path, *statements: str) -> None:
    """Change the SQLite file behind the newsroom's back."""
    connection = sqlite3.connect(home / "words.sqlite")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def broken(findings: tuple[Finding, ...]) -> dict[str, str]:
    """What is wrong, part by part."""
    return {finding.part: finding.told for finding in findings if not finding.is_whole}


def test_articles_are_found_newest_first_by_words_of_their_titles(archive: Archive) -> None:
    assert [article.title for article in archive.find("flood ALDERMERE")] == [
        "Flood closes more roads in Aldermere",
        "Flood closes roads in Aldermere",
    ]


def test_articles_are_found_by_outlet_and_day(archive: Archive) -> None:
    window = Window(since=datetime(2025, 3, 1, tzinfo=UTC), until=datetime(2025, 4, 1, tzinfo=UTC), source="vale gazette")
    assert [article.id[:2] for article in archive.find(window=window)] == ["c1", "b2"]


def test_articles_without_a_date_are_found(archive: Archive) -> None:
    assert [article.title for article in archive.find(is_undated=True)] == ["How to see the valley's bats"]


def test_an_article_is_whole_to_the_letter_by_id_by_its_beginning_and_by_url(archive: Archive) -> None:
    dredging = next(article for article in VALLEY if article.id.startswith("d1"))
    for name in (dredging.id, dredging.id[:4], dredging.url or ""):
        article, passages = archive.article(name)
        assert article == dredging
        assert [passage.text for passage in passages] == [dredging.text[passage.start : passage.end] for passage in passages]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("ffff", "there is no article 'ffff'; list the articles to see their ids"),
        ("d1", "there is no article 'd1'; list the articles to see their ids"),
    ],
)
def test_a_name_that_no_article_has_is_told(archive: Archive, name: str, told: str) -> None:
    with pytest.raises(ArticleError) as error:
        archive.article(name)
    assert str(error.value) == told


def test_articles_are_removed_all_or_none(archive: Archive) -> None:
    before = [article.id for article in archive.find()]
    with pytest.raises(ArticleError):
        archive.remove(["a100", "ffff"])
    assert [article.id for article in archive.find()] == before
    assert [article.id for article in archive.remove(["a100", "a1000"])] == ["a1".ljust(16, "0")]
    assert [article.id for article in archive.find()] == [each for each in before if not each.startswith("a1")]
    assert broken(archive.examine()) == {}


def test_every_article_comes_out_as_it_went_in(archive: Archive) -> None:
    assert sorted(archive.every(), key=lambda article: article.id) == sorted(VALLEY, key=lambda article: article.id)


def test_an_index_that_is_whole_is_said_to_be(archive: Archive) -> None:
    assert tuple(finding.is_whole for finding in archive.examine()) == WHOLE


@pytest.mark.parametrize(
    ("damage", "parts"),
    [
        (("DELETE FROM passages WHERE number = 3",), ["the catalogue", "the words index", "Chroma"]),
        (("DELETE FROM vectors WHERE passage = 2",), ["the catalogue"]),
        (("UPDATE articles SET title = title || '!' WHERE id LIKE 'c1%'",), ["the catalogue"]),
        (("UPDATE words_content SET c1 = 'other words' WHERE id = 2",), ["the catalogue", "the words index"]),
        (("DELETE FROM words_docsize WHERE id = 2",), ["the words index"]),
        (("INSERT INTO pending VALUES ('a100000000000000', 'put')",), ["the journal"]),
    ],
)
def test_what_was_damaged_in_sqlite_is_found_and_made_whole_from_chroma(
    home: Path, archive: Archive, damage: tuple[str, ...], parts: list[str]
) -> None:
    change(home, *damage)
    assert list(broken(archive.examine())) == parts
    archive.repair()
    assert broken(archive.examine()) == {}
    assert sorted(archive.every(), key=lambda article: article.id) == sorted(VALLEY, key=lambda article: article.id)


def test_a_lost_chroma_is_made_again_from_sqlite(home: Path, archive: Archive) -> None:
    shutil.rmtree(home / "chroma")
    assert list(broken(archive.examine())) == ["Chroma"]
    archive.repair()
    assert broken(archive.examine()) == {}


def test_a_lost_sqlite_file_is_made_again_from_chroma(home: Path, encoder: MiniLM) -> None:
    (home / "words.sqlite").unlink()
    with Newsroom.open(home, encoder=encoder) as news:
        news.archive.repair()
        assert broken(news.archive.examine()) == {}
        assert len(list(news.archive.every())) == len(VALLEY)


def test_pages_of_sqlite_that_were_overwritten_are_made_again_from_chroma(home: Path, encoder: MiniLM) -> None:
    with (home / "words.sqlite").open("r+b") as file:
        file.seek(4096 * 9)
        file.write(b"overwritten " * 1000)
    with Newsroom.open(home, encoder=encoder) as news:
        assert "SQLite's file" in broken(news.archive.examine())
        news.archive.repair()
        assert broken(news.archive.examine()) == {}
        assert len(list(news.archive.every())) == len(VALLEY)


def test_a_home_without_an_index_is_whole(tmp_path: Path) -> None:
    with Newsroom.open(tmp_path / "new") as news:
        assert news.archive.examine() == (Finding("the catalogue", "nothing is indexed yet"),)
