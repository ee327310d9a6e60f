"""What a question wants counted: of which things, of whom, when, and by whose count."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from index.answering import counted, episodes, numerals, senses, whose
from index.answering.senses import Event, Group
from index.retrieval.questions import Kind, Plan
from index.retrieval.times import FORESEEN
from index.vocabulary import content_words, fold, stem, words


class Form(StrEnum):
    """What of a tally is asked for."""

    NEWEST = "newest"
    GROWTH = "growth"
    """How it came there."""
    PASSING = "passing"
    """When it came to a given figure."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A count question, understood."""

    kind: numerals.NumeralKind
    form: Form
    head: str
    """What is counted, folded: "strikes", "kids", "states"; empty when only an event is named ("how many died")."""
    event: Event | None
    """What befell those counted, or what the head itself says happened."""
    is_people: bool
    is_of_some: bool
    """True when only those of one calling are asked for, such as firefighters, and not whoever it befell."""
    groups: frozenset[Group]
    about: tuple[str, ...]
    """Folded words that tell which count it is: of what, by what, where."""
    unit: frozenset[str]
    """Stems of the words that say what is counted."""
    speaker: str | None
    """Whose count is wanted."""
    shunned: str | None
    """Whose is not."""
    period: tuple[datetime, datetime] | None
    """The span of time that the count is of, both ends inclusive."""
    span: tuple[datetime, datetime] | None
    """For GROWTH: the span of time over which it is to be told."""
    threshold: float | None
    """For PASSING: the figure."""
    episode: int | None
    """Which one of several events it is about: 10 for the tenth, 0 for the latest."""
    is_reached: bool
    """For PASSING: True when coming to the figure is enough, and not to go beyond it."""
    predicate: tuple[str, ...]
    """Folded words that say what the counted did or what was done to them: "signed", "banned", "smoking"."""
    is_part: bool
    """True when it is asked how many of a whole: "how many of the strikes were at night"."""
    is_rate: bool
    """True when it is asked how many in each week, a day, a year."""
    is_level: bool
    """True when the question allows that it falls: "up or down"."""
    is_running: bool
    """True when the question says that it wants the count as far as it has come: "so far", "in total"."""
    asks_ahead: bool
    """True when a prediction is asked for."""


