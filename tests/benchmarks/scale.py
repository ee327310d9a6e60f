"""Grow an index to a hundred thousand passages, or a million, and search it: embedded, or in a Chroma server.

    python -m tests.benchmarks.scale build HOME --real REAL --passages 100000 [--chroma URL --server PROCESS]
    python -m tests.benchmarks.scale search HOME --questions QUESTIONS.jsonl... [--chroma URL --server PROCESS]

REAL is a home with some thousand real passages, from which the others are derived: see derived.py. Building is measured without
the encoder, whose time grows with the passages alone. PROCESS is the id of the server's, whose CPU time and memory are told, too.
"""

import argparse
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from index import ChromaServer, Newsroom
from index.storage.database import Database
from index.storage.embedding import MiniLM, Vector, Vectors
from index.storage.store import Store
from tests.benchmarks import measuring
from tests.benchmarks.derived import Real, derived

_BATCH = 32
"""Articles put at once, as an ingestion does."""
_STEPS = 20
"""Lines told of a build."""
_NEAREST = 10
_TITLES = 100
"""Titles of indexed articles that are searched for beside the questions."""
_AT_ONCE = 10_000

Found = TypeVar("Found")


def build(home: Path, real: Real, count: int, *, chroma: ChromaServer | None, server: int | None) -> None:
    """Put so many passages, and tell along the way what it took."""
    entries = derived(real, count)
    made = told = 0
    deriving = 0.0
    started, before = time.monotonic(), _cpu_seconds(server)
    with Store.open(home, MiniLM(), chroma=chroma) as store, store.writing():
        while True:
            began = time.process_time()
            batch = list(islice(entries, _BATCH))
            deriving += time.process_time() - began
            store.put(batch)
            made += sum(len(entry.passages) for entry in batch)
            if not batch or made - told >= count // _STEPS:
                told = made
                taken = time.monotonic() - started, _cpu_seconds(server) - before - deriving
                room = f"{_resident(server)} MiB of memory, {_disk(home):,.0f} MiB on disk"
                print(f"{made:>9,} passages: {taken[0]:6.0f} s, CPU {taken[1]:6.0f} s, {room}", flush=True)
            if not batch:
                return


def search(home: Path, questions: Sequence[str], *, chroma: ChromaServer | None, server: int | None) -> None:
    """Search for every question and some titles, and compare Chroma's nearest passages with the truly nearest ones."""
    encoder = MiniLM()
    with Newsroom.open(home, chroma=chroma, encoder=encoder) as news:
        opening = measuring.seconds(news.warm_up)
        held = news.articles()
        titles = [article.title for article in islice(news.archive.find(), 50_000)]
        asked = [*questions, *random.Random(1).sample(sorted(set(titles)), _TITLES)]
        print(f"{held.passages:,} passages, {held.articles:,} articles, opened in {opening:.1f} s")
        _timed("Newsroom.search", [partial(news.search, each, limit=10) for each in asked])
    vectors = [encoder.embed_question(each) for each in asked]
    with Store.open(home, encoder, chroma=chroma) as store:
        store.warm_up()
        found = _timed("Chroma", [partial(store.nearest, each, limit=_NEAREST) for each in vectors])
        exact = _exact(store._catalogue.database, vectors)
    hits = [len({key for key, _ in one} & other) for one, other in zip(found, exact, strict=True)]
    recall = statistics.fmean(hits) / _NEAREST
    room = f"{_resident(server)} MiB of memory, {_disk(home):,.0f} MiB on disk"
    print(f"recall@{_NEAREST} {recall:.4f} over {len(asked)} questions; {room}")


def _timed(name: str, work: Sequence[Callable[[], Found]]) -> list[Found]:
    """What each piece of work gives, told how long they take, after two that are not counted."""
    for each in work[:2]:
        each()
    found, milliseconds = [], []
    for each in work:
        started = time.perf_counter()
        found.append(each())
        milliseconds.append(1000 * (time.perf_counter() - started))
    print(f"{name}: p50 {statistics.median(milliseconds):.1f} ms, p95 {measuring.slow(milliseconds):.1f} ms", flush=True)
    return found


def _exact(database: Database, vectors: Sequence[Vector]) -> list[set[str]]:
    """Ids of the truly nearest passages of each vector."""
    asked = np.stack(vectors)
    best: list[list[tuple[float, str]]] = [[] for _ in vectors]
    for ids, held in _held(database):
        cosines = asked @ held.T
        near = np.argpartition(-cosines, min(_NEAREST, len(ids) - 1), axis=1)[:, :_NEAREST]
        for number, places in enumerate(near):
            mine = [*best[number], *((float(cosines[number, place]), ids[place]) for place in places)]
            best[number] = sorted(mine, reverse=True)[:_NEAREST]
    return [{passage_id for _, passage_id in each} for each in best]


def _held(database: Database) -> Iterator[tuple[list[str], Vectors]]:
    """All passages' ids and vectors, some at a time."""
    with database.reading() as connection:
        rows = connection.execute("SELECT id, vector FROM vectors JOIN passages ON number = passage")
        while some := rows.fetchmany(_AT_ONCE):
            yield [row[0] for row in some], np.stack([np.frombuffer(row[1], dtype=np.float32) for row in some])


def _cpu_seconds(server: int | None) -> float:
    """CPU time of this process, and of the server."""
    if server is None:
        return time.process_time()
    told = Path(f"/proc/{server}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return time.process_time() + sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int | None) -> str:
    """Resident memory of this process, and of the server, MiB."""
    return " + ".join(f"{measuring.resident(each):,.0f}" for each in (os.getpid(), process) if each)


def _disk(folder: Path) -> float:
    """MiB."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20


def main() -> None:
    """Read the command line, build or search."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("build", "search"))
    parser.add_argument("home", type=Path)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    parser.add_argument("--chroma", help="URL of a Chroma server")
    parser.add_argument("--server", type=int, help="its process id")
    options = parser.parse_args()
    chroma = ChromaServer(options.chroma) if options.chroma else None
    if options.what == "build":
        build(options.home, Real.read(options.real), options.passages, chroma=chroma, server=options.server)
    else:
        questions = [record["question"] for file in options.questions for record in measuring.records(file)]
        search(options.home, questions, chroma=chroma, server=options.server)


if __name__ == "__main__":
    main()
