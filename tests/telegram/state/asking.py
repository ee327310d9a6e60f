"""Questions and answers to remember, and many doing the same at once."""

import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TypeVar

from bot.telegram.types import Place, Question
from index.types import Answer, Citation, Reading, Tally, Usage

NOW = datetime(2026, 3, 4, 12, 30, 15, 250_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ADA, BEN = 11, 7_000_000_000_012
"""People; ids of newer accounts don't fit 32 bits."""
HERS = Place(ADA)
DESK = Place(-1_002_000_000_300)
SPORT = Place(-1_002_000_000_300, 5)

TALLY = Tally(
    value=12.0,
    qualifier="at least",
    unit="ferries",
    as_of=NOW - DAY,
    history=(Reading(9, None, 2), Reading(12.0, NOW - DAY, 1, "at least", "Harbor Wire")),
    conflicts=(Reading(11, NOW - DAY, 2, None, "Vale Gazette"),),
)
ANSWER = Answer(
    question="how many ferries so far?",
    text="At least 12 ferries \U0001f6a2 “so far”. [1] Earlier: 9 [2].",
    found=True,
    as_of=NOW - DAY,
    mode="model",
    citations=(
        Citation(1, "0011223344556677", "Title", "at least 12 ferries", "Harbor Wire", "https://harborwire.example/1", NOW),
    ),
    tally=TALLY,
    searched=1397,
    rewritten="how many ferries so far in March?",
    notice="quoted",
    usage=Usage(1200, 80, 0.0004),
)

_numbers = itertools.count(1)
Given = TypeVar("Given")
Made = TypeVar("Made")


def question(
    text: str = "how many ferries so far?",
    *,
    place: Place = HERS,
    user: int = ADA,
    asked_at: datetime = NOW,
    message: int | None = None,
    parent: Question | None = None,
) -> Question:
    """A question with an id of its own."""
    number = f"q{next(_numbers):011}"
    return Question(number, place, user, text, "en", asked_at, message=message, parent=parent.id if parent else None)


def at_once(doing: Callable[[Given], Made], given: Sequence[Given]) -> list[Made]:
    """What comes of each, in order; all begin at the same moment, in a thread each."""
    start = Barrier(len(given))

    def run(one: Given) -> Made:
        start.wait()
        return doing(one)

    with ThreadPoolExecutor(len(given)) as threads:
        return list(threads.map(run, given))
