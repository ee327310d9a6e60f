"""A large index, made in one go and made under kills.

    python -m tests.benchmarks.volume [ARTICLES]

So many articles are invented (20,000 if not told), indexed by `dateline index` while its memory is watched, and indexed once more
into another home by a command that is killed three times and run again. Both homes must hold the same.
"""

import json
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from index.newsroom import Newsroom
from tests.benchmarks import measuring

_PLACES = "Aldermere Corran Ellery Tarn Harrow Quill Staven Orrin Lisk Merrow Fenwick Dunmore Castel Brae Holm Wick".split()
_THINGS = (
    "ferry tram school hospital bridge mill market orchard library quarry depot harbour theatre reservoir station bakery".split()
)
_DEEDS = "opened closed burned flooded reopened expanded struck moved merged stalled recovered collapsed expired settled".split()
_PEOPLE = "Barrow Whitlock Osei Lund Vey Lindqvist Marsh Tolland Ibarra Sato Novak Duarte Keane Ruiz Farouk Hale".split()
_WORDS = (
    "council residents winter budget repair inspectors contract engineers passengers delay reform union schedule weather damage "
    "report review hearing permit fund river coast valley season record survey shortage volunteers committee grant plan insurance"
).split()
_KILLS = (0.2, 0.45, 0.7)
"""Shares of the articles at which the command is killed."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How far an ingestion had come, and what it held then."""

    articles: int
    seconds: float
    memory: float
    """Resident, MiB."""


def write_articles(path: Path, count: int) -> None:
    """Invented articles of 150 to 450 words as JSON lines; the same ones each time."""
    rng = random.Random(20_000)
    day = datetime(2024, 1, 1, 6, tzinfo=UTC)
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            place, thing = rng.choice(_PLACES), rng.choice(_THINGS)
            record = {
                "url": f"https://valley.example/{number}",
                "title": f"{place} {thing} {rng.choice(_DEEDS)}, {rng.randint(2, 900)} affected",
                "source": f"{rng.choice(_PLACES)} Post",
                "published": (day + timedelta(minutes=30 * number)).isoformat(),
                "text": "\n\n".join(paragraph(rng, place, thing) for _ in range(rng.randint(3, 9))),
            }
            file.write(json.dumps(record) + "\n")


def paragraph(rng: random.Random, place: str, thing: str) -> str:
    """Three sentences about a thing of a place."""
    told = []
    for _ in range(3):
        words = " ".join(rng.sample(_WORDS, rng.randint(5, 9)))
        told.append(
            f"The {thing} of {place} {rng.choice(_DEEDS)} after {rng.randint(2, 5000)} {words}, {rng.choice(_PEOPLE)} said."
        )
    return " ".join(told)


def index(home: Path, articles: Path, *, total: int, kill_at: float | None = None) -> list[Sample]:
    """Run `dateline index` and watch it, killed when it reported that share of the articles; what was seen along the way."""
    command = [sys.executable, "-m", "bot", "index", str(articles), "--home", str(home)]
    samples = []
    started = time.monotonic()
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stderr
        for line in process.stderr:
            told = line.partition(" ")[0].replace(",", "")
            if told.isdecimal():
                samples.append(Sample(int(told), time.monotonic() - started, measuring.resident(process.pid)))
                if kill_at is not None and int(told) >= kill_at * total:
                    process.send_signal(signal.SIGKILL)
                    break
        process.wait()
    return samples


def contents(home: Path) -> tuple[list[object], bool]:
    """All that a home holds of its articles, and whether its parts agree."""
    with Newsroom.open(home) as news:
        held: list[object] = [(article.id, article.title, article.text, article.published) for article in news.archive.every()]
        return held, all(finding.is_whole for finding in news.archive.examine())


def main() -> None:
    """Measure and print."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        write_articles(place / "articles.jsonl", total)
        samples = index(place / "clean", place / "articles.jsonl", total=total)
        for sample in samples[:: max(1, len(samples) // 10)] + samples[-1:]:
            print(f"{sample.articles:>7,} articles after {sample.seconds:6.0f} s, {sample.memory:5.0f} MiB", flush=True)
        last = samples[-1]
        print(f"{last.articles / last.seconds:.1f} articles/s, at most {max(sample.memory for sample in samples):.0f} MiB")
        for share in (*_KILLS, None):
            done = index(place / "killed", place / "articles.jsonl", total=total, kill_at=share)
            if share is not None:
                print(f"killed after {done[-1].articles:,} articles", flush=True)
        clean, is_whole = contents(place / "clean")
        again, is_whole_again = contents(place / "killed")
        print(f"after {len(_KILLS)} kills: {'identical' if clean == again and is_whole and is_whole_again else 'DIFFERENT'}")


if __name__ == "__main__":
    main()
