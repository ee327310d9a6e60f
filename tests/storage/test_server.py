from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.errors import EmbedderMismatch, StorageError
from index.storage.catalogue import Catalogue
from index.storage.database import Database
from index.storage.embedding import MiniLM
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.server.connection import Connection
from index.storage.server.store import ServerStore
from index.storage.store import Store
from index.types import Article, Window
from tests.storage.machines import always_looking, begun, key, matching, nearest, put, stored, texts
from tests.storage.test_store import Letters

Write = Callable[..., Article]
File = Callable[[Article], Entry]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_reading_an_empty_server_finds_nothing_and_makes_nothing(
    here: ServerStore, tmp_path: Path, database: ChromaServer
) -> None:
    assert (nearest(here, "whale"), matching(here, "whale"), here.passages(["a#0", "b"])) == ([], [], {})
    assert here.overview().articles == 0
    assert not (tmp_path / "here").exists()
    connection = Connection(database)
    assert connection.collections() == []
    connection.close()


def test_what_one_machine_put_another_one_finds(here: ServerStore, there: ServerStore, entries: list[Entry]) -> None:
    assert there.overview().articles == 0
    put(here, *entries)
    assert nearest(there, "big sea animals", limit=1) == ["b#0"]
    assert matching(there, "whales") == ["b#0"]
    assert there.overview() == here.overview()
    assert [entry.article for entry in there.every()] == [entry.article for entry in here.every()]
    assert there.arrivals().after(0, limit=9) == here.arrivals().after(0, limit=9)
    assert there.arrivals().mark() == here.arrivals().mark() > 0


def test_a_window_holds_on_a_server(here: ServerStore, entries: list[Entry]) -> None:
    put(here, *entries)
    assert {each[0] for each in nearest(here, "whale", window=Window(as_of=NOON))} == {"a"}
    assert nearest(here, "ferry", limit=1, window=Window(since=NOON + timedelta(hours=1))) == ["b#0"]
    assert matching(here, "whale", window=Window(as_of=NOON)) == []


def test_what_is_replaced_or_removed_leaves_nothing_behind(
    here: ServerStore, there: ServerStore, entries: list[Entry], write: Write, file: File, database: ChromaServer
) -> None:
    put(here, *entries)
    put(there, file(write("a", "The pier was closed.")))
    with here.writing():
        here.remove([entries[1].article.id, "unknown"])
    for store in (here, there):
        assert texts(store) == {"a": "The pier was closed.", "c": "The council raised the price of bread."}
        assert matching(store, "ferry", "whale") == []
    assert stored(database) == ["a#0", "c#0"]
    assert begun(database) == []


def test_a_copy_that_is_deleted_is_made_again_the_same(
    here: ServerStore, tmp_path: Path, encoder: MiniLM, database: ChromaServer, entries: list[Entry], write: Write, file: File
) -> None:
    put(here, *entries)
    put(here, file(write("b", "A second whale was seen.")))
    with here.writing():
        here.remove([entries[2].article.id])
    told: list[tuple[int, int]] = []
    with Store.open(tmp_path / "anew", encoder, chroma=database, on_copying=lambda *each: told.append(each)) as anew:
        assert list(anew.every()) == list(here.every())
        assert anew.arrivals().after(0, limit=9) == here.arrivals().after(0, limit=9)
        assert anew.arrivals().mark() == here.arrivals().mark()
    assert told == [(2, 2)]


def test_a_damaged_copy_is_made_again(tmp_path: Path, encoder: MiniLM, database: ChromaServer, entries: list[Entry]) -> None:
    with Store.open(tmp_path, encoder, chroma=database) as store:
        put(store, *entries)
    (file,) = (tmp_path / "servers").glob("*/words.sqlite")
    file.write_bytes(b"no database" * 1000)
    with Store.open(tmp_path, encoder, chroma=database) as store:
        assert sorted(texts(store)) == ["a", "b", "c"]


def test_the_journal_is_looked_at_once_a_second(
    there: ServerStore, tmp_path: Path, encoder: MiniLM, database: ChromaServer, entries: list[Entry]
) -> None:
    seconds = [100.0]
    with ServerStore(tmp_path / "slow", encoder, database, clock=lambda: seconds[0]) as store:
        assert store.overview().articles == 0
        put(there, *entries)
        seconds[0] += 0.9
        assert store.overview().articles == 0
        seconds[0] += 0.1
        assert store.overview().articles == 3


