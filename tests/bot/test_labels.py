from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as any_of

from bot.labels import Box, Spot, place

BOUNDS = Box(0, 0, 400, 200)


def test_a_label_stands_where_a_rising_line_leaves_room() -> None:
    rising = [Box(100, 98, 200, 102), Box(198, 100, 202, 150)]
    (placed,) = place([Spot(100, 100, 20, 10)], lines=rising, bounds=BOUNDS)
    assert placed
    assert (placed.box, placed.is_far) == (Box(74.75, 105.25, 94.75, 115.25), False)


def test_at_the_right_end_labels_stand_one_above_the_other() -> None:
    ends = [Spot(300, 100, 40, 10, is_at_end=True), Spot(300, 103, 40, 10, is_at_end=True)]
    first, second = place(ends, lines=[], bounds=BOUNDS)
    assert first
    assert second
    assert [first.box, second.box] == [Box(310, 95, 350, 105), Box(310, 106, 350, 116)]
    assert (first.is_far, second.is_far) == (False, True)


def test_without_room_there_is_no_label() -> None:
    assert place([Spot(100, 100, 500, 10)], lines=[], bounds=BOUNDS) == [None]


SPOTS = any_of.builds(
    Spot, any_of.floats(0, 390), any_of.floats(0, 190), any_of.floats(5, 80), any_of.just(12.0), is_at_end=any_of.booleans()
)


@settings(deadline=None)
@given(any_of.lists(SPOTS, max_size=15))
def test_no_label_covers_another_or_a_point_or_leaves_the_bounds(spots: list[Spot]) -> None:
    boxes = [placed.box for placed in place(spots, lines=[], bounds=BOUNDS) if placed]
    assert [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])] == []
    assert [
        (box, spot) for box in boxes for spot in spots if box.overlaps(Box(spot.x - 5, spot.y - 5, spot.x + 5, spot.y + 5))
    ] == []
    assert [box for box in boxes if not BOUNDS.holds(box)] == []
