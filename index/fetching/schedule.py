"""When to look again: at a feed, at an article's page. Clocks and chance are arguments."""

from datetime import timedelta

FIRST = timedelta(minutes=15)
"""Between the first two refreshes of a feed."""
SHORTEST, LONGEST = timedelta(minutes=10), timedelta(hours=2)
"""Between two refreshes of a feed that brings something every time, and of one that never does."""
_LONGEST_PAUSE = timedelta(days=1)
_GROWTH = 1.5
_JITTER = 0.1
_FIRST_LOOK = timedelta(minutes=30)
_LOOKS = 6
_SETTLED = timedelta(days=3)
_FIRST_RETRY = timedelta(minutes=15)
_RETRIES_IF_PASSING, _RETRIES_IF_LASTING = 5, 1
_RETRY_IF_LASTING = timedelta(hours=1)
MISSES = 3
"""Looks in a row, a day from the first to the last, that must find a page taken down before its article is."""
_AFTER_MISSES = (timedelta(hours=6), timedelta(hours=18), *[timedelta(days=1)] * 4)


def interval(before: timedelta, *, brought: bool, pause: int | None = None) -> timedelta:
    """How long to leave a feed alone, given how long it was left alone `before` and whether that brought anything.

    Half as long after something new, half as long again after nothing, from ten minutes to two hours. `pause` is what the feed
    itself asks for, in minutes: never less, up to a day.
    """
    asked = min(timedelta(minutes=pause or 0), _LONGEST_PAUSE)
    wanted = before / 2 if brought else before * _GROWTH
    return max(min(max(wanted, SHORTEST), LONGEST), asked)


def after_failures(before: timedelta, *, failures: int) -> timedelta:
    """How long to leave a feed alone that failed so often in a row: twice as long each time, up to a day."""
    return min(max(before, SHORTEST) * int(2 ** min(failures, 10)), _LONGEST_PAUSE)


def jittered(wait: timedelta, *, chance: float) -> timedelta:
    """The wait made up to a tenth shorter or longer by a `chance` from 0 to 1: feeds added together shall not stay together."""
    return wait * (1 + _JITTER * (2 * chance - 1))


def next_look(looks: int, *, age: timedelta | None) -> timedelta | None:
    """When to look again at an article's page that stayed as it was at so many `looks`; None when it is settled.

    Half an hour after the first, then twice as long each time: seven looks in a day and a half, by when most corrections come,
    and feeds often don't tell. What is older than three days is settled; an `age` that is not known is none.
    """
    is_young = age is None or age <= _SETTLED
    return _FIRST_LOOK * int(2 ** max(looks - 1, 0)) if is_young and looks <= _LOOKS else None


def retry(failures: int, *, is_passing: bool) -> timedelta | None:
    """When to try a page again that failed so often in a row, at least once; None when it is given up.

    A failure that may pass is tried five more times in three and a half days, another one once, an hour later: a page may be
    announced before it is there.
    """
    if not is_passing:
        return _RETRY_IF_LASTING if failures <= _RETRIES_IF_LASTING else None
    return _FIRST_RETRY * int(4 ** (failures - 1)) if failures <= _RETRIES_IF_PASSING else None


def after_misses(misses: int) -> timedelta | None:
    """When to look again at a page that its site said so often in a row, at least once, not to have; None when it is given up.

    The third look comes a day after the first: a site that is being mended has its pages back by then.
    """
    return _AFTER_MISSES[misses - 1] if misses <= len(_AFTER_MISSES) else None
