"""The words of a question that name what is counted."""

import re
from itertools import pairwise

from index.answering import occasions, senses
from index.answering.numerals import Numeral
from index.answering.senses import Event
from index.retrieval.questions import Kind
from index.vocabulary import content_words, fold, is_stopword, stem, words

_COUNTED = re.compile(
    r"\b(?:how many|number(?= (?:dead|killed|hurt|missing|ill|sick|\w+ed)\b)|(?:what|which) number(?! of)"
    r"|(?<!death )(?:number|count|tally|total|estimate|list) of|what number of|how big (?:is|was) the|how high (?:is|was) the)\s+"
    r"(?P<phrase>[^?,;()]+)",
    re.IGNORECASE,
)
_BEFORE_ITS_COUNT = re.compile(
    r"\bwhat(?:'s|’s| is| was) (?:the )?(?:(?:newest|latest|current|most recent|official|running|total) )*"
    r"(?P<phrase>(?:\w+ ){1,3}?)(?:count|tally|number|total|figure)s?\b(?! of)",
    re.IGNORECASE,
)
"""What is counted may be named before the word for its count: "what's the newest strike count"."""
_TOLL = re.compile(r"\b(?:death )?tolls?\b(?! (?:bridges?|roads?|booths?|plazas?|lanes?))", re.IGNORECASE)
_HOW_OFTEN = re.compile(r"\bhow (?:often|many times)\b|\bnumber of times\b", re.IGNORECASE)
_THING_NUMBER = re.compile(r"\b(?:what|which) (?P<thing>\w+) number\b", re.IGNORECASE)
"""What is counted by its number: "which strike number was the latest"."""
_PHRASE_ENDS = re.compile(
    r"\s(?:in|on|at|of|for|from|to|by|with|who|that|which|so|as|is|are|was|were|did|do|does|has|have|had|can|could|will"
    r"|would|during"
    r"|since|after|before|until|per|according|among|under|over|across|there|been|be|now|this|last|it|they|the|a|an)\b|[?,;:(]",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:is|are|was|were|did|do|does|has|have|had|been|being|be|now|who|that|which|there|already|also|currently|so)\s+",
    re.IGNORECASE,
)
_PLACED = re.compile(r"(?:in|at|from|near|across|throughout|off|within) (?:the )?(?:[A-Z][\w.'’-]* +)+")
_CAPITALISED = re.compile(r"\b[A-Z][\w.'-]*")
"""Who did it, not what was done."""
_DONE = re.compile(r"^\w+ (?P<done>\w+ed)$")
"""What was done to those counted, right behind them: "people enrolled"."""
_PARTICLE = re.compile(r"(?:off|out of|on|in|under|without|at) (?:the |an? )?", re.IGNORECASE)
"""What opens a state rather than an action: "were off the job"."""
SAID_OF_COUNTS = frozenset(
    "latest newest current recent most count counts number numbers figure figures tally total toll estimate "
    "estimated estimates reported report reports share percentage percent proportion portion fraction overall running own many "
    "people season year grown changed risen rose grew show there thing been happened have had one ones time times carried out "
    "took place occurred least often done up down go went change growth trend timeline pass passed reach reached exceed hit "
    "top cross fell fallen since last".split()
)
_CHANGING = re.compile(
    r"\bhow (?:fast |quickly |far )?(?:has|have|had|did) (?:the )?(?P<phrase>.{2,80}?) (?:been )?(?:gr[eo]w\w*|chang\w+|ris\w+"
    r"|rose|evolv\w+|develop\w*|increas\w+|climb\w+|fall\w*|fell|drop\w*|mov\w+|gone)\b",
    re.IGNORECASE,
)
_SUBJECT_OF_SHARE = re.compile(
    r"\b(?:share|percentage|percent|proportion|portion|fraction) of (?:the |all |its )?(?P<phrase>[^?,;()]+)", re.IGNORECASE
)


