"""An answer in the articles' own words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from index.answering import dates
from index.answering.evidence import Sentence
from index.answering.judging import Judged
from index.retrieval.questions import Kind, Plan
from index.types import Answer, Citation, Hit, Overview

_BRIEF, _WHOLE = 56, 108
"""Words: those that fit in the first are taken from the best few sentences, the rest fills up to the second."""
_CONTENDERS = 6
_MOST_QUOTES = 4
_CLOSEST = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim run of one article: a sentence, or two that follow each other."""

    text: str
    start: int
    sentence: Sentence
    """The first one."""

    @property
    def end(self) -> int:
        """Place in the article's text just behind the quote."""
        return self.start + len(self.text)


def choose(judged: Judged) -> tuple[Sentence, ...]:
    """The best sentence, then what else fits: first of the best few that keep the answer brief, then in order of merit."""
    chosen = [judged.sentences[0]]
    used = _length(chosen[0])

    def take(candidates: Sequence[Sentence], limit: int) -> None:
        nonlocal used
        for sentence in candidates:
            is_told = any(sentence.text == other.text for other in chosen)
            if not is_told and len(chosen) < _MOST_QUOTES and used + _length(sentence) <= limit:
                chosen.append(sentence)
                used += _length(sentence)

    take(judged.sentences[1:_CONTENDERS], _BRIEF)
    take(judged.sentences[1:], _WHOLE)
    return tuple(chosen)


def found(plan: Plan, chosen: Sequence[Sentence], *, asked: str) -> Answer:
    """The answer that quotes the chosen sentences, the best one first."""
    quotes = _joined(chosen)
    citations = tuple(_citation(number, quote) for number, quote in enumerate(quotes, start=1))
    told = " ".join(f"“{quote.text}” [{number}]" for number, quote in enumerate(quotes, start=1))
    as_of = chosen[0].passage.published
    parts = [_day(plan, chosen[0]), told, _standing(as_of)]
    return Answer(question=asked, text=" ".join(part for part in parts if part), found=True, as_of=as_of, citations=citations)


def unknown(plan: Plan, hits: Sequence[Hit], overview: Overview, *, asked: str) -> Answer:
    """Not knowing: what was searched, up to when, and the closest titles."""
    as_of = plan.window.as_of
    newest = min(moment for moment in (as_of, overview.last_published) if moment) if as_of or overview.last_published else None
    extent = f"{overview.articles} article{'s' if overview.articles != 1 else ''}" + (
        f", up to {dates.written(newest)}" if newest else ""
    )
    titles = list(dict.fromkeys(_titled(hit) for hit in hits))[:_CLOSEST]
    closest = f" Closest: {'; '.join(titles)}." if titles else ""
    return Answer(question=asked, text=f"The articles don't say. Searched {extent}.{closest}", found=False, as_of=as_of)


def _joined(chosen: Sequence[Sentence]) -> list[Quote]:
    """Quotes of the sentences; one that follows another in the article is joined to it."""
    quotes: list[Quote] = []
    for sentence in chosen:
        for place, quote in enumerate(quotes):
            passage = quote.sentence.passage
            gap = passage.text[quote.end - passage.start : sentence.start - passage.start]
            if sentence.passage.id == passage.id and sentence.start >= quote.end and not gap.strip() and "\n" not in gap:
                quotes[place] = Quote(quote.text + gap + sentence.text, quote.start, quote.sentence)
                break
        else:
            quotes.append(Quote(sentence.text, sentence.start, sentence))
    return quotes


def _citation(number: int, quote: Quote) -> Citation:
    passage = quote.sentence.passage
    return Citation(
        number=number,
        article_id=passage.article_id,
        title=passage.title,
        quote=quote.text,
        source=passage.source,
        url=passage.url,
        published=passage.published,
    )


def _day(plan: Plan, best: Sentence) -> str:
    """For a question of when: the calendar day that the best sentence names by its weekday."""
    day = dates.resolve(best.text, best.passage.published) if plan.kind is Kind.WHEN else None
    return f"{dates.written(day)}:" if day else ""


def _standing(as_of: datetime | None) -> str:
    return f"As of {dates.written(as_of)}." if as_of else "The article is undated."


def _titled(hit: Hit) -> str:
    passage = hit.passage
    origin = ", ".join(
        part for part in (passage.source, dates.written(passage.published) if passage.published else "undated") if part
    )
    return f"“{passage.title}” ({origin})"


def _length(sentence: Sentence) -> int:
    return len(sentence.text.split()) + 1
