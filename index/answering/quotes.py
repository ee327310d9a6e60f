"""An answer in the articles' own words."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.answering import dates
from index.answering.evidence import Sentence
from index.answering.judging import Judged, same_story
from index.retrieval.questions import Kind, Plan
from index.types import Answer, Citation, Overview, Passage

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
    candidates = [sentence for sentence, fits in zip(judged.sentences, same_story(judged.rows), strict=True) if fits]
    chosen = [candidates[0]]
    used = _length(chosen[0])

    def take(offered: Sequence[Sentence], limit: int) -> None:
        nonlocal used
        for sentence in offered:
            is_told = any(sentence.text == other.text for other in chosen)
            if not is_told and len(chosen) < _MOST_QUOTES and used + _length(sentence) <= limit:
                chosen.append(sentence)
                used += _length(sentence)

    take(candidates[1:_CONTENDERS], _BRIEF)
    take(candidates[1:], _WHOLE)
    return tuple(chosen)


def found(plan: Plan, chosen: Sequence[Sentence], overview: Overview, *, asked: str) -> Answer:
    """The answer that quotes the chosen sentences, the best one first."""
    quotes = _joined(chosen)
    told = " ".join(f"{_day(plan, quote)}{_marked(quote.text)} [{number}]" for number, quote in enumerate(quotes, start=1))
    as_of = chosen[0].passage.published
    standing = f"As of {dates.written(as_of)}." if as_of else "The article is undated."
    return Answer(
        question=asked,
        text=f"{told} {standing}",
        found=True,
        as_of=as_of,
        citations=_citations(quotes),
        searched=overview.articles,
    )


def unknown(plan: Plan, nearest: Sequence[Sentence], overview: Overview, *, asked: str) -> Answer:
    """Not knowing: up to when was searched, and what comes closest; `nearest` are sentences, best first."""
    as_of = plan.window.as_of
    newest = min((moment for moment in (as_of, overview.last_published) if moment), default=None)
    by_article: dict[str, Sentence] = {}
    for sentence in nearest:
        by_article.setdefault(sentence.passage.article_id, sentence)
    quotes = [Quote(sentence.text, sentence.start, sentence) for sentence in list(by_article.values())[:_CLOSEST]]
    titles = "; ".join(f"“{quote.sentence.passage.title}” [{number}]" for number, quote in enumerate(quotes, start=1))
    extent = f" (searched up to {dates.written(newest)})" if newest else ""
    return Answer(
        question=asked,
        text=f"The articles don't say{extent}.{f' Closest: {titles}.' if titles else ''}",
        found=False,
        as_of=as_of,
        citations=_citations(quotes),
        searched=overview.articles,
    )


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


def _citations(quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    return tuple(cite(number, quote.sentence.passage, quote.text) for number, quote in enumerate(quotes, start=1))


def cite(number: int, passage: Passage, quote: str) -> Citation:
    """The citation of a quote that stands in a passage word for word."""
    return Citation(
        number=number,
        article_id=passage.article_id,
        title=passage.title,
        quote=quote,
        source=passage.source,
        url=passage.url,
        published=passage.published,
        updated=passage.updated,
    )


def _marked(quote: str) -> str:
    """The quote between quotation marks, unless it brings its own."""
    return quote if quote[0] in '“"' else f"“{quote}”"


def _day(plan: Plan, quote: Quote) -> str:
    """For a question of when: the calendar day that the quote names by its weekday."""
    day = dates.resolve(quote.text, quote.sentence.passage.published) if plan.kind is Kind.WHEN else None
    return f"{dates.written(day)}: " if day else ""


def _length(sentence: Sentence) -> int:
    return len(sentence.text.split()) + 1