_GROWTH = re.compile(
    r"\bhow (?:fast |quickly |far )?(?:has|have|had|did|was|were|is) .{0,80}\b(?:grow|grown|grew|chang(?:e|ed|ing)"
    r"|ris\w+|rose|evolv\w+"
    r"|develop\w*|increas\w+|climb\w+|fall\w*|fell|drop\w*|progress\w*|mov\w+|risen|spread|gone)\b"
    r"|\b(?:go|gone|went"
    r"|going) up or down\b"
    r"|\b(?:trend|timeline|growth|history|trajectory|evolution) (?:of|in|for)\b|\bover time\b|\bhow (?!many|much).{0,60}\b(?:rose"
    r"|grew|grown|risen|changed|evolved|developed"
    r"|fell|fallen|increased|climbed)\b|\b(?:up or down|rising or falling|increased or decreased)\b"
)
_CHANGING_SUM = re.compile(
    r"\bhow (?:has|have|had|did) (?:the )?(?:\w+ ){0,4}?(?:amount (?:of money|bet|spent|paid|raised|owed|donated|collected)"
    r"|sum|cost|price|spending|revenue|fund|budget|fine|bill)s?\b"
)
_PASSING = re.compile(
    r"\bwhen (?:did|was|were|had|has) (?P<subject>.{2,80}?) (?P<passing>pass|reach|exceed|top|hit|cross|surpass|get to|climb to"
    r"|rise to)(?:ed)? "
    r"(?P<figure>[^?]*\d[^?]*|[^?]*\b(?:hundred|thousand|million|dozen|ten|twenty|thirty|forty|fifty)\b[^?]*)"
)
_NAMED_COUNT = re.compile(
    r"\b(?:newest|latest|current|updated|most recent|final|total|running|official|confirmed"
    r"|overall) (?:\w+ ){0,3}?(?:number|figure|count|tally|total"
    r"|toll|estimate|share|percentage)s?\b|\b(?:number|figure|count|tally|toll|estimate|total)s?\s*[?,]|\bso far\b"
    r"|\bas of\b|\bto date\b"
    r"|\bhow (?:high|big|large|many)\b"
)
_TOLL_ASKED = re.compile(
    r"\b(?:what(?:'s| is| was)|how (?:high|big|large) (?:is|was)) .{0,30}\btoll\b(?! (?:bridge"
    r"|road|booth|plaza|lane))"
)
_OF_CHANGE = re.compile(
    r"\bby (?:what|how (?:much|many))\b|\bhow (?:many|much) (?:more|fewer|less|higher|lower|longer|bigger)\b"
    r"|\bhow many times (?:more|as)\b"
)
_OF_MORE_THAN_ONE = re.compile(
    r"\b(?:how (?:many|much)|what|which|when|where|who)\b.*(?:,| and| or|;) (?:(?:in|on|at|to|by|for|from"
    r"|with) )?(?:how (?:many|much)|what|which|when|where|who|why)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|did|do|does|has|have|had|can|could|will|would|should|who|whom|why|where|when|which|what|how)\b"
)
AMERICA = "u.s"
_AMERICAN = re.compile(r"\b(?:US|USA|U\.S\.?|United States)(?![\w])")
"""As a word, "us" is a pronoun that carries no meaning, and so is left out of a question's terms."""
_BEFALLING = (Event.DEATH, Event.INJURY, Event.MISSING, Event.ARREST, Event.RESCUE, Event.HOSPITAL)
_DONE = re.compile(r"(?:ed|aid|ent|ost|old|made|won|owed?|raise|pay|spend|lose|cost|sell|donate|fine|charge)$")
RATE = re.compile(r"\b(?:weekly|daily|monthly|annual|annually|yearly|(?:each|every|per|a) (?:day|week|month|year|night|hour))\b")
_LEVEL = re.compile(
    r"\b(?:up or down|down or up|ris\w+ or fall\w+|increas\w+ or decreas\w+|grow\w* or sh?r[iu]nk\w*|fallen|dropped|declined?)\b"
)
_RUNNING = re.compile(
    r"\b(?:so far|to date|in total|altogether|in all|until now|by now|overall|toll|tally|total|cumulative(?:ly)?)\b"
)
_SINCE_IT_BEGAN = re.compile(
    r"\bsince (?:the |it |its |this )?(?:\w+ ){0,2}?(?:began|begun|started?|beginning|broke out|onset|outset|erupted)\b"
    r"|\b(?:over|during|in) the course of\b",
    re.IGNORECASE,
)
"""From its beginning: every running count is."""
_PART = re.compile(r"\bhow (?:many|much) of (?:the|these|those|its|their|all)\b")
_AMONG = re.compile(r"\bamong (?:the |young |small )*(?P<whom>\w+)")
_AHEAD = re.compile(rf"{FORESEEN.pattern}|\b(?:will|would|predict\w*|by year's end|may there be)\b")


def is_counting(plan: Plan) -> bool:
    """True when a figure is asked for: how many, how much, what share, how it has grown, the newest count."""
    folded = fold(plan.question)
    if _OF_CHANGE.search(folded) or _OF_MORE_THAN_ONE.search(folded):
        return False
    if plan.kind in (Kind.COUNT, Kind.SHARE, Kind.AMOUNT) or _TOLL_ASKED.search(folded):
        return True
    if _PASSING.search(folded) or (_GROWTH.search(folded) and _has_count(folded)):
        return True
    if plan.kind not in (Kind.OPEN, Kind.THING, Kind.YES_NO) or _VERB.search(folded):
        return False
    return _NAMED_COUNT.search(folded) is not None or bool(counted.phrase_of(plan.kind, plan.question)[0] and _has_unit(plan))


def _has_unit(plan: Plan) -> bool:
    """True for a bare phrase that names what can be counted: "people enrolled by the end of December", "killed in the blast"."""
    phrase, _ = counted.phrase_of(plan.kind, plan.question)
    head = counted.head_of(phrase)
    if not head and phrase and not senses.is_event_noun(phrase):
        return senses.event(fold(phrase.split()[0])) in _BEFALLING
    return bool(head) and (senses.is_event_noun(head) or senses.is_person(head) or head.endswith("s"))


