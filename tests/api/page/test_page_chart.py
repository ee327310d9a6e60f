"""The page's picture of a tally, for tallies of all kinds and rooms of all widths."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.api.page.browser import Tab

_BEGIN = datetime(2025, 9, 1, 12, tzinfo=UTC)
_DRAWN = """import("./page/chart.js").then(({ chart }) => {
  const picture = chart(%s, %d);
  document.body.replaceChildren(picture);
  const ground = picture.getBoundingClientRect();
  const boxes = [...picture.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const outside = boxes.filter(([, box]) =>
    box.left < ground.left - 1 || box.right > ground.right + 1 || box.top < ground.top - 1 || box.bottom > ground.bottom + 1);
  const labels = [...picture.querySelectorAll(".label")].map((text) => text.getBoundingClientRect());
  const covered = labels.filter((one, place) => labels.slice(place + 1).some((other) =>
    one.left < other.right && other.left < one.right && one.top + 3 < other.bottom - 3 && other.top + 3 < one.bottom - 3));
  return {
    outside: outside.map(([words]) => words),
    covered: covered.length,
    unclear: picture.outerHTML.match(/NaN|Infinity|undefined|null/g),
    points: picture.querySelectorAll(".point").length,
    labelled: labels.length,
    axis: [...picture.querySelectorAll(".axis")].map((text) => text.textContent),
  };
})"""


def tally(values: list[float], *, unit: str = "boats", hours: int = 24, others: tuple[float, ...] = ()) -> dict[str, Any]:
    """A tally with a figure every so many hours, and what others give for the last of these moments."""

    def reading(place: int, value: float) -> dict[str, Any]:
        moment = (_BEGIN + timedelta(hours=hours * place)).isoformat()
        return {"value": value, "as_of": moment, "citation": 1, "qualifier": "at least", "source": "Harbor Wire"}

    history = [reading(place, value) for place, value in enumerate(values)]
    last = len(values) - 1
    return history[-1] | {"unit": unit, "history": history, "conflicts": [reading(last, value) for value in others]}


def drawn(tab: Tab, told: dict[str, Any], *, width: int) -> dict[str, Any]:
    """What can be said of the picture."""
    found: dict[str, Any] = tab.run(_DRAWN % (json.dumps(told), width))
    return found


def test_every_tally_is_drawn_inside_its_room_with_labels_that_can_be_read(tab: Tab, address: str) -> None:
    tab.looks(width=1280, height=900)
    tab.open(address)
    tallies = [
        tally([3, 4, 9, 13, 15, 16, 20, 21]),
        tally([7, 7]),
        tally([5, 6, 8], hours=0),
        tally([-4, -2, 1.5]),
        tally([0.1, 0.25, 0.3], unit="%"),
        tally([1_250_000, 3_400_000_000], unit="$", others=(3_100_000_000, 2_999_999_999)),
        tally([1_000_001, 1_000_002, 1_000_004]),
        tally([number**2 for number in range(40)], others=(1500, 1530, 1600)),
    ]
    for told in tallies:
        for width in (240, 288, 700):
            seen = drawn(tab, told, width=width)
            expected = {"outside": [], "covered": 0, "unclear": None, "points": len(told["history"])}
            assert {name: seen[name] for name in expected} == expected, (told, width)


def test_the_newest_and_the_oldest_figure_are_always_labelled(tab: Tab, address: str) -> None:
    tab.open(address)
    assert drawn(tab, tally([3, 4, 9, 13, 15, 16, 20, 21]), width=700)["labelled"] == 8
    assert drawn(tab, tally([7, 7]), width=240)["labelled"] == 2


def test_the_axis_has_round_figures_and_the_days_of_its_ends(tab: Tab, address: str) -> None:
    tab.open(address)
    assert drawn(tab, tally([3, 21]), width=700)["axis"] == ["0", "5", "10", "15", "20", "25", "1 Sep 2025", "2 Sep 2025"]
    assert drawn(tab, tally([90, 95], hours=1), width=700)["axis"] == ["90", "91", "92", "93", "94", "95", "1 Sep 2025"]
    millions = drawn(tab, tally([1_250_000, 3_400_000], unit="$"), width=700)["axis"]
    assert millions == ["$0", "$1 million", "$2 million", "$3 million", "$4 million", "1 Sep 2025", "2 Sep 2025"]
