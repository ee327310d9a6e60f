"""Follow-up questions that an answer suggests: made from its figures and titles, so that the articles can answer them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from bot.cleaning import one_line
from bot.telegram.messages.language import Words
from index.types import Answer, Tally

_MOST = 3
_LABEL = 48
"""Characters that a phone shows on a button of its own row."""
_FIGURES_OF_A_COURSE = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question to ask next."""

    label: str
    question: str


def suggest(answer: Answer, *, asking: Words, shown: Words) -> tuple[Suggestion, ...]:
    """At most three questions, the most telling first, none of which was just asked.

    They are put in the words of `asking`, which the newsroom understands, and labelled in those of `shown`.
    """
    just_asked = {_folded(answer.question), _folded(answer.rewritten or "")}
    found = (next_one for next_one in _all(answer, asking, shown) if _folded(next_one.question) not in just_asked)
    return tuple(islice(_once(found), _MOST))


def _all(answer: Answer, asking: Words, shown: Words) -> Iterator[Suggestion]:
    if answer.tally:
        yield from _of_tally(answer.tally, asking, shown)
    for citation in answer.citations:
        title = one_line(citation.title)
        if title:
            yield news(title, asking=asking, shown=shown)


def _of_tally(tally: Tally, asking: Words, shown: Words) -> Iterator[Suggestion]:
    """How it went, who disagrees, and what it was before."""
    unit = one_line(tally.unit)
    if not unit[:1].isalpha():
        return
    if tally.conflicts:
        yield suggestion("suggest_sources", asking, shown, unit=unit)
    if len(tally.history) >= _FIGURES_OF_A_COURSE:
        yield suggestion("suggest_course", asking, shown, unit=unit)
    before = [reading.as_of for reading in tally.history[:-1] if reading.as_of]
    if before:
        middle = before[len(before) // 2]
        label, question = (words.plain("suggest_before", unit=unit, day=words.day(middle)) for words in (shown, asking))
        yield Suggestion(_short(label), question)


def suggestion(name: str, asking: Words, shown: Words, **values: str) -> Suggestion:
    """The question of that name, labelled short enough for a button."""
    return Suggestion(_short(shown.plain(name, **values)), asking.plain(name, **values))


def news(title: str, *, asking: Words, shown: Words) -> Suggestion:
    """What is new about the article of that title."""
    return Suggestion(_short(shown.plain("suggest_news_label", title=title)), asking.plain("suggest_news", title=title))


def _once(suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
    seen: set[str] = set()
    for one in suggestions:
        if one.label not in seen:
            seen.add(one.label)
            yield one


def _short(label: str) -> str:
    if len(label) <= _LABEL:
        return label
    return label[: _LABEL - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _folded(text: str) -> str:
    return " ".join(text.casefold().rstrip("?!. ").split())
