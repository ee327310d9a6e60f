"""What a question wants: the kind of answer, the words that matter, the times it names."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from index.retrieval import times
from index.retrieval.followups import stand_alone
from index.types import Window
from index.vocabulary import content_words, fold, is_stopword


class Kind(StrEnum):
    """The kind of answer a question asks for."""

    COUNT = "count"
    AMOUNT = "amount"
    SHARE = "share"
    AGE = "age"
    DURATION = "duration"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    YES_NO = "yes_no"
    WHY = "why"
    THING = "thing"
    OPEN = "open"


_KINDS = (
    (
        Kind.SHARE,
        (
            r"\b(what|which) (percentage|percent|share|proportion|portion|fraction)\b"
            r"|\b(percentage|share|proportion|portion|fraction) of\b"
        ),
    ),
    (Kind.AGE, r"\bhow old\b|\b(what|average|median) age\b"),
    (
        Kind.DURATION,
        r"\bhow (long|many (seconds|minutes|hours|days|weeks|months|years))\b|\bwhat .{0,30}\b(jail|prison) (time|term)\b",
    ),
    (
        Kind.AMOUNT,
        (
            r"\bhow much\b|\b(?:what|which) (?:sum|amount)\b"
            r"|\bwhat (?:did|does|do|will|would|has|have|had) .{2,60}\b(?:cost|pay|paid|spend|spent|raised?|earn|earned)\b"
            r"|\b(what('s| is| was)?|at what) .{0,40}\b(price|cost|fine|budget|salary|revenue|profit|worth|value)\b"
        ),
    ),
    (
        Kind.COUNT,
        (
            r"\bhow many\b|\bhow often (?:did|has|have|had|was|were)\b"
            r"|\b(what|which) number (?!(?:is|was|are|were|did|do|does|has|have|had|can|could|will|would|should|to|of)\b)\w"
            r"|\b(what|which) (?!(?:phone|telephone|mobile|fax|flight|account|room|case|model|serial)\b)\w+ number\b"
            r"|\bnumber (dead|killed|hurt|missing|ill|sick|\w+ed)\b"
            r"|\bwhat('s| is| was| are| were) (the )?.{0,30}\b(number|count|toll|tally|total)\b"
        ),
    ),
    (
        Kind.WHEN,
        (
            r"\bwhen (did|does|do|is|are|was|were|will|would|has|have|had|can|could)\b|^((and|but|so) )?when ?([(?]|$)"
            r"|\b(what|which) (date|day|year|month|week|time)\b"
        ),
    ),
    (
        Kind.WHERE,
        r"\bwhere\b|\b(what|which) ([\w.]+ )?(place|city|town|country|county|states?|province|region|location|island|village)\b",
    ),
    (
        Kind.WHO,
        (
            r"(^|[,;] |\b(and|so|but|by|to|for|with|from|of) )(who|whom|whose|who's)\b"
            r"|\b(what|which) (person|official|judge|doctor|lawmaker)\b"
        ),
    ),
    (Kind.WHY, r"\bwhy\b|\bwhat (caused|made|led)\b|\bfor what reason\b"),
    (Kind.THING, r"\bwhat\b|\bwhich\b"),
    (Kind.OPEN, r"\bhow\b"),
    (Kind.COUNT, r"\bnumber of\b|\bcounts?\b|\btoll\b|\btally\b|\btotal\b|\bso far\b|\bas of\b|\bestimates?\b"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _KINDS)
_LEADING_YES_NO = re.compile(
    r"^(so |and |but )?(did|does|do|is|are|was|were|has|have|had|can|could|will|would|should)\b(?!.*\b(how many|how much)\b)"
)
_NOW = re.compile(
    r"\b(so far|now|newest|latest|currently|current|today|to date|at the moment|still|yet|this (week|month|year|season))\b"
)
_FOCUS = re.compile(
    r"\b(?:how many|number of|count of|what|which)\s+((?:[\w'’.-]+\s+){0,5}?[\w'’.-]+)"
    r"(?=\s+(?:is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|in|on|at|of|for|from|to|by|with|who"
    r"|that|which|so|as|be|been"
    r"|got|get|built|killed|died|joined|made|said|left|took|lost|won|went|came|became|began)\b|\s*[?,.;:]|\s*$)",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Z][\w’'&.-]*|[A-Z]{2,})(?:\s+(?:(?:of|the|de|la)\s+)*[A-Z0-9][\w’'&.-]*)*")
# What a question calls its answer is rarely a word of the answer.
_ASKED_FOR = {
    Kind.WHEN: frozenset({"date", "day", "month", "year", "time"}),
    Kind.SHARE: frozenset({"percentage", "percent", "share", "proportion", "portion", "fraction"}),
    Kind.AGE: frozenset({"age", "old"}),
    Kind.THING: frozenset({"name", "called", "named", "title"}),
}
_ASKING = re.compile(
    r"(?:^|[,;:] (?:and )?|\b(?:by|on|at|in|to|about|with|for|of|from|after) )(?P<word>how|what|which|who|whom|whose|when"
    r"|where|why)\b",
    re.IGNORECASE,
)
_SOURCE = re.compile(r",? (?:according to|per) [^,?]*", re.IGNORECASE)
_ONLY_NOW = re.compile(r"\b(so far|to date|as yet|at the moment)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Plan:
    """A question, understood."""

    question: str
    """The question as it stands alone: a follow-up is completed from the questions before it."""
    kind: Kind
    terms: tuple[str, ...]
    """Folded words that carry meaning, times and question words left out, in order."""
    focus: tuple[str, ...]
    """Folded words of the thing asked for: "how many *lead poisoning cases*", "which *school district*"."""
    names: tuple[str, ...]
    """Capitalised names in the question, as written."""
    core: tuple[str, ...]
    """Those of the terms that stand in the asking clause itself, without the circumstances before it."""
    moments: tuple[times.Moment, ...]
    window: Window
    """The hard bounds that the caller set. `bounded` adds that of the question."""
    about_now: bool
    """True when the newest state of things is asked for, so that newer articles come first."""

    @property
    def bound(self) -> datetime | None:
        """The last moment that counts by the question's own words: "as of", "by", "until"."""
        return min((moment.end for moment in self.moments if moment.bound == "as_of"), default=None)

    def bounded(self) -> "Plan":
        """The same plan, its window closed at the question's own bound."""
        if self.bound is None:
            return self
        return replace(self, window=replace(self.window, until=min(self.bound, self.window.until or self.bound)))


