"""Times that a question names: "as of Nov 1", "between October and November", "two weeks ago"."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from index.retrieval import bounds
from index.retrieval.bounds import Bound
from index.retrieval.phrases import Reference

_ANY = date(2000, 1, 1)
FORESEEN = re.compile(r"\b(?:could|might|expect(?:s|ed)?|projected|forecast|predict(?:s|ed)?)\b", re.IGNORECASE)
"""Words of a question that asks for what was foreseen: times behind them are still to come."""
_LEADING = re.compile(r"\b(?:in|on|at|during|over|for|within|around)\s+(?:the\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Moment:
    """A span of time that a question names: `start` inclusive, `end` its last instant, both UTC."""

    start: datetime
    end: datetime
    bound: Bound
    """`as_of` when nothing later counts ("as of", "by", "until", "before"), `since`, or `during`."""
    written: str
    """Its own words, without those that bind it."""
    place: tuple[int, int]
    """Where it stands in the question, with the words that bind it: "by the end of October", "between May and June"."""
    is_future: bool
    """True when it is not over yet at the time of asking."""


def find(question: str, *, now: datetime, newest: datetime | None) -> tuple[Moment, ...]:
    """The times a question names, in order of their places.

    A date without a year is its latest occurrence not after `newest` (the newest indexed article), else not after `now`; a
    weekday is the last one up to `now`, and weeks begin on Monday. "Before Nov. 10" ends with the 9th, "after Nov. 10" begins
    with the 11th. The early, middle and late part of a month end with its 10th, 20th and last day, but "by mid-October" counts
    to the 15th. What is some weeks or months ago is the week or month around that day.
    """
    reference = Reference(_day(now), _day(newest or now))
    return tuple(
        Moment(
            start=datetime.combine(found.start, time(), tzinfo=UTC),
            end=(end := datetime.combine(found.end, time(), tzinfo=UTC) + timedelta(days=1, seconds=-1)),
            bound=found.bound,
            written=question[slice(*found.written)],
            place=found.place,
            is_future=end > now,
        )
        for found in bounds.find(question, reference, is_ahead=lambda place: FORESEEN.search(question[:place]) is not None)
    )


def written(question: str) -> tuple[str, ...]:
    """The times a question names as it words them, with what binds or leads to them: "as of Nov 1", "in October"."""
    told = []
    for found in bounds.find(question, Reference(_ANY, _ANY)):
        start, end = found.place
        leading = _LEADING.search(question[:start])
        told.append(question[leading.start() if leading else start : end])
    return tuple(told)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date()
