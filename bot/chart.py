"""The series of a tally drawn with letters: time runs to the right, true to scale; every figure has a row, the highest on top."""

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Literal

from bot.amounts import noun, worded
from bot.cleaning import one_line
from bot.moments import day
from bot.series import Point, Series, lack, left_out, series
from index.types import Tally

Role = Literal["words", "date", "figure", "citation", "line", "point", "conflict"]
Row = tuple[tuple[str, Role], ...]
"""Parts of one line, each with what it is."""

_POINT, _CONFLICT = "●", "○"
_EMPTY: tuple[str, Role] = (" ", "line")
_TALLEST = 10
"""Rows that are filled up to show how far figures lie apart. With more figures than that, each has a row and no more."""
_ROWS_A_FIGURE = 3
_NARROWEST = 8
"""Columns below which a line shows nothing."""


def rows(tally: Tally, *, width: int) -> tuple[Row, ...]:
    """The chart, a line each; notes below it may be wider than `width`, nothing else is.

    A single row when there is nothing to draw: it says why.
    """
    drawn = series(tally)
    if why := lack(drawn):
        return (((why, "words"),),)
    figures = sorted((*drawn.points, *drawn.conflicts), key=lambda point: (point.value, point.moment))
    labels = _labels(figures, tally.unit)
    room = width - sum(len(text) for text, _ in labels[0]) - 1
    heading: tuple[Row, ...] = (((noun(tally.unit)[:width], "words"),),) if noun(tally.unit) else ()
    notes = _notes(drawn, tally.unit)
    if room < _NARROWEST:
        return (*heading, *reversed(labels), *notes)
    height = max(len(figures), min(_TALLEST, _ROWS_A_FIGURE * len(figures)))
    places = dict(zip(_levels([point.value for point in figures], height), zip(figures, labels, strict=True), strict=True))
    canvas = _Canvas(drawn, {id(point): level for level, (point, _) in places.items()}, width=room)
    blank: Row = ((" " * (width - room), "words"),)
    lines = [
        ((*places[level][1], (" ", "words")) if level in places else blank) + canvas.row(level)
        for level in reversed(range(height))
    ]
    return (*heading, *lines, *((*blank, *foot) for foot in canvas.foot()), *notes)


def _labels(figures: Sequence[Point], unit: str) -> list[Row]:
    """Date, figure and number of the citation of each, in columns."""
    dates = [day(point.moment) for point in figures]
    amounts = [worded(point.value, unit, point.qualifier) for point in figures]
    numbers = [f"[{point.citation}]" for point in figures]
    sizes = [max(map(len, column)) for column in (dates, amounts, numbers)]
    return [
        (
            (date.rjust(sizes[0]), "date"),
            ("  " + figure.rjust(sizes[1]), "figure"),
            (" " + number.ljust(sizes[2]), "citation"),
        )
        for date, figure, number in zip(dates, amounts, numbers, strict=True)
    ]


def _levels(values: Sequence[float], height: int) -> list[int]:
    """A row for each of the ascending values, from 0 at the bottom, as true to scale as one row for each allows."""
    span = values[-1] - values[0]
    wanted = [round((value - values[0]) / span * (height - 1)) if span else 0 for value in values]
    for place in range(1, len(wanted)):
        wanted[place] = max(wanted[place], wanted[place - 1] + 1)
    for place in reversed(range(len(wanted))):
        wanted[place] = min(wanted[place], height - len(wanted) + place)
    return wanted


def _notes(drawn: Series, unit: str) -> list[Row]:
    """What the chart cannot show: who disagrees, what is left out."""
    told = [
        f"{_CONFLICT} {worded(point.value, unit, point.qualifier)} on {day(point.moment)}: "
        f"{one_line(point.source or 'another source')} [{point.citation}]"
        for point in drawn.conflicts
    ]
    return [((note, "words"),) for note in (*told, left_out(drawn)) if note]


class _Canvas:
    """The cells that a series fills."""

    def __init__(self, drawn: Series, levels: dict[int, int], *, width: int) -> None:
        moments = [point.moment for point in (*drawn.points, *drawn.conflicts)]
        self._first, self._last, self._width = min(moments), max(moments), width
        self._cells: dict[tuple[int, int], tuple[str, Role]] = {}
        spots = [(levels[id(point)], self._column(point)) for point in drawn.points]
        for level, column in spots:
            self._cells[level, column] = (_POINT, "point")
        for point in drawn.conflicts:
            self._cells[levels[id(point)], self._column(point)] = (_CONFLICT, "conflict")
        for (level, start), (following, end) in pairwise(spots):
            self._step(level, start, following, end)

    def row(self, level: int) -> Row:
        """The cells of one level, up to the last that is filled."""
        filled = [column for at, column in self._cells if at == level]
        cells = [self._cells.get((level, column), _EMPTY) for column in range(max(filled, default=-1) + 1)]
        return tuple(("".join(letter for letter, _ in run), role) for role, run in groupby(cells, key=itemgetter(1)))

    def foot(self) -> tuple[Row, Row]:
        """The line below the chart, and the dates of its ends."""
        first, last = day(self._first), day(self._last)
        gap = self._width - len(first) - len(last)
        ends = first + " " * gap + last if gap > 0 and first != last else last.rjust(self._width)
        return (("├" + "─" * (self._width - 2) + "┤", "line"),), ((ends, "date"),)

    def _column(self, point: Point) -> int:
        span = (self._last - self._first).total_seconds()
        return round((point.moment - self._first).total_seconds() / span * (self._width - 1)) if span else 0

    def _step(self, level: int, start: int, following: int, end: int) -> None:
        """A figure holds until the next one: to the right, then up or down."""
        for column in range(start + 1, end):
            self._draw(level, column, "─")
        if end > start:
            self._draw(level, end, "┘" if following > level else "┐")
        for between in range(min(level, following) + 1, max(level, following)):
            self._draw(between, end, "│")

    def _draw(self, level: int, column: int, letter: str) -> None:
        present, _ = self._cells.get((level, column), (letter, "line"))
        if present not in (_POINT, _CONFLICT):
            self._cells[level, column] = (letter if present == letter else "┼", "line")