def test_a_database_that_was_made_anew_is_copied_anew_and_the_old_copy_kept(
    here: ServerStore, there: ServerStore, database: ChromaServer, entries: list[Entry], tmp_path: Path, encoder: MiniLM
) -> None:
    put(here, *entries)
    assert there.overview().articles == 3
    connection = Connection(database)
    for name in connection.collections():
        connection.drop(name)
    connection.close()
    assert there.overview().articles == 0
    put(here, entries[2])
    assert sorted(texts(there)) == ["c"]
    assert nearest(there, "bread", limit=2) == ["c#0"]
    (aside,) = (tmp_path / "there").glob("servers/*/before-*")
    with Store.open(aside, encoder) as kept:
        assert list(texts(kept)) == ["c", "a", "b"]


def test_a_copy_whose_putting_aside_was_broken_off_is_kept_all_the_same(
    here: ServerStore, database: ChromaServer, entries: list[Entry], tmp_path: Path, encoder: MiniLM
) -> None:
    put(here, *entries)
    (copy,) = (tmp_path / "here").glob("servers/*")
    with closing(Database(copy / "words.sqlite")) as file:
        half = copy / f"before-{Catalogue(file).state('batch')}-unfinished"
    half.mkdir()
    (half / "words.sqlite").write_bytes(b"half of it")
    connection = Connection(database)
    for name in connection.collections():
        connection.drop(name)
    connection.close()
    assert here.overview().articles == 0
    (aside,) = copy.glob("before-*")
    with Store.open(aside, encoder) as kept:
        assert list(texts(kept)) == ["c", "a", "b"]


def test_an_article_that_was_replaced_a_moment_ago_is_found(
    here: ServerStore, tmp_path: Path, encoder: MiniLM, database: ChromaServer, write: Write, file: File, entries: list[Entry]
) -> None:
    put(here, *entries)
    seconds = [100.0]
    with ServerStore(tmp_path / "slow", encoder, database, clock=lambda: seconds[0]) as store:
        assert nearest(store, "big sea animals", limit=1) == ["b#0"]
        put(here, file(write("b", "Two whales were seen near the island.")))
        seconds[0] += 0.2
        assert nearest(store, "big sea animals", limit=1) == ["b#0"]
        assert texts(store)["b"] == "Two whales were seen near the island."


def test_a_passage_that_is_replaced_after_it_was_found_is_had_in_its_later_version(
    here: ServerStore, there: ServerStore, write: Write, file: File, entries: list[Entry]
) -> None:
    put(here, *entries)
    found = [passage_id for passage_id, _ in here.nearest(MiniLM().embed_question("ferries"), limit=9)]
    put(there, file(write("a", "The pier was closed.")))
    held = here.passages(found)
    assert sorted((key(passage_id), passage.text) for passage_id, passage in held.items()) == [
        ("a#0", "The pier was closed."),
        ("b#0", "A whale was seen near the island."),
        ("c#0", "The council raised the price of bread."),
    ]
    assert list(held) == [each for each in found if each in held]


def test_an_article_whose_id_holds_a_dot_is_had_in_its_later_version(
    here: ServerStore, there: ServerStore, write: Write, file: File
) -> None:
    put(here, file(write("harbour.org/1", "The ferry left.")))
    found = [passage_id for passage_id, _ in here.nearest(MiniLM().embed_question("ferry"), limit=9)]
    put(there, file(write("harbour.org/1", "The pier was closed.")))
    assert [passage.text for passage in here.passages(found).values()] == ["The pier was closed."]


def test_four_machines_write_side_by_side(
    tmp_path: Path, database: ChromaServer, encoder: MiniLM, write: Write, file: File, here: ServerStore
) -> None:
    batches = {
        machine: [file(write(f"{machine}{number}x", f"Boat {number} of machine {machine} came in.")) for number in range(4)]
        for machine in "abcd"
    }

    def work(machine: str) -> None:
        with Store.open(tmp_path / machine, encoder, chroma=database) as store, store.writing():
            for entry in batches[machine]:
                store.put([entry])

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, batches))
    assert sorted(texts(here)) == sorted(f"{machine}{number}x" for machine in batches for number in range(4))
    assert len(stored(database)) == 16
    assert len({each.mark for each in here.arrivals().after(0, limit=99)}) == 16


