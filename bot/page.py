"""The page that a picture of a tally is drawn on: its size, its colours, and text that fits."""

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font

from bot.lettering import lettered, wrapped

WIDTH, HEIGHT, MARGIN = 518.4, 324.0, 22.0
"""In points, as everything here."""
GROUND, INK, QUIET, GRID = "#22303d", "#f5f7f9", "#b9c5cf", "#3d4d5c"
STEPS, DOUBT = "#ffb54a", "#8fd6ff"
_LINE = 1.22
"""Height of a line of text in sizes of its font."""


class Page:
    """A figure to write on."""

    def __init__(self, figure: Figure, canvas: FigureCanvasAgg) -> None:
        self.figure = figure
        self._renderer = canvas.get_renderer()  # type: ignore[no-untyped-call]  # matplotlib leaves it untyped

    def lettered(self, text: str) -> str:
        """The text on one line, with only what can be drawn."""
        return lettered(text, _letters())

    def size(self, text: str, size: float, *, is_bold: bool = False) -> tuple[float, float]:
        """Width and height of a line of text."""
        width: float
        width, _, _ = self._renderer.get_text_width_height_descent(text, _font(size, is_bold=is_bold), False)
        return width, size * _LINE

    def cut(self, text: str, width: float, size: float) -> str:
        """As much of the text as one line of that width holds."""
        return "".join(wrapped(self.lettered(text), fits=lambda line: self.size(line, size)[0] <= width, most=1))

    def write(self, text: str, *, top: float, size: float, most: int, color: str, is_bold: bool = False) -> float:
        """Write lines from the left margin, the first one at the top; returns the bottom of the last."""
        for line in self._lines(text, size, most, is_bold=is_bold):
            top -= size * _LINE
            self._put(line, top, size, color, is_bold=is_bold)
        return top

    def write_below(self, text: str, *, bottom: float, size: float, most: int, color: str) -> float:
        """Write lines from the left margin, the last one at the bottom; returns the top of the first."""
        for line in reversed(self._lines(text, size, most, is_bold=False)):
            self._put(line, bottom, size, color, is_bold=False)
            bottom += size * _LINE
        return bottom

    def _lines(self, text: str, size: float, most: int, *, is_bold: bool) -> list[str]:
        room = WIDTH - 2 * MARGIN
        return wrapped(self.lettered(text), fits=lambda line: self.size(line, size, is_bold=is_bold)[0] <= room, most=most)

    def _put(self, line: str, bottom: float, size: float, color: str, *, is_bold: bool) -> None:
        font = _font(size, is_bold=is_bold)
        self.figure.text(MARGIN / WIDTH, (bottom + size * 0.25) / HEIGHT, line, fontproperties=font, color=color, va="baseline")


def _font(size: float, *, is_bold: bool) -> FontProperties:
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if is_bold else "normal")


@cache
def _letters() -> frozenset[int]:
    """Code points that the font has in both weights."""
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    regular, bold = (FT2Font(str(folder / name)).get_charmap() for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
    return frozenset(regular) & frozenset(bold)
