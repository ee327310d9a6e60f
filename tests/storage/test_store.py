import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from index.errors import EmbedderMismatch, StorageError
from index.storage.catalogue import Catalogue, Deed
from index.storage.database import Database
from index.storage.embedding import Fingerprint, MiniLM, Vector
from index.storage.embedding import Vectors as Rows
from index.storage.lock import locked
from index.storage.records import Entry
from index.storage.store import Store
from index.storage.vectors import Vectors
from index.types import Article, Window

Write = Callable[..., Article]
File = Callable[[Article], Entry]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

SECOND_PROCESS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import numpy as np
from index.storage.embedding import MiniLM
from index.storage.mending import embedded
from index.storage.records import Entry, digest
from index.storage.splitting import split
from index.storage.store import Store
from index.types import Article

encoder = MiniLM()
with Store.open(Path(sys.argv[1]), encoder) as store:
    for line in sys.stdin:
        key, text = line.rstrip().split(" ", 1)
        article = Article(key, "Title", text, f"/news/{key}.md", datetime(2026, 3, 1, tzinfo=UTC))
        passages = split(article, count_tokens=encoder.count_tokens)
        with store.writing():
            store.put([embedded(encoder, Entry(article, digest(article), passages, np.zeros((0, 384))))])
        print("stored", flush=True)
