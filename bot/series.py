"""The figures of a tally that can be drawn: dated, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from index.types import Reading, Tally

NO_TALLY = "the answer is no tally; ask for a count, such as 'how many strikes so far?'"
"""Why there is nothing to draw when an answer is no figure."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure with the moment it holds for."""

    moment: datetime
    value: int | float
    qualifier: str | None
    citation: int
    source: str | None


@dataclass(frozen=True, slots=True)
class Series:
    """How a tally went, as far as its figures are dated."""

    points: tuple[Point, ...]
    """One for each change, oldest first."""
    conflicts: tuple[Point, ...]
    """What other sources give for the same moments, oldest first."""
    undated: int
    """Figures that are left out because no date is known."""


def series(tally: Tally) -> Series:
    """The dated figures of a tally."""
    readings = (*tally.history, *tally.conflicts)
    return Series(
        points=_points(tally.history),
        conflicts=_points(tally.conflicts),
        undated=sum(reading.as_of is None for reading in readings),
    )


def lack(drawn: Series) -> str | None:
    """Why there is nothing to draw, or None when there is a line to draw."""
    if len(drawn.points) >= 2:
        return None
    if not drawn.undated:
        return "one figure so far, nothing to draw yet: a line needs two"
    dated = "one dated figure so far" if drawn.points else "no dated figure"
    return f"{dated}, nothing to draw yet: {left_out(drawn)}"


def left_out(drawn: Series) -> str:
    """How many figures are not drawn for want of a date; empty when all are."""
    if not drawn.undated:
        return ""
    return "one undated figure left out" if drawn.undated == 1 else f"{drawn.undated} undated figures left out"


def _points(readings: Iterable[Reading]) -> tuple[Point, ...]:
    dated = (
        Point(reading.as_of, reading.value, reading.qualifier, reading.citation, reading.source)
        for reading in readings
        if reading.as_of is not None
    )
    return tuple(sorted(dated, key=lambda point: point.moment))