def test_processes_of_one_home_share_its_copy(
    tmp_path: Path, database: ChromaServer, encoder: MiniLM, entries: list[Entry], there: ServerStore
) -> None:
    put(there, *entries)
    with (
        always_looking(tmp_path / "home", encoder, database) as one,
        always_looking(tmp_path / "home", encoder, database) as two,
    ):
        assert one.overview() == two.overview()
        put(one, replace(entries[0], passages=entries[0].passages))
        put(two, entries[1])
        assert one.arrivals().after(0, limit=9) == two.arrivals().after(0, limit=9) == there.arrivals().after(0, limit=9)


def test_of_two_versions_put_at_once_the_later_one_stays(
    here: ServerStore, there: ServerStore, write: Write, file: File, database: ChromaServer
) -> None:
    first = file(write("a", "Three ships came in.", published=NOON))
    second = file(write("a", "Four ships came in.", published=NOON, updated=NOON + timedelta(hours=1)))
    third = file(write("a", "Five ships came in.", published=NOON, updated=NOON + timedelta(hours=2)))
    put(here, first)
    seen = {first.article.id: first.digest}
    with here.writing(), there.writing():
        assert here.put([third], replacing=seen) == set()
        assert there.put([second, file(write("b", "A whale was seen."))], replacing=seen) == {second.article.id}
        assert there.put([third], replacing=seen) == {third.article.id}
        assert there.put([second], replacing={third.article.id: third.digest}) == set()
    assert texts(here) == texts(there) == {"a": "Four ships came in.", "b": "A whale was seen."}
    assert stored(database) == ["a#0", "b#0"]
    assert begun(database) == []


def test_a_version_that_another_machine_put_since_it_was_looked_up_is_not_removed(
    here: ServerStore, there: ServerStore, entries: list[Entry], write: Write, file: File, database: ChromaServer
) -> None:
    put(here, *entries)
    seen = {entry.article.id: entry.digest for entry in entries[:2]}
    later = file(write("a", "The pier was closed."))
    with here.writing():
        put(there, later)
        assert here.remove(list(seen), seen=seen) == {later.article.id}
        assert here.remove([later.article.id], seen=seen) == {later.article.id}
    assert texts(here) == texts(there) == {"a": "The pier was closed.", "c": "The council raised the price of bread."}
    assert stored(database) == ["a#0", "c#0"]
    assert begun(database) == []


def test_nothing_is_put_outside_writing_on_a_server(here: ServerStore, entries: list[Entry]) -> None:
    with pytest.raises(StorageError, match=r"inside writing\(\) only"):
        here.put(entries)


def test_another_encoder_is_refused_by_every_machine(
    here: ServerStore, tmp_path: Path, database: ChromaServer, entries: list[Entry]
) -> None:
    put(here, *entries)
    with pytest.raises(EmbedderMismatch, match="made with the encoder minilm"):
        Store.open(tmp_path / "other", Letters(), chroma=database)
    assert not list((tmp_path / "other").glob("*/*/chroma"))


def test_a_rebuild_is_seen_by_every_machine(
    here: ServerStore, there: ServerStore, tmp_path: Path, database: ChromaServer, entries: list[Entry], encoder: MiniLM
) -> None:
    put(here, *entries)
    marks = there.arrivals().after(0, limit=9)
    with Store.open(tmp_path / "other", Letters(), chroma=database, rebuild=True) as other:
        assert sorted(texts(other)) == ["a", "b", "c"]
        vector = Letters().embed_question("A whale was seen near the island.")
        assert [key(each) for each, _ in other.nearest(vector, limit=1)] == ["b#0"]
    with pytest.raises(EmbedderMismatch, match="made with the encoder letters"):
        there.overview()
    with Store.open(tmp_path / "back", encoder, chroma=database, rebuild=True):
        pass
    assert nearest(there, "big sea animals", limit=1) == ["b#0"]
    assert nearest(here, "big sea animals", limit=1) == ["b#0"]
    assert there.arrivals().after(0, limit=9) == marks
    assert len(stored(database)) == sum(len(entry.passages) for entry in entries)