"""


class Letters:
    """Another encoder: how often each of eight letters stands in a text."""

    fingerprint = Fingerprint("letters", 8, "ab" * 32)

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        counts = np.array([[text.count(letter) + 0.01 for letter in "aeiourst"] for text in texts], dtype=np.float32).reshape(
            -1, 8
        )
        rows: Rows = counts / np.linalg.norm(counts, axis=1, keepdims=True)
        return rows

    def embed_question(self, text: str) -> Vector:
        question: Vector = self.embed_passages([text])[0]
        return question


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path, encoder: MiniLM) -> Iterator[Store]:
    with Store.open(home, encoder) as opened:
        yield opened


def _put(store: Store, *entries: Entry) -> None:
    with store.writing():
        store.put(entries)


def _nearest(store: Store, question: str, *, limit: int = 9, window: Window | None = None) -> list[str]:
    vector = MiniLM().embed_question(question)
    return [passage_id.replace("0" * 15, "") for passage_id, _ in store.nearest(vector, limit=limit, window=window)]


def _matching(store: Store, *terms: str) -> list[str]:
    return [passage_id.replace("0" * 15, "") for passage_id, _ in store.matching(terms, limit=9)]


def _contents(home: Path) -> tuple[list[Entry], list[str]]:
    """What SQLite and Chroma hold, whoever opened them."""
    database = Database(home / "words.sqlite")
    catalogue = Catalogue(database)
    entries = catalogue.entries([article.id for article, _ in catalogue.articles()])
    collection = catalogue.state("collection") or ""
    database.close()
    vectors = Vectors(home / "chroma")
    assert list(vectors.collections()) == [collection]
    vectors.use(collection, 384)
    ids = sorted(vectors.ids())
    vectors.close()
    return sorted(entries, key=lambda entry: entry.article.id), ids


def test_reading_an_empty_home_finds_nothing_and_makes_nothing(store: Store, home: Path) -> None:
    assert (_nearest(store, "whale"), _matching(store, "whale"), store.passages(["a#0"])) == ([], [], {})
    assert store.overview().articles == 0
    assert not home.exists()


def test_what_was_put_is_found_by_meaning_and_by_words(store: Store, home: Path, entries: list[Entry], encoder: MiniLM) -> None:
    _put(store, *entries)
    assert _nearest(store, "big sea animals", limit=1) == ["b#0"]
    assert _matching(store, "whales") == ["b#0"]
    assert store.passages_of(entries[0].article.id) == entries[0].passages
    with Store.open(home, encoder) as again:
        assert _nearest(again, "big sea animals", limit=1) == ["b#0"]
    assert _contents(home) == (entries, sorted(passage.id for entry in entries for passage in entry.passages))


def test_a_window_holds_for_passages_found_by_meaning(store: Store, entries: list[Entry]) -> None:
    _put(store, *entries)
    assert {each[0] for each in _nearest(store, "whale", window=Window(as_of=NOON))} == {"a"}
    assert _nearest(store, "ferry", limit=1, window=Window(since=NOON + timedelta(hours=1))) == ["b#0"]


def test_a_replaced_article_leaves_nothing_behind(
    store: Store, home: Path, entries: list[Entry], write: Write, file: File
) -> None:
    _put(store, *entries)
    shorter = file(write("a", "The pier was closed."))
    _put(store, shorter)
    assert _contents(home) == ([shorter, *entries[1:]], [f"{key.ljust(16, '0')}#0" for key in "abc"])
    assert _matching(store, "ferry") == []


def test_a_removed_article_leaves_nothing_behind(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries)
    with store.writing():
        store.remove([entries[0].article.id, "unknown"])
    assert _contents(home) == (entries[1:], [f"{key.ljust(16, '0')}#0" for key in "bc"])


def test_a_version_that_came_since_it_was_looked_up_is_not_removed(
    store: Store, entries: list[Entry], write: Write, file: File
) -> None:
    _put(store, *entries)
    seen = {entry.article.id: entry.digest for entry in entries[:2]}
    later = file(write("a", "The pier was closed."))
    _put(store, later)
    with store.writing():
        assert store.remove(list(seen), seen=seen) == {later.article.id}
    assert {entry.article.text for entry in store.every()} == {"The pier was closed.", "The council raised the price of bread."}


def test_nothing_is_put_outside_writing(store: Store, entries: list[Entry]) -> None:
    with pytest.raises(StorageError, match=r"inside writing\(\) only"):
        store.put(entries)


def test_a_second_writer_is_told_who_writes(home: Path, store: Store) -> None:
    with (
        locked(home / "writer.lock", patience=0),
        pytest.raises(StorageError, match=r"process \d+ is writing to .*home"),
        locked(home / "writer.lock", patience=0.01),
    ):
        pass


def test_another_process_is_seen_without_opening_again(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries)
    assert _nearest(store, "volcano", limit=1) != ["d#0"]
    command = [sys.executable, "-c", SECOND_PROCESS, str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin
        assert other.stdout
        for key, text in [("d", "A volcano threw ash on the town."), ("e", "Two glaciers melted over the summer.")]:
            other.stdin.write(f"{key.ljust(16, '0')} {text}\n")
            other.stdin.flush()
            assert other.stdout.readline() == "stored\n"
            assert _nearest(store, text, limit=1) == [f"{key}#0"]
            assert _matching(store, text.split()[1]) == [f"{key}#0"]
        other.stdin.close()
    _put(store, *entries[:1])
    assert _nearest(store, "volcano", limit=1) == ["d#0"]


def test_forty_readers_and_a_writer_get_on(store: Store, entries: list[Entry], encoder: MiniLM, write: Write, file: File) -> None:
    _put(store, *entries)
    vector = encoder.embed_question("whale")
    more = [file(write(f"d{number}x", f"Boat number {number} came in.")) for number in range(20)]

    def search(_: int) -> str:
        best = store.nearest(vector, limit=1)[0][0]
        assert store.matching(["whale"], limit=1)[0][0] == best
        return store.passages([best])[best].text

    with ThreadPoolExecutor(40) as readers, store.writing():
        found = readers.map(search, range(200))
        for entry in more:
            store.put([entry])
        assert set(found) == {"A whale was seen near the island."}
    assert store.overview().articles == 23


@pytest.mark.parametrize("damage", ["lost", "overwritten"])
def test_a_lost_or_damaged_words_index_is_made_again(
    store: Store, home: Path, entries: list[Entry], encoder: MiniLM, damage: str
) -> None:
    _put(store, *entries)
    before = _contents(home)
    store.close()
    for path in home.glob("words.sqlite*"):
        path.unlink()
    if damage == "overwritten":
        (home / "words.sqlite").write_bytes(b"no database at all" * 99)
    with Store.open(home, encoder) as again:
        assert _matching(again, "whales") == ["b#0"]
    assert _contents(home) == before


@pytest.mark.parametrize("table", ["words", "passages", "articles", "vectors"])
def test_a_row_missing_from_the_words_index_is_mended(
    store: Store, home: Path, entries: list[Entry], encoder: MiniLM, table: str
) -> None:
    _put(store, *entries)
    before = _contents(home)
    store.close()
    with sqlite3.connect(home / "words.sqlite") as connection:
        connection.execute(f"DELETE FROM {table} WHERE rowid = 4")
        connection.execute("DELETE FROM articles WHERE number = 2") if table == "articles" else None
    connection.close()
    with Store.open(home, encoder) as again:
        assert _matching(again, "whales") == ["b#0"]
    assert _contents(home) == before


@pytest.mark.parametrize("damage", ["lost", "overwritten", "index"])
def test_a_lost_or_damaged_chroma_is_made_again(
    store: Store, home: Path, entries: list[Entry], encoder: MiniLM, damage: str
) -> None:
    _put(store, *entries)
    before = _contents(home)
    store.close()
    for path in (home / "chroma").rglob("*.pickle" if damage == "index" else "*"):
        if path.is_file():
            path.write_bytes(b"" if damage == "index" else b"no database at all" * 99)
            if damage == "lost":
                path.unlink()
    with Store.open(home, encoder) as again:
        assert _nearest(again, "big sea animals", limit=1) == ["b#0"]
        again.warm_up()
        assert _nearest(again, "big sea animals", limit=1) == ["b#0"]
    assert _contents(home) == before


def test_a_reader_leaves_it_to_the_writer_of_its_own_process_to_make_a_lost_collection_again(
    store: Store, home: Path, entries: list[Entry]
) -> None:
    _put(store, *entries)
    with store.writing(), ThreadPoolExecutor(1) as reader:
        with closing(Database(home / "words.sqlite")) as database, closing(Vectors(home / "chroma")) as vectors:
            vectors.drop(Catalogue(database).state("collection") or "")
            Catalogue(database).begin_epoch()
        with pytest.raises(StorageError, match=r"process \d+ is writing to "):
            reader.submit(_nearest, store, "big sea animals").result()
        assert _nearest(store, "big sea animals", limit=1) == ["b#0"]


def test_a_first_question_does_not_wait_for_chroma(store: Store, home: Path, entries: list[Entry], encoder: MiniLM) -> None:
    _put(store, *entries)
    question = encoder.embed_question("big sea animals")
    with Store.open(home, encoder) as cold, Store.open(home, encoder) as warm:
        warm.warm_up()
        told = [[(key, round(cosine, 4)) for key, cosine in each.nearest(question, limit=9)] for each in (cold, warm)]
    assert told[0] == told[1]


def test_what_is_closed_stays_closed(store: Store, home: Path, entries: list[Entry], encoder: MiniLM) -> None:
    _put(store, *entries)
    with Store.open(home, encoder) as again:
        assert _nearest(again, "big sea animals", limit=1) == ["b#0"]
        assert [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)] != []
    assert [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)] == []


def test_when_both_are_damaged_the_folder_is_named(store: Store, home: Path, entries: list[Entry], encoder: MiniLM) -> None:
    _put(store, *entries)
    store.close()
    (home / "words.sqlite").unlink()
    (home / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all" * 99)
    with pytest.raises(StorageError, match=str(home / "chroma")):
        Store.open(home, encoder)


def test_a_home_that_is_a_file_is_named(tmp_path: Path, encoder: MiniLM) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError, match=str(tmp_path / "file")):
        Store.open(tmp_path / "file", encoder)


def _interrupt(home: Path, deed: Deed, entry: Entry, *, in_chroma: int, missing: int = 0) -> None:
    """Leave the home as a writer does that is killed between Chroma and SQLite."""
    database = Database(home / "words.sqlite")
    catalogue = Catalogue(database)
    catalogue.begin(deed, [entry.article.id])
    vectors = Vectors(home / "chroma")
    vectors.use(catalogue.state("collection") or "", 384)
    if in_chroma:
        vectors.upsert([entry])
    vectors.delete([passage.id for passage in entry.passages[:missing]])
    vectors.close()
    database.close()


def test_an_article_whole_in_chroma_is_finished(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries[1:])
    _interrupt(home, "put", entries[0], in_chroma=1)
    assert _matching(store, "ferry") == []
    with store.writing():
        pass
    assert sorted(_matching(store, "ferry")) == ["a#0", "a#1", "a#2"]
    assert _contents(home)[0] == entries


def test_an_article_not_whole_in_chroma_is_forgotten(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries[1:])
    _interrupt(home, "put", entries[0], in_chroma=1, missing=1)
    with store.writing():
        pass
    assert _contents(home) == (entries[1:], [f"{key.ljust(16, '0')}#0" for key in "bc"])


def test_an_old_version_not_whole_in_chroma_is_put_back(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries)
    before = _contents(home)
    _interrupt(home, "put", entries[0], in_chroma=0, missing=2)
    with store.writing():
        pass
    assert _contents(home) == before


def test_a_removal_that_was_begun_is_finished(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries)
    _interrupt(home, "remove", entries[0], in_chroma=0, missing=1)
    with store.writing():
        pass
    assert _contents(home) == (entries[1:], [f"{key.ljust(16, '0')}#0" for key in "bc"])


def test_another_encoder_is_refused(store: Store, home: Path, entries: list[Entry]) -> None:
    _put(store, *entries)
    with pytest.raises(EmbedderMismatch, match=r"minilm \(384 dimensions.* letters \(8 dimensions.*--rebuild"):
        Store.open(home, Letters())


def test_everything_is_embedded_anew_with_another_encoder(
    store: Store, home: Path, entries: list[Entry], encoder: MiniLM
) -> None:
    _put(store, *entries)
    store.close()
    with Store.open(home, Letters(), rebuild=True) as again:
        found = again.nearest(Letters().embed_question(f"{entries[2].passages[0].title}\n{entries[2].passages[0].text}"), limit=1)
        assert [(passage_id, round(cosine, 5)) for passage_id, cosine in found] == [("c000000000000000#0", 1.0)]
        assert again.passages_of(entries[0].article.id) == entries[0].passages
    with pytest.raises(EmbedderMismatch):
        Store.open(home, encoder)
    with Store.open(home, encoder, rebuild=True):
        pass
    assert _contents(home)[0] == entries


def test_a_rebuild_that_breaks_off_leaves_the_old_index(store: Store, home: Path, entries: list[Entry], encoder: MiniLM) -> None:
    _put(store, *entries)
    before = _contents(home)
    store.close()

    class Failing(Letters):
        def embed_passages(self, texts: Sequence[str]) -> Rows:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Store.open(home, Failing(), rebuild=True)
    with Store.open(home, encoder) as again:
        assert _nearest(again, "big sea animals", limit=1) == ["b#0"]
        with again.writing():
            pass
    assert _contents(home) == before
