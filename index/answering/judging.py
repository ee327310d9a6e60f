"""Which sentence answers, and whether any does."""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from index.answering import dates, weights
from index.answering.evidence import Sentence
from index.answering.signals import NAMES, Signals
from index.retrieval.questions import Kind, Plan
from index.retrieval.times import FORESEEN
from index.types import Overview

_NEGATED = re.compile(r"\b(no|not|never|none|without|neither|nor|yet to|declined|unclear|unknown)\b|n[’']t\b", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)
# Questions that leave open which story they are about are too rare among those learnt from to learn this.
_STORY = 6.0
"""What it is worth, to a question that leaves the story open, that a sentence is of the story told most."""
_STORY_SPREAD = 0.15
_MARGIN = 2.0
"""Of scores, between sentences that tell about equally well."""
_SLACK = timedelta(days=2)
_MOST_MISSING = 2
_HALF = 0.5
_OF_THE_BEST = ("fresh", "gap_context", "meaning", "number", "timely", "passage", "offer", "predicate", "running")
_SMALL, _LARGE = 1.7, 4.0
"""Logarithms of passages, between which what the size of an index does was learnt."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The sentences with how well each answers, best first."""

    sentences: tuple[Sentence, ...]
    scores: tuple[float, ...]
    """Comparable within one question only."""
    rows: npt.NDArray[np.float64]
    """The signals, in the same order."""


def rank(signals: Signals, *, is_latest_wanted: bool = False) -> Judged:
    """Order the sentences by the weighted sum of their signals.

    When the latest state of a count is wanted, the newest article's comes first among sentences that tell it about equally well.
    """
    scores = signals.table @ np.array([weights.RANKING[name] for name in NAMES])
    scores = scores + _STORY * signals.table[:, NAMES.index("prominence")]
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    if is_latest_wanted and (latest := _latest(signals, scores, order)) is not None:
        order = [latest, *(place for place in order if place != latest)]
    return _in_order(signals.sentences, scores.tolist(), signals.table, order)


def _in_order(sentences: Sequence[Sentence], scores: Sequence[float], rows: npt.NDArray[np.float64], order: list[int]) -> Judged:
    return Judged(tuple(sentences[place] for place in order), tuple(scores[place] for place in order), rows[order])


def _latest(signals: Signals, scores: npt.NDArray[np.float64], order: list[int]) -> int | None:
    """The newest of the sentences that tell how far the count has come, none of them much worse than the best one."""
    offers, running = signals.table[:, NAMES.index("offer")], signals.table[:, NAMES.index("running")]
    best = order[0]
    if not running[best]:
        return None
    story = same_story(signals.table[order])
    telling = [place for place, fits in zip(order, story, strict=True) if fits and running[place]]
    dated = [place for place in telling if signals.sentences[place].passage.published]
    equal = [place for place in dated if scores[place] >= scores[best] - _MARGIN and offers[place] >= offers[best]]
    if not equal:
        return None
    return max(equal, key=lambda place: (signals.sentences[place].passage.published, scores[place]))


def dated_first(judged: Judged) -> Judged:
    """The same with the best of the sentences that name a day put first, if any does."""
    dated = (place for place, each in enumerate(judged.sentences) if _names_a_day(each))
    first = next(dated, 0)
    order = [first, *(place for place in range(len(judged.sentences)) if place != first)]
    return _in_order(judged.sentences, judged.scores, judged.rows, order)


def _names_a_day(sentence: Sentence) -> bool:
    """True for a sentence that names one day, and not as that since which something counts."""
    times = dates.all_told(sentence.text, sentence.passage.published)
    return any(each.start == each.end and not _SINCE.search(sentence.text[: each.place[0]]) for each in times)


def same_story(rows: npt.NDArray[np.float64]) -> list[bool]:
    """For each sentence, best first, whether it is of the best one's story; all are, unless the question leaves it open."""
    prominence = rows[:, NAMES.index("prominence")]
    return [bool(each >= prominence[0] - _STORY_SPREAD) for each in prominence]


def doubts(
    plan: Plan, judged: Judged, *, names: Collection[str], covered: Mapping[str, float], overview: Overview
) -> dict[str, float]:
    """What speaks for and against the best sentence being an answer, by name as in `weights.ANSWERABLE`.

    `names` are those of the plan's terms that are names, `covered` tells how far each term stands in the best sentence's whole
    article.
    """
    row = dict(zip(NAMES, map(float, judged.rows[0]), strict=True))
    missing = sum(covered[term] < _HALF for term in names)
    return {
        **{name: row[name] for name in _OF_THE_BEST},
        "score": judged.scores[0],
        "best_offer": float(judged.rows[:, NAMES.index("offer")].max()),
        "missing_names": float(min(_MOST_MISSING, missing)),
        "future": float(asks_beyond(plan, overview.last_published)),
        "negated": float(bool(_NEGATED.search(judged.sentences[0].text))),
        "asks_when": float(plan.kind is Kind.WHEN),
        "asks_thing": float(plan.kind is Kind.THING),
        # Words are rarer in a large index, and something near can be found in it for everything.
        "size": min(_LARGE, max(_SMALL, math.log10(max(1, overview.passages)))),
    }


def probability(found: Mapping[str, float]) -> float:
    """The chance, 0 to 1, that the best sentence answers: logistic regression over the doubts."""
    return logistic(weights.BIAS, weights.ANSWERABLE, found)


def logistic(bias: float, weight_of: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The probability, 0 to 1, of a logistic regression; `found` holds a value for each weight, and may hold more."""
    total = bias + sum(weight * found[name] for name, weight in weight_of.items())
    return 1.0 / (1.0 + math.exp(-total))


def is_of_the_kind(plan: Plan, judged: Judged) -> bool:
    """False when an age is asked for, and the best sentence holds none."""
    return plan.kind is not Kind.AGE or bool(judged.rows[0, NAMES.index("offer")])


def asks_beyond(plan: Plan, newest: datetime | None) -> bool:
    """True when the question names a time that no indexed article has reached, unless it asks for what was foreseen."""
    if newest is None or FORESEEN.search(plan.question):
        return False
    return any(
        moment.start > newest + _SLACK or (moment.bound == "as_of" and moment.end > newest + _SLACK and moment.is_future)
        for moment in plan.moments
    )
