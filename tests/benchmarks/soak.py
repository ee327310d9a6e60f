"""Several ingesters and readers at once on one home, or on one Chroma server, each a process of its own.

    python -m tests.benchmarks.soak [--seconds 300] [--ingesters 2] [--readers 4] [--chroma URL]

Ingesters put invented articles, new editions of the same ones side by side, and remove some; each notes what is stored, and when.
Readers search for what was stored last, and for what they found before. No process may fail, no article may be lost, and nothing
that was stored two seconds before a search may be missing from it.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Literal

from index import Newsroom
from index.storage.server.address import ChromaServer
from index.types import Article
from tests.benchmarks import measuring
from tests.benchmarks.volume import paragraph

STALE = 2.0
"""Seconds after which what was stored must be found."""
_BATCH = 6
_BRIEF = 3
"""Turns of an ingester after which it removes a brief article."""
_DAY = datetime(2026, 1, 1, tzinfo=UTC)

Kind = Literal["kept", "brief", "wire"]
"""A wire is put by every ingester, in another edition by each; a brief is removed again."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What an ingester knows to be stored, or to be removed when its edition is 0."""

    article_id: str
    kind: Kind
    edition: int
    text: str
    at: float
    """When that was known, in seconds by the clock that all processes share."""


@dataclass(frozen=True, slots=True)
class Read:
    """What one reader saw."""

    searches: int
    stalest: float
    """Seconds for which something had been stored when a search still missed it; 0 when none did."""
    lost: int
    """Searches that missed what had been found before."""
    middle: float
    """Median of a search, milliseconds."""
    slow: float
    """95th percentile, milliseconds."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it all."""

    articles: int
    readers: tuple[Read, ...]
    failures: tuple[str, ...]
    """What failing processes said last, and what is not whole at the end."""
    lost: tuple[str, ...]
    """Ids of articles that are not held in their last edition, or held although removed."""

    @property
    def is_well(self) -> bool:
        """True when nothing failed, nothing was lost, and nothing was stale."""
        return not (self.failures or self.lost or any(each.lost or each.stalest > STALE for each in self.readers))


def soak(folder: Path, *, seconds: float, ingesters: int = 2, readers: int = 4, chroma: ChromaServer | None = None) -> Outcome:
    """Let so many processes at one home in the folder, or at homes of their own with one server, and look at what is left."""
    logs = [folder / f"stored-{number}.jsonl" for number in range(ingesters)]
    for log in logs:
        log.touch()
    options = ["--seconds", str(seconds), *(["--chroma", chroma.url, "--database", str(chroma.database)] if chroma else [])]
    homes = [folder / f"home-{number}" if chroma else folder / "home" for number in range(ingesters + readers)]
    roles = [["ingest", str(number), str(log)] for number, log in enumerate(logs)]
    roles += [["read", str(number), *map(str, logs)] for number in range(readers)]
    told = _ran([[*role, "--home", str(home), *options] for role, home in zip(roles, homes, strict=True)])
    failures = [error for _, error in told if error]
    with _opened(homes[0], chroma) as news:
        held = {article.id: _edition(article.text) for article in news.archive.every()}
        failures += [f"{found.part}: {found.told}" for found in news.archive.examine() if not found.is_whole]
    lost = [article_id for article_id, edition in _last(logs).items() if held.get(article_id, 0) != edition]
    reads = [Read(**json.loads(line)) for line, error in told[ingesters:] if not error]
    return Outcome(len(held), tuple(reads), tuple(failures), tuple(lost))


def _ran(commands: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """What each prints last, and what it fails with, all being run at once."""
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.soak", *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for command in commands
    ]
    ended = [(process, *process.communicate()) for process in started]
    return [
        (output.strip().rpartition("\n")[2], errors[-2000:] if process.returncode else "") for process, output, errors in ended
    ]


def ingest(news: Newsroom, number: int, log: Path, *, seconds: float) -> None:
    """Put batch after batch until the time is over, noting what is stored."""
    rng = random.Random(number)
    end = time.monotonic() + seconds
    brief: deque[Stored] = deque()
    turn = 0
    with log.open("a", encoding="utf-8", buffering=1) as file:
        while time.monotonic() < end:
            turn += 1
            drafts = [_stored(rng, f"{number} {turn} {place}", "kept") for place in range(_BATCH)]
            drafts.append(_stored(rng, f"{number} {turn} brief", "brief"))
            drafts.append(_stored(rng, f"{turn}", "wire", edition=number + 1))
            news.ingest([_article(each) for each in drafts])
            _note(file.write, drafts)
            brief.append(drafts[-2])
            if len(brief) > _BRIEF:
                gone = brief.popleft()
                news.archive.remove([gone.article_id])
                _note(file.write, [Stored(gone.article_id, "brief", 0, "", 0.0)])


