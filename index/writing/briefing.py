"""What a model is told before it writes: the passages, and as facts what code has found out of a tally."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index import sentences
from index.answering import counting, dates, figures, numerals
from index.answering.counting import Form
from index.retrieval.questions import Plan
from index.types import Answer, Citation, Hit, Passage, Reading, Tally
from index.verifying.verifier import Verified
from index.vocabulary import stem, stems

_STANDING = re.compile(r"(?P<told>.*?)\W*\[\d+\]", re.DOTALL)
"""The first statement of a tally's text, which tells its figure."""
_MOST_SHOWN = 8
"""Passages that a model is shown."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement that needs no verifying, because code has made it from a passage."""

    text: str
    citation: Citation
    """What it was made from."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """The passages to write from, best first, and the facts."""

    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]

    @property
    def marked(self) -> tuple[str, ...]:
        """The facts as sentences, each with the number, from 1, of the passage that it was made from."""
        places = ((fact, _place(fact.citation, self.passages)) for fact in self.facts)
        return tuple(f"{fact.text} [{place + 1}]." for fact, place in places if place is not None)


def brief(plan: Plan, draft: Answer, hits: Sequence[Hit]) -> Briefing:
    """What a model is to know: the passages of the hits, in their order, and the draft's tally with who differs.

    Passages that the tally has left behind are not among them, unless it is asked how the tally has grown; nor are those of later
    than the question names, unless the draft quotes them.
    """
    passages = tuple({hit.passage.id: hit.passage for hit in hits if _is_timely(plan, draft, hit.passage)}.values())
    if draft.tally is None:
        return Briefing(passages[:_MOST_SHOWN], ())
    asks_growth = counting.understand(plan).form is Form.GROWTH
    facts = _facts(draft, draft.tally, with_earlier=asks_growth)
    if not asks_growth:
        kept = {_place(fact.citation, passages) for fact in facts}
        passages = tuple(
            passage for place, passage in enumerate(passages) if place in kept or not _is_outdated(passage, draft.tally)
        )
    return Briefing(passages[:_MOST_SHOWN], facts)


def with_facts(passages: Sequence[Passage], facts: Sequence[Fact]) -> tuple[Passage, ...]:
    """The passages as evidence: below each the facts that were made from it, so that telling a fact is supported."""
    told: dict[int, list[str]] = {}
    for fact in facts:
        place = _place(fact.citation, passages)
        if place is not None:
            told.setdefault(place, []).append(f"{fact.text}.")
    return tuple(
        replace(passage, text="\n\n".join([passage.text, *told.get(place, ())])) for place, passage in enumerate(passages)
    )


def quoting(verified: Verified, passages: Sequence[Passage], facts: Sequence[Fact]) -> Verified:
    """A sentence that was verified by passages with facts below, each fact that it rests on changed to what it was made from."""
    quotes: list[tuple[int, str]] = []
    for number, quote in zip(verified.passages, verified.quotes, strict=True):
        text = passages[number - 1].text
        if quote in text:
            quotes.append((number, quote))
            continue
        own = [fact for fact in facts if _place(fact.citation, passages) == number - 1 and fact.text in quote]
        before = quote[: min((quote.index(fact.text) for fact in own), default=0)].strip()
        quotes.extend((number, each) for each in (before, *(fact.citation.quote for fact in own)) if each and each in text)
    unique = list(dict.fromkeys(quotes))
    return replace(verified, passages=tuple(number for number, _ in unique), quotes=tuple(quote for _, quote in unique))


def _facts(draft: Answer, tally: Tally, *, with_earlier: bool) -> tuple[Fact, ...]:
    standing = _STANDING.match(draft.text)
    told = [(tally.history[-1], standing["told"] if standing else _stage(tally.history[-1], draft))]
    told += [(each, f"{each.source or 'Another source'}: {_stage(each, draft)}") for each in tally.conflicts]
    if with_earlier:
        told += [(each, f"Before that: {_stage(each, draft)}") for each in reversed(tally.history[:-1])]
    return tuple(Fact(text, draft.citations[reading.citation - 1]) for reading, text in told)


def _stage(reading: Reading, draft: Answer) -> str:
    """A figure in its source's own style, with its day: "at least 16 on 5 Nov 2025"."""
    quote = draft.citations[reading.citation - 1].quote
    told = next((each for each in numerals.find(quote) if each.value == reading.value), None)
    figure = numerals.in_style_of(told) if told else f"{reading.value:,}"
    day = f"on {dates.written(reading.as_of)}" if reading.as_of else "(undated)"
    return " ".join(part for part in (reading.qualifier, figure, day) if part)


def _place(citation: Citation, passages: Sequence[Passage]) -> int | None:
    """The place of the passage that a citation quotes, from 0; None when it is not among them."""
    holding = (
        place
        for place, passage in enumerate(passages)
        if passage.article_id == citation.article_id and citation.quote in passage.text
    )
    return next(holding, None)


def _is_timely(plan: Plan, draft: Answer, passage: Passage) -> bool:
    if plan.bound is None or (passage.existed is not None and passage.existed <= plan.bound):
        return True
    return any(_place(citation, (passage,)) is not None for citation in draft.citations)


def _is_outdated(passage: Passage, tally: Tally) -> bool:
    """True when a passage that is older than the tally tells an earlier figure of it, and not the one that it is at."""
    if tally.as_of is None or passage.published is None or passage.published >= tally.as_of:
        return False
    counted = stems(tally.unit)
    told = {
        figure.numeral.value
        for start, end in sentences.spans(passage.text)
        for figure in figures.read(passage.text[start:end])
        if figure.head and stem(figure.head) in counted
    }
    return tally.value not in told and any(each.value in told for each in tally.history[:-1])
