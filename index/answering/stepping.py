"""The steps of a tally: of the figures that count one thing, those that each changed it, in order of time."""

import math
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from index.answering.counting import Asked
from index.answering.matching import Candidate
from index.answering.roles import Role
from index.answering.rounding import is_rounded, value
from index.answering.senses import Event

_TWICE, _A_TENTH, _TWO = 2.0, 1.1, 2
_GOES_ON, _CLEARLY, _NEARLY = 3, 0.5, 1.0
"""Articles that tell a count on; of scores, by how much the best of them must fit better, and what is nearly as good."""
_GROWING = frozenset(
    {Event.DEATH, Event.INJURY, Event.HOSPITAL, Event.ILLNESS, Event.ATTACK, Event.ARREST, Event.RESCUE, Event.BIRTH}
)
_MARGIN = 1.5
"""Of scores: a figure told again is cited as it was told last, unless that fits worse by more."""
_MOSTLY = 0.8
_AT_LEAST = frozenset({"at least", "more than"})
_SOON = timedelta(days=7)
_FEWEST_TO_SEE = 3


def may_fall(asked: Asked) -> bool:
    """True for a count of people whom something befell that ends: the missing, the displaced."""
    return asked.event is not None and asked.event not in _GROWING


def is_growing(asked: Asked, told: Sequence[Candidate]) -> bool:
    """True when the count can only rise, but for corrections."""
    if asked.kind == "percent" or asked.is_level:
        return False
    if asked.event in _GROWING or any(each.figure.numeral.kind == "ordinal" for each in told):
        return True
    if may_fall(asked):
        return False
    dated = [each for each in told if each.figure.role is Role.STATED]
    # A lower bound does not say that a count fell.
    rising = [value(second) >= value(first) or second.figure.numeral.qualifier in _AT_LEAST for first, second in pairwise(dated)]
    fewest = _FEWEST_TO_SEE - all(each.figure.is_running for each in dated)
    return len(dated) >= fewest and sum(rising) >= _MOSTLY * len(rising)


def stepped(told: Sequence[Candidate], *, is_growing: bool) -> list[Candidate]:
    """One figure for each change, oldest first; `told` is in order of time."""
    dated = [each for each in told if each.moment is not None] or list(told)
    if is_growing:
        # What was once higher than all that is told now counted something else: the year before, say.
        highest = max((value(each) for each in dated if each.figure.role is Role.STATED), default=math.inf)
        dated = [each for each in dated if value(each) <= highest]
    steps: list[Candidate] = []
    first: dict[float, Candidate] = {}
    for each in dated:
        first.setdefault(value(each), each)
        if not steps:
            steps.append(each)
        elif value(each) == value(steps[-1]) or is_rounded(each, steps[-1]):
            steps[-1] = _better(steps[-1], each)
        elif is_rounded(steps[-1], each):
            steps[-1] = each
        elif each.figure.role is Role.EARLIER and each.moment is not None and steps[-1].moment is not None:
            _insert_earlier(steps, each, is_growing=is_growing)
        elif any(value(step) == value(each) for step in steps[:-1]):
            continue  # told again, as background
        elif value(each) < value(steps[-1]) and (each.figure.numeral.qualifier in _AT_LEAST) and not each.figure.is_correction:
            continue  # a lower bound that the higher figure keeps
        elif not is_growing or value(each) > value(steps[-1]) or _corrects(each, steps[-1]):
            if is_growing and _corrects(each, steps[-1]):
                steps = [step for step in steps if value(step) < value(each)]
            steps.append(each)
    return [*(_as_first_told(step, first[value(step)]) for step in steps[:-1]), *steps[-1:]]


def _as_first_told(step: Candidate, first: Candidate) -> Candidate:
    """What a tally was before is dated and cited as it was told first, unless that fits much worse."""
    return first if first.figure.role is step.figure.role and first.score >= step.score - _MARGIN else step