def plan(
    question: str, *, now: datetime, newest: datetime | None = None, window: Window | None = None, history: Sequence[str] = ()
) -> Plan:
    """Understand a question; `newest` is the newest indexed article's time, `history` the earlier questions, oldest first."""
    standalone = stand_alone(question, history)
    folded = fold(standalone)
    moments = times.find(standalone, now=now, newest=newest)
    bare = _ONLY_NOW.sub(" ", _without(standalone, moments))
    kind = _kind(folded)
    terms = tuple(word for word in content_words(bare) if word not in _ASKED_FOR.get(kind, ()))
    return Plan(
        question=standalone,
        kind=kind,
        terms=terms,
        focus=_focus(bare),
        names=_names(bare),
        core=tuple(word for word in _core(bare) if word in terms) or terms,
        moments=moments,
        window=window or Window(),
        about_now=all(moment.bound == "as_of" for moment in moments) and (_NOW.search(folded) is not None or kind is Kind.COUNT),
    )


def _kind(folded: str) -> Kind:
    if _LEADING_YES_NO.search(folded):
        return Kind.YES_NO
    return next((kind for kind, pattern in _PATTERNS if pattern.search(folded)), Kind.OPEN)


def _core(question: str) -> tuple[str, ...]:
    match = _ASKING.search(question)
    clause = _SOURCE.sub("", question[match.start("word") :] if match else question)
    return content_words(clause) or content_words(question)


def _without(question: str, moments: Sequence[times.Moment]) -> str:
    for moment in reversed(moments):
        start, end = moment.place
        question = question[:start] + " " + question[end:]
    return question


def _focus(question: str) -> tuple[str, ...]:
    match = _FOCUS.search(question)
    return content_words(match[1]) if match else ()


def _names(question: str) -> tuple[str, ...]:
    found = []
    for match in _NAME.finditer(question):
        name = match[0].strip(".") if match.start() else _without_opening(match[0].strip("."))
        if content_words(name):
            found.append(name)
    return tuple(dict.fromkeys(found))


def _without_opening(name: str) -> str:
    """The name that a question begins with, without the word that is capitalised for opening it."""
    first, *others = name.split()
    if not (is_stopword(fold(first)) or (not others and not first.isupper())):
        return name
    while others and others[0].islower():
        others.pop(0)
    return " ".join(others)
