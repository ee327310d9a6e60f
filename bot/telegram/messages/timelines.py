"""How a tally went, in words: the caption below its picture, and the whole series for those who can't see it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from bot import series as dated
from bot.amounts import noun
from bot.telegram.messages.citing import clipped, marker
from bot.telegram.messages.figures import capitalised, worded
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, bold
from bot.telegram.messages.tallying import disagreeing
from index.types import Citation, Reading, Tally

_LAST_TOLD = 3
_LONGEST_NOUN = 80
_ANY = datetime.min.replace(tzinfo=UTC)


def caption(tally: Tally, words: Words) -> str:
    """What is counted, from what to what it went and when, and the last three figures: at most 1,024 UTF-16 units."""
    points = dated.series(tally).points
    if not points:
        return bold(_heading(tally, words))
    first, last = points[0], points[-1]
    figures = [worded(point.value, tally.unit, point.qualifier, words) for point in points]
    lines = [
        bold(words.plain("timeline_range", what=_heading(tally, words), first=figures[0], last=figures[-1])),
        words.html("timeline_days", start=words.day(first.moment, beside=last.moment), end=words.day(last.moment)),
    ]
    told = [
        words.plain("timeline_stage", figure=figure, day=words.day(point.moment, beside=last.moment))
        for figure, point in list(zip(figures, points, strict=True))[: -_LAST_TOLD - 1 : -1]
    ]
    lines.append(words.html("timeline_last", stages=", ".join(told)))
    if tally.conflicts:
        lines.append(words.html("timeline_differ", n=len(tally.conflicts)))
    return Html("\n".join(lines))


def series(tally: Tally, citations: Sequence[Citation], words: Words) -> tuple[str, ...]:
    """Every figure of the tally with its day and source, oldest first and undated ones last, then who disagrees, as blocks."""
    ordered = sorted(tally.history, key=lambda reading: (reading.as_of is None, reading.as_of or _ANY))
    lines = [_line(reading, tally, citations, words) for reading in ordered]
    blocks = [Html("\n".join([bold(_heading(tally, words)), *lines]))]
    if told := disagreeing(tally, citations, words):
        blocks.append(Html("\n".join(told)))
    return tuple(blocks)


def _line(reading: Reading, tally: Tally, citations: Sequence[Citation], words: Words) -> Html:
    day = words.day(reading.as_of, beside=tally.as_of) if reading.as_of else words.plain("undated")
    figure = bold(worded(reading.value, tally.unit, reading.qualifier, words))
    return words.html("timeline_line", day=day, figure=figure, marker=marker(reading.citation, citations))


def _heading(tally: Tally, words: Words) -> str:
    return capitalised(clipped(noun(tally.unit), _LONGEST_NOUN)) or words.plain("timeline")
