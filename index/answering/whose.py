"""Whose count a question wants, and whose it does not."""

import re

from index.answering.speakers import is_agency
from index.vocabulary import content_words

_SPEAKER = re.compile(
    r"\b(?:[Aa]ccording to|[Pp]er|[Bb]y the|says the|said the|does the|did the|do the"
    r"|reported by) (?:the )?(?P<by>[A-Z][\w.&-]*(?:(?: of| for| and)*"
    r" [A-Z][\w.&-]*)*)|\b(?P<own>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*)(?:’s|'s)? (?:own |latest |official |newest |current )*"
    r"(?:count|tally|estimate|figure|number|data|toll|total)s?\b"
)
_COUNTING_BODY = re.compile(
    r"\b(?:has|have|had|did|does|do) (?:the )?(?P<name>[A-Z][\w&-]*(?:(?: of| for| and| on)* [A-Z][\w&-]*)*)(?:’s"
    r"|'s)?(?: \w+)?(?: \w+)? (?:found|counted?|reported?"
    r"|recorded|registered|confirmed?|identified|logged|estimated?|say|said)\b"
)
_SAYING = re.compile(
    r"^(?: \w+){0,3} (?:say|said|count|counted|report|reported|estimate|estimated|put|confirm|confirmed|claim|claimed|know)\b"
)
SHUNNED = re.compile(
    r"\(?\b(?:not|other than|rather than|instead of"
    r"|unlike) (?:by )?(?:the )?(?P<name>[A-Z][\w.&-]*(?: [A-Z][\w.&-]*)*)(?:’s|'s)?\)?"
)
"""Whose count is not wanted: `name`."""


def wanted(question: str) -> tuple[str | None, frozenset[str]]:
    """The name of whose count is wanted, and its folded words; None and none when it is anybody's."""
    for match in _SPEAKER.finditer(question):
        name = match["own"] or match["by"]
        opening = match[0].split()[0].lower()
        if opening in ("does", "did", "do") and not _SAYING.search(question[match.end() :]):
            continue
        if not name.replace(".", "").isupper() and len(name.split()) < 2 and opening not in ("according", "per"):
            continue
        if content := frozenset(content_words(name)):
            return name, content
    if (body := _COUNTING_BODY.search(question)) and is_agency(body["name"]):
        return body["name"], frozenset(content_words(body["name"]))
    return None, frozenset()
