import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from index.errors import StorageError
from index.storage.embedding import Fingerprint, Vector
from index.storage.records import Entry, entry_of
from index.storage.splitting import passage_at
from index.storage.vectors import Vectors
from index.types import Article, Window

Write = Callable[..., Article]
FOUR = Fingerprint("four", 4, "0f" * 32)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _vector(*numbers: float) -> Vector:
    return np.array(numbers, dtype=np.float32) / np.float32(np.linalg.norm(numbers))


def _entry(article: Article, *vectors: Vector) -> Entry:
    """An entry with one passage, of one character, for each vector."""
    passages = tuple(passage_at(article, position, (position, position + 1)) for position in range(len(vectors)))
    return Entry(article, f"digest of {article.text}", passages, np.stack(vectors))


@pytest.fixture
def vectors(tmp_path: Path) -> Iterator[Vectors]:
    opened = Vectors(tmp_path / "chroma")
    opened.create("passages-0001", FOUR)
    yield opened
    opened.close()


def test_the_nearest_passages_come_first_with_their_cosine(vectors: Vectors, write: Write) -> None:
    vectors.upsert(
        [_entry(write("a", "12"), _vector(1, 0, 0, 0), _vector(0, 1, 0, 0)), _entry(write("b", "3"), _vector(3, 4, 0, 0))]
    )
    found = vectors.nearest(_vector(1, 0, 0, 0), limit=2)
    assert [passage_id for passage_id, _ in found] == ["a000000000000000#0", "b000000000000000#0"]
    assert [cosine for _, cosine in found] == pytest.approx([1.0, 0.6], abs=1e-6)


def test_an_empty_collection_finds_nothing(vectors: Vectors) -> None:
    assert vectors.nearest(_vector(1, 0, 0, 0), limit=2) == []


@pytest.mark.parametrize(
    ("window", "found"),
    [
        (Window(), {"early", "late", "mended", "undated"}),
        (Window(as_of=NOON), {"early"}),
        (Window(as_of=NOON + timedelta(microseconds=1)), {"early", "late"}),
        (Window(as_of=NOON.astimezone(timezone(timedelta(hours=5)))), {"early"}),
        (Window(since=NOON + timedelta(microseconds=1)), {"late"}),
        (Window(until=NOON), {"early", "mended"}),
        (Window(since=NOON, until=NOON), {"early", "mended"}),
        (Window(source="THE GULL"), {"early", "undated"}),
        (Window(source="the gull", as_of=NOON), {"early"}),
    ],
)
def test_a_window_leaves_out_what_lies_outside_it(vectors: Vectors, write: Write, window: Window, found: set[str]) -> None:
    articles = [
        write("early", "1", published=NOON, source="The Gull"),
        write("late", "1", published=NOON + timedelta(microseconds=1), source="The Tern"),
        write("mended", "1", published=NOON, updated=NOON + timedelta(days=1)),
        write("undated", "1", source="the gull"),
    ]
    vectors.upsert([_entry(article, _vector(1, 0, 0, 0)) for article in articles])
    nearest = vectors.nearest(_vector(1, 0, 0, 0), limit=9, window=window)
    assert {passage_id.rstrip("#0") for passage_id, _ in nearest} == found


def test_an_article_can_be_made_again_from_what_is_kept(vectors: Vectors, write: Write) -> None:
    article = write(
        "a",
        "12",
        source="The Gull",
        url="https://news.example/a",
        published=NOON,
        updated=NOON + timedelta(1),
        authors=("Ada", "Bo"),
    )
    entry = _entry(article, _vector(1, 0, 0, 0), _vector(0, 1, 0, 0))
    vectors.upsert([entry])
    again = entry_of(vectors.records_of([article.id]))
    assert again == entry
    assert again is not None
    assert np.array_equal(again.vectors, entry.vectors)


def test_what_chroma_keeps_of_a_passage_can_be_read_by_others(vectors: Vectors, write: Write) -> None:
    article = write("a", "12", source="The Gull", url="https://news.example/a", published=NOON)
    vectors.upsert([_entry(article, _vector(1, 0, 0, 0), _vector(0, 1, 0, 0))])
    found = vectors._used.get(ids=["a000000000000000#1"], include=["metadatas", "documents"])
    assert found["documents"] == ["2"]
    (metadata,) = found["metadatas"] or []
    assert {name: value for name, value in metadata.items() if name != "record"} == {
        "article_id": "a000000000000000",
        "title": "Title of a",
        "source": "The Gull",
        "url": "https://news.example/a",
        "published": "2026-03-01T12:00:00+00:00",
        "start": 1,
        "end": 2,
        "existed_at": 1_772_366_400_000_000,
        "published_at": 1_772_366_400_000_000,
        "outlet": "the gull",
    }


