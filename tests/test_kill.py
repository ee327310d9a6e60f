"""Nothing that was reported is lost, and nothing stands twice, however often an ingestion is killed."""

import os
import random
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest

from index.storage.catalogue import Catalogue
from index.storage.database import Database
from index.storage.embedding import MiniLM
from index.storage.records import Entry
from index.storage.store import Store
from index.storage.vectors import Vectors
from tests.warm import Warm

INGESTION = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from index.ingesting import ingest
from index.storage.embedding import MiniLM
from index.storage.store import Store

encoder = MiniLM()
with Store.open(Path(sys.argv[1]), encoder) as store:
    print("opened", flush=True)
    report = ingest(
        store, encoder, [sys.argv[2]], now=datetime(2026, 3, 1, tzinfo=UTC), prune=True,
        on_progress=lambda progress: print("done", progress.done, flush=True),
    )
print("finished", report.added + report.updated + report.unchanged, flush=True)
"""
ARTICLES = 120
EDITIONS = 5
KILLS = 2


def _write(folder: Path, edition: int) -> None:
    """One hundred and twenty short articles; every other edition is shorter."""
    rng = random.Random(edition)
    folder.mkdir(exist_ok=True)
    for number in range(ARTICLES):
        ship, port = rng.choice(["ferry", "barge", "trawler", "tug"]), rng.choice(["north", "east", "south", "west"])
        sentence = (
            f"In edition {edition} the {ship} number {number} reached the {port} harbour with {rng.randint(2, 900)} crates. "
        )
        text = f"---\ntitle: Ship {number}\npublished: 2026-02-{edition:02}\n---\n\n{sentence * (10 if edition % 2 else 3)}\n"
        (folder / f"ship{number:03}.md").write_text(text, encoding="utf-8")


def _held(home: Path) -> list[Entry]:
    database = Database(home / "words.sqlite")
    catalogue = Catalogue(database)
    entries = catalogue.entries([article.id for article, _ in catalogue.articles()])
    database.close()
    return sorted(entries, key=lambda entry: entry.article.id)


def _chroma_ids(home: Path) -> list[str]:
    vectors = Vectors(home / "chroma")
    (collection,) = vectors.collections()
    vectors.use(collection, 384)
    ids = sorted(vectors.ids())
    vectors.close()
    return ids


def _run(warm: Warm, home: Path, folder: Path, *, lines: int, then: float) -> tuple[int, bool]:
    """Run an ingestion until it has told so many lines, and kill it a moment later: what it reported, and whether it ended."""
    incoming, outgoing = os.pipe()
    with os.fdopen(incoming, encoding="utf-8") as telling:
        with os.fdopen(outgoing, "wb") as output:
            started = warm.start(
                [str(home), str(folder)], cwd=home.parent, environment=os.environ, stdout=output, program=INGESTION
            )
        with started:
            told = []
            for line in telling:
                told.append(line.split())
                if len(told) == lines:
                    break
            finished = any(words[0] == "finished" for words in told)
            if not finished:
                with suppress(subprocess.TimeoutExpired):
                    started.wait(then)
                started.kill()
                told += [line.split() for line in telling]
    done = max((int(words[1]) for words in told if words[0] in {"done", "finished"}), default=0)
    return done, any(words[0] == "finished" for words in told)


def test_killed_ingestions_lose_nothing_and_double_nothing(tmp_path: Path, warm: Warm) -> None:
    rng = random.Random(11)
    home, folder = tmp_path / "home", tmp_path / "news"
    kills = 0
    for edition in range(1, EDITIONS + 1):
        _write(folder, edition)
        for lines in (*(rng.randint(1, 2) for _ in range(KILLS)), 99):
            done, finished = _run(warm, home, folder, lines=lines, then=rng.random() / 12)
            kills += not finished
            assert len([entry for entry in _held(home) if f"edition {edition} " in entry.article.text]) >= done
        assert (done, finished) == (ARTICLES, True)
    assert kills >= 8
    clean = tmp_path / "clean"
    _run(warm, clean, folder, lines=99, then=9)
    assert _held(home) == _held(clean)
    assert _chroma_ids(home) == _chroma_ids(clean) == sorted(passage.id for entry in _held(home) for passage in entry.passages)
    with Store.open(home, MiniLM()) as store, Store.open(clean, MiniLM()) as other:
        question = MiniLM().embed_question("the tug in the west harbour")
        assert dict(store.nearest(question, limit=20)) == pytest.approx(dict(other.nearest(question, limit=20)), abs=1e-6)
