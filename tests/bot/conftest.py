"""The command as a person runs it, a small newsroom to run it on, and answers to show."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.newsroom import Newsroom
from index.storage.embedding import MiniLM
from index.types import Answer, Citation, Hit, Overview, Passage, Reading, Tally
from tests.warm import Warm, cold

ARTICLES = {
    "monday.md": (
        "---\ntitle: Ferry runs aground off Tarn Point\nurl: https://harborwire.example/ferry\nsource: Harbor Wire\n"
        "published: 2025-03-03T08:00:00+00:00\n---\n"
        "The ferry Osprey ran aground off Tarn Point on Monday morning. Nine passengers were hurt, the coast guard said.\n"
    ),
    "tuesday.md": (
        "---\ntitle: Osprey towed to Port Ellery\nurl: https://harborwire.example/towed\nsource: Harbor Wire\n"
        "published: 2025-03-04T17:30:00+00:00\n---\n"
        "Two tugs pulled the ferry Osprey free on Tuesday and towed it to Port Ellery. Eleven passengers were hurt, "
        "the coast guard now says.\n"
    ),
    "market.md": (
        "---\ntitle: Night market returns to the old quay\nurl: https://valegazette.example/market\nsource: Vale Gazette\n"
        "published: 2025-03-05T12:00:00+00:00\n---\n"
        "The night market opens again on the old quay on Friday. Forty stalls have been let, said the mayor, Ines Barrow.\n"
    ),
}
LANDINGS = (
    ("2025-09-02", 1),
    ("2025-09-15", 2),
    ("2025-09-19", 3),
    ("2025-10-03", 4),
    ("2025-10-14", 5),
    ("2025-10-17", 6),
    ("2025-10-19", 7),
    ("2025-10-24", 10),
    ("2025-10-30", 14),
    ("2025-11-02", 15),
    ("2025-11-05", 16),
    ("2025-11-07", 17),
    ("2025-11-10", 19),
    ("2025-11-14", 20),
    ("2025-11-16", 21),
)
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three dated articles."""
    folder = tmp_path_factory.mktemp("shelf")
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, shelf: Path, encoder: MiniLM) -> Path:
    """A home in which the three articles are indexed. Tests only read it."""
    place = tmp_path_factory.mktemp("home")
    with Newsroom.open(place, encoder=encoder) as news:
        news.ingest([shelf])
    return place


@pytest.fixture
def own_home(home: Path, tmp_path: Path) -> Path:
    """A copy of the home that a test may change."""
    return Path(shutil.copytree(home, tmp_path / "own-home"))


@pytest.fixture(scope="session")
def news(home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """The newsroom of the three articles, open."""
    with Newsroom.open(home, encoder=encoder) as opened:
        yield opened


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """An empty folder to run commands from: no .env, no sample articles."""
    place = tmp_path / "elsewhere"
    place.mkdir()
    return place


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment without any of our settings."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "OPENAI_", "TELEGRAM_", "CHROMA_"))
    }
    return kept | {"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "share"), "COLUMNS": "100"}


@pytest.fixture
def dateline(elsewhere: Path, environment: dict[str, str], warm: Warm) -> Command:
    """Run the command in a process of its own: `dateline("ask", "who?", stdin="", DATELINE_LOG="debug")`."""

    def dateline(*arguments: str | Path, stdin: str | bytes = "", **settings: str) -> subprocess.CompletedProcess[str]:
        given = stdin.encode() if isinstance(stdin, str) else stdin
        # Python reads its own settings once, when it starts.
        run = cold if any(name.startswith(("PYTHON", "LANG", "LC_")) for name in settings) else warm.run
        done = run([*map(str, arguments)], cwd=elsewhere, environment=environment | settings, stdin=given)
        return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())

    return dateline


@pytest.fixture
def answer() -> Answer:
    """An answer with a dated and an undated source."""
    return Answer(
        question="how many were hurt?",
        text="Eleven passengers were hurt. [1] Earlier: nine. [2]",
        found=True,
        as_of=datetime(2025, 3, 4, 17, 30, tzinfo=UTC),
        citations=(
            Citation(
                number=1,
                article_id="0123456789abcdef",
                title="Osprey towed to Port Ellery",
                quote="Eleven passengers were hurt, the coast guard now says.",
                source="Harbor Wire",
                url="https://harborwire.example/towed",
                published=datetime(2025, 3, 4, 17, 30, tzinfo=UTC),
            ),
            Citation(number=2, article_id="fedcba9876543210", title="Ferry runs aground", quote="Nine passengers were hurt."),
        ),
    )


