"""Figures: the numbers of a sentence with what they count, what befell it, and how they are meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.answering import nouns, numerals, occasions, senses
from index.answering.numerals import Numeral
from index.answering.roles import Role, role_of
from index.answering.senses import Event
from index.vocabulary import fold, words

__all__ = ["Figure", "Role", "read"]

_DETERMINED = re.compile(
    r"(?:\b(?:the|a|an|its|his|her|their|this|that|our|my|at least|became|as|be|was|is)|[’']s|s[’'])\s+(?:\w+ )?$", re.IGNORECASE
)
"""What stands before an ordinal that counts: "the 21st", not "officials first reported"."""
_CLAUSE_END = re.compile(r"[;:—–()]| - |,? (?:while|but|whereas|although|though|compared (?:with|to)|up from|down from)\b")
_JOINED_BY = re.compile(
    r"(?:,|\band|\bwith|\bincluding|\bas well as|\bplus)\s+(?:(?:another|only|just|a|an|the|some|total of|also) )*$"
)
"""What joins one figure to the next."""
_OF_A_WHOLE = re.compile(r"\s+(?:out )?of (?:the |its |their |his |her |those |these |about |all |\S+[’']s |\S+s[’'] )*(?:\w+ )?")
"""What stands between a part and its whole: "9,076 of the country's 13,000 interns"."""
_RANKED_NEXT = re.compile(r"\s(?!of|since|in|on|this|so|to|for|by|near|off|against)[a-z]+")
"""What an ordinal ranks follows it: "was the fifth attack"."""
_OF_THE = re.compile(r"\b[Oo]f (?:the|those|these|its|their|all|his|her)(?: first| last)? $")
_OF_THEM_ALL = re.compile(r"\W*[Oo]f (?:the|those|these|them|all)\b[^,;]*, ")
_WHOLE_NAMED = re.compile(r" [\w -]+, (?:only |just |at least |about |some |more than )*")
"""What stands between a whole and its part: "Of the 16 strikes, nine"."""
_AND_ANOTHER = re.compile(r"(?:,|\band|,? while|,? but) $")
_ELSEWHERE = re.compile(r" (?:in|at|on|off|near|from|elsewhere)\b")
_LAST_CLAUSE = re.compile(r"[,;]| and ")
_COMPOUND = re.compile(r"[-‑–][A-Za-z]")
"""A number that only says of what kind something is: "a 72-hour strike"."""
_ORDINAL_OF_TIME = re.compile(
    r"^\s(?:\d|(?:few|several|two|three|four|five|six|seven|eight|nine|ten|half|quarter|week|month|year|day|time|half"
    r"|round|phase|step"
    r"|wave|dose|shot|term|place|person|grade|floor|trimester|anniversary|lady|amendment|responders?|aid)s?\b)",
    re.IGNORECASE,
)
_RUNNING = re.compile(
    r"\b(?:so far|to date|until now|as of|since|total(?:s|ed|ing)?|in all|altogether|overall|in total|now|cumulative(?:ly)?"
    r"|(?:has|have) (?:now )?(?:been|risen|reached|climbed|grown|registered|recorded|reported|received|confirmed"
    r"|counted|seen|killed"
    r"|died|lost|sickened|enacted|adopted|passed|banned|carried)"
    r"|(?:rose|risen|climbed|grew|up) to|rises to|brings?|bringing|brought|rais(?:ed|es|ing)|lift(?:ed|s|ing)|stands? at|stood at"
    r"|toll|tally|count|counts|marks?|marking|became|becomes|becoming)\b",
    re.IGNORECASE,
)
_ONE_EVENT = re.compile(
    r"\b(?:(?:on|late|early|last|this) (?:mon|tues|wednes|thurs|fri|satur|sun)day(?: night| morning| afternoon"
    r"| evening)?|overnight"
    r"|in (?:the|a|an|one|that|this) (?:single |latest |first |second |third |new )?(?:strike|attack|crash|fire|blast"
    r"|incident|raid"
    r"|shooting|explosion|day|night|accident)|per (?:day|week|month|year)|a (?:day|week|month|year)|each (?:day|week|month|year)"
    r"|every (?:day|week|month|year)|daily|weekly|annually|at once|at a time|aboard|on board|in a row|consecutive"
    r"|in (?:the|a|its|their) (?:(?:first|last|past|final|next|following|opening) )?(?:\w+ )?(?:days?|weeks?|months?|hours?))\b",
    re.IGNORECASE,
)
_SAID_ON = re.compile(
    r"\b(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:said|reported|announced|confirmed|told)\b"
    r"|\b(?:said|reported|announced|confirmed|released|published|statement|told \w+) (?:late |early )?(?:on )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day\b",
    re.IGNORECASE,
)
"""The day on which something was said is none on which it happened."""
_CORRECTION = re.compile(
    r"\b(?:correct(?:ion|ed|s|ing)|revis(?:ed|ion|es|ing)|lowered (?:its|the|their)|retracted|removed duplicates|recount(?:ed)?"
    r"|an earlier version|misstated|in error|mistakenly|wrongly)\b",
    re.IGNORECASE,
)
_BEFALLING = re.compile(
    r"\b(\w+(?:ed|ing|s|t)|kill|died|dead|claimed the lives)(?: the)?(?: lives of)? (?:an? (?:estimated )?|some |the )*$"
)
"""The verb right before a figure: "killed 18 people"."""
_IN_HOSPITAL = re.compile(r"\b(?:in|to) (?:the |a |an |area |local |nearby )*hospitals?\b")
_PUBLISHED = re.compile(
    r"\b(?:reports?|stud(?:y|ies)|data|figures|surveys?|statements?|estimates?|findings|statistics|analysis|poll|videos?) "
    r"(?:\w+ ){0,4}?released\b|\breleased (?:on |late |early |last |this )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|month|week|year|by|in)\b",
    re.IGNORECASE,
)
"""A report that is released, not people."""
_VERB_WORDS = 5
_AUXILIARIES = frozenset("have has had were was are is died".split())
_WITHIN = re.compile(r"\b(?:in|across|from|at|throughout|among) (?:the |all |at least |about |some |more than |nearly )*$")
_NEXT_FIGURE = re.compile(r"\d[\d,.]*")
_HAS_VERB = re.compile(
    r"\b(?:have|has|had|were|was|are|is|been|be|died|said|reported|fell|got|became|tested|killed|injured|sickened"
    r"|missing|dead)\b|\w{3,}ed\b|\w{4,}ing\b"
)
_IN_PASSING = re.compile(
    r"\b(?:in|from|across|of|on|at|aged?|ages|under|over|since|between|about|Nov|Dec|Jan|Feb|Oct|Sept?|Aug|July?|June?"
    r"|May|April?|March)\.? $"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of a sentence, read."""

    numeral: Numeral
    noun: str
    """The counted noun phrase as written: "strikes", "confirmed lead poisoning cases"; empty when none follows."""
    head: str
    """The phrase's head, folded; empty without one."""
    event: Event | None
    """What befell those counted, or what the head itself says happened."""
    clause: str
    """What of the sentence speaks of this figure."""
    role: Role
    is_running: bool
    """True when the figure says how far a count has come: "so far", "since", "brings to", "the 21st"."""
    is_one_event: bool
    """True when it tells of one event or one day."""
    is_correction: bool


