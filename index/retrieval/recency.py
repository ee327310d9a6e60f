"""How well an article's date fits the time that a question is about."""

import math
from datetime import datetime, timedelta

from index.retrieval.questions import Plan
from index.retrieval.times import Moment

_NAMED = 0.3
"""How much a fitting date adds to a score."""
_NEWNESS = 0.15
_HALF_LIFE = timedelta(days=21)
_PERIOD = timedelta(days=40)
"""A named time longer than this, such as a year, says little about when the article was published."""
_BEFORE = timedelta(days=3)
_AFTER = timedelta(days=3)
_AFTERMATH = timedelta(days=45)
_RUN_UP = timedelta(days=21)


def timeliness(plan: Plan, published: datetime | None, *, newest: datetime | None) -> float:
    """A factor from 1 to 1.3 for the score of a passage published then: a soft prior, never a cut.

    For a question about a named time, articles of that time come first; for one about now, the newer they are, with a half-life
    of three weeks counted from `newest`. An undated article gets 1.
    """
    if published is None:
        return 1.0
    if plan.moments:
        return 1.0 + _NAMED * max(_fit(moment, published) for moment in plan.moments)
    if plan.about_now and newest is not None:
        age = max(newest - published, timedelta(0))
        return 1.0 + _NEWNESS * math.pow(0.5, age / _HALF_LIFE)
    return 1.0


def fits_named_time(plan: Plan, told: datetime | None) -> bool:
    """True when the question names a day or a month, and what is told is of that time, give or take three days."""
    if told is None:
        return False
    short = [moment for moment in plan.moments if moment.end - moment.start <= _PERIOD]
    return any(moment.start - _BEFORE <= told <= moment.end + _AFTER for moment in short)


def _fit(moment: Moment, published: datetime) -> float:
    if moment.bound == "since" or moment.end - moment.start > _PERIOD:
        return 0.0
    before = _RUN_UP if moment.bound == "as_of" else _BEFORE
    if moment.start - before <= published <= moment.end + _AFTER:
        return 1.0
    return 0.5 if moment.end <= published <= moment.end + _AFTERMATH else 0.0