def filled(steps: Sequence[Candidate], alike: Sequence[Candidate], *, least: float) -> list[Candidate]:
    """The steps with those running figures between two of them, in time and in value, that would not stand alone.

    A count that only rises vouches for what lies between: by then it had come so far.
    """
    filled = list(steps)
    for each in alike:
        if each.moment is None or not _is_running(each, least=least):
            continue
        for place, (before, after) in enumerate(pairwise(filled), start=1):
            if before.moment and after.moment and before.moment < each.moment < after.moment:
                if value(before) < value(each) < value(after) and not (is_rounded(before, each) or is_rounded(each, after)):
                    filled.insert(place, each)
                break
    return filled


def continued(steps: Sequence[Candidate], alike: Sequence[Candidate], *, likely: float, least: float) -> list[Candidate]:
    """The steps, and the later running figures, in order of time, each of which takes up the count where it stood."""
    going = list(steps)
    for each in alike:
        last = going[-1]
        if each.moment is None or last.moment is None or each.moment <= last.moment or not _is_running(each, least=least):
            continue
        most = value(last) * (_TWICE if each.score >= likely else _A_TENTH)
        if value(last) < value(each) <= max(most, value(last) + _TWO) and not is_rounded(each, last):
            going.append(each)
    return going


def _is_running(each: Candidate, *, least: float) -> bool:
    """True for a figure that says how far the count has come, and scores so much at the least."""
    return each.score >= least and each.figure.is_running and each.figure.role is Role.STATED


def lasting(told: Sequence[Candidate]) -> list[Candidate]:
    """The figures without those told once that are higher than one which several articles go on to tell, and better.

    A count does not come back: what stood out for a day counted something else.
    """
    stated = [each for each in told if each.figure.role is Role.STATED]
    kept = []
    for each in told:
        later: dict[float, dict[str, float]] = {}
        for other in stated:
            if other.moment and each.moment and other.moment > each.moment and value(other) < value(each):
                later.setdefault(value(other), {})[other.sentence.passage.title] = other.score
        articles = {other.sentence.passage.title for other in stated if value(other) == value(each)}
        is_passing = len(articles) <= 1 and any(
            len(scores) >= _GOES_ON and max(scores.values()) >= each.score + _CLEARLY for scores in later.values()
        )
        if not is_passing:
            kept.append(each)
    return kept


def agreeing(told: Sequence[Candidate], best: Candidate) -> list[Candidate]:
    """The figures of a count that can only rise without those earlier and higher than the best one, which fit it clearly less.

    They stay when the best one only tells again what was known before them.
    """
    if best.moment is None or best.figure.is_correction or best not in told:
        return list(told)
    first = min(each.moment for each in told if each.moment and (value(each) == value(best) or each is best))
    return [
        each
        for each in told
        if not each.moment
        or each.moment >= first
        or value(each) <= value(best)
        or each.score > best.score - _NEARLY
        or is_rounded(best, each)
    ]


def _corrects(each: Candidate, known: Candidate) -> bool:
    """True for a figure told as a correction, of something of that size."""
    return each.figure.is_correction and value(known) <= 2 * value(each) <= 4 * value(known)


def _insert_earlier(steps: list[Candidate], each: Candidate, *, is_growing: bool) -> None:
    """What a figure was before is news only where nothing was known."""
    if any(value(step) == value(each) for step in steps):
        return
    if not is_growing or value(each) > value(steps[-1]):
        steps.append(each)


def _better(known: Candidate, repeated: Candidate) -> Candidate:
    """Of two statements of one figure the one to cite: the later, unless it is much worse or only says it roughly."""
    if value(known) != value(repeated):
        return known
    if _is_bounded(known) and not _is_bounded(repeated) and _is_soon_after(known, repeated):
        return known
    return repeated if repeated.score >= known.score - _MARGIN else known


def _is_bounded(candidate: Candidate) -> bool:
    """True for an "at least": what is only known to be so many."""
    return candidate.figure.numeral.qualifier in _AT_LEAST


def _is_soon_after(known: Candidate, repeated: Candidate) -> bool:
    return known.moment is not None and repeated.moment is not None and repeated.moment - known.moment <= _SOON