@lru_cache(maxsize=20_000)
def read(sentence: str) -> tuple[Figure, ...]:
    """All figures of a sentence, in order."""
    found = numerals.find(sentence)
    figures: list[Figure] = []
    for place, numeral in enumerate(found):
        following = found[place + 1].qualified_start if place + 1 < len(found) else len(sentence)
        if (numeral.kind == "ordinal" and not _ranks(sentence, numeral)) or _COMPOUND.match(sentence[numeral.end :]):
            continue
        noun = _named_before(sentence, numeral) or nouns.phrase(sentence[numeral.end : following])
        if not noun and place + 1 < len(found) and _OF_A_WHOLE.fullmatch(sentence[numeral.end : following]):
            after = found[place + 2].qualified_start if place + 2 < len(found) else len(sentence)
            noun = nouns.phrase(sentence[found[place + 1].end : after])
        is_whole = place > 0 and _OF_A_WHOLE.fullmatch(sentence[found[place - 1].end : numeral.qualified_start]) is not None
        role = Role.SIZE if is_whole else role_of(sentence, numeral)
        figures.append(_figure(sentence, numeral, noun, role, _clause(sentence, found, place), before=figures))
    return tuple(figures)


def is_running(text: str) -> bool:
    """True when the words of a text say how far a count has come: "so far", "since", "brings to"."""
    return _RUNNING.search(text) is not None


def _ranks(sentence: str, numeral: Numeral) -> bool:
    """True for an ordinal that tells how many there have been: "the 21st strike", not "officials first reported"."""
    if occasions.is_for_the_nth_time(sentence[: numeral.start], sentence[numeral.end :]):
        return True
    if _ORDINAL_OF_TIME.match(sentence[numeral.end :]):
        return False
    return numeral.written[0].isdigit() or _DETERMINED.search(sentence[: numeral.start]) is not None


def _named_before(sentence: str, numeral: Numeral) -> str:
    """What a number counts, or ranks, where that is said before it and nothing of the kind follows."""
    left, right = sentence[: numeral.qualified_start], sentence[numeral.end :]
    if numeral.kind == "ordinal":
        return occasions.ranked(left) if not _RANKED_NEXT.match(right) else ""
    named = occasions.numbered(left)
    return "" if named and nouns.phrase(right) else named


