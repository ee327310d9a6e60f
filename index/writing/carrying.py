"""What a written answer takes over from the quoted one: a tally, with what is told of it beside its figure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from index.answering import counting, dates
from index.answering.counting import Form
from index.retrieval.questions import Plan
from index.types import Answer, Citation, Reading, Tally

_MARKER = re.compile(r"\[(\d+)\]")


def is_worked_out(plan: Plan, draft: Answer) -> bool:
    """True when the tally's text tells what no article states: a difference, or the day on which a figure was passed."""
    tally = draft.tally
    if tally is None or not tally.history:
        return False
    return tally.value != tally.history[-1].value or counting.understand(plan).form is Form.PASSING


def ending(draft: Answer, text: str, as_of: datetime | None) -> str:
    """What a written text still lacks: the day it holds for, and what the draft tells of its tally beside the figure.

    Its markers are the draft's.
    """
    undated = "The article is undated."
    rest = draft.text[_end_of_standing(draft.text) :].strip() if draft.tally else ""
    standing = undated if as_of is None and undated not in rest else ""
    if as_of and "as of" not in text.lower():
        standing = f"As of {dates.written(as_of)}."
    return " ".join(part for part in (standing, rest) if part)


def renumbered(draft: Answer, text: str, citations: Sequence[Citation]) -> tuple[str, tuple[Citation, ...], Tally | None]:
    """A part of the draft's text and its tally, citing by the numbers of a written answer, whose citations come first."""
    numbers: dict[int, int] = {}
    cited = list(citations)
    tally = draft.tally
    readings = [*tally.history, *tally.conflicts] if tally else []
    for old in [*map(int, _MARKER.findall(text)), *(each.citation for each in readings)]:
        if old not in numbers:
            numbers[old] = _place(draft.citations[old - 1], cited)
    told = _MARKER.sub(lambda match: f"[{numbers[int(match[1])]}]", text)
    return told, tuple(cited), _cited_anew(tally, numbers) if tally else None


def _place(wanted: Citation, cited: list[Citation]) -> int:
    """The number of a citation among those cited, which it joins unless one of them holds its quote."""
    for citation in cited:
        if citation.article_id == wanted.article_id and wanted.quote in citation.quote:
            return citation.number
    cited.append(replace(wanted, number=len(cited) + 1))
    return len(cited)


def _cited_anew(tally: Tally, numbers: Mapping[int, int]) -> Tally:
    def anew(readings: Sequence[Reading]) -> tuple[Reading, ...]:
        return tuple(replace(each, citation=numbers[each.citation]) for each in readings)

    return replace(tally, history=anew(tally.history), conflicts=anew(tally.conflicts))


def _end_of_standing(text: str) -> int:
    """Where the first statement of a tally's text ends, the one that tells its figure."""
    marker = _MARKER.search(text)
    return marker.end() if marker else 0
