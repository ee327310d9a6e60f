from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

from bot import chart, plain
from index.types import Reading, Tally

TallyOf = Callable[..., Tally]
Stages = Sequence[tuple[str, int]]


def lines(tally: Tally, width: int) -> list[str]:
    """The chart as it is printed."""
    return ["".join(text for text, _ in row).rstrip() for row in chart.rows(tally, width=width)]


def test_time_runs_true_to_scale_and_every_figure_has_its_date_and_its_citation(tally_of: TallyOf) -> None:
    tally = tally_of([("2025-11-01", 5), ("2025-11-02", 6), ("2025-11-11", 11)], qualifier="at least")
    assert lines(tally, 50) == [
        "landings",
        "11 Nov 2025  at least 11 [1]                     ●",
        "                                                 │",
        "                                                 │",
        "                                                 │",
        "                                                 │",
        "                                                 │",
        "                                                 │",
        " 2 Nov 2025            6 [2]   ●─────────────────┘",
        " 1 Nov 2025            5 [3] ●─┘",
        "                             ├───────────────────┤",
        "                                       11 Nov 2025",
    ]


def test_a_falling_tally_falls(tally_of: TallyOf) -> None:
    tally = tally_of([("2025-01-01", 45.5), ("2025-02-01", 31), ("2025-06-01", 12), ("2025-07-01", 14)], unit="%")
    assert lines(tally, 60) == [
        "1 Jan 2025  45.5% [4] ●─────┐",
        "                            │",
        "                            │",
        "                            │",
        "1 Feb 2025    31% [3]       ●────────────────────────┐",
        "                                                     │",
        "                                                     │",
        "                                                     │",
        "1 Jul 2025    14% [1]                                │     ●",
        "1 Jun 2025    12% [2]                                ●─────┘",
        "                      ├────────────────────────────────────┤",
        "                      1 Jan 2025                  1 Jul 2025",
    ]


def test_with_many_figures_each_has_one_row(tally_of: TallyOf, landings: Stages) -> None:
    shown = lines(tally_of(landings), 80)
    assert [line[13:20].strip() for line in shown[1:16]] == [
        f"{value} [{place}]" for place, (_, value) in enumerate(landings[::-1], 1)
    ]
    assert (len(shown), max(map(len, shown))) == (18, 80)


def test_who_disagrees_is_hollow_and_named_below(tally_of: TallyOf) -> None:
    conflict = Reading(8, datetime(2025, 11, 9, tzinfo=UTC), 7, "about", "Vale\n\x1b[2JGazette")
    shown = lines(tally_of([("2025-11-01", 5), ("2025-11-09", 9)], conflicts=[conflict]), 40)
    assert ("○" in shown[3], shown[-1]) == (True, "○ about 8 on 9 Nov 2025: Vale Gazette [7]")


def test_undated_figures_are_left_out_with_a_word(tally_of: TallyOf) -> None:
    tally = tally_of([("2025-11-01", 5), ("2025-11-09", 9)])
    undated = replace(tally, history=(Reading(1, None, 5), *tally.history))
    assert lines(undated, 60) == [*lines(tally, 60), "one undated figure left out"]


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ([("2025-11-01", 5)], "one figure so far, nothing to draw yet: a line needs two"),
        ([("2025-11-01", 5), (None, 7)], "one dated figure so far, nothing to draw yet: one undated figure left out"),
        ([(None, 5), (None, 7)], "no dated figure, nothing to draw yet: 2 undated figures left out"),
    ],
)
def test_too_few_figures_are_said_to_be_too_few(tally_of: TallyOf, stages: Stages, sentence: str) -> None:
    assert lines(tally_of(stages), 80) == [sentence]


def test_a_tally_without_a_history_is_one_figure() -> None:
    assert lines(Tally(5, None, "landings", None), 80) == ["one figure so far, nothing to draw yet: a line needs two"]


def test_where_no_line_fits_the_figures_stand_alone(tally_of: TallyOf) -> None:
    assert lines(tally_of([("2025-11-01", 5), ("2025-11-09", 9)]), 24) == ["landings", "9 Nov 2025  9 [1]", "1 Nov 2025  5 [2]"]


def test_in_a_pipe_a_chart_has_eighty_columns(tally_of: TallyOf, landings: Stages) -> None:
    assert plain.timeline(tally_of(landings)).splitlines() == lines(tally_of(landings), 80)


DAYS = any_of.dates().map(str)


@given(any_of.lists(any_of.tuples(DAYS, any_of.integers(-(10**9), 10**9)), min_size=2, max_size=20), any_of.integers(1, 200))
def test_every_figure_is_told_and_nothing_is_wider_than_the_terminal(stages: Stages, width: int) -> None:
    history = tuple(
        Reading(value, datetime.fromisoformat(day).replace(tzinfo=UTC), number)
        for number, (day, value) in enumerate(stages, start=1)
    )
    shown = lines(Tally(history[-1].value, None, "", history[-1].as_of, history), width)
    told = "\n".join(shown)
    widest_label = max(len(line.partition("]")[0]) for line in shown) + 3
    assert [number for number in range(1, len(stages) + 1) if f" [{number}]" not in told] == []
    assert max(map(len, shown)) <= max(width, widest_label)
