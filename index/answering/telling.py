"""A tally in words that people send on: the figure, its date, what it was before, who disagrees."""

import operator
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from index.answering import dates, numerals, occasions, qualifiers
from index.answering.counting import Asked, Form
from index.answering.matching import Candidate
from index.answering.quotes import cite
from index.answering.senses import Event, event, is_event_noun, is_person
from index.answering.tallies import Series, value
from index.answering.tallying import Tallied
from index.types import Answer, Citation, Overview, Reading, Tally
from index.vocabulary import fold, stem, words

_STALE = timedelta(days=14)
"""A tally that is so much older than the newest article is said to be."""
_EARLIER_TOLD = 3
_SPELLED = 10
"""A computed number below this is spelled out."""
_GROWTH_TOLD = 9
_BEFELL = {
    Event.DEATH: "dead",
    Event.INJURY: "injured",
    Event.HOSPITAL: "hospitalized",
    Event.ILLNESS: "sickened",
    Event.MISSING: "missing",
    Event.FLIGHT: "displaced",
    Event.ARREST: "arrested",
    Event.RESCUE: "rescued",
}


class _Citing:
    """Numbers citations in the order in which they are used."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int], int] = {}
        self.citations: list[Citation] = []

    def number(self, candidate: Candidate) -> int:
        passage, sentence = candidate.sentence.passage, candidate.sentence
        key = (passage.article_id, sentence.start)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
            self.citations.append(cite(self._numbers[key], passage, sentence.text))
        return self._numbers[key]


def answer(tallied: Tallied, overview: Overview, *, question: str, reach: datetime | None = None) -> Answer:
    """The answer that tells a tally; `reach` is the newest article's time, None when the question is about an earlier one."""
    asked, series = tallied.asked, tallied.series
    citing = _Citing()
    if tallied.ends:
        parts = [_difference(asked, tallied.ends, citing)]
    elif asked.form is Form.PASSING and asked.threshold is not None:
        parts = [_passing(asked, series, asked.threshold, citing)]
    elif asked.form is Form.GROWTH and len(series.steps) > 1:
        parts = [_growth(asked, series, citing), _disagreeing(series, citing), _stale(series, reach)]
    else:
        parts = [_standing(asked, series.newest, citing), _earlier(series, citing), _disagreeing(series, citing)]
        # What one event has cost is told when it happened, and seldom again.
        parts += [] if asked.episode else [_stale(series, reach)]
    as_of = (tallied.ends[1] if tallied.ends else series.newest).moment
    return Answer(
        question=question,
        text=" ".join(part for part in parts if part),
        found=True,
        as_of=as_of,
        tally=_tally(tallied, citing),
        citations=tuple(citing.citations),
        searched=overview.articles,
    )


def _tally(tallied: Tallied, citing: _Citing) -> Tally:
    asked, series = tallied.asked, tallied.series
    newest = tallied.ends[1] if tallied.ends else series.newest
    return Tally(
        value=_whole(value(tallied.ends[1]) - value(tallied.ends[0])) if tallied.ends else newest.figure.numeral.value,
        qualifier=None if tallied.ends else newest.figure.numeral.qualifier,
        unit=unit(asked, newest),
        as_of=newest.moment,
        history=tuple(_reading(each, citing) for each in tallied.ends or series.steps),
        conflicts=() if tallied.ends else tuple(_reading(each, citing) for each in series.conflicts),
    )


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _difference(asked: Asked, ends: tuple[Candidate, Candidate], citing: _Citing) -> str:
    before, after = ends
    period = asked.period
    assert period is not None
    came = _whole(value(after) - value(before))
    noun = _counted(asked, after)
    return (
        f"{numerals.words(int(came)).capitalize() if came == int(came) and came < _SPELLED else came} {noun} from "
        f"{dates.written(period[0])} to {dates.written(min(period[1], after.moment or period[1]))}, by difference: "
        f"{_stage(after, citing)} minus {_stage(before, citing)}."
    )


def _passing(asked: Asked, series: Series, threshold: float, citing: _Citing) -> str:
    has_passed = operator.ge if asked.is_reached else operator.gt
    passed = next((place for place, each in enumerate(series.steps) if has_passed(value(each), threshold)), None)
    if passed is None:
        return f"Not yet, by the articles: {_standing(asked, series.newest, citing)}"
    first = series.steps[passed]
    noun = _counted(asked, first)
    when = dates.written(first.moment) if first.moment else "an unknown day"
    told = f"By {when}: {figure(first)} {noun} [{citing.number(first)}]."
    if passed:
        told += f" Before that: {_stage(series.steps[passed - 1], citing)}."
    return told


def unit(asked: Asked, candidate: Candidate) -> str:
    """What is counted, as the source words it, or as the question does; "%" and "$" for shares and money."""
    numeral = candidate.figure.numeral
    if numeral.unit:
        return numeral.unit
    return _counted(asked, candidate) or asked.head


