"""The noun phrase behind a number: what is counted."""

import re

from index.answering import senses
from index.vocabulary import fold, words

_TOKEN = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:[’'.&/-][^\W_]+)*|[^\w\s]", re.UNICODE)
_ENDS = frozenset(
    "in from what who that which whose were was have had has having are is been be being said says with among after since "
    "during on at "
    "by as than to for into across per when while because but so this these those over under between through throughout within "
    "without against before until about near around amid including despite where if not only also still now just already more it "
    "they he she we last next last's up down out off will would could may might can should did do does a an the its "
    "their his her "
    "took take takes came come comes went both each every according annually yearly daily weekly currently respectively "
    "nationwide worldwide statewide "
    "alone altogether overall "
    "today yesterday monday tuesday wednesday thursday friday saturday sunday january february march april june july "
    "august september "
    "october november december".split()
)
"""Words that end a counted noun phrase."""
_OPENS = frozenset("of the its their his her all more those these a an".split())
_POINTING = frozenset("them those these it us you".split())
_TIMES = frozenset("year week month day decade hour".split())
_JOINS = frozenset({"and", "or", "&"})
_OF_MANY = frozenset("reports report number numbers total instances counts cases kinds types pieces members pairs".split())
"""Nouns whose "of" tells what they count."""
REPORTS = frozenset("report reports instance instances incident incidents".split())
"""Nouns that count whatever they are of."""
_MOST_WORDS = 9
_POSSESSIVE = ("'s", "s'")
_QUOTES = frozenset(("’", "'", '"', "“", "”", "‘"))
_OF = re.compile(r"\s*of\b")
_EDGES = re.compile(r"^(?:(?:of|the|its|their|more|all)\b\s*)+|(?:[\s,]+(?:and|or|of|,))+$")


def phrase(after: str) -> str:
    """The noun phrase that begins a text; of a possessor's things, "of South Korea's trainee doctors", it is the things."""
    begin, end, count, last = 0, 0, 0, ""
    tokens = list(_TOKEN.finditer(after))
    for place, token in enumerate(tokens):
        word = fold(token[0])
        if "\n" in after[end : token.start()] or count == _MOST_WORDS or (not count and word in _TIMES):
            break
        if not count and word in _OPENS:
            end, last = token.end(), token[0]
            continue
        if word.endswith(_POSSESSIVE) and _OF.match(after):
            begin, end, count, last = token.end(), token.end(), 0, ""
            continue
        if _ends(tokens, place, is_first=not count, last=fold(last)):
            break
        count += 1
        end, last = token.end(), token[0]
    told = _EDGES.sub("", after[begin:end].strip())
    return "" if fold(told) in _POINTING else told


def _ends(tokens: list[re.Match[str]], place: int, *, is_first: bool, last: str) -> bool:
    """True when a noun phrase that came so far does not go on with the token."""
    word = fold(tokens[place][0])
    if word in (",", "and", "or", "&"):
        return not _goes_on(tokens, place)
    if word.endswith(_POSSESSIVE) or (senses.event(word) and not senses.is_event_noun(word) and _is_last(tokens, place)):
        return True
    if word == "of":
        return not is_first and last not in _OF_MANY
    if word in _QUOTES:
        return not is_first
    return not word[0].isalnum() or (word in _ENDS and (not is_first or word not in ("the", "a", "an", "more", "its", "their")))


def _is_last(tokens: list[re.Match[str]], place: int) -> bool:
    """True when no further word of a noun phrase follows: "four killed and", but not "poisoning cases"."""
    following = fold(tokens[place + 1][0]) if place + 1 < len(tokens) else ""
    return not following.isalpha() or following in _ENDS or following in _JOINS


def _goes_on(tokens: list[re.Match[str]], place: int) -> bool:
    """True when what a comma, an "and" or an "or" joins are words before one noun: "confirmed, probable or suspected cases"."""
    coming = [fold(token[0]) for token in tokens[place + 1 : place + 7]]
    if not coming or coming[0][0].isdigit() or coming[0] in _ENDS:
        return False
    if fold(tokens[place][0]) == ",":
        return any(word in _JOINS for word in coming[1:3]) and place > 0
    return len(coming) > 1 and coming[1].isalpha() and coming[1] not in _ENDS and coming[1] not in _JOINS


def head_of(noun: str) -> str:
    """The head of a counted noun phrase: its first plural or person, else its last word."""
    told = [word for word in words(noun) if word]
    main = told[: told.index("of")] if "of" in told else told
    for word, following in zip(main, [*main[1:], ""][: len(main)], strict=True):
        if senses.is_person(word) or (_may_be_head(word) and not _may_be_head(following)):
            return word
    return main[-1] if main else ""


def up_to(head: str, noun: str) -> str:
    """The phrase without what follows its head, but for what it is of: "reports of illness"."""
    kept: list[str] = []
    for word in noun.split():
        kept.append(word)
        if fold(word).strip(",’'") == head and not re.search(rf"{re.escape(word)} of\b", noun):
            break
    return " ".join(kept)


def _may_be_head(word: str) -> bool:
    """True for a plural, a person, and what is itself counted; of several in a row the last is the head: "measles cases"."""
    is_plural = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 and "." not in word
    return is_plural or senses.is_person(word) or senses.is_event_noun(word)
