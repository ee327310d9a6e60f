"""An answer as blocks of HTML: what it says first, then what it rests on."""

import re
from collections.abc import Mapping, Sequence

from bot.cleaning import one_line
from bot.telegram.messages.citing import MARKER, clipped, entry, excerpt, whole
from bot.telegram.messages.days import DAY, named
from bot.telegram.messages.language import Words
from bot.telegram.messages.leading import lead
from bot.telegram.messages.markup import Html, bold, italic, length, plain
from index.types import Answer, Citation

_AIM = 1_200
"""UTF-16 units that an answer should not pass, its sources included."""
_EXCERPTS = (120, 90, 60, 0)
"""How long quotes in the list of sources may be: the first length with which the answer is as short as it should be."""
_LONGEST_ECHO = 160
_UP_TO = re.compile(rf"\(searched up to ({DAY})\)")
_NOTICES = {
    "Worked out from": "notice_worked_out",
    "The language model could not be used": "notice_failed",
    "The language model was not asked": "notice_not_asked",
    "The articles are quoted: what the language model wrote": "notice_not_better",
    "The articles are quoted: less than half": "notice_unsupported",
    "The articles are quoted: the language model found no answer": "notice_unknown",
}
"""How the notices of an answer begin, and which text says the same without its details."""


def answer(given: Answer, words: Words, *, articles: int | None = None) -> tuple[str, ...]:
    """The blocks of an answer, to be split into messages: what it says, remarks, how well it stands, its sources.

    `articles` is how many there are, where that is another number than were searched.
    """
    held = given.searched if articles is None else articles
    if not given.found:
        return (*_nothing(given, words, held), *_remarks(given, words))
    told = (*lead(given, words), *_remarks(given, words), _standing(given, words, held))
    return (*told, *_listed(given, words, told))


def sources(given: Answer, words: Words) -> tuple[str, ...]:
    """All sources of an answer with what they say, a block each, below a heading."""
    return (bold(words.plain("heading_sources")), *(whole(citation, words) for citation in given.citations))


def _remarks(given: Answer, words: Words) -> list[Html]:
    """How a follow-up was understood, and why no model wrote the answer."""
    remarks = []
    if given.rewritten:
        remarks.append(words.plain("answer_understood", question=clipped(one_line(given.rewritten), _LONGEST_ECHO)))
    if given.notice:
        name = next((name for start, name in _NOTICES.items() if given.notice.startswith(start)), None)
        remarks.append(words.plain(name) if name else one_line(given.notice))
    return [italic(remark) for remark in remarks]


def _standing(given: Answer, words: Words, held: int) -> Html:
    """The moment that the answer holds for, and how many of the articles it rests on."""
    cited = len({citation.article_id for citation in given.citations})
    counts = [words.plain("sources", n=cited)] if cited else []
    if counts and held:
        counts = [words.plain("answer_of", sources=counts[0], articles=words.plain("articles", n=held))]
    as_of = words.plain("answer_as_of", day=words.day(given.as_of)) if given.as_of else words.plain("answer_undated")
    return italic(" · ".join([as_of, *counts]))


def _listed(given: Answer, words: Words, told: Sequence[str]) -> tuple[Html, ...]:
    """The sources that the text names, folded away, their quotes shortened until the whole is as short as it should be."""
    text = "\n".join(map(plain, told))
    named = {int(number) for number in MARKER.findall(text)}
    cited = [citation for citation in given.citations if citation.number in named] or list(given.citations)
    if not cited:
        return ()
    rest = len({citation.article_id for citation in given.citations} - {citation.article_id for citation in cited})
    room = _AIM - length(text)
    for most in _EXCERPTS:
        block = _folded(cited, given, words, text, most=most, rest=rest)
        if length(block) <= room:
            break
    return (block,)


def _folded(cited: Sequence[Citation], given: Answer, words: Words, text: str, *, most: int, rest: int) -> Html:
    values = _values(given)
    lines = [bold(words.plain("heading_sources"))]
    for group in _gathered(cited, text, most):
        first = group[0]
        is_told = not most or one_line(first.quote) in text
        quote = "" if is_told else excerpt(first.quote, value=values.get(first.number), most=most)
        lines.append(entry(group, words, quote=quote))
    if rest:
        lines.append(words.html("answer_more_sources", n=rest))
    listed = "\n".join(lines)
    return Html(f"<blockquote expandable>{listed}</blockquote>")


def _gathered(cited: Sequence[Citation], text: str, most: int) -> list[list[Citation]]:
    """Citations of one article that need no quote are one source; every other one is a source of its own."""
    groups: dict[str | int, list[Citation]] = {}
    for citation in cited:
        is_told = not most or one_line(citation.quote) in text
        groups.setdefault(citation.article_id if is_told else citation.number, []).append(citation)
    return list(groups.values())


def _values(given: Answer) -> Mapping[int, float]:
    """The figure that each citation tells, as far as it is one of the tally's: the newest of several."""
    readings = (*given.tally.conflicts, *given.tally.history) if given.tally else ()
    return {reading.citation: reading.value for reading in readings}


def _nothing(given: Answer, words: Words, held: int) -> tuple[Html, ...]:
    """Not knowing: on what, in how many articles, up to when, and what comes closest."""
    question = clipped(one_line(given.rewritten or given.question), _LONGEST_ECHO)
    searched = words.plain("articles", n=held)
    reach = _UP_TO.search(given.text)
    if reach and (day := named(reach[1])):
        head = words.html("answer_nothing_up_to", question=question, articles=searched, day=words.day(day))
    else:
        head = words.html("answer_nothing", question=question, articles=searched)
    if not given.citations:
        return (head,)
    closest = [entry([citation], words) for citation in given.citations]
    return (head, Html("\n".join([words.html("answer_closest"), *closest])))