def _standing(asked: Asked, newest: Candidate, citing: _Citing) -> str:
    told = " ".join(part for part in (figure(newest), _counted(asked, newest)) if part)
    undated = "" if newest.moment else " The article is undated."
    as_of = _as_of(newest.moment) if newest.moment else ""
    return f"{told[0].upper()}{told[1:]}{as_of}. [{citing.number(newest)}]{undated}"


def figure(candidate: Candidate) -> str:
    """The figure as its source writes it, with its qualifier: "at least 21", "roughly 18,000"."""
    numeral = candidate.figure.numeral
    qualifier = qualifiers.as_written(candidate.sentence.text[numeral.qualified_start : numeral.start], numeral.qualifier)
    return " ".join(part for part in (qualifier, numerals.in_style_of(numeral)) if part)


def _counted(asked: Asked, candidate: Candidate) -> str:
    read = candidate.figure
    noun = "" if read.head in occasions.TIMES else " ".join(read.noun.split())
    if read.numeral.kind in ("percent", "money"):
        return f"of {noun}" if noun and read.numeral.kind == "percent" and _is_share_of(candidate) else ""
    if read.numeral.kind == "ordinal" and read.numeral.value != 1:
        noun = _plural(noun, asked.head, read.head)
    if not noun and (asked.head.endswith("s") or is_person(asked.head) or is_event_noun(asked.head)):
        noun = asked.head.removesuffix("s") if read.numeral.value == 1 else asked.head
    told = {*words(noun)}
    if (
        read.event
        and read.event in _BEFELL
        and not any(is_event_noun(word) for word in told)
        and (not read.head or is_person(read.head))
    ):
        noun = f"{noun} {_BEFELL[read.event]}".strip()
    return noun


def _is_share_of(candidate: Candidate) -> bool:
    """True when its sentence goes on with "of" and what it is a share of, not with whose it is."""
    read = candidate.figure
    behind = candidate.sentence.text[read.numeral.end :]
    return re.match(rf" of (?:\w+ )?{re.escape(read.noun)}", behind) is not None


def _plural(noun: str, asked: str, head: str) -> str:
    """The noun phrase of an ordinal, made plural up to its head: "strike on a boat" becomes "strikes"."""
    kept: list[str] = []
    for word in noun.split():
        kept.append(word)
        if fold(word) == head:
            break
    if not kept or head.endswith("s"):
        return " ".join(kept)
    if asked.endswith("s") and (stem(asked) == stem(head) or _is_of_one_event(asked, head)):
        kept[-1] = asked
    elif head.endswith("y") and head[-2:-1] not in "aeiou":
        kept[-1] = f"{kept[-1][:-1]}ies"
    else:
        kept[-1] = f"{kept[-1]}{'es' if head.endswith(('ch', 'sh', 'x', 'z')) else 's'}"
    return " ".join(kept)


def _is_of_one_event(one: str, other: str) -> bool:
    """True for two nouns that count one thing: strikes and attacks."""
    return is_event_noun(one) and is_event_noun(other) and event(one) is event(other)


def _as_of(moment: datetime | None) -> str:
    return f", as of {dates.written(moment)}" if moment else " (undated)"


def _earlier(series: Series, citing: _Citing) -> str:
    told = [_stage(each, citing) for each in reversed(series.steps[:-1][-_EARLIER_TOLD:])]
    return f"Earlier: {', '.join(told)}." if told else ""


def _growth(asked: Asked, series: Series, citing: _Citing) -> str:
    shown = _spread(series.steps, _GROWTH_TOLD)
    head = _standing(asked, series.newest, citing)
    told = [_stage(each, citing) for each in shown]
    return f"{head} How it came there: {', '.join(told)}."


def _spread(steps: Sequence[Candidate], most: int) -> list[Candidate]:
    """At most so many of the steps, the first and the last among them."""
    if len(steps) <= most:
        return list(steps)
    places = sorted({round(place * (len(steps) - 1) / (most - 1)) for place in range(most)})
    return [steps[place] for place in places]


def _stage(candidate: Candidate, citing: _Citing) -> str:
    """One of the figures that a tally went through, with its day: "16 on 5 Nov 2025 [2]"."""
    day = f"on {dates.written(candidate.moment)}" if candidate.moment else "(undated)"
    return f"{figure(candidate)} {day} [{citing.number(candidate)}]"


def _disagreeing(series: Series, citing: _Citing) -> str:
    told = [f"{_said_by(each)} {figure(each)}{_as_of(each.moment)} [{citing.number(each)}]" for each in series.conflicts]
    return f"Others differ: {'; '.join(told)}." if told else ""


def _said_by(candidate: Candidate) -> str:
    return f"{candidate.said_by or 'another source'}:"


def _stale(series: Series, newest: datetime | None) -> str:
    moment = series.newest.moment
    if moment is None or newest is None or newest - moment <= _STALE:
        return ""
    return f"No newer figure in the articles, which reach to {dates.written(newest)}."


def _reading(candidate: Candidate, citing: _Citing) -> Reading:
    numeral = candidate.figure.numeral
    return Reading(
        value=numeral.value,
        as_of=candidate.moment,
        citation=citing.number(candidate),
        qualifier=numeral.qualifier,
        source=candidate.said_by,
    )
