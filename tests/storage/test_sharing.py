from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.storage import homes
from index.storage.catalogue import Catalogue
from index.storage.database import Database
from index.storage.embedding import MiniLM, Vector
from index.storage.records import Entry
from index.storage.sharing import SharedVectors
from index.storage.store import Store
from index.storage.vectors import Vectors
from index.types import Article, Window

Write = Callable[..., Article]
File = Callable[[Article], Entry]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Openings:
    """Opens a home's Chroma, and counts how often."""

    def __init__(self, home: Path, catalogue: Catalogue) -> None:
        self.home = home
        self.catalogue = catalogue
        self.count = 0

    def __call__(self) -> Vectors:
        self.count += 1
        return homes.open_vectors(self.home, self.catalogue.state("collection") or "", 384)


@pytest.fixture
def writer(tmp_path: Path, encoder: MiniLM, write: Write, file: File) -> Iterator[Store]:
    """Another process's store, with two articles in it."""
    with Store.open(tmp_path, encoder) as store:
        with store.writing():
            store.put([file(write("a", "A whale was seen near the island.", published=NOON))])
            store.put([file(write("b", "Bread became dearer.", published=NOON + timedelta(days=1)))])
        yield store


@pytest.fixture
def openings(writer: Store, tmp_path: Path) -> Iterator[Openings]:
    with closing(Database(homes.words(tmp_path))) as database:
        yield Openings(tmp_path, Catalogue(database))


def _nearest(shared: SharedVectors, openings: Openings, vector: Vector) -> list[str]:
    """The first signs of what is found, best first, as far as it is still there."""
    with shared.searchable(openings.catalogue) as seen:
        assert seen
        found = [passage_id for passage_id, _ in seen.nearest(vector, limit=9)]
    visible = openings.catalogue.visible(found)
    return [passage_id[0] for passage_id in found if passage_id in visible]


def test_what_another_process_commits_is_found_without_opening_chroma_anew(
    writer: Store, openings: Openings, encoder: MiniLM, write: Write, file: File
) -> None:
    whale, whales = map(encoder.embed_question, ["A whale was seen near the island.", "Two whales were seen off the cape."])
    with closing(SharedVectors(openings)) as shared:
        assert _nearest(shared, openings, whale) == ["a", "b"]
        with writer.writing():
            writer.put([file(write("c", "A whale sang at night.", published=NOON + timedelta(days=2)))])
            writer.put([file(write("b", "Two whales were seen off the cape.", published=NOON + timedelta(days=3)))])
            writer.remove(["a".ljust(16, "0")])
        assert _nearest(shared, openings, whales) == ["b", "c"]
        assert openings.count == 1


def test_chroma_is_opened_anew_when_all_vectors_are_others(writer: Store, openings: Openings, encoder: MiniLM) -> None:
    whale = encoder.embed_question("A whale was seen near the island.")
    with closing(SharedVectors(openings)) as shared:
        assert _nearest(shared, openings, whale) == ["a", "b"]
        writer.close()
        with Store.open(openings.home, encoder, rebuild=True):
            assert _nearest(shared, openings, whale) == ["a", "b"]
        assert openings.count == 2


def test_chroma_is_opened_anew_when_what_it_lost_was_written_back(writer: Store, openings: Openings, encoder: MiniLM) -> None:
    whale = encoder.embed_question("A whale was seen near the island.")
    writer.close()
    with closing(homes.open_vectors(openings.home, openings.catalogue.state("collection") or "", 384)) as vectors:
        vectors.delete(vectors.ids_of(["a".ljust(16, "0")]))
    with closing(SharedVectors(openings)) as shared:
        assert _nearest(shared, openings, whale) == ["b"]
        with Store.open(openings.home, encoder) as mending:
            mending.repair()
        assert _nearest(shared, openings, whale) == ["a", "b"]
        assert openings.count == 2


def test_chroma_is_opened_anew_when_much_was_committed(
    writer: Store, openings: Openings, encoder: MiniLM, write: Write, file: File
) -> None:
    with closing(SharedVectors(openings, most_recent=2)) as shared:
        assert _nearest(shared, openings, encoder.embed_question("whale")) == ["a", "b"]
        for number, key in enumerate("cde", start=1):
            with writer.writing():
                writer.put([file(write(key, f"A whale sang {number} times.", published=NOON))])
            assert _nearest(shared, openings, encoder.embed_question(f"A whale sang {number} times."))[0] == key
        assert openings.count == 2


def test_a_window_is_searched_while_another_process_writes(
    writer: Store, tmp_path: Path, encoder: MiniLM, write: Write, file: File
) -> None:
    whale = encoder.embed_question("A whale was seen near the island.")
    with Store.open(tmp_path, encoder) as reader:
        reader.warm_up()
        with writer.writing():
            writer.put(
                [file(write(f"{number}x", f"Whale {number} was seen near the island.", published=NOON)) for number in range(20)]
            )
            writer.put([file(write("c", "Bread became cheaper.", published=NOON + timedelta(days=2)))])
        found = reader.nearest(whale, limit=1, window=Window(since=NOON + timedelta(days=2)))
        assert [passage_id[0] for passage_id, _ in found] == ["c"]
