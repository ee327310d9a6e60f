"""The plot of a tally: a line of steps, its figures, who disagrees, and the two axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from bot.amounts import amount, signed
from bot.labels import END, Box, Placed, Spot, place, tip
from bot.page import DOUBT, GRID, GROUND, HEIGHT, INK, MARGIN, QUIET, STEPS, WIDTH, Page
from bot.series import Point, Series

_TICK, _LABEL, _NEWEST, _DOUBTED = 10.5, 11.0, 13.0, 10.0
_WIDEST, _EDGE = 130.0, 10.0
_TICKS_BELOW = 30.0
"""Room for two lines of dates."""


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands beside a point."""

    point: Point
    words: str
    size: float
    is_bold: bool = False
    is_conflict: bool = False
    is_at_end: bool = False
    """True when no other point is later."""


def plot(page: Page, drawn: Series, unit: str, *, top: float, bottom: float) -> None:
    """Draw the series between two heights of the page."""
    figures = (*drawn.points, *drawn.conflicts)
    low, high = _limits([point.value for point in figures])
    ticks = [tick for tick in _figure_ticks(figures, low, high) if low <= tick <= high]
    names = [amount(tick, unit) for tick in ticks]
    labels = _labels(page, drawn, unit)
    left = MARGIN + max(page.size(name, _TICK)[0] for name in names) + 8
    right = WIDTH - _EDGE - END - max(_room(page, label)[0] for label in labels if label.is_at_end)
    floor = bottom + _TICKS_BELOW
    area = (left / WIDTH, floor / HEIGHT, (right - left) / WIDTH, (top - floor) / HEIGHT)
    axes = page.figure.add_axes(area, facecolor=GROUND)
    axes.set_ylim(low, high)
    axes.set_yticks(ticks, names)
    _dates(axes, [point.moment for point in figures])
    _frame(axes)
    _steps(axes, drawn.points, low=low)
    _label(axes, page, labels, drawn.points)


def _limits(values: Sequence[float]) -> tuple[float, float]:
    """From zero where that leaves the changes visible."""
    low, high = min(values), max(values)
    if low >= 0 and high - low >= high / 5:
        return 0, high * 1.2 or 1
    span = high - low or abs(high)
    return low - 0.15 * span, high + 0.25 * span


def _figure_ticks(figures: Sequence[Point], low: float, high: float) -> list[float]:
    are_whole = all(float(point.value).is_integer() for point in figures)
    return [float(tick) for tick in MaxNLocator(nbins=5, integer=are_whole).tick_values(low, high)]


def _dates(axes: Axes, moments: Sequence[datetime]) -> None:
    # The locator counts its midnights in the zone of what it is given, whatever zone it is told.
    first, last = min(moments).astimezone(UTC), max(moments).astimezone(UTC)
    room = (last - first) * 0.03 or timedelta(days=1)
    axes.set_xlim(_number(first - room), _number(last))
    seen = [tick for tick in _date_ticks(first - room, last) if first - room <= tick <= last]
    axes.set_xticks([_number(tick) for tick in seen], date_names(seen))


def _date_ticks(first: datetime, last: datetime) -> list[datetime]:
    locator = dates.AutoDateLocator(tz=UTC, minticks=3, maxticks=6)  # type: ignore[no-untyped-call]  # as all of matplotlib.dates
    return list(dates.num2date(locator.tick_values(first, last), tz=UTC))  # type: ignore[no-untyped-call]  # likewise


def _number(moment: datetime) -> float:
    return float(dates.date2num(moment))  # type: ignore[no-untyped-call]  # likewise


def date_names(ticks: Sequence[datetime]) -> list[str]:
    """What stands at each tick: a year, a month, a day or a time; below it, where that changes, what it belongs to."""
    if all((tick.month, tick.day, tick.hour, tick.minute) == (1, 1, 0, 0) for tick in ticks):
        return [f"{tick.year}\n" for tick in ticks]
    if all((tick.hour, tick.minute) == (0, 0) for tick in ticks):
        are_months = all(tick.day == 1 for tick in ticks)
        names = [f"{tick:%b}" if are_months else f"{tick.day} {tick:%b}" for tick in ticks]
        wholes = [str(tick.year) for tick in ticks]
    else:
        names = [f"{tick:%H:%M}" for tick in ticks]
        wholes = [f"{tick.day} {tick:%b %Y}" for tick in ticks]
    before = ["", *wholes]
    # Every name has a second line, if an empty one: matplotlib sets one line and two lines at different heights.
    return [f"{name}\n{'' if whole == above else whole}" for name, whole, above in zip(names, wholes, before, strict=False)]


