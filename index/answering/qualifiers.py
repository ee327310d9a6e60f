"""How sure a text is of a number: "at least", "about", "nearly"."""

import re
from typing import Final

_PHRASES: Final = {
    "at least": ("at least", "not less than", "no less than", "no fewer than", "not fewer than", "at the very least",
                 "a minimum of", "as few as", "at or above"),
    "more than": ("more than", "over", "well over", "upwards of", "upward of", "in excess of", "exceeding", "exceeded", "exceeds",
                  "exceed", "topped", "topping", "tops", "surpassed", "surpassing", "just over", "slightly more than",
                  "a little over", "a bit over", "a little more than", "greater than", "above", "just above", "well above",
                  "far more than", "slightly over"),
    "about": ("about", "around", "roughly", "approximately", "some", "an estimated", "estimated", "circa", "only about",
              "just about", "estimated at"),
    "nearly": ("nearly", "almost", "close to", "just under", "just shy of", "just below", "slightly less than", "slightly under"),
    "up to": ("up to", "as many as", "as much as", "as high as"),
    "no more than": ("no more than", "at most", "not more than", "a maximum of", "at the most", "at or below"),
    "fewer than": ("fewer than", "less than", "under", "below", "well under", "well below", "far less than", "far fewer than"),
}  # fmt: skip
_MEANING: Final = {phrase: meaning for meaning, phrases in _PHRASES.items() for phrase in phrases}
_LONGEST: Final = max(len(phrase.split()) for phrase in _MEANING)
_FILLERS: Final = frozenset("a an another additional total".split())
_BEFORE_THE: Final = frozenset("least nearly almost most fewer".split())
_BEFORE_MORE: Final = frozenset("for well just lasted took spent after in of been".split())
_SUBJECT: Final = frozenset(
    "talk talks talked talking worry worries worried concern concerned concerns question questions information know think learn"
    " learned asked ask story stories report reports complaints details news say said what how".split()
)
_TIME: Final = re.compile(
    r"[ -](?:[a-z]+ )?(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?"
    r"|decades?|centuries|nights?|weekends?|seasons?)\b"
)
_IS_VERB: Final = re.compile(r"^(?:exceed|top|surpass|estimated)")
_WORD: Final = re.compile(r"[a-z]+")
_AFTER: Final = re.compile(
    r"(?P<more>(?: [a-z]+)? or (?:more|longer|higher)\b)|(?P<so>(?: [a-z]+)? or so\b)"
    r"|(?P<fewer>(?: [a-z]+)? or (?:fewer|less|lower)\b)|(?P<plus>-plus\b|\+)"
)
_AFTER_MEANS: Final = {"more": "at least", "so": "about", "fewer": "no more than", "plus": "more than"}
_LIST_GAP: Final = re.compile(r"(?: [a-z’'-]+){1,3}(?:, and |, | and )")
_ACTS: Final = re.compile(
    r"\b(?:was|were|are|is|have|had|has|been|be|will|would|in|on|at|from|by|since|after|before|of|with|to|for|when|who|that"
    r"|said|[a-z]+ed|[a-z]+ing)\b"
)


def as_written(before: str, qualifier: str | None) -> str | None:
    """A number's qualifier in the words that stand before it, if they are one and no verb: "over" for "more than"."""
    told = " ".join(before.lower().split())
    return told if qualifier and _MEANING.get(told) == qualifier and not _IS_VERB.search(told) else qualifier


def before(low: str, start: int, end: int) -> tuple[str, int] | None:
    """The qualifier that stands before the number at `low[start:end]`, in its normal wording, and where it begins."""
    found = list(_WORD.finditer(low, max(0, start - 40), start))
    if not found or low[found[-1].end() : start].strip(" \u00a0“\"‘'"):
        return None
    while True:
        for length in range(min(_LONGEST, len(found)), 0, -1):
            begins = found[-length].start()
            phrase = low[begins : found[-1].end()]
            if phrase in _MEANING:
                is_qualifier = low[begins - 1 : begins] != "-" and not _is_other(low, found, phrase, end)
                return (_MEANING[phrase], begins) if is_qualifier else None
        if len(found) == 1 or not _is_filler(found):
            return None
        found.pop()


def after(low: str, end: int) -> str | None:
    """The qualifier that stands behind a number: "or more", "or so", "-plus"."""
    match = _AFTER.match(low, end)
    return _AFTER_MEANS[match.lastgroup or ""] if match else None


def covers(gap: str) -> bool:
    """True when the text between two numbers is only the first one's noun and a comma or "and", as in a list."""
    return _LIST_GAP.fullmatch(gap) is not None and _ACTS.search(gap) is None


def _is_filler(found: list[re.Match[str]]) -> bool:
    """True when the last word may stand between qualifier and number: "a total of", "another", and "the" after "at least"."""
    word, previous = found[-1][0], found[-2][0]
    if word == "of":
        return previous == "total"
    if word == "the":
        return previous in _BEFORE_THE
    return word in _FILLERS


def _is_other(low: str, found: list[re.Match[str]], phrase: str, end: int) -> bool:
    """True when the words mean a stretch of time or a subject: "over three days", "talks about two"."""
    previous = found[-2][0] if len(found) > 1 else ""
    if phrase == "over":
        return previous not in _BEFORE_MORE and _TIME.match(low, end) is not None
    return phrase == "about" and previous in _SUBJECT
