"""Who says so: the agency or the person that a sentence takes its figures from."""

import re

from index.vocabulary import fold, words

_NAME = (
    r"(?:(?:U\.S\.|U\.N\.|[A-Z][\w&’'-]*(?:\.(?=\s[A-Z]))?)"
    r"(?:\s+(?:(?:of|for|and|on|de|la|del|the)\s+)*(?:U\.S\.|U\.N\.|[A-Z][\w&’'-]*))*)"
)
_SAYS = (
    r"(?:said|says|say|reported|reports|report|counts?|counted|estimates?|estimated|confirmed|confirms|announced|announces|told"
    r"|shows?|showed|found|has (?:received|reported|confirmed|counted|recorded|registered|identified|linked)"
    r"|have (?:received|reported|confirmed|counted|recorded|registered)|received|recorded|registered|acknowledged|posted|puts?"
    r"|(?:(?:has )?(?:lowered|raised|revised|cut|updated|increased|corrected|put|set) (?:its|their|the)"
    r" (?:\w+ )?(?:count|tally|toll|estimate|figure|number|total)))"
)
_ACCORDING = re.compile(
    rf"\b(?:[Aa]ccording to|[Pp]er|data from|figures from|[Cc]ited by|count(?:ed)? by|tally by|estimates? (?:by|from)|reported by"
    rf"|statistics from|numbers "
    rf"from)\s+(?:(?:an?|the|its|new|latest|updated|official|data|figures|from|by|estimates|count|tally)\s+)*"
    rf"(?P<name>{_NAME}|(?:\w+ )?(?:officials|authorities|ministry|police|prosecutors))"
)
_SUBJECT = re.compile(
    rf"(?P<name>{_NAME})(?:,[^,]{{2,60}},)?(?: "
    r"(?:data|figures|officials|estimates|numbers|report|spokes\w+|statistics|tracker|chief"
    rf"|director|researchers|scientists))?\s+(?:\w+ly |also |now |has now |this week |on \w+day "
    rf"|\w+ed [^,;.]{{0,40}} and )?{_SAYS}\b"
)
_OWN = re.compile(rf"(?P<name>{_NAME})(?:’s|'s)? (?:estimates|data|figures|count|tally|officials|numbers|tracker)\b")
_POINTING = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts) "
    r"(?:agency|ministry|department|group|organization|organisation|company|service|center|centre|health agency"
    rf"|commission|institute|bureau|office)(?: (?:also|now))? {_SAYS}\b|\b(?:It|They) (?:also )?{_SAYS}\b"
)
_AGENCY = re.compile(
    rf"\b(?:{_NAME} "
    r")?(?:[A-Z]{3,}|(?:Administration|Agency|Association|Authority|Bureau|Cent(?:er|re)s?|Command|Commission|Council"
    r"|Corporation|Court|Department|Foundation|Fund|Group|Health|Institutes?|League|Ministry|Navy|Office|Organi[sz]ation|Prevention|Safety|Service|Society|Union"
    r"|University)"
    rf"(?: (?:(?:of|for|and|on|the) )*{_NAME})?)"
)
_LITTLE = frozenset("the a an of for and on u.s us un u.n national federal american state de la del officials new".split())
_NOBODY = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october "
    "november december while although though also meanwhile however if when where what who how after before by the a an "
    "in on at it they he she we i since last this that these there as but and for so an".split()
)


def speaker(sentence: str, before: str = "") -> str | None:
    """The agency, the office or the person a sentence gives its figures to, as written; None when it names nobody.

    "The agency said" points to the agency of the sentence `before`.
    """
    for pattern in (_ACCORDING, _SUBJECT, _OWN):
        for match in pattern.finditer(sentence):
            if name := _named(match["name"]):
                return name
    if _POINTING.search(sentence) and before:
        return _last_agency(before)
    return None


def is_agency(name: str) -> bool:
    """True for a name that is an agency's or an organisation's, as far as names tell."""
    return _AGENCY.fullmatch(name.strip()) is not None or any(
        word.isupper() and len(word.replace(".", "")) > 2 for word in name.split()
    )


def without_agencies(text: str) -> str:
    """The text without the names of agencies and organisations."""
    return _AGENCY.sub(" ", text)


def is_same(one: str, other: str) -> bool:
    """True for two names of one speaker: a name and its initials, a full name and a short one."""
    first, second = _known(one), _known(other)
    if not first or not second:
        return fold(one) == fold(other)
    if first <= second or second <= first:
        return True
    return _stands_for(one, other) or _stands_for(other, one)


def _stands_for(short: str, full: str) -> bool:
    """True when a name is the initials of another: CDC and Centers for Disease Control and Prevention."""
    capitals = re.sub(r"[^A-Z]", "", short) if short.replace(".", "").isupper() else ""
    initials = "".join(word[0] for word in full.split() if word[0].isupper() and fold(word).strip(".") not in _LITTLE)
    return len(capitals) >= 2 and len(initials) >= len(capitals) and initials.startswith(capitals)


def _known(name: str) -> frozenset[str]:
    return frozenset(word for word in words(name) if word not in _LITTLE)


def _named(name: str) -> str | None:
    """The name without what only opens the sentence; None when nothing of a name is left."""
    told = name.split()
    while told and fold(told[0]) in _NOBODY:
        told.pop(0)
    name = re.split(r" on \w+day\b", " ".join(told))[0].removesuffix("’s").removesuffix("'s")
    return name if name and fold(name) not in _NOBODY else None


def _last_agency(before: str) -> str | None:
    found = [match[0] for match in _AGENCY.finditer(before)]
    return _named(found[-1]) if found else speaker(before)
