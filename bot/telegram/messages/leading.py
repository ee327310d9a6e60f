"""The text of an answer, before its sources: as it stands, a statement a paragraph."""

import re
from itertools import pairwise

from bot.telegram.messages import reckoning, tallying
from bot.telegram.messages.citing import MARKER, marked
from bot.telegram.messages.days import DAY, named
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, bold
from index.answering import numerals
from index.types import Answer, Tally

_END_OF_STATEMENT = re.compile(r"(?<=\])\.?\s+(?=[^a-z\s\[(])|\n+")
_AS_OF = re.compile(rf"(?:^|\s+)(?:As of {DAY}|The article is undated)\.$")

_DAY_FIRST = re.compile(rf"({DAY}): (?=[“\"])")


def lead(given: Answer, words: Words) -> tuple[Html, ...]:
    """The blocks that tell an answer that was found.

    A tally that stands at its newest figure is told in the reader's language; what is told otherwise stays as it was written.
    """
    if given.tally is None:
        return tuple(_dated(statement, given, words) for statement in _statements(given))
    if given.mode == "quotes" and (told := tallying.retold(given, words) or reckoning.retold(given, words)):
        return (told,)
    first, *others = _statements(given)
    lines = [_emphasised(first, given), *(_doubted(statement, given.tally, given) for statement in others)]
    return (Html("\n".join(lines)),)


def _dated(statement: str, given: Answer, words: Words) -> Html:
    """The statement; a day that it begins with is the answer to when."""
    first = _DAY_FIRST.match(statement)
    day = named(first[1]) if first else None
    if first is None or day is None:
        return marked(statement, given.citations)
    return Html(f"{bold(words.day(day))}{marked(statement[first.end(1) :], given.citations)}")


def _statements(given: Answer) -> list[str]:
    """The text cut behind its markers, without the day that stands below every answer; a model's text keeps its paragraphs."""
    text = _AS_OF.sub("", given.text.strip()) or given.text
    is_prose = given.mode == "model" and given.tally is None
    parts = text.split("\n") if is_prose else _cut(text)
    return [part.strip() for part in parts if part.strip()] or [text]


def _cut(text: str) -> list[str]:
    borders = [0, *(end.end() for end in _END_OF_STATEMENT.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(borders)]


def _emphasised(statement: str, given: Answer) -> Html:
    """The statement with the tally's figure and unit in bold, where it tells them."""
    assert given.tally is not None
    start, end = _figure(statement, given.tally)
    before, figure, after = (marked(part, given.citations) for part in (statement[:start], statement[start:end], statement[end:]))
    return Html(f"{before}<b>{figure}</b>{after}" if figure else before + after)


def _figure(statement: str, tally: Tally) -> tuple[int, int]:
    """Where the statement tells the tally's figure, from its qualifier to its unit; an empty span where it does not."""
    told = next((found for found in numerals.find(statement) if found.value == tally.value), None)
    if told is None:
        return 0, 0
    unit = f" {tally.unit}"
    is_followed = statement[told.end :].casefold().startswith(unit.casefold())
    return min(told.qualified_start, told.start), told.end + (len(unit) if is_followed else 0)


def _doubted(statement: str, tally: Tally, given: Answer) -> Html:
    """The statement, with a warning before it when it tells only what others say."""
    told = {int(number) for number in MARKER.findall(statement)}
    others = {reading.citation for reading in tally.conflicts} - {reading.citation for reading in tally.history}
    shown = marked(statement, given.citations)
    return Html(f"⚠ {shown}" if told and told <= others else shown)
