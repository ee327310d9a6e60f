import random
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import StorageError
from index.storage.catalogue import Catalogue
from index.storage.database import Damaged, Database
from index.storage.records import Entry
from index.storage.splitting import split
from index.storage.words import Words
from index.types import Article, Overview, Window

Write = Callable[..., Article]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _entry(article: Article) -> Entry:
    passages = split(article, count_tokens=lambda text: len(text.split()), size=5)
    return Entry(article, f"digest of {article.text}", passages, np.ones((len(passages), 2), dtype=np.float32))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database(tmp_path / "words.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def harbour(database: Database, write: Write) -> Database:
    """Four articles on a harbour."""
    Catalogue(database).finish(
        put=[
            _entry(write("a", "Ferries left the café pier.", published=NOON, source="The Gull")),
            _entry(
                write("b", "A ferry sank.", title="Storm", published=NOON, updated=NOON + timedelta(days=1), source="The Tern")
            ),
            _entry(
                write("c", "The storm passed over the island at night and nobody was hurt.", published=NOON + timedelta(days=2))
            ),
            _entry(write("d", "An undated notice.", source="the gull")),
        ]
    )
    return database


def _found(database: Database, terms: Sequence[str], window: Window | None = None) -> list[str]:
    return [passage_id[0] for passage_id, _ in Words(database).matching(terms, limit=9, window=window)]


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        (["ferry"], ["b", "a"]),
        (["FERRIES"], ["b", "a"]),
        (["cafe"], ["a"]),
        (["storm"], ["b", "c"]),
        (["ferry", "island"], ["c", "b", "a"]),
        (["a ferry sank"], ["b"]),
        (["whale"], []),
        ([], []),
    ],
)
def test_passages_match_by_stem_and_the_best_come_first(harbour: Database, terms: list[str], found: list[str]) -> None:
    assert _found(harbour, terms) == found


@pytest.mark.parametrize(
    ("window", "found"),
    [
        (Window(), ["b", "a", "d", "c"]),
        (Window(as_of=NOON), ["a"]),
        (Window(as_of=NOON + timedelta(days=1)), ["b", "a"]),
        (Window(since=NOON + timedelta(days=1)), ["c"]),
        (Window(until=NOON), ["b", "a"]),
        (Window(source="THE GULL"), ["a", "d"]),
    ],
)
def test_words_are_looked_for_within_the_window(harbour: Database, window: Window, found: list[str]) -> None:
    assert sorted(_found(harbour, ["ferry", "storm", "notice", "passed"], window)) == sorted(found)


def test_scores_are_positive_and_fall(harbour: Database) -> None:
    scores = [score for _, score in Words(harbour).matching(["ferry", "pier"], limit=9)]
    assert scores == sorted(scores, reverse=True)
    assert min(scores) > 0


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(terms=st.lists(st.text(st.characters(exclude_categories=[])), max_size=80))
def test_no_characters_upset_the_search(harbour: Database, terms: list[str]) -> None:
    found = {passage_id for passage_id, _ in Words(harbour).matching(terms, limit=9)}
    assert found <= {passage_id for key in "abcd" for passage_id in Catalogue(harbour).passage_ids([key.ljust(16, "0")])}
    assert set(Words(harbour).rarity(terms)) == set(terms)


def test_a_rare_word_is_more_telling_than_a_frequent_one(harbour: Database) -> None:
    rarity = Words(harbour).rarity(["ferry", "ferries", "island", "whale"])
    assert rarity["ferry"] == rarity["ferries"]
    assert rarity["ferry"] < rarity["island"] < rarity["whale"]


def test_passages_come_back_as_they_were_put(harbour: Database, write: Write) -> None:
    entry = _entry(
        write("b", "A ferry sank.", title="Storm", published=NOON, updated=NOON + timedelta(days=1), source="The Tern")
    )
    asked = ["b000000000000000#0", "x#0"]
    assert Catalogue(harbour).passages(asked) == {"b000000000000000#0": entry.passages[0]}
    assert Catalogue(harbour).entries(["b000000000000000"]) == [entry]


def test_the_overview_counts_what_is_held(harbour: Database) -> None:
    assert Catalogue(harbour).overview("four") == Overview(
        articles=4,
        passages=4,
        undated=1,
        embedder="four",
        first_published=NOON,
        last_published=NOON + timedelta(days=2),
        newest_title="Title of c",
        sources=(("The Gull", 2), ("The Tern", 1)),
    )


def test_articles_are_listed_newest_first_and_undated_last(harbour: Database) -> None:
    assert [article.id[0] for article, _ in Catalogue(harbour).articles()] == ["c", "a", "b", "d"]


def test_a_replaced_article_is_found_by_its_new_words_only(harbour: Database, write: Write) -> None:
    Catalogue(harbour).finish(put=[_entry(write("b", "A barge sank.", title="Calm"))])
    assert (_found(harbour, ["ferry"]), _found(harbour, ["barge"]), _found(harbour, ["storm"])) == (["a"], ["b"], ["c"])
    assert Catalogue(harbour).counts() == (4, 4, 4)
    assert Catalogue(harbour).vector_count() == 4


def test_what_fails_half_way_changes_nothing(harbour: Database, write: Write) -> None:
    broken = _entry(write("b", "A barge sank."))
    with pytest.raises(StorageError):
        Catalogue(harbour).finish(put=[_entry(write("a", "A barge left.")), broken, broken])
    assert _found(harbour, ["barge"]) == []


def test_a_file_that_is_no_database_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "words.sqlite").write_bytes(b"no database at all" * 99)
    with pytest.raises(Damaged, match=r"words\.sqlite"):
        Database(tmp_path / "words.sqlite")


def test_a_file_out_of_reach_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"nowhere/words\.sqlite"):
        Database(tmp_path / "nowhere" / "words.sqlite")


def test_leaving_out_what_cannot_be_among_the_best_changes_nothing(database: Database, write: Write) -> None:
    rng = random.Random(5)
    words = [f"word{number}" for number in range(40)]
    weights = [1 / (place + 1) for place in range(40)]
    Catalogue(database).finish(
        put=[
            _entry(
                write(
                    f"{number}x",
                    " ".join(rng.choices(words, weights, k=rng.randint(4, 30))) + ".",
                    title=" ".join(rng.choices(words, weights, k=3)),
                    published=NOON + timedelta(days=number),
                )
            )
            for number in range(300)
        ]
    )
    every, fewer = Words(database, few=1_000_000), Words(database, few=0)
    for _ in range(150):
        terms = [
            *rng.sample(words, rng.randint(1, 8)),
            *rng.choice(
                [[], ["absent"], ["—"], [f"{words[0]} {words[1]}"], [f"{words[rng.randrange(9)]} {words[rng.randrange(9)]}"]]
            ),
        ]
        window = rng.choice([None, Window(until=NOON + timedelta(days=rng.randrange(300)))])
        wanted = every.matching(terms, limit=9, window=window)
        assert _rounded(fewer.matching(terms, limit=9, window=window)) == _rounded(wanted)


def _rounded(found: Sequence[tuple[str, float]]) -> list[tuple[float, str]]:
    """Best first; the terms are added up in another order, so the last bit may differ."""
    return sorted(((-round(score, 9), passage_id) for passage_id, score in found))