def _frame(axes: Axes) -> None:
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(QUIET)
    axes.grid(axis="y", color=GRID, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(axis="both", colors=QUIET, labelsize=_TICK, length=0, pad=6)
    axes.tick_params(axis="x", length=4, pad=4)


def _steps(axes: Axes, points: Sequence[Point], *, low: float) -> None:
    days = [_number(point.moment) for point in points]
    values = [point.value for point in points]
    axes.step(days, values, where="post", color=STEPS, linewidth=2.4, solid_joinstyle="miter", clip_on=False)
    if low == 0:
        axes.fill_between(days, values, step="post", color=STEPS, alpha=0.13, linewidth=0)


def _label(axes: Axes, page: Page, labels: Sequence[_Label], points: Sequence[Point]) -> None:
    """Draw the points, and beside each its figure, as far as there is room."""
    spots = [_spot(axes, page, label) for label in labels]
    edge = axes.get_window_extent()
    # The newest figure may stand as low as the axis; no other label fits between the axis and this bound.
    bounds = Box(edge.x0, edge.y0 - 5, WIDTH - _EDGE + 1, edge.y1 + 15)
    axis = Box(edge.x0, edge.y0 - 1, edge.x1, edge.y0 + 1)
    places = place(spots, lines=[axis, *_lines(axes, points)], bounds=bounds)
    for label, spot, placed in zip(labels, spots, places, strict=True):
        _mark(axes, label)
        if placed:
            _write(axes, label, spot, placed)


def _labels(page: Page, drawn: Series, unit: str) -> list[_Label]:
    """The labels, those that need a good place first: the newest, who disagrees, the oldest, then backwards in time."""
    *others, newest = drawn.points
    last = max(point.moment for point in (newest, *drawn.conflicts))

    def label(point: Point, size: float, *, is_bold: bool = False) -> _Label:
        figure = page.lettered(signed(point.value, unit, point.qualifier))
        is_conflict = any(point is other for other in drawn.conflicts)
        words = page.cut(f"{figure}, {point.source}", _WIDEST, size) if is_conflict and point.source else figure
        return _Label(point, words, size, is_bold, is_conflict, is_at_end=point.moment == last)

    return [
        label(newest, _NEWEST, is_bold=True),
        *(label(point, _DOUBTED) for point in drawn.conflicts),
        *(label(point, _LABEL) for point in (*others[:1], *reversed(others[1:]))),
    ]


def _spot(axes: Axes, page: Page, label: _Label) -> Spot:
    x, y = axes.transData.transform((_number(label.point.moment), label.point.value))
    width, height = _room(page, label)
    return Spot(float(x), float(y), width, height, is_at_end=label.is_at_end)


def _room(page: Page, label: _Label) -> tuple[float, float]:
    """Width and height of a label, with a little air."""
    width, height = page.size(label.words, label.size, is_bold=label.is_bold)
    return width + 3, height


def _lines(axes: Axes, points: Sequence[Point]) -> list[Box]:
    """What the line of steps covers."""
    covered: list[Box] = []
    corners = [axes.transData.transform((_number(point.moment), point.value)) for point in points]
    for (x, y), (until, following) in pairwise(corners):
        covered.append(Box(x, y - 2, until, y + 2))
        covered.append(Box(until - 2, min(y, following), until + 2, max(y, following)))
    return covered


def _mark(axes: Axes, label: _Label) -> None:
    axes.plot(
        [_number(label.point.moment)],
        [label.point.value],
        marker="o",
        markersize=8 if label.is_bold else 6.5,
        markerfacecolor=GROUND if label.is_conflict else STEPS,
        markeredgecolor=DOUBT if label.is_conflict else GROUND,
        markeredgewidth=1.6 if label.is_conflict else 1.2,
        clip_on=False,
        zorder=4,
    )


def _write(axes: Axes, label: _Label, spot: Spot, placed: Placed) -> None:
    box = placed.box
    color = DOUBT if label.is_conflict else INK
    at = (_number(label.point.moment), label.point.value)
    axes.annotate(
        label.words,
        at,
        xytext=((box.left + box.right) / 2 - spot.x, (box.bottom + box.top) / 2 - spot.y),
        textcoords="offset points",
        ha="center",
        va="center_baseline",
        color=color,
        fontsize=label.size,
        fontweight="bold" if label.is_bold else "normal",
        annotation_clip=False,
        zorder=6,
    )
    if placed.is_far:
        x, y = tip(spot, box)
        line = {"arrowstyle": "-", "color": QUIET, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 4}
        axes.annotate("", at, xytext=(x - spot.x, y - spot.y), textcoords="offset points", arrowprops=line, annotation_clip=False)
