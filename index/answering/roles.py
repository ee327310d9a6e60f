"""How a number in a sentence is meant: as what is, was, came on top, may come, or is not so."""

import re
from enum import StrEnum

from index.answering.numerals import Numeral

_PREDICTION = re.compile(
    r"\b(?:could|might|may|will|would|can|should|likely to|set to|going to|on (?:track|pace|course) to|expected to|expects? to"
    r"|projected to|forecast to|predict(?:s|ed)? (?:that )?|estimated to|threaten(?:s|ed)? to)\s+(?:\w+ )?(?!have\b)"
    r"(?:be|see|reach|rise|hit|top|climb|exceed|grow|become|lose|die|face|kill|affect|need|cost|get|go|pass|come|increase|double"
    r"|surpass|run|add|bring|receive|open|close|drop|fall|cover|miss|number|total|approach)\b"
    r"|\b(?:could|might)\s+(?:\w+ly\s+)?(?!have\b|be\b|not\b)[a-z]+(?<!ed)\s"
    r"|\b(?:could|might|may|will|would) (?:\w+ )?have (?:as many as|up to|more than|about|nearly|around|between"
    r"|at least|an? |\d|$)"
    r"|\b(?:are|is|were|was) (?:\w+ )?(?:expected|projected|forecast|likely|eligible|slated) to\b|\b(?:projection"
    r"|forecast|prediction|projects|forecasts|predicts|predicted|projected|anticipates?|envisions?|aims?"
    r"|goal|target|plans? (?:to|for)|threshold|capacity|expects|hopes? to|pledged|promised|proposed|seeks?|seeking"
    r"|wants?|asked for"
    r"|if (?:the|all|they|it|he|she|we)|would have (?:been|become|made|brought|raised|marked|meant))\b",
    re.IGNORECASE,
)
_PREDICTED_AFTER = re.compile(
    r"[^,;]{0,60}\b(?:(?:could|will|would|might) (?!have\b)|may (?!have\b|be\b)"
    r"|(?:are|is|were|was) (?:\w+ )?(?:expected|projected|forecast|slated|due) to\b)"
)
_WOULD_SAY = re.compile(r"[^,;]{0,60}\bwould (?:say|vote|support|back|choose|favou?r|prefer|oppose|like|want)\b")
"""What a poll found is no prediction: "47 percent would say yes"."""
_EARLIER = re.compile(
    r"\b(?:up|down|rose|risen|rising|jumped|climbed|increased|grew|grown|soared|surged|dropped|fell|declined|doubled|tripled|went"
    r"|increase|rise|jump|drop|decline|decrease|compared|lowered its count|revised(?: down| up)?|corrected(?: its \w+)?)"
    r" (?:\w+ ){0,2}from (?:the |an? |just |about |roughly |nearly |around |more than |at least |only )*$"
    r"|\bfrom (?:the |an? |just |about |roughly |nearly |around |more than |at least |only )*(?=$)(?<!ranging from )"
    r"|\b(?:compared (?:with|to)|versus|vs\.?|against) (?:\w+ ){0,3}$"
    r"|\bwhen (?:there were |only |just |about |at least |some |more than |nearly )*$"
    r"|\b(?:earlier|previous(?:ly)?|initial(?:ly)?|originally|first reported|an? earlier) (?:\w+ ){0,4}$",
    re.IGNORECASE,
)
_AT_THAT_TIME = re.compile(r"^\W*(?:back then|in those days|at (?:the|that) time|decades ago|years ago)\b", re.IGNORECASE)
_EARLIER_AFTER = re.compile(
    r"^[^,.;—–\d]{0,40}\b(?:(?:reported|counted|announced|recorded) )?(?:the (?:week|month|day|year) before|(?:a"
    r"|one) (?:week|month|day"
    r"|year) (?:ago|earlier|before)|previously|the previous (?:week|month|year|day))\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:anyone who|whoever|those who (?:say|write|claim|count)|wrongly|incorrectly|mistakenly|misstated|erroneously"
    r"|falsely|earlier version"
    r"|(?:is|was|are|were|and|but|did|does|do) not|isn[’']t|wasn[’']t|instead of|rather than"
    r"|rumou?rs? of)\b[^.;,]{0,50}$|\bnot $",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"^[^,;.\d]{0,30}\b(?:was|were|is|are) (?:\w+ )?(?:unrelated|not (?:related|linked|counted|included|caused|tied)|ruled out)\b"
)
_CORRECTED = re.compile(
    r"\b(?:earlier|previous|first|original) version\b"
    r"(?:(?!\b(?:it|they|there) (?:was|were|is|are)\b|\bcorrect\b|\bactual)[^;])*$",
    re.IGNORECASE,
)
"""What a correction says that was written before."""
_WENT = re.compile(
    r"\b(?:up|down|ris\w+|rose|jump\w*|climb\w*|increas\w+|gr[eo]w\w*|soar\w*|surg\w+|dropp?\w*|f[ae]ll\w*|declin\w+|doubl\w+"
    r"|tripl\w+|went|going|spik\w+|lower\w*|revis\w+|correct\w*) (?:\S+ ){0,6}from $",
    re.IGNORECASE,
)
_TO_ANOTHER = re.compile(
    r"^[^.;]{0,70}\bto (?:just |about |nearly |almost |more than |at least |over |around )?(?:\d|half|one|two|three"
    r"|four|five|six|seven"
    r"|eight|nine|ten)",
    re.IGNORECASE,
)
_CHANGE_BEFORE = re.compile(
    r"\b(?:another|additional|added|adding|adds|by|an? (?:increase|rise|jump|drop|decline|decrease|fall|gain|loss) of"
    r"|first|last|next"
    r"|every|each|other|these|those|them|remaining|extra|new|further) (?:\w+ )?$",
    re.IGNORECASE,
)
_SIZE_BEFORE = re.compile(
    r"\b(?:(?:population|home|territory|city|country|nation|state|region|town|island|community|county|district|village"
    r"|staff|crowd"
    r"|network|league|membership|family|group|panel|team|household|couple|fleet|capacity) (?:of|to)|per|every|one of"
    r"|needs?|requires?|must (?:win|get|have|reach)|takes?|age (?:\w+ ){0,4}(?:is|was)) (?:about |some |nearly "
    r"|roughly |more than |around |an estimated |the )*$",
    re.IGNORECASE,
)
_RESIDENTS = re.compile(
    r"\b(?:has|have|had|with|home to) (?:about |some |nearly |roughly |more than |around |an estimated |only |just |the )*$",
    re.IGNORECASE,
)
_RESIDENTS_AFTER = re.compile(r"^\s(?:residents|inhabitants)\b")
_RATE_AFTER = re.compile(
    r"^[^,.;\d]{0,30}\b(?:per|for every|out of every|in every) (?:\d|capita|million|thousand|hundred)", re.IGNORECASE
)
_OR = re.compile(r"\bor (?:about |some |even |at least )?$")
_COUNTED_SO = re.compile(r"^(?: \w+){0,2} (?:where|if|when|including|counting|with)\b")
_CHANGE_AFTER = re.compile(r"^\s*(?:more|additional|new|other|further|fewer|extra|newly|others)\b", re.IGNORECASE)


