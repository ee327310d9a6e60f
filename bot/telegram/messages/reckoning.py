"""What is worked out from a tally, told anew in the reader's language: a difference, and when a figure was passed."""

import re
from collections.abc import Callable
from datetime import datetime

from bot.telegram.messages import tallying
from bot.telegram.messages.citing import marker
from bot.telegram.messages.days import DAY, named
from bot.telegram.messages.figures import capitalised, counted
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, bold
from index.types import Answer, Reading, Tally

_DIFFERENCE = re.compile(
    rf"\S+ .*?from (?P<start>{DAY}) to (?P<end>{DAY}), by difference: "
    r".+? \[(?P<after>\d+)\] minus .+? \[(?P<before>\d+)\]\."
)
_PASSED = re.compile(rf"By (?P<day>{DAY}): .+? \[(?P<number>\d+)\]\.(?: Before that: .+? \[(?P<before>\d+)\]\.)?")
_NOT_YET = re.compile(rf"Not yet, by the articles: (?P<figure>.+?)(?:, as of {DAY})?\. \[(?P<number>\d+)\]")


def retold(given: Answer, words: Words) -> Html | None:
    """The answer in the reader's language; None when its text tells something else."""
    tally, text = given.tally, given.text.strip()
    if tally is None or not tally.history:
        return None
    for shape, tell in _SHAPES:
        if told := shape.fullmatch(text):
            return tell(told, tally, given, words)
    return None


def _difference(told: re.Match[str], tally: Tally, given: Answer, words: Words) -> Html | None:
    before, after = tally.history[0], tally.history[-1]
    start, end = named(told["start"]), named(told["end"])
    is_so = (before.citation, after.citation) == (int(told["before"]), int(told["after"]))
    if not (start and end and is_so):
        return None
    return words.html(
        "answer_difference",
        figure=bold(capitalised(counted(tally.value, tally.unit, None, words))),
        start=words.day(start, beside=end),
        end=words.day(end),
        after=tallying.stage(after, tally, given.citations, words),
        before=tallying.stage(before, tally, given.citations, words),
    )


def _passed(told: re.Match[str], tally: Tally, given: Answer, words: Words) -> Html | None:
    day, number = named(told["day"]), int(told["number"])
    places = [place for place, each in enumerate(tally.history) if each.citation == number and _is_on(day, each)]
    if not (day and places):
        return None
    first = tally.history[places[0]]
    figure = counted(first.value, tally.unit, first.qualifier, words)
    lines = [words.html("answer_passed", day=bold(words.day(day)), figure=figure, marker=marker(number, given.citations))]
    if told["before"] and places[0]:
        stage = tallying.stage(tally.history[places[0] - 1], tally, given.citations, words)
        lines.append(words.html("answer_before_that", stage=stage))
    return Html("\n".join(lines))


def _not_yet(told: re.Match[str], tally: Tally, given: Answer, words: Words) -> Html | None:
    if not tallying.tells_newest(told["figure"], int(told["number"]), tally):
        return None
    return words.html("answer_not_yet", standing=tallying.standing(tally, told["figure"], given.citations, words))


def _is_on(day: datetime | None, reading: Reading) -> bool:
    return day is not None and reading.as_of is not None and reading.as_of.date() == day.date()


_Telling = Callable[[re.Match[str], Tally, Answer, Words], Html | None]
_SHAPES: tuple[tuple[re.Pattern[str], _Telling], ...] = (
    (_DIFFERENCE, _difference),
    (_PASSED, _passed),
    (_NOT_YET, _not_yet),
)
"""How such answers are worded, see `index.answering.telling`, and what tells each anew."""
