"""Figures as numbers, and one figure given in round words for another."""

from datetime import timedelta

from index.answering.matching import Candidate

SAME_STATE = timedelta(days=14)
"""Two agencies' newest figures stand side by side when they are no farther apart."""
_REACH = {"more than": (1.0, 1.13), "nearly": (0.9, 1.0), "about": (0.95, 1.05)}
"""How far the exact figure may lie from the round one that is given for it."""


def value(candidate: Candidate) -> float:
    """The figure as a number."""
    return float(candidate.figure.numeral.value)


def is_rounded(vague: Candidate, exact: Candidate) -> bool:
    """True when the first figure is the second in round words: "more than two dozen" of 26."""
    if vague.moment is None or exact.moment is None or abs(vague.moment - exact.moment) > SAME_STATE:
        return False
    reach = _REACH.get(vague.figure.numeral.qualifier or "")
    if reach is None or exact.figure.numeral.qualifier in _REACH:
        return False
    low, high = reach
    return low * value(vague) <= value(exact) <= high * value(vague)
