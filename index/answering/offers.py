"""What a sentence has to offer to a kind of question: a number with its noun, a date, a name, a place."""

import re
from collections.abc import Callable, Collection, Mapping

from index.retrieval.questions import Kind, Plan
from index.vocabulary import fold, stem, words

_NUMBER_WORD = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|hundreds|thousand|thousands|million|millions|billion"
    r"|dozen|dozens)"
    r"(?:[- ](?:one|two|three|four|five|six|seven|eight|nine|hundred|thousand|million|billion))*"
)
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_CALENDAR = re.compile(
    rf"\b{_MONTH}\s+\d{{1,2}}\b(?:,?\s+\d{{4}})?|\b\d{{1,2}}\s+{_MONTH}(?:\s+\d{{4}})?|\b(?:in|since|of|by|until"
    rf"|from)\s+(?:19|20)\d\d\b"
)
COUNT = re.compile(
    rf"(?<![\w$€£.,-])(?:no\b|\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?(?:st|nd|rd|th)?|{_NUMBER_WORD})(?:\s+(?:hundred|thousand"
    rf"|million|billion|dozen))?"
    r"(?![\w%]|[.,]\d|\s*(?:percent|per cent|%|dollars|euros|pounds|-year-old))"
)
AMOUNT = re.compile(
    rf"(?:[$€£]|us\$)\s?\d[\d,.]*(?:\s?(?:thousand|million|billion|trillion))?|\b(?:\d[\d,.]*|{_NUMBER_WORD})\s+(?:cents"
    rf"|dollars|euros|pounds|yen|yuan|rupees|pesos"
    r"|tons|tonnes|gallons|liters|kilograms|pounds|acres|miles|kilometers|grams|milligrams|megawatts|barrels)\b"
)
SHARE = re.compile(
    rf"\b\d+(?:\.\d+)?\s?(?:%|percent\b|per cent\b)|\b{_NUMBER_WORD}\s+(?:percent|per cent)\b|\b(?:half|a third|two-thirds"
    rf"|a quarter|three-quarters|a fifth"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|\d+) (?:in|out of) (?:three|four|five|six|seven|eight|nine|ten|\d+))\b"
)
AGE = re.compile(
    rf"\b\d{{1,3}}-year-old\b|,\s\d{{1,3}},|\b(?:age|aged|turn(?:s|ed|ing)?|was|is|at)\s\d{{1,3}}\b(?!\s?(?:%|percent"
    rf"|million|billion|thousand))"
    rf"|\b(?:\d{{1,3}}|{_NUMBER_WORD})\s+years?\s+old\b|\b(?:age|ages|aged)\s+(?:of\s+)?(?:\d|{_NUMBER_WORD})"
)
DURATION = re.compile(
    rf"\b(?:\d[\d,.]*|{_NUMBER_WORD}|an?|several|half an?)[\s-](?:and a half )?(?:second|minute|hour|day|week|month|year"
    rf"|decade)s?\b|\blife in prison\b"
)
WHEN = re.compile(
    rf"\b{_MONTH}\s+\d{{1,2}}\b|\b\d{{1,2}}\s+{_MONTH}|\b(?:in|since|until|by|early|late|mid)[\s-]{_MONTH}(?:\s+\d{{4}})?\b"
    rf"|\b(?:19|20)\d\d\b|\b{_WEEKDAY}\b"
    r"|\b(?:yesterday|today|tomorrow)\b|\b(?:last|next|this|earlier this) (?:week|month|year|spring|summer|fall|autumn"
    r"|winter)\b|\b(?:\d+|\w+) (?:days?|weeks?|months?|years?) (?:ago|later)\b"
)
WHY = re.compile(
    r"\b(?:because|due to|caused by|as a result|after|in order to|so that|since|amid|citing|over concerns|blamed|led to"
    r"|prompted|reason|why|therefore|following)\b"
)
_PLACE = re.compile(
    r"\b(?:in|at|near|from|to|of|outside|across|around|into"
    r"|off)\s+(?:the\s+)?((?:[A-Z][\w’'.-]+)(?:[\s,]+(?:of\s+)?[A-Z][\w’'.-]+)*)"
)
_NAME = re.compile(r"\b[A-Z][a-zà-ÿ’'-]+(?:\s+(?:[A-Z]\.|de|la|van|von|bin|al|el|da|del)?\s*[A-Z][\w’'-]+)+")
_CAPITALISED = re.compile(r"(?<!^)(?<![.!?“\"]\s)\b[A-Z][\w’'.&-]+")
_NOTHING_NEW = 0.15


