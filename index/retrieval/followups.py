"""A follow-up question, completed by rules from the questions before it so that it stands alone."""

import re
from collections.abc import Sequence

from index.retrieval import times
from index.vocabulary import content_words, fold

_POINTS_BACK = re.compile(
    r"^(and|but|so|what about|how about|ok|okay|then)\b"
    r"|\b(?:last|first|next|latest|newest|previous|other|[a-z]+th|\d+(?:st|nd|rd|th)) ones?\b"
    r"|\b(it|its|they|them|their|he|she|him|his|her|that|those|these)\b"
    r"|\bthis\b(?! (?:week|month|year|season|spring|summer|fall|autumn|winter|morning|evening)\b)"
    # "How many are there?" points to nothing said before.
    r"|(?<!is )(?<!are )(?<!was )(?<!were )(?<!has )(?<!have )(?<!had )\bthere\b"
    r"(?! (?:is|are|was|were|has|have|had|will|be|been)\b)"
)
_OPENING = re.compile(r"^(?:(?:and|but|so|then|ok|okay|what about|how about)\b,? *)+", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:how|who|whom|whose|what|which|when|where|why|did|does|do|is|are|was|were|has|have|had|can|will)\b", re.IGNORECASE
)
_SO_FAR = re.compile(
    r",? *\b(?:so far|to date|as yet|at the moment|until now|up to now|right now|now|currently)\b", re.IGNORECASE
)
_COUNTING = re.compile(r"^.*?\bhow many +(?P<thing>[^?.!]+)", re.IGNORECASE)
_HOW_MANY = re.compile(r"\bhow (?:many|much)\b", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(?:(?:have|has|had) been|there (?:have|has|had|are|were|is|was)|have|has|had|are|were|is|was|been|there|did)\b *",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"(?P<noun>(?:[\w'’-]+ +){0,4}?[\w'’-]+)"
    r"(?P<rest>(?: +(?:have|has|had|are|were|is|was|did|do|does|be|been|in|on|at|of|for|from|to|by|with|among|after|since|near"
    r"|off|who|that|which|so|as|there)\b.*)?$)",
    re.IGNORECASE,
)
_MOVES = (
    r"(?:grow|grown|grew|growing|chang(?:e|ed|ing)|ris(?:e|en|ing)|rose|climb(?:ed|ing)?|increas(?:e|ed|ing)|develop(?:ed)?"
    r"|evolved?|fall(?:en|ing)?|fell|drop(?:ped|ping)?|go(?:ne)? up)\b"
)
_PASSES = (
    r"(?:pass|reach|exceed|top|hit|cross|surpass|get to)\b"
    r".*(?:\d|\b(?:ten|dozen|twenty|thirty|forty|fifty|hundred|thousand|million)\b)"
)
_HOW_IT_WENT = re.compile(
    r"(?:(?P<verb>\b(?:are|have|were)) (?=th))?"
    r"\b(?:it|that|this|they|these|those|the (?:number|count|figure|tally|toll|total))\b"
    rf"(?=.*?\b(?:{_MOVES}|{_PASSES}))",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?:last|latest|newest|most recent|first|second|third|\w+th|\d+(?:st|nd|rd|th)) (?P<one>one)\b", re.IGNORECASE
)
_SEVERAL = re.compile(r"[a-z]{2}[^suix]s$")
_VERB = re.compile(r" +(?:have|has|had|are|were|is|was|did|do|does|be|been|there)\b")
_SINGULAR = {"are": "is", "have": "has", "were": "was"}
_WHAT_BEFELL = re.compile(r"\w+ed|hurt|dead|missing|ill|sick", re.IGNORECASE)
_BEFELL = re.compile(rf"\b(?:were|was|are|have been|has been|had been) (?P<what>{_WHAT_BEFELL.pattern})\b", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:in|at|on|from|among|near|off|for|within|outside|across)\b", re.IGNORECASE)
_NAME = re.compile(r"(?:the )?[A-Z][\w.'’-]*(?: (?:of |the |and )?[A-Z][\w.'’-]*)*")
_BETWEEN = r"(?: (?:of|on|in|at|to|from|for|by|with|and|the|a|an|were|was|been))* "
_LONGEST_THING = 4
"""Words of a thing that takes the place of the one counted before."""


def points_back(question: str) -> bool:
    """True when a question can't be understood without the one before it."""
    return not content_words(_without(question, times.written(question))) or _POINTS_BACK.search(fold(question)) is not None


def stand_alone(question: str, history: Sequence[str]) -> str:
    """Complete a follow-up with what the question before it was about; other questions come back as they are.

    `history` holds the earlier questions, oldest first. A bare time ("and by Friday?") asks the same of that time. After a
    question of how many, a bare thing ("and the injured?") or place ("and in Ohio?") asks for the same count of that, and "how
    has it grown?" asks how the count has.
    Otherwise the words are added that the question before had beyond it.
    """
    text = " ".join(question.split())
    if not history or not points_back(text):
        return text
    if (one := _ONE.search(text)) and (thing := _counted_last(history)):
        return _question(f"{text[: one.start('one')]}{thing}{text[one.end() :]}")
    before = stand_alone(history[-1], history[:-1])
    return _at_another_time(text, before) or _recounted(text, before) or _completed(text, before)


