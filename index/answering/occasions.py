"""What a number counts that names it before, or not at all: "the attack was the fifth", "hit boats nineteen times"."""

import re

from index.answering import nouns
from index.answering.senses import Event
from index.vocabulary import fold, words

TIMES = frozenset({"time", "times"})
"""Heads of a count of doings, whatever was done."""
_ATTACKING = frozenset("struck striking attacked attacking hit hitting bombed bombarded shelled raided raiding".split())
_ATTACK = frozenset("strike attack hit bomb bombard shell raid".split())
_TO_ATTACK = re.compile(r"\b(?:did|to|do|does|will) (?:\w+ ){0,6}?(?:" + "|".join(sorted(_ATTACK)) + r")\b")
_FOR_THE = re.compile(r"\bfor (?:at least )?(?:the|a) $", re.IGNORECASE)
_TIME = re.compile(r"^ (?:such |straight )?time\b")
_RANKED = re.compile(
    r"^\W*(?:the|this|that|\w+day[’']s|[A-Z][\w.]*[’']s?)\s(?:[\w.]+ ){0,3}?(?P<subject>[a-z]+)"
    r"(?: (?:on|in|near|off|at|against|by|late|early|over) [^,;]{1,60}?)?,? (?:was|is|became|marked|marks|makes) "
    r"(?:at least |already |only )?the $",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r".*\b(?:number|count|total|tally|toll) of (?:the )?(?P<counted>[^,;]{3,80}?) "
    r"(?:(?:\w+ed|has|have|stands?|stood|now|is|was|be|will|could|would|may|might|reach|hit|top|pass|exceed|rose|risen|grown|at|to"
    r"|by then|already) ){1,4}$",
    re.IGNORECASE,
)


def is_for_the_nth_time(before: str, after: str) -> bool:
    """True when an ordinal between these two texts says how often something was done: "for the 17th time"."""
    return _FOR_THE.search(before) is not None and _TIME.match(after) is not None


def attacked(text: str) -> Event | None:
    """ATTACK when a verb of the text says that somebody attacked: "struck", "bombed"."""
    is_told = any(word in _ATTACKING for word in words(text)) or _TO_ATTACK.search(fold(text))
    return Event.ATTACK if is_told else None


def says_attack(word: str) -> bool:
    """True for a folded verb that says that somebody attacks, in any of its forms."""
    return word in _ATTACKING or word in _ATTACK


def ranked(before: str) -> str:
    """The noun that an ordinal ranks which stands behind it: "The attack was the"; empty without one."""
    match = _RANKED.search(before)
    return match["subject"] if match else ""


def numbered(before: str) -> str:
    """The noun phrase whose number is told next: "brought the number of strikes to"; empty without one."""
    match = _NUMBERED.match(before)
    return nouns.phrase(f" {match['counted']}") if match else ""