_ORDINAL = (
    r"(?:\d+(?:st|nd|rd|th)|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth)|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth)"
)
_RUNNING = re.compile(
    r"\b(?:so far|to date|until now|since|total(?:s|ed|ing)?|in all|altogether|overall|at least|more than|nearly|now"
    r"|(?:has|have) (?:risen|reached|climbed|grown)|(?:rose|risen|climbed|grew) to|brings?|bringing|brought|rais(?:ed|es|ing)"
    r"|lift(?:ed|s|ing)|stands? at|toll|tally|count|shows?|(?:have|has) been|marks?|marking)\b"
    rf"|\bthe {_ORDINAL}\b|\b{_ORDINAL} time\b"
)
_NAMING_QUESTION = re.compile(r"\b(name|named|names|called|title|titled|labell?ed|known as)\b")
_QUOTED = re.compile(r"[“\"]([^”\"]{3,80})[”\"]")


def offer(plan: Plan, sentence: str) -> float:
    """How well a sentence can answer this kind of question, from 0 (it holds nothing of the kind) to 1."""
    folded = fold(sentence)
    known = {stem(word) for word in words(plan.question)}
    if plan.kind is Kind.THING and _NAMING_QUESTION.search(fold(plan.question)):
        return _fresh([*_CAPITALISED.findall(sentence), *_QUOTED.findall(sentence)], known)
    if plan.kind in _COUNTING:
        return _counted(plan, folded)
    pattern = _PATTERNS.get(plan.kind)
    if pattern is not None:
        return _matched(pattern, plan, folded)
    return _NAMING[plan.kind](sentence, known)


def is_running(plan: Plan, sentence: str) -> bool:
    """True when a count question's sentence tells how far a count has come: "so far", "at least", "the 21st strike"."""
    return plan.kind is Kind.COUNT and _RUNNING.search(fold(sentence)) is not None


def _counted(plan: Plan, folded: str) -> float:
    """A number that is not part of the question; better when the thing counted stands close behind or before it."""
    calendar = [match.span() for match in _CALENDAR.finditer(folded)]
    asked = set(re.findall(r"\d+", plan.question))
    focus = {stem(word) for part in plan.focus for word in part.split("-")}
    best = 0.0
    for match in COUNT.finditer(folded):
        if any(start <= match.start() < end for start, end in calendar) or match[0] in asked:
            continue
        behind = [stem(word) for word in words(folded[match.end() : match.end() + 60])][:7]
        before = [stem(word) for word in words(folded[max(0, match.start() - 60) : match.start()])][-6:]
        near = len(focus & set(behind)) + 0.6 * len(focus & set(before) - set(behind))
        best = max(best, 0.5 + 0.5 * min(1.0, near / max(1, len(focus))) if focus else 0.7)
    return best


def _matched(pattern: re.Pattern[str], plan: Plan, folded: str) -> float:
    asked = fold(plan.question)
    return 1.0 if any(match[0].strip(" ,") not in asked for match in pattern.finditer(folded)) else 0.0


def _fresh(names: Collection[str], known: Collection[str]) -> float:
    """1 when some name holds a word that the question doesn't."""
    return 1.0 if any(any(stem(word) not in known for word in words(name)) for name in names) else _NOTHING_NEW


def _person(sentence: str, known: Collection[str]) -> float:
    return _fresh(_NAME.findall(sentence), known)


def _place(sentence: str, known: Collection[str]) -> float:
    return _fresh(_PLACE.findall(sentence), known)


def beside_focus(plan: Plan, sentence: str) -> float:
    """1 when a name or a number that the question doesn't hold stands within four words of the thing asked for, else 0."""
    focus = {stem(word) for part in plan.focus for word in part.split("-")}
    known = {stem(word) for word in words(plan.question)}
    tokens = [
        ((token[:1].isupper() and place > 0) or token[:1].isdigit(), {stem(word) for word in words(token)})
        for place, token in enumerate(sentence.split())
    ]
    for place, (_, found) in enumerate(tokens):
        near = tokens[max(0, place - 4) : place + 5] if found & focus else []
        if any(is_name and other and not other & known for is_name, other in near):
            return 1.0
    return 0.0


def _novelty(sentence: str, known: Collection[str]) -> float:
    """Share of the sentence that the question doesn't already say; a new name counts in full."""
    told = [stem(word) for word in words(sentence)]
    if not told:
        return 0.0
    share = sum(word not in known for word in told) / len(told)
    named = any(stem(word) not in known for name in _CAPITALISED.findall(sentence) for word in words(name))
    return min(1.0, share + 0.2 * named)


_COUNTING = frozenset({Kind.COUNT})
_PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.AMOUNT: AMOUNT,
    Kind.SHARE: SHARE,
    Kind.AGE: AGE,
    Kind.DURATION: DURATION,
    Kind.WHEN: WHEN,
    Kind.WHY: WHY,
}
_NAMING: Mapping[Kind, Callable[[str, Collection[str]], float]] = {
    Kind.WHO: _person,
    Kind.WHERE: _place,
    Kind.THING: _novelty,
    Kind.OPEN: _novelty,
    Kind.YES_NO: _novelty,
}
