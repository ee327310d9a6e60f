"""Pictures of tallies: real files, and what is written on them."""

import io
import os
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread

from bot import drawing, picture
from bot.picture import Form
from index.types import Citation, Reading, Tally

TallyOf = Callable[..., Tally]
Stages = Sequence[tuple[str, float]]

NOWHERE = """
import sys
from datetime import UTC, datetime
from bot import picture
from index.types import Reading, Tally
history = tuple(Reading(day, datetime(2025, 11, day, tzinfo=UTC), 1) for day in (1, 9))
print(picture.draw(Tally(9, None, "landings", None, history), (), "How many?")[1:4])
"""
SOURCES = tuple(
    Citation(number=number, article_id=f"a{number}", title=f"Title {number}", quote=f"Quote {number}.", source=outlet)
    for number, outlet in enumerate(["Harbor Wire", "Vale Gazette", "Harbor Wire", None], start=1)
)


def written(tally: Tally, *, title: str = "", citations: Sequence[Citation] = SOURCES) -> list[str]:
    """All texts of the picture but those of the axes."""
    figure = drawing.compose(tally, citations, title)
    return [text.get_text() for text in (*figure.texts, *figure.axes[0].texts) if text.get_text()]


def covered(figure: Figure) -> list[tuple[str, str]]:
    """Texts of the picture that lie on each other."""
    figure.savefig(io.BytesIO(), dpi=72)
    axes = figure.axes[0]
    texts = [*figure.texts, *axes.texts, *axes.get_xticklabels(), *axes.get_yticklabels()]
    boxes = [(text.get_text(), text.get_window_extent()) for text in texts if text.get_text().strip()]
    return [(one, other) for (one, box), (other, second) in combinations(boxes, 2) if box.overlaps(second)]


def test_a_picture_is_a_png_of_a_size_that_fits_a_post(tally_of: TallyOf, landings: Stages) -> None:
    content = picture.draw(tally_of(landings), SOURCES, "how many landings so far?")
    assert (content[:8], struct.unpack(">II", content[16:24])) == (b"\x89PNG\r\n\x1a\n", (1584, 990))


@pytest.mark.parametrize(("width", "height"), [(800, 500), (1280, 800), (1600, 1000)])
def test_a_picture_is_as_wide_as_asked(tally_of: TallyOf, landings: Stages, width: int, height: int) -> None:
    content = picture.draw(tally_of(landings), SOURCES, "how many landings so far?", width=width)
    assert struct.unpack(">II", content[16:24]) == (width, height)


def test_a_picture_has_its_own_ground_so_that_it_reads_on_any_other(tally_of: TallyOf, landings: Stages) -> None:
    pixels = imread(io.BytesIO(picture.draw(tally_of(landings), SOURCES, "how many?")), format="png")
    corner = [round(float(part) * 255) for part in pixels[0, 0]]
    assert (corner, float(pixels[:, :, 3].min())) == ([0x22, 0x30, 0x3D, 255], 1.0)


