"""Marks grow with every article that is put, whatever is changed, removed, lost or made again."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.storage.embedding import MiniLM
from index.storage.records import Entry
from index.storage.store import Store
from index.types import Article, Headline

Write = Callable[..., Article]
File = Callable[[Article], Entry]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
READ = datetime(2026, 3, 1, tzinfo=UTC)
"""When the articles of these tests were read."""
FIRST = int(READ.timestamp() * 1_000_000)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path, encoder: MiniLM) -> Iterator[Store]:
    with Store.open(home, encoder) as opened:
        yield opened


@pytest.fixture
def whale(write: Write, file: File) -> Entry:
    return file(write("a", "A whale was seen near the island.", published=NOON, source="The Gull", url="https://gull.example/a"))


@pytest.fixture
def bread(write: Write, file: File) -> Entry:
    return file(write("b", "The council raised the price of bread."))


@pytest.fixture
def ferry(write: Write, file: File) -> Entry:
    return file(write("c", "The ferry left the pier.", published=NOON + timedelta(hours=1)))


def _put(store: Store, *entries: Entry) -> None:
    with store.writing():
        store.put(entries)


def _after(store: Store, mark: int) -> list[str]:
    return [headline.article_id[0] for headline in store.arrivals().after(mark, limit=9)]


def test_where_nothing_was_ever_put_nothing_has_arrived(store: Store, home: Path) -> None:
    arrivals = store.arrivals()
    assert (arrivals.mark(), arrivals.after(0, limit=9), arrivals.latest(limit=9)) == (0, (), ())
    assert not home.exists()


def test_arrivals_come_in_their_order_as_headlines(store: Store, whale: Entry, bread: Entry) -> None:
    _put(store, bread)
    _put(store, whale)
    first = Headline(FIRST, bread.article.id, "Title of b")
    second = Headline(FIRST + 1, whale.article.id, "Title of a", "The Gull", "https://gull.example/a", NOON)
    assert store.arrivals().after(0, limit=9) == (first, second)
    assert store.arrivals().after(0, limit=1) == (first,)
    assert store.arrivals().after(first.mark, limit=9) == (second,)
    assert store.arrivals().mark() == second.mark


def test_the_latest_are_those_published_last_and_undated_ones_come_behind(
    store: Store, whale: Entry, bread: Entry, ferry: Entry
) -> None:
    _put(store, ferry, bread, whale)
    assert [headline.title for headline in store.arrivals().latest(limit=9)] == ["Title of c", "Title of a", "Title of b"]
    assert [headline.title for headline in store.arrivals().latest(limit=1)] == ["Title of c"]


def test_a_changed_article_arrives_again(store: Store, whale: Entry, bread: Entry, write: Write, file: File) -> None:
    _put(store, whale, bread)
    mark = store.arrivals().mark()
    _put(store, file(write("a", "Two whales were seen near the island.")))
    assert (_after(store, mark), _after(store, 0)) == (["a"], ["b", "a"])


def test_an_arrival_that_was_removed_leaves_its_mark_behind(store: Store, whale: Entry, bread: Entry) -> None:
    _put(store, whale)
    mark = store.arrivals().mark()
    with store.writing():
        store.remove([whale.article.id])
    assert (store.arrivals().mark(), _after(store, 0)) == (mark, [])
    _put(store, bread)
    assert (store.arrivals().mark(), _after(store, mark)) == (mark + 1, ["b"])


def test_what_was_read_earlier_and_put_later_arrives_later(store: Store, whale: Entry, write: Write, file: File) -> None:
    _put(store, whale)
    mark = store.arrivals().mark()
    _put(store, file(write("b", "An old page.", retrieved=READ - timedelta(days=900))))
    assert _after(store, mark) == ["b"]


def test_what_one_process_puts_has_arrived_for_all(store: Store, home: Path, whale: Entry, encoder: MiniLM) -> None:
    assert store.arrivals().mark() == 0
    with Store.open(home, encoder) as other:
        _put(other, whale)
    assert (store.arrivals().mark(), _after(store, 0)) == (FIRST, ["a"])


def test_a_home_from_before_there_were_marks_goes_on_from_its_numbers(store: Store, whale: Entry, bread: Entry) -> None:
    _put(store, whale)
    with store.arrivals()._database.writing() as connection:
        connection.execute("DELETE FROM state WHERE name = 'mark'")
        connection.execute("UPDATE articles SET number = 7")
        connection.execute("UPDATE passages SET article = 7")
    assert (store.arrivals().mark(), _after(store, 6)) == (7, ["a"])
    _put(store, bread)
    assert _after(store, 7) == ["b"]


def test_what_is_made_again_from_chroma_has_not_arrived_anew(
    store: Store, home: Path, whale: Entry, bread: Entry, encoder: MiniLM, write: Write, file: File
) -> None:
    _put(store, bread, whale)
    mark = store.arrivals().mark()
    store.close()
    for left in home.glob("words.sqlite*"):
        left.unlink()
    with Store.open(home, encoder) as again:
        assert again.passages_of(whale.article.id) == whale.passages
        assert (_after(again, mark), _after(again, 0)) == ([], [])
        _put(again, file(write("d", "A storm came.", retrieved=READ + timedelta(minutes=1))))
        assert _after(again, mark) == ["d"]


def test_what_a_killed_writer_left_in_chroma_arrives_when_it_is_finished(
    store: Store, home: Path, whale: Entry, bread: Entry, encoder: MiniLM
) -> None:
    _put(store, whale)
    mark = store.arrivals().mark()
    store.close()
    shutil.copytree(home, home.with_name("before"))
    with Store.open(home, encoder) as other:
        _put(other, bread)
    _as_if_killed_before_the_commit(home, bread)
    with Store.open(home, encoder) as again:
        again.warm_up()
        assert (_after(again, mark), again.passages_of(bread.article.id)) == (["b"], bread.passages)


def _as_if_killed_before_the_commit(home: Path, entry: Entry) -> None:
    """Chroma holds the entry, SQLite what it held before, and that the entry is being put."""
    before = Store.open(home.with_name("before"), MiniLM())
    with before.arrivals()._database.writing() as connection:
        connection.execute("INSERT INTO pending VALUES (?, 'put')", [entry.article.id])
    before.close()
    for left in home.glob("words.sqlite*"):
        left.unlink()
    for kept in home.with_name("before").glob("words.sqlite*"):
        shutil.copy(kept, home)