@pytest.fixture
def old(vectors: Vectors) -> Vectors:
    """A collection as it was made before texts were documents, with one article of two passages in it."""
    vectors._server.create_collection("passages-0000", metadata={"encoder": FOUR.record})
    vectors.use("passages-0000", FOUR.dimension)
    record = {
        "article_id": "old0000000000000",
        "title": "The lock is open",
        "source": "The Gull",
        "url": "https://news.example/old",
        "published": "2026-03-01T12:00:00+00:00",
        "updated": None,
        "retrieved": "2026-03-02T00:00:00+00:00",
        "authors": ["Ada"],
        "origin": "/news/old.md",
        "digest": "d1",
        "passages": 2,
    }
    places = [
        {"position": 0, "start": 0, "end": 5, "text": "Boats"},
        {"position": 1, "start": 6, "end": 11, "text": "pass."},
    ]
    moment = 1_772_366_400_000_000
    vectors._used.upsert(
        ids=["old0000000000000#0", "old0000000000000#1"],
        embeddings=np.stack([_vector(1, 0, 0, 0), _vector(0, 1, 0, 0)]),
        metadatas=[
            {
                "article_id": "old0000000000000",
                "source": "the gull",
                "published": moment,
                "existed": moment,
                "record": json.dumps(record | place),
            }
            for place in places
        ],
    )
    return vectors


def test_an_older_collection_is_read(old: Vectors) -> None:
    entry = entry_of(old.records_of(["old0000000000000"]))
    assert entry is not None
    assert entry.article == Article(
        id="old0000000000000",
        title="The lock is open",
        text="Boats pass.",
        origin="/news/old.md",
        retrieved=datetime(2026, 3, 2, tzinfo=UTC),
        source="The Gull",
        url="https://news.example/old",
        published=NOON,
        authors=("Ada",),
    )


def test_an_older_collection_goes_on_being_written_and_filtered(old: Vectors, write: Write) -> None:
    entry = _entry(write("new", "1", source="The Gull", published=NOON + timedelta(days=1)), _vector(2, 1, 0, 0))
    old.upsert([entry])
    assert entry_of(old.records_of([entry.article.id])) == entry
    found = {
        key: [passage_id for passage_id, _ in old.nearest(_vector(2, 1, 0, 0), limit=9, window=window)]
        for key, window in {
            "until": Window(until=NOON),
            "since": Window(since=NOON + timedelta(hours=1)),
            "source": Window(source="THE GULL"),
        }.items()
    }
    assert found == {
        "until": ["old0000000000000#0", "old0000000000000#1"],
        "since": ["new0000000000000#0"],
        "source": ["new0000000000000#0", "old0000000000000#0", "old0000000000000#1"],
    }


def test_an_article_without_one_of_its_passages_is_not_made_again(vectors: Vectors, write: Write) -> None:
    entry = _entry(write("a", "12"), _vector(1, 0, 0, 0), _vector(0, 1, 0, 0))
    vectors.upsert([entry])
    vectors.delete(["a000000000000000#1"])
    assert entry_of(vectors.records_of([entry.article.id])) is None


def test_two_versions_of_an_article_are_not_mixed(vectors: Vectors, write: Write) -> None:
    old = _entry(write("a", "123"), _vector(1, 0, 0, 0), _vector(0, 1, 0, 0), _vector(0, 0, 1, 0))
    new = _entry(write("a", "45"), _vector(1, 0, 0, 0), _vector(0, 1, 0, 0))
    vectors.upsert([old])
    vectors.upsert([new])
    assert sorted(vectors.ids()) == ["a000000000000000#0", "a000000000000000#1", "a000000000000000#2"]
    assert entry_of(vectors.records_of([old.article.id])) == new


def test_passages_are_deleted_by_id_whether_they_are_there_or_not(vectors: Vectors, write: Write) -> None:
    vectors.upsert([_entry(write("a", "12"), _vector(1, 0, 0, 0), _vector(0, 1, 0, 0))])
    vectors.delete(["a000000000000000#0", "b000000000000000#0"])
    assert (vectors.count(), list(vectors.ids())) == (1, ["a000000000000000#1"])


def test_a_renamed_collection_is_found_under_its_new_name(vectors: Vectors) -> None:
    vectors.rename("passages-0002")
    assert vectors.collections() == {"passages-0002": FOUR.record}


def test_the_fifty_nearest_of_nine_thousand_are_found(vectors: Vectors, write: Write) -> None:
    random = np.random.default_rng(7)
    middles = random.standard_normal((100, 4))
    many = (middles[random.integers(0, 100, 9000)] + 0.3 * random.standard_normal((9000, 4))).astype(np.float32)
    many /= np.linalg.norm(many, axis=1, keepdims=True)
    article = replace(write("a", "-"))
    passages = tuple(replace(passage_at(article, 0, (0, 1)), id=f"a#{row}") for row in range(9000))
    vectors.upsert([Entry(article, "digest", passages, many)])
    question = _vector(1, 2, 3, 4)
    nearest = {f"a#{row}" for row in np.argsort(-(many @ question))[:50]}
    found = {passage_id for passage_id, _ in vectors.nearest(question, limit=50)}
    assert len(found & nearest) >= 49


def test_a_folder_that_holds_something_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all" * 99)
    with pytest.raises(StorageError, match=str(tmp_path / "chroma")):
        Vectors(tmp_path / "chroma")
