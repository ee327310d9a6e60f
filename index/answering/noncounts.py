"""Numbers that count nothing: dates, times, ages, votes, and the numbers in names and phrases."""

import re
from typing import Final

_PLURAL: Final = r"(?:[a-z]+(?<![suia])s|people|men|women|children|feet|police|troops|fish|sheep|cattle|deer|staff|percent)\b"
_NO_NOUN: Final = (
    r"(?:[,.;:)”\"]|$| (?:to|who|and|in|with|are|were|is|was|have|had|has|from|on|at|for|can|should|would|will|may|of|or|by|must"
    r"|if|that|as|after|before|when|without)\b)"
)
_MONTH: Final = (
    r"(?=[A-Z])(?i:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)|apr(?:il|\.)|may|june?\.?|july?\.?|aug(?:ust|\.)?"
    r"|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_AND_SO_ON: Final = r"(?:\d{1,2}(?:st|nd|rd|th)?(?:, and | through |, | and | or | to |[-–]))*"

_GLUED_BEFORE: Final = frozenset("./#:@&=_*^~")
_GLUED_AFTER: Final = re.compile(
    r"\w|[/:.,–-]\d|\([a-z0-9]\)|-(?:fold|times?|something|way|to|on|and|by|for|over|under)\b|[’'](?:s\b|\d)|[-–][a-z]?\d"
)
_UNIT_AFTER: Final = re.compile(r"(?:kms?|kg|mph|kph|kmh|km/h|cm|mm|ft|lbs?|mw|gw|kw|hp)\b")
_DATE_BEFORE: Final = re.compile(rf"\b{_MONTH} {_AND_SO_ON}(?:the )?$")
_DATE_AFTER: Final = re.compile(rf",? (?:of )?{_MONTH}(?![a-z])")
_CLOCK_OR_FOLD: Final = re.compile(r" ?(?:a\.?m\b|p\.?m\b|o[’']clock|gmt\b)|-times\b|[ -]?fold\b|-time\b")
_TIMES: Final = re.compile(r" (?:separate )?times\b")
_TIMES_AFTER: Final = re.compile(
    r" (?:separate )?times?(?:[.,;:)”\"]|$| (?:in|on|since|this|during|between|before|after|from|for|with|by|and|but|while|when"
    r"|at|last|so far|to date|already|now|across|near|within|against|until|that year|as of|a|an|per|each|every)\b(?! size\b))"
)
_MULTIPLIED: Final = re.compile(
    r"(?:\bby|\b(?:increas|ris|rose|grow|grew|multipl|jump|climb|sold|pay|paid|cost|worth)\w*) (?:\w+ ){0,2}$", re.IGNORECASE
)
_VOTE_BEFORE: Final = re.compile(r"\b(?:vot(?:e|ed|ing|es)|score|ruled|margin)(?: of| was| by)? $")

_YEAR_BEFORE: Final = re.compile(
    r"\b(?:in|since|of|by|until|till|from|late|early|mid|during|through|before|after|fall|spring|summer|winter|autumn|the|a|its"
    r"|his|her|their|our|for|circa|that|this|between|\d{4} and|\d{4} to|[a-z]+[’']s) $"
)
_COUNTED: Final = re.compile(
    r" (?:[a-z]+ )?(?:people|persons|men|women|children|kids|adults|residents|students|workers|employees|members|voters|patients"
    r"|soldiers|troops|officers|migrants|refugees|passengers|families|households|homes|houses|buildings|schools|jobs|seats|votes"
    r"|signatures|cases|deaths|injuries|arrests|miles|kilometers|kilometres|meters|metres|feet|yards|acres|hectares|tons|tonnes"
    r"|pounds|kilograms|degrees|hours|minutes|days|square|others)\b"
)
_COUNTING_BEFORE: Final = re.compile(r"\b(?:at least|more than|fewer than|up to|as many as|no fewer than) $")

_PEOPLE: Final = (
    r"(?:people|persons?|child(?:ren)?|kids?|adults?|wom[ae]n|m[ae]n|those|anyone|everyone|someone|minors?|boys?|girls?|youths?"
    r"|teens|teenagers|seniors|individuals|babies|infants)"
)
_AGE_BEFORE: Final = re.compile(
    rf"\b(?:(?:age[ds]?|aging)(?: of| from| between| at|:| under| over| about| around)?|grades? {_AND_SO_ON}|ages {_AND_SO_ON}"
    r"|turn(?:ed|s|ing)|(?:younger|older) than|under-|over-)\s*$"
)
_PEOPLE_BEFORE: Final = re.compile(rf"\b{_PEOPLE}(?: who (?:are|were))?,?(?P<bound> under| over| above| below)?(?: the)? $")
_BOUND_BEFORE: Final = re.compile(r"[a-z]{3}s (?:under|over) $")
_AGE_AFTER: Final = re.compile(
    r"(?:[ -](?:years?|months?|weeks?|days?|hours?|minutes?))?[ -](?:olds?\b|of age\b)"
    r"|(?: (?:years?|months?))?(?: to \d+(?: (?:years?|months?))?)?,? (?:and|or) (?:older|younger|up\b|above\b|below\b"
    r"|under\b|over\b)| (?:months?|years?|weeks?)(?: (?:to|through|and|or) \w+ (?:years?|months?|weeks?))[ -](?:olds?\b|of age)"
    r"| (?:months?|years?) of age|- (?:and|or|to) \w+-(?:years?|months?|weeks?|days?)-old"
)
_AGED_BEFORE: Final = re.compile(
    r"[a-z”\"’.)], (?:now )?$|\b(?:(?:he|she|who|i) (?:was|is|am)|(?:he|she|i)[’'][sm]|you[’']re)(?: just| only)? $"
    r"|\b(?:died|dies|dead) at $"
)
_WHEN_YOUNG: Final = re.compile(r"\b(?:was|is|were) (?:only |just |about )?$")

_LABELS: Final = frozenset(
    "chapter phase page level type category grade part version step number no nos section article route highway interstate"
    " proposition prop flight lane hb sb hr h.r h.b s.b title resolution §".split()
)
_NAMING: Final = frozenset(
    "Title Bill File Amendment Issue Measure Question Group Class Stage Chapter Room Day Week Game Formula Channel Volume Act"
    " Rule Resolution Order Tier Unit District Ward Precinct Gate Line Area Pier Building Suite Platform Zone Terminal Exit"
    " Division Model Mark Round Lesson Code Form Season Episode Local Station Table Engine Block Generation Boeing Airbus"
    " Apollo".split()
)
_NOT_NAMES: Final = frozenset(
    "I AP And But Or The A An In At On Of By For With From About Some Only Just Nearly Almost Over Monday Tuesday Wednesday"
    " Thursday Friday Saturday Sunday".split()
)
_HOTLINE_BEFORE: Final = re.compile(r"\b(?:call|calls|called|calling|dial|dials|dialed|dialing|a|the|to) $")

_NOT_ONE_BEFORE: Final = frozenset(
    "no the this that which any each every another other such number day square is was new first last as not be big good if"
    " his her their my our its".split()
)
_NOT_ONE_AFTER: Final = re.compile(
    r" (?:of|another|who|that|where|which|can|could|should|would|may|might|must|will|has|had|is|was|thing|way|by|after|as|to|for"
    r"|on|in|at|from|with|i|we|he|she|they|it|if|when|reason|example|hand|such|side|too|time|next|along|the|estimate|account"
    r"|and only|and the same|or the other|(?:\w+ ){0,2}(?:day|morning|night|evening|afternoon)"
    r"|[a-z]+(?<![suia])s (?:an?|the|that|his|her|its|in|to|on"
    r"|how|up|down|for|as|with|from|at|of))\b|[-’'”\"?!:]"
)
_DOING_ONE: Final = re.compile(
    r"\b(?:kill|wound|injur|leav|arrest|hospitaliz|hurt|damag|destroy|sink|detain|captur|sank|left|los)(?:ed|ing|s|es)? $"
)
_EMPTY_PHRASE: Final = re.compile(r"(?:ground|net|net-|patient|sub|absolute|year|second to) $|-$")
_EMPTY_PHRASE_AFTER: Final = re.compile(r"-| (?:tolerance|sum|hour|in on|other|the wiser)\b")

_ORDINAL_AFTER: Final = re.compile(
    r"-| (?:century|centuries|circuit|amendment|street|st\.|avenue|ave|grade|grader|graders|birthday|anniversary|lady|ladies"
    r"|responders?|aid|of all|name|names|thing|thought|guess\w*|floor|district|inning)\b"
    r"|,? (?:and|or|to|through) [a-z0-9-]+(?:th|st|nd|rd) grade"
)
_OF_A_NATION: Final = re.compile(
    r" (?:U\.[SKN]\.|UN|US|[A-Z]\w+(?:an|ish|ese|ch|i|ek)|Dutch|Swiss|Thai|Arab)(?:-\w+)? (?:[a-z]+ )?[a-z]{3,}"
)
_SECOND_OF_TIME: Final = re.compile(r"\b(?:per|each|every|split|one|half a) $")
_A_SECOND: Final = re.compile(r"second (?:later|before|after|ago|or two|to|and)\b|second[.,;]|second$")
_ADVERB_BEFORE: Final = re.compile(r"\b(?:was|were|been|be|is|are|had|has|have|when|who|that|he|she|they|it|we|i|at) $")
_DETERMINED: Final = re.compile(r"(?:\b(?:the|a|its|his|her|their|our|my|your|this|that)|[’']s?|-) (?:very )?$")
_DOING_AFTER: Final = re.compile(r"first [a-z]+(?:ed|began|saw|came|went|took|got|made|met)\b")


def is_glued(low: str, *, start: int, end: int) -> bool:
    """True when figures hang together with letters or other figures: "JN.1", "24/7", "48-51", "401(k)", "20s"."""
    previous = low[start - 1] if start else " "
    if previous.isalnum() or previous in _GLUED_BEFORE:
        return True
    if previous in "-–" and start > 1 and not low[start - 2].isspace():
        return True
    return _GLUED_AFTER.match(low, end) is not None and _UNIT_AFTER.match(low, end) is None


def is_something_else(text: str, low: str, *, start: int, end: int, value: float, digits: bool) -> bool:
    """True when `text[start:end]` is a date, a year, a time, an age, a vote, "three times as many" or part of a name.

    `low` is the text in small letters, `digits` says that the number is written in figures.
    """
    if digits and (is_glued(low, start=start, end=end) or _is_year(low, start, end) or _is_date(text, start, end, value)):
        return True
    if _TIMES.match(low, end) and not _are_times(low, start, end):
        return True
    if _CLOCK_OR_FOLD.match(low, end) or _is_age(low, start, end, value, digits=digits):
        return True
    return _VOTE_BEFORE.search(low, max(0, start - 24), start) is not None or _is_named(text, low, start, end, digits=digits)


def is_no_place(text: str, low: str, *, start: int, end: int) -> bool:
    """True when an ordinal gives a day, a century, a court, a second of time or part of a name rather than a place."""
    before = low[max(0, start - 24) : start]
    if before.endswith("-") or _ORDINAL_AFTER.match(low, end):
        return True
    if re.match(r" [A-Z]", text[end : end + 2]) and not _is_of_a_nation(text, start, end):
        return True
    if low[start].isdigit():
        return is_glued(low, start=start, end=end) or _is_date(text, start, end, 1)
    if low.startswith("second", start) and (_SECOND_OF_TIME.search(before) or _A_SECOND.match(low, start)):
        return True
    if low.startswith("first", start) and _is_adverb(low, before, start):
        return True
    if text[start].isupper() and (_is_capital_within(text, start) or low.startswith(",", end)):
        return True
    return _is_date(text, start, end, 1)


def _are_times(low: str, start: int, end: int) -> bool:
    """True when a number says how often something was done: "has hit boats nineteen times", not "three times as many"."""
    return _TIMES_AFTER.match(low, end) is not None and _MULTIPLIED.search(low, max(0, start - 40), start) is None


def _is_of_a_nation(text: str, start: int, end: int) -> bool:
    """True when what follows an ordinal is no name but says whose it is: "the seventh American strike", not "the 7th Fleet"."""
    within = text[start].islower() or text[start].isdigit() or not _is_capital_within(text, start)
    return within and _OF_A_NATION.match(text, end) is not None


def _is_adverb(low: str, before: str, start: int) -> bool:
    """True when "first" says when something was done: "was first seen", "the agency first warned"."""
    if _ADVERB_BEFORE.search(before):
        return True
    return _DOING_AFTER.match(low, start) is not None and _DETERMINED.search(before) is None


def is_no_one(low: str, *, start: int, end: int) -> bool:
    """True when "one" is a pronoun or part of a phrase: "one of them", "the one", "one day"."""
    before = low[max(0, start - 24) : start]
    if before.endswith("-") or _NOT_ONE_AFTER.match(low, end):
        return True
    last = before.split()[-1] if before.strip() else ""
    if last in _NOT_ONE_BEFORE or (last == "at" and low.startswith((" point", " stage"), end)):
        return True
    return re.match(r" [a-z]", low[end : end + 2]) is None and _DOING_ONE.search(before) is None


def is_empty_phrase(text: str, low: str, *, start: int, end: int) -> bool:
    """True when "zero", "none" or "no" is part of a phrase or a name: "ground zero", "zero tolerance", "the No vote"."""
    if _EMPTY_PHRASE.search(low, max(0, start - 16), start) or _EMPTY_PHRASE_AFTER.match(low, end):
        return True
    return _is_capital_within(text, start)


def is_like_a_year(written: str) -> bool:
    """True for four bare figures from 1500 to 2099."""
    return len(written) == 4 and written.isdigit() and "1500" <= written <= "2099"


def counts_something(low: str, end: int) -> bool:
    """True when what follows is a noun that years do not have: "people", "miles"."""
    return _COUNTED.match(low, end) is not None


def _is_date(text: str, start: int, end: int, value: float) -> bool:
    return value <= 31 and (_DATE_BEFORE.search(text, max(0, start - 32), start) or _DATE_AFTER.match(text, end)) is not None


def _is_year(low: str, start: int, end: int) -> bool:
    if not is_like_a_year(low[start:end]):
        return False
    before = low[max(0, start - 24) : start]
    if _COUNTING_BEFORE.search(before) and re.match(rf" (?:[a-z]+ )?{_PLURAL}", low[end : end + 40]):
        return False
    return not counts_something(low, end) or _YEAR_BEFORE.search(before) is not None


def _is_age(low: str, start: int, end: int, value: float, *, digits: bool) -> bool:
    if _AGE_AFTER.match(low, end):
        return True
    if not 0 < value < 120:
        return False
    before, after = low[max(0, start - 32) : start], low[end : end + 32]
    if _AGE_BEFORE.search(before) or (_BOUND_BEFORE.search(before) and re.match(_NO_NOUN, after)):
        return True
    people = _PEOPLE_BEFORE.search(before)
    if people and not re.match(rf" (?!years?\b){_PLURAL}", after):
        return people["bound"] is not None or digits
    if after.startswith(" when ") and _WHEN_YOUNG.search(before):
        return True
    return digits and _AGED_BEFORE.search(before) is not None and re.match(r"[,;)]|\.?$|\. | and ", after) is not None


def _is_named(text: str, low: str, start: int, end: int, *, digits: bool) -> bool:
    """True when the word before makes the number part of a name: "Title 42", "Boeing 737", "the Big Three"."""
    if not digits and _is_capital_within(text, start):
        return True
    last = re.search(r"(\S+)[ \u00a0]$", text[max(0, start - 24) : start])
    if last is None:
        return False
    word = last[1].strip("(“\"‘'").rstrip(".")
    if word.lower() in _LABELS or word in _NAMING or text.endswith("Group of ", 0, start):
        return True
    if digits and low[start:end] in {"911", "988"}:
        return _HOTLINE_BEFORE.search(low, max(0, start - 12), start) is not None
    if not digits or not last[1].replace("&", "").isalnum() or not word[:1].isupper() or word in _NOT_NAMES:
        return False
    if not _is_within(text, start - len(word) - 1) or re.match(rf" (?:[a-z]+ )?{_PLURAL}", low[end : end + 40]):
        return False
    return not _is_in_title_case(text)


def _is_capital_within(text: str, start: int) -> bool:
    return text[start].isupper() and _is_within(text, start) and not _is_in_title_case(text)


def _is_within(text: str, start: int) -> bool:
    """True when something other than an opening mark, or the end of a sentence before, stands before the place."""
    before = text[:start].rstrip(" \u00a0“\"‘'([—–•-")
    return bool(before) and before[-1] not in ".!?:;"


def _is_in_title_case(text: str) -> bool:
    """True for a headline in which nearly every word has a capital: there a capital makes no name."""
    longer: list[str] = re.findall(r"\b[A-Za-z]{4,}", text)
    return 5 * sum(word[0].isupper() for word in longer) >= 4 * len(longer)
