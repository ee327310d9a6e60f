"""From the figures that fit to a tally: the newest one that is not a repetition, how it came there, and who disagrees."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from index.answering import episodes, stepping
from index.answering.counting import Asked
from index.answering.dissent import told_apart
from index.answering.matching import Candidate
from index.answering.roles import Role
from index.answering.rounding import SAME_STATE, is_rounded, value
from index.answering.speakers import is_agency, is_same
from index.vocabulary import stem

__all__ = ["Series", "over", "resolve", "value", "within"]

_SAME_IN_ROUND = 1.0
_MARGIN = 3.0
"""Of scores (logarithms of odds): figures of the same thing lie no farther below the best one."""
_OF_ONE_ARTICLE = 0.3
"""Of scores: what an article gives beside its best figure counts something else, but for what fits as well."""
_BETWEEN = 4.0
"""Of scores: so far below the best one figures may fill the gaps of a tally that only rises."""
_BEHIND = 5.5
"""The same for a running figure that goes on right where the tally stood, by a tenth at most or by two; by up to twice of it, the
former."""
_NAMED_FAR_LESS, _NAMED_LESS = 0.5, 0.3
"""Figures of the same thing, and such as go on where the tally stood, are told of the names that the question is about nearly as
much as the best one."""
_BACKED, _NEARLY, _ONE_SIZE, _SEVERAL = 2.0, 1.0, 0.7, 3
"""Of scores, and of orders of magnitude: figures of one size that several articles tell outdo a single one."""
_ONE_STORY = 0.55
_ONE_DAY, _AFTERMATH = timedelta(days=1), timedelta(days=14)
_FEW = 10.0
"""From 3 to 13 is no order of magnitude."""


@dataclass(frozen=True, slots=True)
class Series:
    """A tally, with the figures it was read from."""

    steps: tuple[Candidate, ...]
    """One for each change, oldest first; the last one is where it stands."""
    conflicts: tuple[Candidate, ...]
    """What others say for the same moment."""
    is_growing: bool = False
    """True when the count can only rise, but for corrections."""

    @property
    def newest(self) -> Candidate:
        """Where the tally stands."""
        return self.steps[-1]


def resolve(asked: Asked, candidates: Sequence[Candidate]) -> Series | None:
    """The tally that the candidates, best first, tell; None without any."""
    same = _of_one_thing(asked, candidates)
    if not same:
        return None
    if asked.episode is not None:
        return Series((_of_episode(asked, candidates),), ())
    main, others = told_apart(asked, sorted(same, key=_in_time))
    if asked.span:
        main = [each for each in main if each.moment and asked.span[0] <= each.moment <= asked.span[1]] or main
    main = stepping.lasting(main)
    is_growing = stepping.is_growing(asked, main)
    if is_growing:
        main = stepping.agreeing(main, same[0])
    steps = stepping.stepped(main, is_growing=is_growing)
    if is_growing:
        alike = [each for each in candidates if each not in others and _is_alike(asked, same[0], each)]
        steps = stepping.filled(steps, alike, least=same[0].score - _BETWEEN)
        named = [each for each in alike if each.features["names"] >= same[0].features["names"] - _NAMED_LESS]
        likely, least = same[0].score - _BETWEEN, same[0].score - _BEHIND
        steps = stepping.continued(steps, sorted(named, key=_in_time), likely=likely, least=least)
    return Series(tuple(steps), tuple(_conflicts(steps, others)), is_growing)


def over(series: Series, period: tuple[datetime, datetime]) -> tuple[Candidate, Candidate] | None:
    """Where a growing tally stood before a span of time, and at its end; None when either is not known.

    What came on top in that span is the difference of the two.
    """
    dated = [each for each in series.steps if each.moment is not None]
    before = [each for each in dated if each.moment and each.moment < period[0]]
    within = [each for each in dated if each.moment and period[0] <= each.moment <= period[1]]
    if not series.is_growing or not before or not within or period[1] - period[0] <= _ONE_DAY:
        return None
    return before[-1], within[-1]


def within(series: Series, period: tuple[datetime, datetime]) -> Series | None:
    """What a tally that begins in a span of time has come to at its end, or shortly after for a single day."""
    dated = [each for each in series.steps if each.moment is not None]
    if period[1] - period[0] <= _ONE_DAY and not series.is_growing:
        known = [each for each in dated if each.moment and each.moment <= period[1]]
    else:
        slack = _AFTERMATH if period[1] - period[0] <= _ONE_DAY else timedelta(0)
        known = [each for each in dated if each.moment and period[0] <= each.moment <= period[1] + slack]
        if len(known) < len([each for each in dated if each.moment and each.moment <= period[1] + slack]):
            return None
    return replace(series, steps=tuple(known)) if known else None


def _of_one_thing(asked: Asked, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The figures that count the same as the best one, and what their own sentences say they were before."""
    stated = [each for each in candidates if each.figure.role is not Role.EARLIER] or list(candidates)
    if asked.speaker and any(each.features["speaker"] > 0 for each in stated):
        stated = [each for each in stated if each.features["speaker"] > -1.0]
    if not stated:
        return []
    best = _supported(asked, stated)
    alike = _best_told([each for each in stated if _is_alike(asked, best, each)])
    same: list[Candidate] = []
    for each in alike:
        # Who is missing may be found within days: such a count changes by orders of magnitude.
        margin = _MARGIN if stepping.may_fall(asked) else _MARGIN * (1.0 - _distance(each, same))
        if any(is_rounded(one, two) for other in same for one, two in ((each, other), (other, each))):
            margin += _SAME_IN_ROUND
        if each.score >= best.score - margin and each.features["names"] >= best.features["names"] - _NAMED_FAR_LESS:
            same.append(each)
    sentences = {_place(each) for each in same}
    before = [
        each
        for each in candidates
        if each.figure.role is Role.EARLIER and _place(each) in sentences and _is_alike(asked, best, each)
    ]
    return [*same, *before]