def understand(plan: Plan) -> Asked:
    """What the question wants counted; only for a plan that `is_counting`."""
    question = " ".join(whose.SHUNNED.sub(" ", plan.question).split())
    folded = fold(question)
    phrase, rest = counted.phrase_of(plan.kind, question)
    passing = _PASSING.search(folded)
    if plan.kind is Kind.OPEN and _is_of_money(plan, folded):
        phrase, rest = "", question
    if passing:
        phrase = counted.subject_of(passing["subject"], numerals.find(passing["figure"]), passing["figure"])
    head = counted.head_of(phrase)
    speaker, spoken = whose.wanted(question)
    event = counted.event_of(head, phrase, rest)
    groups = senses.group(words(phrase))
    if among := _AMONG.search(question):
        groups |= senses.group(words(among["whom"]))
    unit = counted.unit_of(head, event, phrase, rest)
    shunned = whose.SHUNNED.search(plan.question)
    if shunned:
        spoken |= frozenset(content_words(shunned["name"]))
    about = _about(plan, question, unit=unit, groups=groups, spoken=spoken)
    if passing:
        about = tuple(term for term in about if not term[0].isdigit())
    form = Form.PASSING if passing else Form.GROWTH if _GROWTH.search(folded) else Form.NEWEST
    named = _period(plan)
    period, span = (None, named) if form is Form.GROWTH else (named, None)
    return Asked(
        kind="percent" if plan.kind is Kind.SHARE else "money" if _is_of_money(plan, folded) else "count",
        form=form,
        head=head,
        event=event,
        is_people=(bool(head) and (senses.is_person(head) or _is_nation(head, question))) or (not head and event is not None),
        is_of_some=event is not None and senses.is_person(head) and not senses.is_anybody(head) and not senses.group([head]),
        groups=groups,
        about=about,
        unit=unit,
        speaker=speaker,
        shunned=shunned["name"] if shunned else None,
        period=period,
        span=span,
        threshold=_threshold(passing["figure"]) if passing else None,
        episode=episodes.which(question) if event is not None and event is not Event.ATTACK else None,
        is_reached=passing is not None and passing["passing"] in ("reach", "hit", "get to", "climb to", "rise to"),
        predicate=tuple(term for term in about if _DONE.search(term))
        if plan.kind is Kind.AMOUNT
        else counted.predicate_of(phrase, rest, about, event),
        is_part=_PART.search(folded) is not None,
        is_rate=RATE.search(folded) is not None,
        is_level=_LEVEL.search(folded) is not None,
        is_running=_RUNNING.search(folded) is not None,
        asks_ahead=_AHEAD.search(folded) is not None,
    )


def is_told_of(asked: Asked, texts: Sequence[str]) -> bool:
    """False when none of the texts says that what befell those counted befell anybody, or names those of one calling at all.

    The dead are not the arrested, nor are they the sailors.
    """
    if asked.event is None or asked.event is Event.ATTACK:
        return True
    if asked.is_of_some:
        texts = [text for text in texts if stem(asked.head) in map(stem, words(text))]
    told = {found for text in texts for word in words(text) if (found := senses.event(word))}
    return any(found is asked.event or senses.are_related(found, asked.event) for found in told)


def _about(
    plan: Plan, question: str, *, unit: frozenset[str], groups: frozenset[Group], spoken: frozenset[str]
) -> tuple[str, ...]:
    """The terms that tell which count it is: not what is counted, not by whom, nor the words that all counts share."""
    question = _SINCE_IT_BEGAN.sub(" ", question)
    opening = set(plan.terms) - set(content_words(question))
    named = {word for name in plan.names for word in words(name) if senses.event(word) is None}
    about = [
        term
        for term in plan.terms
        if term not in spoken
        and term not in opening
        and not senses.group([term]) & groups
        and (term in named or (stem(term) not in unit and term not in counted.SAID_OF_COUNTS))
    ]
    if _AMERICAN.search(question):
        about = [*(term for term in about if term not in ("united", "states", AMERICA)), AMERICA]
    return tuple(about)


def _is_of_money(plan: Plan, folded: str) -> bool:
    """True when a sum is asked for, or how one has changed."""
    return plan.kind is Kind.AMOUNT or (plan.kind is Kind.OPEN and _CHANGING_SUM.search(folded) is not None)


def _is_nation(head: str, question: str) -> bool:
    """True for the people of a place: "South Dakotans"."""
    if head == "americans":
        return True
    return senses.is_of_a_place(head) and re.search(rf"\b{re.escape(head.capitalize())}\b", question) is not None


def _has_count(folded: str) -> bool:
    return (
        any(senses.is_event_noun(word) for word in words(folded))
        or re.search(
            r"\b(?:number|count|tally|toll|share|percentage|total|many|price|cost|rate|amount|sum|enrol\w+|members?hip|attendance"
            r"|sign-?ups|spending|sales|population|turnout|size|level|figure|fund|budget|revenue|debt)s?\b",
            folded,
        )
        is not None
    )


def _period(plan: Plan) -> tuple[datetime, datetime] | None:
    spans = [moment for moment in plan.moments if moment.bound == "during"]
    if not spans:
        return None
    return min(moment.start for moment in spans), max(moment.end for moment in spans)


def _threshold(written: str) -> float | None:
    found = numerals.find(written)
    return float(found[0].value) if found else None
