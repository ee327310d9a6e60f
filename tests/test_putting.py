from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import numpy as np
import pytest

from index.errors import StorageError
from index.putting import Putting
from index.storage.embedded import EmbeddedStore
from index.storage.embedding import MiniLM
from index.storage.mending import embedded
from index.storage.records import Entry, digest
from index.storage.splitting import split
from index.storage.versions import Change
from index.types import Article


class Noting(EmbeddedStore):
    """A store that notes how many batches are put in each turn."""

    turns: list[int]

    @contextmanager
    def writing(self, *, patience: float = 60.0) -> Iterator[None]:
        self.turns.append(0)
        with super().writing(patience=patience):
            yield

    def put(self, entries: object, *, replacing: object = None) -> set[str]:
        self.turns[-1] += 1
        return super().put(entries, replacing=replacing)  # type: ignore[arg-type]  # handed on as it came


@pytest.fixture
def store(tmp_path: Path, encoder: MiniLM) -> Iterator[Noting]:
    with Noting.opened(tmp_path, encoder) as opened:
        opened.turns = []
        yield opened


def _entry(encoder: MiniLM, key: str, text: str, *, day: int = 1) -> tuple[Change, Entry]:
    moment = datetime(2026, 3, day, tzinfo=UTC)
    article = Article(key.ljust(16, "0"), "Harbour", text, f"/news/{text}.md", moment, published=moment)
    passages = split(article, count_tokens=encoder.count_tokens)
    entry = embedded(encoder, Entry(article, digest(article), passages, np.zeros((0, 384), dtype=np.float32)))
    return Change(article, entry.digest, None), entry


def _texts(store: EmbeddedStore) -> list[str]:
    return sorted(entry.article.text for entry in store.every())


def test_batches_that_wait_share_a_turn_of_about_a_second(store: Noting, encoder: MiniLM) -> None:
    ticks = count(0, 0.5)
    batches = [_entry(encoder, key, "The ferry left.") for key in "abcde"]
    # Until the turn of store.writing() ends, none of the five can begin.
    with Putting(store, clock=lambda: next(ticks)) as putting, store.writing():
        put = [putting.put([change], [entry]) for change, entry in batches]
    assert [each.result() for each in put] == [set()] * 5
    assert store.turns == [0, 2, 2, 1]


def test_an_article_that_somebody_put_in_a_later_version_meanwhile_is_left_out(store: Noting, encoder: MiniLM) -> None:
    later, earlier, other = (
        _entry(encoder, "a", "Two ferries left.", day=2),
        _entry(encoder, "a", "The ferry left.", day=1),
        _entry(encoder, "b", "Bread became dearer."),
    )
    with Putting(store) as putting:
        assert putting.put([later[0]], [later[1]]).result() == set()
        assert putting.put([earlier[0], other[0]], [earlier[1], other[1]]).result() == {"a".ljust(16, "0")}
    assert _texts(store) == ["Bread became dearer.", "Two ferries left."]


def test_a_failure_gives_the_turn_back(store: Noting, encoder: MiniLM) -> None:
    change, entry = _entry(encoder, "a", "The ferry left.")
    with Putting(store) as putting, pytest.raises(StorageError, match="Chroma cannot write"):
        putting.put([change], [Entry(entry.article, entry.digest, entry.passages, entry.vectors[:0])]).result()
    with Putting(store) as putting:
        assert putting.put([change], [entry]).result() == set()
    assert _texts(store) == ["The ferry left."]


def test_what_comes_after_a_failure_is_given_up(store: Noting, encoder: MiniLM) -> None:
    (change, entry), other = _entry(encoder, "a", "The ferry left."), _entry(encoder, "b", "Bread became dearer.")
    with Putting(store) as putting:
        failing = putting.put([change], [Entry(entry.article, entry.digest, entry.passages, entry.vectors[:0])])
        after = putting.put([other[0]], [other[1]])
        with pytest.raises(StorageError, match="Chroma cannot write"):
            failing.result()
        with pytest.raises(StorageError, match="given up"):
            after.result()
    assert _texts(store) == []


def test_what_still_waits_when_an_ingestion_is_broken_off_is_given_up(store: Noting, encoder: MiniLM) -> None:
    batches = [_entry(encoder, key, f"Ferry {key} left.") for key in "abc"]
    with Putting(store) as putting:
        with store.writing():
            put = [putting.put([change], [entry]) for change, entry in batches]
            putting.give_up()
        for each in put[1:]:
            with pytest.raises(StorageError, match="given up"):
                each.result()
    assert set(_texts(store)) <= {"Ferry a left."}