def _figure(sentence: str, numeral: Numeral, noun: str, role: Role, clause: tuple[int, int], *, before: list[Figure]) -> Figure:
    start, end = clause
    head = nouns.head_of(noun)
    noun = nouns.up_to(head, noun)
    takes_up = not head and bool(before) and _takes_up(sentence, numeral, before[-1])
    if before and (takes_up or (not head and role is Role.EARLIER)):
        noun, head = before[-1].noun, before[-1].head
    left, right = sentence[start : numeral.qualified_start], sentence[numeral.end : end]
    if not _OF_THE.search(left):  # what is told behind a whole is told of its part: "of the 40 passengers, 12 died"
        right = _own(right, sentence[numeral.end :])
    return Figure(
        numeral=numeral,
        noun=noun,
        head=head,
        event=_event(head, noun, left, right) or (before[-1].event if before and (takes_up or not head) else None),
        clause=sentence[start:end],
        role=role,
        is_running=numeral.kind == "ordinal" or is_running(sentence),
        is_one_event=_ONE_EVENT.search(_SAID_ON.sub(" ", sentence[start:end])) is not None,
        is_correction=_CORRECTION.search(sentence) is not None,
    )


def _takes_up(sentence: str, numeral: Numeral, before: Figure) -> bool:
    """True when a number without a noun counts what the one before it does: "ten in Orlen and eleven in Tamsin"."""
    if not before.head or {numeral.kind, before.numeral.kind} != {"count"}:
        return False
    between, right = sentence[before.numeral.end : numeral.qualified_start], sentence[numeral.end :]
    if any(senses.event(word) not in (None, before.event) for word in list(words(right))[:_VERB_WORDS]):
        return False
    if _OF_THE.search(sentence[: before.numeral.start]) and _WHOLE_NAMED.fullmatch(between):
        return True
    return _AND_ANOTHER.search(between) is not None and _ELSEWHERE.match(right) is not None


def _clause(sentence: str, found: Sequence[Numeral], place: int) -> tuple[int, int]:
    """Where what a sentence says of one of its numerals begins and ends."""
    numeral = found[place]
    ends = [match.span() for match in _CLAUSE_END.finditer(sentence)]
    ends += [joined.span() for other in found[1:] if (joined := _JOINED_BY.search(sentence[: other.qualified_start]))]
    start = max((end for _, end in ends if end <= numeral.qualified_start), default=0)
    return start, min((begin for begin, _ in ends if begin >= numeral.end), default=len(sentence))


def _own(right: str, rest: str) -> str:
    """What follows a figure up to the next one that is told of: "in 22 states" goes by, "and 10 people" does not.

    Two that share one verb share it: "302 people in one country and 153 in another have been sickened".
    """
    if not _HAS_VERB.search(right):
        right = rest
    for match in _NEXT_FIGURE.finditer(right):
        before = right[: match.start()]
        if not _IN_PASSING.search(before) and _HAS_VERB.search(before):
            return before
    return right


def _event(head: str, noun: str, left: str, right: str) -> Event | None:
    if head in occasions.TIMES:
        return occasions.attacked(_LAST_CLAUSE.split(left)[-1])
    if head and senses.is_event_noun(head):
        return senses.event(head)
    if (befell := _BEFALLING.search(fold(left))) and (done := senses.event(befell[1])) and done is not Event.ATTACK:
        return done
    if head in nouns.REPORTS and (told := next((word for word in words(noun) if senses.event(word)), None)):
        return senses.event(told)
    if head and not senses.is_person(head) and head not in nouns.REPORTS and not senses.is_of_a_place(head):
        return _done_to(noun, left, right)
    if _IN_HOSPITAL.search(right):
        return Event.HOSPITAL
    sides = [_PUBLISHED.sub(" ", right)]
    names_some = any(senses.is_person(word) for word in list(words(right))[:_VERB_WORDS])
    if names_some or not _OF_THEM_ALL.match(left):  # "of those killed, 60 were 65 or older": the dead are more
        sides.append(" ".join(reversed(_PUBLISHED.sub(" ", left).split())))
    found = (each for text in sides for word in words(text) if (each := senses.event(word)))
    return next((each for each in found if each is not Event.ATTACK), None)


def _done_to(noun: str, left: str, right: str) -> Event | None:
    """What the verb right behind a phrase says befell those that it names: "fourteen miners have died"."""
    behind = list(words(right.replace(noun, " ", 1)))[:_VERB_WORDS]
    if _WITHIN.search(left):  # "47 people in 22 states have been sickened": not the states
        return None
    if not behind or behind[0] not in _AUXILIARIES:
        return None
    found = (senses.event(word) for word in behind if not senses.is_event_noun(word) or word in ("dead", "missing"))
    return next((each for each in found if each in (Event.DEATH, Event.MISSING, Event.INJURY, Event.ILLNESS)), None)