def predicate_of(phrase: str, rest: str, about: tuple[str, ...], event: Event | None) -> tuple[str, ...]:
    """The words behind what is counted that say what was done, none for an event; `about` holds the telling ones.

    They end the counted phrase ("people enrolled"), or follow it.
    """
    if event is not None:
        return ()
    if (done := _DONE.search(phrase)) and done["done"].lower() in about:
        return (done["done"].lower(),)
    told = rest.strip()
    while (opening := _AUXILIARY.match(told) or _PLACED.match(told)) is not None:
        told = told[opening.end() :]
    opening = _PARTICLE.match(told)
    start = opening.end() if opening else 0
    cut = _PHRASE_ENDS.search(" " + told[start:])
    named = {fold(word) for word in _CAPITALISED.findall(told)}
    doing = content_words(told[start:][: cut.start()] if cut else told[start:])
    return tuple(word for word in doing if word in about and word not in named)


def subject_of(subject: str, figures: tuple[Numeral, ...], figure: str) -> str:
    """What is counted in "when did the number of X pass 10 Y": X, or Y when what passed is no count by its name."""
    behind = figure[figures[0].end :].strip() if figures else ""
    if behind and behind[0].isalpha() and not is_stopword(next(words(behind))):
        return behind
    if _TOLL.search(subject):
        return "deaths"
    named = re.search(r"\b(?:number|count|tally|total) of (?P<phrase>.+)", subject)
    return phrase_of(Kind.COUNT, named["phrase"] if named else subject)[0]


def phrase_of(kind: Kind, question: str) -> tuple[str, str]:
    """The words that name what is counted, and what of the question follows them."""
    if toll := _TOLL.search(question):
        return "deaths", question[toll.end() :]
    if often := _HOW_OFTEN.search(question):
        return "times", question[often.end() :]
    if numbered := _THING_NUMBER.search(question):
        return numbered["thing"], question[numbered.end() :]
    match = (
        _COUNTED.search(question)
        or _BEFORE_ITS_COUNT.search(question)
        or (_SUBJECT_OF_SHARE.search(question) if kind is Kind.SHARE else None)
    )
    match = match or (_CHANGING.search(question) if kind is Kind.OPEN else None)
    if match is None:
        if kind in (Kind.AMOUNT, Kind.SHARE):
            return "", question
        start = question.find(": ") + 2 if ": " in question else 0
        text = question[start:]
    else:
        text, start = match["phrase"], match.start("phrase")
        text = re.sub(r"^of (?:the |these |those |its |their )?", lambda cut: " " * len(cut[0]), text, flags=re.IGNORECASE)
    indent = len(text) - len(text.lstrip())
    cut = _PHRASE_ENDS.search(text, indent)
    end = cut.start() if cut else len(text)
    return text[:end].strip(), question[start + end :]


def head_of(phrase: str) -> str:
    """The folded word of the phrase that is counted; empty when the phrase only says what happened."""
    named = list(words(phrase))
    if named and named[-1] in occasions.TIMES:
        return named[-1]
    told = [word for word in named if (not is_stopword(word) and word not in SAID_OF_COUNTS) or word == "people"]
    for word, following in pairwise([*told, ""]):
        # One word for an event only says of what kind the several things are: "injury suits".
        if senses.is_event_noun(word) and (_is_plural(word) or not _is_plural(following) or senses.is_event_noun(following)):
            return word
    for word in told:
        if senses.is_person(word) or _is_plural(word):
            return word
    return told[-1] if told and senses.event(told[-1]) is None else ""


def _is_plural(word: str) -> bool:
    return word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3


def event_of(head: str, phrase: str, rest: str) -> Event | None:
    """What befell those counted: by the head itself, else by what follows the phrase, else by the phrase."""
    if head and senses.is_event_noun(head):
        return senses.event(head)
    if head in occasions.TIMES:
        return occasions.attacked(rest)
    if head and not (senses.is_person(head) or senses.is_of_a_place(head)):
        return None
    named = list(words(phrase))
    # "children killed by the poisoning": what stands right behind those counted befell them.
    behind = named[named.index(head) + 1 :] if head in named else named
    told = [*behind, *words(rest), *named]
    return next((found for word in told if (found := senses.event(word)) and found is not Event.ATTACK), None)


def unit_of(head: str, event: Event | None, phrase: str, rest: str) -> frozenset[str]:
    """The stems of the words that say what is counted."""
    own = {stem(head)} if head else set()
    if event is None:
        return frozenset(own)
    for word in [*words(phrase), *words(rest)]:
        if head in occasions.TIMES and occasions.says_attack(word):
            own.add(stem(word))
        if senses.event(word) is event and (event is not Event.ATTACK or word == head):
            own.add(stem(word))
    return frozenset(own)
