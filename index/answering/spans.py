"""The moment a figure holds for, and the span of time it counts."""

import re
from datetime import UTC, datetime, time, timedelta

from index.answering import dates
from index.answering.evidence import Sentence
from index.answering.figures import Figure
from index.answering.roles import Role

Span = tuple[datetime, datetime]
"""Both ends inclusive."""

_SAID = re.compile(r"\b(?:said|told|announced|reported|says|wrote|posted|statement|released|updated|confirmed)\b[^,;]{0,24}$")
_OPENING, _ADJACENT = 30, 14
_FAR, _NEAR_BY = 160, 80
"""Letters between a figure and the time it is told for."""
_NOT_NEW = timedelta(days=10)
"""A figure for a time farther back than this is none for the day it is published."""
_OTHER_CLAUSE = re.compile(
    r"[,;:—–]|\b(?:that|which|who|whose|after|when|since|first|until|before|following|linked|tied|because|while|but|where)\b|\d"
)
_OTHER_FIGURE = re.compile(r"[;:—–]|\b(?:that|which|while|but|whereas|when|after)\b")
_AND_TO = re.compile(r"(?:to|and)\b")
"""A time before these belongs to the figure before it: "from 58 in all of last year to 35"."""
_OF_THE_MONTH = re.compile(r"(?:\s[\w-]+){1,3}?\sof the (?P<unit>week|month|year)\b")
_OF_THAT_TIME = re.compile(r"(?:\s[\w-]+){1,4}?\s(?:this|last|in the) \w+")
_BRINGING = re.compile(
    r"\b(?:bring(?:s|ing)?|brought|rais(?:es|ed|ing)|lift(?:s|ed|ing)|tak(?:es|ing)|took|pushed|pushing) (?:\S+ ){1,7}to $"
    r"|\b(?:rose|rises|risen|climbed|grew|grown) to $|\bst(?:ands|ood) at (?:\w+ )?$"
)
_ONE_DAY = timedelta(days=1)
_JUST_NOW = timedelta(days=7)
_LONG_PAST, _SUMMED_UP = timedelta(days=60), timedelta(days=45)
_FOLLOWED_UP = timedelta(days=3)


def when(figure: Figure, sentence: Sentence) -> tuple[datetime | None, Span | None]:
    """The moment a figure holds for, and the span of time it counts."""
    passage = sentence.passage
    published = passage.published
    if published is None:
        return None, None
    # A text that is touched long after may bring no new figure.
    if passage.updated is not None and passage.updated - published <= _FOLLOWED_UP:
        published = passage.updated
    moment, period = published, None
    for each in dates.all_told(sentence.text, published):
        if not _tells_of(figure, sentence.text, each):
            continue
        start = datetime.combine(each.start, time(0), tzinfo=UTC)
        end = datetime.combine(each.end, time(23, 59, 59), tzinfo=UTC)
        if each.bound == "as_of":
            moment = min(end, published)
        elif each.bound == "since":
            period = (start, published)
        elif _is_running_total(figure, sentence.text):
            moment = min(end, published)
        else:
            period = (start, end)
            if published - end > _NOT_NEW:
                moment = end
    if month := _OF_THE_MONTH.match(sentence.text[figure.numeral.end :]):
        period = (_begin(month["unit"], published), published)
    if period is None and not figure.is_running:
        period = _only_day(sentence.text, published)
    if figure.role is Role.EARLIER and moment == published:
        moment = published - _ONE_DAY
    return moment, period


def _only_day(sentence: str, published: datetime) -> Span | None:
    """The one day that a sentence names, but for those on which something was said: what it tells happened then."""
    days = {
        each.start
        for each in dates.all_told(sentence, published)
        if each.start == each.end
        and each.bound == "during"
        and published.date() - each.end <= _JUST_NOW
        and not _SAID.search(sentence[: each.place[0]])
    }
    if len(days) != 1:
        return None
    day = days.pop()
    return datetime.combine(day, time(0), tzinfo=UTC), datetime.combine(day, time(23, 59, 59), tzinfo=UTC)


def _is_running_total(figure: Figure, sentence: str) -> bool:
    """True for what a count had come to at a time that is told: "the tenth came in October", "bringing the dead to 43"."""
    if figure.numeral.kind == "ordinal":
        return _OF_THAT_TIME.match(sentence[figure.numeral.end :]) is None
    return _BRINGING.search(sentence[: figure.numeral.qualified_start]) is not None


def _begin(unit: str, day: datetime) -> datetime:
    """The first moment of the week, month or year of a day."""
    first = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "week":
        return first - timedelta(days=first.weekday())
    return first.replace(day=1) if unit == "month" else first.replace(day=1, month=1)


def _tells_of(figure: Figure, sentence: str, told: dates.Told) -> bool:
    """True when a time that a sentence names is the time of its figure, not of something else it mentions."""
    start, end = told.place
    numeral = figure.numeral
    if told.end - told.start <= _ONE_DAY and _SAID.search(sentence[:start]):
        return False
    if start >= numeral.end:
        between = sentence[numeral.end : start].lstrip(" ,—–-")
        if told.bound in ("as_of", "since") and len(between) < _FAR:
            return _OTHER_FIGURE.search(between) is None
        return len(between) < _NEAR_BY and _OTHER_CLAUSE.search(between) is None
    between = sentence[end : numeral.qualified_start].lstrip(" ,—-").removeprefix("alone").lstrip(" ,")
    if _AND_TO.match(between):
        return False
    opens = start <= _OPENING or len(between) <= _ADJACENT
    return opens and len(between) < _NEAR_BY and _OTHER_CLAUSE.search(between) is None


def is_of_another_time(asked: Span | None, told: Span | None, published: datetime | None) -> bool:
    """True for a figure that counts a span of time outside the one asked for, or that was told before that began."""
    if asked is None or asked[1] - asked[0] <= _ONE_DAY:
        return False
    if published is not None and published < asked[0]:
        return True
    return told is not None and (told[1] < asked[0] or told[0] > asked[1])


def fit(asked: Span | None, told: Span | None, published: datetime | None) -> float:
    """From 1 for a figure that counts the span of time asked for to -1 for one that counts another; 0 says nothing."""
    if asked is None:
        is_past = told is not None and published is not None and told[1] < published - _LONG_PAST
        return -1.0 if is_past else 0.0
    if asked[1] - asked[0] <= _ONE_DAY:
        return _fit_of_day(asked, told)
    if told is None:
        if published is None or published < asked[0]:
            return -1.0
        return 0.2 if published <= asked[1] + _SUMMED_UP else -0.5
    if told[1] < asked[0] or told[0] > asked[1]:
        return -1.0
    if told[1] - told[0] <= _ONE_DAY:
        return 0.3
    slack = timedelta(days=3) + (asked[1] - asked[0]) / 10
    reached = min(asked[1], published or asked[1])
    if abs(told[0] - asked[0]) <= slack and reached - slack <= told[1] <= asked[1] + slack:
        return 1.0
    return 0.3 if told[0] >= asked[0] and told[1] <= asked[1] else -0.5


def _fit_of_day(asked: Span, told: Span | None) -> float:
    if told is None or told[1] - told[0] > _ONE_DAY:
        return -0.5
    return 1.0 if told[0] <= asked[1] and told[1] >= asked[0] else -1.0