def _counted_last(history: Sequence[str]) -> str | None:
    """The thing, one of it, that the last question of how many counted: "strike on a boat"; None without such a question."""
    for question in reversed(history):
        counting = _COUNTING.search(question)
        counted = _COUNTED.search(" ".join(_without(counting["thing"], times.written(question)).split())) if counting else None
        if counted and _SEVERAL.search(counted["noun"]):
            rest = _VERB.split(counted["rest"] or "")[0]
            return f"{counted['noun'][:-1]}{rest if _PREPOSITION.match(rest.strip()) else ''}"
    return None


def _at_another_time(text: str, before: str) -> str | None:
    """The question before, asked of the times that the follow-up names; None when it says more than a time."""
    told = times.written(text)
    changed = _OPENING.sub("", text).strip(" ?.!")
    bare = _without(changed, told)
    if not told or content_words(bare) or (_ASKS.search(bare) and not _HOW_MANY.search(bare)):
        return None
    when = " ".join(told) if _HOW_MANY.search(bare) else changed
    return _question(f"{_without(before, times.written(before)).rstrip(' ?.!')} {when}")


def _recounted(text: str, before: str) -> str | None:
    """The count question before, asked anew with what the follow-up changes; None when it changes something else."""
    counting = _COUNTING.search(before)
    if counting is None:
        return None
    named = times.written(before)
    thing = " ".join(_without(counting["thing"], named).split())
    if (gone := _HOW_IT_WENT.search(text)) and not _HOW_MANY.search(text):
        return _gone(text, gone, thing)
    changed = _OPENING.sub("", text).strip(" ?.!")
    if not changed or _ASKS.search(changed):
        return None
    if times.written(changed):
        return None
    when = " ".join(named)
    if _PREPOSITION.search(changed):
        return _question(f"how many {_elsewhere(thing, changed)} {when}")
    if _NAME.fullmatch(changed):
        placed = _NAME.sub(changed, thing) if _NAME.search(thing) else f"{thing} in {changed}"
        return _question(f"how many {placed} {when}")
    if _WHAT_BEFELL.fullmatch(changed):
        befell = _BEFELL.search(thing)
        return _question(f"how many {thing[: befell.start('what')]}{changed}{thing[befell.end() :]} {when}") if befell else None
    counted = _COUNTED.search(thing)
    rest = _SO_FAR.search(before)
    if counted is None or len(changed.split()) > _LONGEST_THING:
        return None
    return _question(f"how many {changed}{counted['rest']}{rest[0] if rest and not counted['rest'] else ''} {when}")


def _gone(text: str, gone: re.Match[str], thing: str) -> str:
    """The question how it went, with the number of the things in the place of "it"."""
    verb = f"{_SINGULAR.get(gone['verb'].lower(), gone['verb'])} " if gone["verb"] else ""
    subject = _AUXILIARY.sub("", thing)
    return _question(_OPENING.sub("", f"{text[: gone.start()]}{verb}the number of {subject} {text[gone.end() :]}"))


def _elsewhere(thing: str, place: str) -> str:
    """The thing counted, at another place: what led to the former one by the same word is left out."""
    leading = place.split(maxsplit=1)[0].lower()
    bare = re.sub(rf" *\b{leading} (?:the )?(?:[a-z]+ern |central |greater |upper |lower )?{_NAME.pattern}", "", thing)
    return f"{bare} {place}"


def _completed(text: str, before: str) -> str:
    """The follow-up with the words behind it that the question before had beyond it, in brackets."""
    own = set(content_words(text))
    named = times.written(before)
    told = _without(before, named)
    kept = [word for word in _subject(told) if fold(word) not in own]
    phrase = _phrase(told, kept)
    if not times.written(text):
        phrase = " ".join(filter(None, [phrase, *named]))
    return f"{text.rstrip(' ?.!')} ({phrase})?" if phrase else text


def _without(question: str, named: Sequence[str]) -> str:
    """The question without these times, and without words for how things stand now."""
    for time in named:
        question = question.replace(time, " ")
    return _SO_FAR.sub(" ", question)


def _subject(question: str) -> list[str]:
    meaningful = set(content_words(question))
    return [word for word in re.findall(r"[\w'’.-]+", question) if fold(word).strip(".'") in meaningful]


def _phrase(question: str, kept: Sequence[str]) -> str:
    """The kept words as they stand in the question, with the small words between them where nothing else is."""
    if not kept:
        return ""
    run = _BETWEEN.join(re.escape(word) for word in kept)
    whole = re.search(rf"(?<![\w'’.-]){run}(?![\w'’-])", " ".join(question.split()))
    return whole[0] if whole else " ".join(kept)


def _question(text: str) -> str:
    return f"{' '.join(text.split()).rstrip(' ?.!,')}?"