def read(news: Newsroom, number: int, logs: Sequence[Path], *, seconds: float) -> Read:
    """Search for what was stored last, and for something that was found before, in turn, until the time is over."""
    rng = random.Random(number)
    end = time.monotonic() + seconds
    tails = [_Tail(log) for log in logs]
    taken: list[float] = []
    found: list[Stored] = []
    stalest, lost = 0.0, 0

    def finds(stored: Stored) -> bool:
        started = time.monotonic()
        hits = news.search(stored.text) if news.articles().articles else ()
        taken.append(1000 * (time.monotonic() - started))
        return any(hit.passage.article_id == stored.article_id and hit.similarity > 0 for hit in hits)

    while time.monotonic() < end:
        newest = max(
            (each for tail in tails for each in tail.read() if each.kind == "kept"), key=lambda each: each.at, default=None
        )
        while newest and newest not in found[-1:]:
            age = time.monotonic() - newest.at
            if finds(newest) or age > 10 * STALE:
                found.append(newest)
            else:
                stalest = max(stalest, age)
        if found:
            lost += not finds(rng.choice(found))
    return Read(len(taken), stalest, lost, statistics.median(taken or [0.0]), measuring.slow(taken or [0.0]))


class _Tail:
    """What stands in a log, read as it grows."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._offset = 0

    def read(self) -> Iterator[Stored]:
        """What was noted since it was read last, in whole lines."""
        with self._log.open("rb") as file:
            file.seek(self._offset)
            lines = file.read().splitlines(keepends=True)
        for line in lines:
            if line.endswith(b"\n"):
                self._offset += len(line)
                yield Stored(**json.loads(line))


def _note(write: Callable[[str], object], drafts: Iterable[Stored]) -> None:
    now = time.monotonic()
    for draft in drafts:
        write(json.dumps(asdict(draft) | {"at": now}) + "\n")


def _last(logs: Iterable[Path]) -> dict[str, int]:
    """The last edition of every article, 0 for a removed one."""
    editions: dict[str, int] = {}
    for log in logs:
        for stored in _Tail(log).read():
            highest = max(stored.edition, editions.get(stored.article_id, 0))
            editions[stored.article_id] = highest if stored.edition else 0
    return editions


def _stored(rng: random.Random, key: str, kind: Kind, *, edition: int = 1) -> Stored:
    """An article that is yet to be stored; its words are told by the key, so that no other is like it."""
    sign = sha256(f"{kind} {key}".encode()).hexdigest()[:16]
    text = f"File {sign[:8]}, edition {edition}. {paragraph(rng, f'Valley {sign[8:12]}', 'ferry')}"
    return Stored(sign, kind, edition, text, 0.0)


def _article(stored: Stored) -> Article:
    moment = _DAY + timedelta(hours=stored.edition)
    return Article(
        id=stored.article_id,
        title=f"File {stored.article_id[:8]}",
        text=stored.text,
        origin=f"https://outlet-{stored.edition}.example/{stored.article_id}",
        retrieved=datetime.now(UTC),
        published=moment,
    )


def _opened(home: Path, chroma: ChromaServer | None) -> Newsroom:
    return Newsroom.open(home, chroma=chroma) if chroma else Newsroom.open(home)


def _edition(text: str) -> int:
    return int(text.partition("edition ")[2].partition(".")[0])


def main() -> None:
    """Run one role, or all of them and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("role", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--ingesters", type=int, default=2)
    parser.add_argument("--readers", type=int, default=4)
    parser.add_argument("--chroma", help="URL of a Chroma server; without, the home is embedded")
    parser.add_argument("--database", default="default_database")
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    chroma = ChromaServer(options.chroma, database=options.database) if options.chroma else None
    if options.role:
        role, number, *logs = options.role
        with _opened(options.home, chroma) as news:
            if role == "ingest":
                ingest(news, int(number), Path(logs[0]), seconds=options.seconds)
            else:
                print(json.dumps(asdict(read(news, int(number), [Path(log) for log in logs], seconds=options.seconds))))
        return
    with tempfile.TemporaryDirectory() as folder:
        outcome = soak(Path(folder), seconds=options.seconds, ingesters=options.ingesters, readers=options.readers, chroma=chroma)
    _print(outcome)
    sys.exit(0 if outcome.is_well else 1)


def _print(outcome: Outcome) -> None:
    print(f"{outcome.articles:,} articles at the end; lost: {len(outcome.lost)}; failures: {len(outcome.failures)}")
    for each in outcome.readers:
        told = f"{each.searches:,} searches, p50 {each.middle:.0f} ms, p95 {each.slow:.0f} ms"
        print(f"a reader: {told}; missed again: {each.lost}; stalest miss: {each.stalest:.2f} s")
    for failure in (*outcome.failures, *outcome.lost[:5]):
        print(failure)
    print("well" if outcome.is_well else "NOT WELL")


if __name__ == "__main__":
    main()
