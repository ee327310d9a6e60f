"""How a tally is drawn on a page: the heading above the plot, the footnote below it. See `bot.picture`."""

import io
from collections.abc import Sequence
from threading import Lock
from typing import Any

import matplotlib as mpl
from matplotlib import style
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from bot.amounts import counted, noun
from bot.cleaning import one_line
from bot.moments import day
from bot.page import GROUND, HEIGHT, INK, MARGIN, QUIET, WIDTH, Page
from bot.picture import Form
from bot.plotting import plot
from bot.series import Series, lack, left_out, series
from index.types import Citation, Tally

_TITLE, _SUBTITLE, _FOOT = 18.0, 12.5, 9.0
_MOST_SOURCES = 6
_METADATA: dict[Form, dict[str, str | None]] = {
    "png": {"Software": None},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""What would make two files of one picture differ."""
_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "text.parse_math": False,  # a dollar sign is money here
    "text.usetex": False,
    "svg.hashsalt": "dateline",
}
# What matplotlib is set to belongs to the whole process: two pictures at once would undo each other's settings.
_one_at_a_time = Lock()


def draw(tally: Tally, citations: Sequence[Citation], title: str, *, form: Form, width: int) -> bytes:
    """The picture as the bytes of a file, a PNG so many pixels wide. Raises ValueError when fewer than two figures are dated."""
    with _one_at_a_time, style.context("default", after_reset=True), mpl.rc_context(_SETTINGS):
        file = io.BytesIO()
        figure = compose(tally, citations, title)
        figure.savefig(file, format=form, dpi=width / (WIDTH / 72), facecolor=GROUND, metadata=_METADATA[form])
        return file.getvalue()


def compose(tally: Tally, citations: Sequence[Citation], title: str) -> Figure:
    """The figure, laid out at 72 dots an inch. Raises ValueError when fewer than two figures are dated."""
    drawn = series(tally)
    if why := lack(drawn):
        raise ValueError(why)
    figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor=GROUND)
    page = Page(figure, FigureCanvasAgg(figure))
    top = _heading(page, title, tally)
    bottom = _footnote(page, _sources(tally, citations), tally, drawn)
    plot(page, drawn, tally.unit, top=top, bottom=bottom)
    return figure


def _heading(page: Page, title: str, tally: Tally) -> float:
    """Writes the title and the newest figure; returns how high the room below them reaches."""
    newest = _capitalised(counted(tally.value, tally.unit, tally.qualifier))
    above = _capitalised(page.lettered(title)) or _capitalised(page.lettered(noun(tally.unit))) or "Timeline"
    top = HEIGHT - MARGIN
    top = page.write(above, top=top, size=_TITLE, most=2, color=INK, is_bold=True)
    return page.write(newest, top=top - 5, size=_SUBTITLE, most=1, color=QUIET) - 12


def _footnote(page: Page, sources: Sequence[str], tally: Tally, drawn: Series) -> float:
    """Writes until when the tally holds, and its sources; returns how far down the room above them reaches."""
    named = ", ".join(sources[:_MOST_SOURCES])
    more = f" and {len(sources) - _MOST_SOURCES} more" if len(sources) > _MOST_SOURCES else ""
    told = [
        f"As of {day(tally.as_of or drawn.points[-1].moment)}",
        _capitalised(left_out(drawn)),
        f"{'Sources' if len(sources) > 1 else 'Source'}: {named}{more}" if sources else "",
    ]
    return page.write_below(". ".join(filter(None, told)) + ".", bottom=MARGIN - 6, size=_FOOT, most=2, color=QUIET) + 10


def _sources(tally: Tally, citations: Sequence[Citation]) -> list[str]:
    """The outlets whose articles tell the figures, in the order of the citations; a title where no outlet is known."""
    used = {reading.citation for reading in (*tally.history, *tally.conflicts)}
    told = [citation for citation in citations if citation.number in used]
    return list(dict.fromkeys(one_line(citation.source or f"“{citation.title}”") for citation in told))


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
