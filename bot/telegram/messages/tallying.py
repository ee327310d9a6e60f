"""A tally told anew, in the reader's language and in lines that fit a phone: the figure, what it was before, who disagrees."""

import re
from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from bot.amounts import noun
from bot.telegram.messages.citing import MARKER, marker, outlet
from bot.telegram.messages.days import DAY, named
from bot.telegram.messages.figures import capitalised, counted, worded
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, bold
from index.answering import numerals
from index.types import Answer, Citation, Reading, Tally

_WORDED = re.compile(
    rf"(?P<figure>.+?)(?:, as of {DAY})?\. \[(?P<number>\d+)\](?: The article is undated\.)?"
    r"(?P<earlier> Earlier: .+?\.)?(?P<growth> How it came there: .+?\.)?(?: Others differ: .+?\.)?"
    rf"(?: No newer figure in the articles, which reach to (?P<reach>{DAY})\.)?",
    re.DOTALL,
)
"""The text of a tally that stands at its newest figure; see `index.answering.telling`."""
_SHARE = re.compile(r"(?:percent|per cent|%)( of .+)$")
_EARLIER_TOLD = 3
_GROWTH_TOLD = 9


def retold(given: Answer, words: Words) -> Html | None:
    """A tally's answer, a line for each thing to know of it; None when its text tells something else than where it stands."""
    tally, told = given.tally, _WORDED.fullmatch(given.text.strip())
    if not (tally and tally.history and told) or not _fits(told, tally):
        return None
    lines = [standing(tally, told["figure"], given.citations, words)]
    if told["earlier"]:
        stages = [stage(each, tally, given.citations, words) for each in reversed(tally.history[:-1][-_EARLIER_TOLD:])]
        lines.append(words.html("answer_earlier", stages=Html(", ".join(stages))))
    if told["growth"]:
        lines.append(words.html("answer_growth"))
        lines += [Html(f"• {stage(each, tally, given.citations, words)}") for each in spread(tally.history, _GROWTH_TOLD)]
    lines += disagreeing(tally, given.citations, words)
    if told["reach"] and (reach := named(told["reach"])):
        lines.append(words.html("answer_stale", day=words.day(reach, beside=tally.as_of)))
    return Html("\n".join(lines))


def disagreeing(tally: Tally, citations: Sequence[Citation], words: Words) -> list[Html]:
    """A line for each day on which sources give different figures, oldest first."""
    lines = []
    by_day = sorted(tally.conflicts, key=lambda reading: _date(reading.as_of))
    for day, others in groupby(by_day, key=lambda reading: _date(reading.as_of)):
        own = [reading for reading in tally.history if _date(reading.as_of) == day][-1:]
        lines.append(_disagreement(own, list(others), tally, citations, words))
    return lines


def spread(readings: Sequence[Reading], most: int) -> tuple[Reading, ...]:
    """At most so many of the readings, evenly chosen, the first and the last among them."""
    if len(readings) <= most:
        return tuple(readings)
    places = sorted({round(place * (len(readings) - 1) / (most - 1)) for place in range(most)})
    return tuple(readings[place] for place in places)


def tells_newest(figure: str, number: int, tally: Tally) -> bool:
    """True when a figure as worded, cited by that number, is the tally's newest; a range says more than a tally holds."""
    newest = tally.history[-1]
    found = next(iter(numerals.find(figure)), None)
    is_figure = found is not None and found.qualified_start == 0 and found.value == tally.value and found.high is None
    return is_figure and number == newest.citation and tally.value == newest.value


def _fits(told: re.Match[str], tally: Tally) -> bool:
    """True when the text tells what the tally does."""
    earlier = len(MARKER.findall(told["earlier"] or ""))
    is_whole = not told["earlier"] or earlier == min(_EARLIER_TOLD, len(tally.history) - 1)
    return is_whole and tells_newest(told["figure"], int(told["number"]), tally)


def standing(tally: Tally, figure: str, citations: Sequence[Citation], words: Words) -> Html:
    """The newest figure with its day; `figure` is how it was worded, for what a share is a share of."""
    share = _SHARE.search(figure) if not noun(tally.unit) else None
    shown = capitalised(counted(tally.value, tally.unit, tally.qualifier, words)) + (share[1] if share else "")
    led = marker(tally.history[-1].citation, citations)
    if tally.as_of is None:
        return words.html("answer_figure_undated", figure=bold(shown), marker=led)
    return words.html("answer_figure", figure=bold(shown), day=words.day(tally.as_of), marker=led)


def stage(reading: Reading, tally: Tally, citations: Sequence[Citation], words: Words) -> Html:
    """A figure that the tally stood at, with its day."""
    figure = worded(reading.value, tally.unit, reading.qualifier, words)
    led = marker(reading.citation, citations)
    if reading.as_of is None:
        return words.html("answer_stage_undated", figure=figure, marker=led)
    return words.html("answer_stage", figure=figure, day=words.day(reading.as_of, beside=tally.as_of), marker=led)


def _disagreement(
    own: Sequence[Reading], others: Sequence[Reading], tally: Tally, citations: Sequence[Citation], words: Words
) -> Html:
    said = Html(", ".join(_said(reading, tally, citations, words) for reading in (*own, *others)))
    day: datetime | None = others[0].as_of
    if day is None:
        return words.html("answer_differ_undated", figures=said)
    kind = "answer_differ" if own or len(others) > 1 else "answer_other_count"
    return words.html(kind, figures=said, day=words.day(day, beside=tally.as_of))


def _said(reading: Reading, tally: Tally, citations: Sequence[Citation], words: Words) -> Html:
    """A figure with who gives it."""
    figure = worded(reading.value, tally.unit, reading.qualifier, words)
    cited = next((citation for citation in citations if citation.number == reading.citation), None)
    source = outlet(reading.source, None) or (outlet(cited.source, cited.url) if cited else "")
    led = marker(reading.citation, citations)
    if not source:
        return words.html("answer_said", figure=figure, marker=led)
    return words.html("answer_said_by", figure=figure, source=source, marker=led)


def _date(moment: datetime | None) -> date:
    return moment.date() if moment else date.max