class Role(StrEnum):
    """How a figure is meant."""

    STATED = "stated"
    EARLIER = "earlier"
    """What it was before: "up from 34"."""
    CHANGE = "change"
    """What came on top or went off: "another 3"."""
    PREDICTION = "prediction"
    """What may come: "could reach 30"."""
    DENIED = "denied"
    """What is not so: "anyone who writes of 22"."""
    OTHERWISE = "otherwise"
    """What it comes to when counted otherwise: "82, or 83 where the man lost is included"."""
    SIZE = "size"
    """How large something is of which the sentence tells something else: "a city of 500,000", "per 100,000 people"."""


def role_of(sentence: str, numeral: Numeral) -> Role:
    """How a sentence means one of its numbers."""
    left, right = sentence[: numeral.qualified_start], sentence[numeral.end :]
    if _DENIED.search(left) or _CORRECTED.search(left) or _DENIED_AFTER.match(right):
        return Role.DENIED
    if _OR.search(left) and _COUNTED_SO.match(right):
        return Role.OTHERWISE
    if _SIZE_BEFORE.search(left) or _RATE_AFTER.match(right) or (_RESIDENTS.search(left) and _RESIDENTS_AFTER.match(right)):
        return Role.SIZE
    if _EARLIER.search(left) and (not left.endswith("from ") or _WENT.search(left) or _TO_ANOTHER.match(right)):
        return Role.EARLIER
    if numeral.kind != "ordinal" and (_CHANGE_BEFORE.search(left) or _CHANGE_AFTER.search(right)):
        return Role.CHANGE
    if _predicted(left, right) and not (numeral.kind == "percent" and _WOULD_SAY.match(right)):
        return Role.PREDICTION
    if _EARLIER_AFTER.search(right) or _AT_THAT_TIME.search(sentence):
        return Role.EARLIER
    return Role.STATED


def _predicted(left: str, right: str) -> bool:
    near = re.split(r"[;,]|\bbut\b", left)[-1][-90:]
    return _PREDICTION.search(near) is not None or _PREDICTED_AFTER.match(right) is not None
