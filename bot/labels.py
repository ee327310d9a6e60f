"""Where labels go in a picture so that none covers another, a point or a line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot

_DISTANCES = (7.0, 13.0, 21.0, 30.0, 40.0, 52.0, 66.0, 82.0, 100.0)
"""How far a label may stand from its point, in the units of the boxes."""
_SHIFTS = tuple(side * step for step in range(0, 90, 2) for side in (1, -1))
"""How far above or below its point a label may stand at the right end."""
_POINT = 5
"""From the middle of a point to its edge, with a little air."""
END = 10.0
"""From a point at the right end to its label."""
_BESIDE = 8.0
"""Up to this distance a label needs no line to its point."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: x grows to the right, y upwards."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: "Box") -> bool:
        """True when the two share more than a border."""
        return self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top

    def holds(self, other: "Box") -> bool:
        """True when the other lies inside."""
        return self.left <= other.left and other.right <= self.right and self.bottom <= other.bottom and other.top <= self.top


@dataclass(frozen=True, slots=True)
class Spot:
    """A point that wants a label of a certain size."""

    x: float
    y: float
    width: float
    height: float
    is_at_end: bool = False
    """True for a point at the right end of the line: its label stands on its right, above or below other labels there."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A label's box, and whether it stands so far off that a line must lead to its point."""

    box: Box
    is_far: bool


def place(spots: Sequence[Spot], *, lines: Sequence[Box], bounds: Box) -> list[Placed | None]:
    """A place for the label of each spot, inside the bounds and off the lines; None where there is no room.

    The first spots get the best places. A label stands on the side where a rising line leaves room, else where there is any.
    """
    points = [Box(spot.x - _POINT, spot.y - _POINT, spot.x + _POINT, spot.y + _POINT) for spot in spots]
    taken: list[Box] = []
    places: list[Placed | None] = []
    for spot in spots:
        free = [
            offered
            for offered in _offers(spot)
            if bounds.holds(offered.box)
            and not _meets(offered.box, [*lines, *points, *taken])
            and not _leads_over(spot, offered, taken)
        ]
        # A line that leads over the steps is better than no label, and worse than any other place.
        chosen = next((offered for offered in free if not _leads_over(spot, offered, lines)), free[0] if free else None)
        places.append(chosen)
        if chosen:
            taken += [chosen.box, *_leader(spot, chosen)]
    return places


def _meets(box: Box, others: Sequence[Box]) -> bool:
    return any(box.overlaps(other) for other in others)


def _leads_over(spot: Spot, placed: Placed, others: Sequence[Box]) -> bool:
    return any(_meets(way, others) for way in _leader(spot, placed))


def _offers(spot: Spot) -> Iterator[Placed]:
    """Places for a label, the best first."""
    if spot.is_at_end:
        for shift in _SHIFTS:
            bottom = spot.y - spot.height / 2 + shift
            box = Box(spot.x + END, bottom, spot.x + END + spot.width, bottom + spot.height)
            yield Placed(box, is_far=abs(shift) > spot.height / 2)
    for distance in _DISTANCES:
        for box in _around(spot, distance):
            yield Placed(box, is_far=distance > _BESIDE)


def _around(spot: Spot, distance: float) -> Iterator[Box]:
    """Boxes at that distance from the point, the preferred sides first."""
    wide, high = spot.width, spot.height
    near = distance * 0.75
    for left, bottom in (
        (spot.x - near - wide, spot.y + near),
        (spot.x - distance - wide, spot.y - high / 2),
        (spot.x - wide / 2, spot.y + distance),
        (spot.x + near, spot.y + near),
        (spot.x + near, spot.y - near - high),
        (spot.x + distance, spot.y - high / 2),
        (spot.x - wide / 2, spot.y - distance - high),
        (spot.x - near - wide, spot.y - near - high),
        (spot.x - wide, spot.y + distance),
        (spot.x, spot.y + distance),
        (spot.x, spot.y - distance - high),
        (spot.x - wide, spot.y - distance - high),
    ):
        yield Box(left, bottom, left + wide, bottom + high)


def tip(spot: Spot, box: Box) -> tuple[float, float]:
    """Where a line from the point meets the box."""
    return min(max(spot.x, box.left), box.right), min(max(spot.y, box.bottom), box.top)


def _leader(spot: Spot, placed: Placed) -> list[Box]:
    """Small boxes along the line that leads to a label far off, from just outside the point to just before the label."""
    if not placed.is_far:
        return []
    x, y = tip(spot, placed.box)
    length = hypot(x - spot.x, y - spot.y)
    shares = [way / length for way in range(_POINT, int(length) - 1, 2)]
    ways = [(spot.x + share * (x - spot.x), spot.y + share * (y - spot.y)) for share in shares]
    return [Box(at - 0.5, height - 0.5, at + 0.5, height + 0.5) for at, height in ways]