def _supported(asked: Asked, stated: Sequence[Candidate]) -> Candidate:
    """The best figure; one nearly as good instead, when several articles tell figures of its size and none one of the best's."""
    best = stated[0]
    near = [each for each in stated if each.score >= best.score - _BACKED and _is_alike(asked, best, each)]
    told_by = [_told_by(each, near) for each in near]
    if told_by[0] > 1:
        return best
    for each, many in zip(near, told_by, strict=True):
        if many >= _SEVERAL and each.score >= best.score - _NEARLY:
            return each
    return best


def _told_by(candidate: Candidate, others: Sequence[Candidate]) -> int:
    """How many articles tell a figure of that order of magnitude."""
    return len({each.sentence.passage.title for each in others if _distance(each, [candidate]) < _ONE_SIZE})


def _of_episode(asked: Asked, candidates: Sequence[Candidate]) -> Candidate:
    """What is told of the one event asked about: of the latest, what happened last."""
    if asked.episode != episodes.LATEST:
        return candidates[0]
    known = [
        each for each in candidates if each.score >= candidates[0].score - _BETWEEN and _is_alike(asked, candidates[0], each)
    ]
    return max(known, key=_in_time)


def _best_told(alike: Sequence[Candidate]) -> list[Candidate]:
    """The best figure of each sentence, and of those that one article gives for one moment what fits about as well as its best.

    Two agencies that are both named may differ, of which neither is the better.
    """
    return [each for each in alike if not any(_is_better(other, each) for other in alike)]


def _is_better(one: Candidate, other: Candidate) -> bool:
    """True when the first is what an article gives instead of the second."""
    if one.sentence.passage.article_id != other.sentence.passage.article_id or one.moment != other.moment:
        return False
    if _place(one) == _place(other):
        return one.score > other.score
    if one.speaker and other.speaker and all(map(is_agency, (one.speaker, other.speaker))):
        return is_same(one.speaker, other.speaker) and one.score > other.score + _OF_ONE_ARTICLE
    return one.score > other.score + _OF_ONE_ARTICLE


def _distance(candidate: Candidate, known: Sequence[Candidate]) -> float:
    """Orders of magnitude between a figure and the nearest of those known."""
    own = math.log10(_FEW + abs(value(candidate)))
    return min((abs(own - math.log10(_FEW + abs(value(each)))) for each in known), default=0.0)


def _is_alike(asked: Asked, best: Candidate, other: Candidate) -> bool:
    one, two = best.figure, other.figure
    counts = ("count", "ordinal")
    if one.numeral.kind == "percent" and one.event is not two.event:
        return False
    return (
        (one.numeral.kind == two.numeral.kind or (one.numeral.kind in counts and two.numeral.kind in counts))
        and one.numeral.unit == two.numeral.unit
        and (one.event is two.event or None in (one.event, two.event) if asked.event else _is_of_one_wording(best, other))
    )


def _is_of_one_wording(best: Candidate, other: Candidate) -> bool:
    """True when two figures count things of one name, or stand in sentences that tell the same."""
    one, two = best.figure.head, other.figure.head
    if one and two and stem(one) != stem(two) and best.figure.event is not other.figure.event:
        return False
    return (bool(one) and stem(one) == stem(two)) or other.likeness >= _ONE_STORY


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.sentence.passage.article_id, candidate.sentence.start


def _in_time(candidate: Candidate) -> tuple[bool, datetime | None, datetime | None, float, str, int]:
    """Undated first, then by the moment told, by publication, the better one last."""
    passage = candidate.sentence.passage
    moment = candidate.moment
    return (moment is not None, moment, passage.published, candidate.score, passage.article_id, candidate.sentence.start)


def _conflicts(steps: Sequence[Candidate], others: Sequence[Candidate]) -> list[Candidate]:
    """The newest figure of each source that counts differently, when it is about as new as the tally itself."""
    newest = steps[-1]
    found: dict[str, Candidate] = {}
    for each in others:
        if value(each) == value(newest) or each.moment is None or newest.moment is None:
            continue
        if abs(each.moment - newest.moment) <= SAME_STATE:
            found[each.said_by or ""] = each
    return sorted(found.values(), key=_in_time)