@pytest.mark.parametrize(("form", "start"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_the_same_tally_is_the_same_file(tally_of: TallyOf, landings: Stages, form: Form, start: bytes) -> None:
    first, second = (picture.draw(tally_of(landings), SOURCES, "how many?", form=form) for _ in range(2))
    assert (first[: len(start)], first == second) == (start, True)


def test_title_newest_figure_points_and_sources_are_written(tally_of: TallyOf) -> None:
    tally = tally_of([("2025-11-01", 5), ("2025-11-04", 7), ("2025-11-09", 9)], qualifier="at least")
    assert written(tally, title="how many landings\nso far?") == [
        "How many landings so far?",
        "At least 9 landings",
        "As of 9 Nov 2025. Sources: Harbor Wire, Vale Gazette.",
        "≥ 9",
        "5",
        "7",
    ]


def test_days_begin_at_midnight_wherever_the_articles_come_from(tally_of: TallyOf) -> None:
    tally = tally_of([("2025-09-20", 3), ("2025-10-24", 10), ("2025-11-16", 21)])
    there = timezone(timedelta(hours=-5))
    told = tuple(replace(each, as_of=each.as_of and each.as_of.astimezone(there)) for each in tally.history)
    names = [label.get_text() for label in drawing.compose(replace(tally, history=told), SOURCES, "").axes[0].get_xticklabels()]
    assert names == ["1 Oct\n2025", "15 Oct\n", "1 Nov\n", "15 Nov\n"]


def test_who_disagrees_and_what_is_left_out_are_written(tally_of: TallyOf) -> None:
    conflict = Reading(8, datetime(2025, 11, 9, tzinfo=UTC), 4, "about", "Isthmus Daily")
    tally = tally_of([("2025-11-01", 5), ("2025-11-09", 9)], conflicts=[conflict])
    tally = replace(tally, history=(Reading(1, None, 3), *tally.history))
    assert written(tally) == [
        "Landings",
        "9 landings",
        "As of 9 Nov 2025. One undated figure left out. Sources: Harbor Wire, Vale Gazette, “Title 4”.",
        "9",
        "≈ 8, Isthmus Daily",
        "5",
    ]


def test_a_dollar_sign_is_a_dollar_sign(tally_of: TallyOf) -> None:
    tally = tally_of([("2025-01-01", 1_000_000), ("2025-06-01", 1_200_000_000)], unit="$", qualifier="up to")
    assert written(tally, title="$5 or $6 in a_b?", citations=()) == [
        "$5 or $6 in a_b?",
        "Up to $1.2 billion",
        "As of 1 Jun 2025.",
        "≤ $1.2 billion",
        "$1 million",
    ]
    assert len(picture.draw(tally, (), "$5 or $6 in a_b? \\frac{1}{2} $")) > 10_000


def test_a_long_title_takes_two_lines(tally_of: TallyOf, landings: Stages) -> None:
    title, more, newest = written(tally_of(landings), title="how many landings have there been " * 60)[:3]
    assert (title[:12], more[-1], newest) == ("How many lan", "…", "21 landings")


def test_letters_of_any_script_draw_without_a_warning(tally_of: TallyOf, landings: Stages) -> None:
    assert written(tally_of(landings), title="Сколько? 日本 🎉")[0] == "Сколько? □□"
    assert picture.draw(tally_of(landings), SOURCES, "Сколько? كم؟ 日本 🎉 \ud800")[:4] == b"\x89PNG"


FALLING = [
    (f"2025-11-{16 - day:02}", value) for day, value in enumerate([12, 850, 900, 1_650, 1_700, 1_800, 2_400, 2_500], start=1)
]
WAVERING = [(f"2025-11-{day:02}", 5 + day + (5 if day % 2 else 0)) for day in range(1, 16)]
BILLIONS = [("2020-01-20", 0), ("2020-03-01", 2_500), ("2020-06-01", 1_250_000), ("2021-08-01", 1_200_000_000)]
ONE_DAY = [("2025-11-16T08:00", 1_432_000), ("2025-11-16T12:30", 1_433_200), ("2025-11-16T23:00", 1_433_250)]
BELOW_ZERO = [("2024-01-01", -3.5), ("2024-06-01", 0), ("2026-01-01", 2.25)]


@pytest.mark.parametrize(
    ("stages", "unit", "qualifier"),
    [
        (FALLING[::-1], "customers", "about"),
        (WAVERING, "people", "nearly"),
        (BILLIONS, "doses", None),
        (ONE_DAY, "homes", "more than"),
        (BELOW_ZERO, "%", "about"),
        ([("2025-11-01", 0), ("2025-11-02", 0)], "", None),
    ],
)
def test_every_figure_has_its_place(tally_of: TallyOf, stages: Stages, unit: str, qualifier: str | None) -> None:
    figure = drawing.compose(tally_of(stages, unit=unit, qualifier=qualifier), SOURCES, "how many?")
    assert (covered(figure), len([text for text in figure.axes[0].texts if text.get_text()])) == ([], len(stages))


def test_fifteen_figures_and_three_who_disagree_have_their_places(tally_of: TallyOf, landings: Stages) -> None:
    conflicts = [
        Reading(value, datetime(2025, 11, 16, tzinfo=UTC), 1, None, source)
        for value, source in ((22, "Pacific Desk"), (20, "the ministry of a country with a long name"), (23, "Isthmus Daily"))
    ]
    figure = drawing.compose(tally_of(landings, qualifier="at least", conflicts=conflicts), SOURCES, "how many?")
    told = [text.get_text() for text in figure.axes[0].texts if text.get_text()]
    assert (covered(figure), told[:4], len(told)) == (
        [],
        ["≥ 21", "22, Pacific Desk", "20, the ministry of a…", "23, Isthmus Daily"],
        18,
    )


@pytest.mark.parametrize("stages", [[("2025-11-01", 5)], [("2025-11-01", 5), (None, 7)]])
def test_fewer_than_two_dated_figures_are_no_picture(tally_of: TallyOf, stages: Stages) -> None:
    with pytest.raises(ValueError, match="nothing to draw yet"):
        picture.draw(tally_of(stages), SOURCES, "how many?")


def test_many_threads_may_draw(tally_of: TallyOf, landings: Stages) -> None:
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda _: picture.draw(tally_of(landings), SOURCES, "how many?"), range(4)))
    assert set(drawn) == {picture.draw(tally_of(landings), SOURCES, "how many?")}


def test_without_a_home_to_write_in_nothing_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "MPL"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", NOWHERE],
        capture_output=True,
        encoding="utf-8",
        env=kept | {"HOME": "/dev/null", "TMPDIR": str(scratch)},
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr, list(scratch.iterdir())) == (0, "b'PNG'\n", "", [])