@pytest.fixture
def unknown() -> Answer:
    """An answer that says the articles don't know."""
    return Answer(
        question="who won?", text="The articles don't say. 3 were searched.", found=False, as_of=datetime(2025, 3, 5, tzinfo=UTC)
    )


@pytest.fixture
def hit() -> Hit:
    """A passage of two paragraphs."""
    return Hit(
        passage=Passage(
            id="0123456789abcdef#0",
            article_id="0123456789abcdef",
            position=0,
            start=0,
            end=49,
            text="Two tugs pulled the ferry free.\n\nIt was towed in.",
            title="Osprey towed to Port Ellery",
            source="Harbor Wire",
            url="https://harborwire.example/towed",
            published=datetime(2025, 3, 4, 17, 30, tzinfo=UTC),
        ),
        score=0.5,
        similarity=0.75,
    )


@pytest.fixture
def overview() -> Overview:
    """A newsroom of two outlets."""
    return Overview(
        articles=1_200,
        passages=3_400,
        undated=2,
        embedder="minilm",
        first_published=datetime(2025, 3, 3, tzinfo=UTC),
        last_published=datetime(2025, 3, 5, tzinfo=UTC),
        newest_title="Night market",
        sources=(("Harbor Wire", 1_198), ("Vale Gazette", 2)),
    )


@pytest.fixture
def hostile() -> Answer:
    """An answer in which every text tries to command the terminal."""
    evil = "\x1b]8;;https://evil.example\x07[bold red]click[/] [link=https://evil.example]here[/link]\x1b[2J :smile:"
    return Answer(
        question=evil,
        text=evil,
        found=True,
        citations=(
            Citation(number=1, article_id="a", title=evil, quote=f"{evil}.", source=evil, url="javascript:alert(1)\x1b[2J"),
        ),
    )


@pytest.fixture
def landings() -> tuple[tuple[str, int], ...]:
    """Fifteen figures with their days, close together towards the end."""
    return LANDINGS


@pytest.fixture
def tally_of() -> Callable[..., Tally]:
    """Make a tally of days and figures, oldest first and the newest cited as [1]; the qualifier is the newest figure's."""

    def make(
        stages: Sequence[tuple[str | None, float]],
        *,
        unit: str = "landings",
        qualifier: str | None = None,
        conflicts: Sequence[Reading] = (),
    ) -> Tally:
        history = tuple(
            Reading(
                value=value,
                as_of=datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None,
                citation=len(stages) - place,
                qualifier=qualifier if place == len(stages) - 1 else None,
            )
            for place, (day, value) in enumerate(stages)
        )
        return Tally(history[-1].value, qualifier, unit, history[-1].as_of, history, tuple(conflicts))

    return make


@pytest.fixture
def counted(answer: Answer) -> Answer:
    """An answer with a tally: two figures in a row, and one outlet that disagrees."""
    newer, older = datetime(2025, 3, 4, 17, 30, tzinfo=UTC), datetime(2025, 3, 3, 8, tzinfo=UTC)
    third = Citation(
        number=3,
        article_id="0011223344556677",
        title="Twelve hurt on the Osprey",
        quote="Twelve people were hurt.",
        source="Vale Gazette",
        published=newer,
    )
    return Answer(
        question=answer.question,
        text="At least 11 passengers hurt, as of 4 Mar 2025. [1] Earlier: 9 on 3 Mar [2]. Vale Gazette: 12 [3].",
        found=True,
        as_of=newer,
        citations=(*answer.citations, third),
        tally=Tally(
            value=11,
            qualifier="at least",
            unit="passengers hurt",
            as_of=newer,
            history=(Reading(9, older, 2, None, "coast guard"), Reading(11, newer, 1, "at least", "coast guard")),
            conflicts=(Reading(12.0, newer, 3, None, "Vale Gazette"),),
        ),
        searched=3,
    )
