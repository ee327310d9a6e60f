"""Answers, hits and overviews as plain text, for pipes and files: no colours, one paragraph a line."""

from collections.abc import Sequence
from datetime import datetime

from bot import chart
from bot.cleaning import clean, one_line
from bot.moments import day
from index.types import Answer, Article, Citation, Hit, Overview, Passage, Tally

INDENT = "    "


WIDTH = 80
"""Columns of a chart where no terminal says how many there are."""


def answer(given: Answer) -> str:
    """An answer, what there is to say about it, and its sources with what they say, as far as the answer does not quote it."""
    return clean(given.text).strip() + below(given)


def below(given: Answer) -> str:
    """What follows the text of an answer: what there is to say about it, and its sources."""
    parts = ["".join(f"\n{remark}" for remark in remarks(given))]
    if given.citations:
        parts.append(sources(given.citations, answer=given.text))
    return "\n\n".join(parts)


def sources(citations: Sequence[Citation], *, answer: str = "") -> str:
    """The sources of an answer, numbered as in its text; what stands in `answer` is not quoted again."""
    return "\n\n".join(_source(*source) for source in gathered(citations, answer=answer))


def gathered(citations: Sequence[Citation], *, answer: str) -> list[tuple[str, Citation, str | None]]:
    """Sources as they are shown: the marker, a citation, and its quote unless `answer` holds it.

    Citations of one article that need no quote are one source, with all their numbers in its marker.
    """
    sources: dict[str | int, list[Citation]] = {}
    for citation in citations:
        sources.setdefault(citation.article_id if citation.quote in answer else citation.number, []).append(citation)
    return [
        (f"[{', '.join(str(each.number) for each in group)}]", group[0], None if group[0].quote in answer else group[0].quote)
        for group in sources.values()
    ]


def hits(found: Sequence[Hit]) -> str:
    """Passages that were found, best first."""
    return "\n\n".join(_hit(number, hit) for number, hit in enumerate(found, start=1))


def overview(held: Overview) -> str:
    """What the newsroom holds, a line each."""
    width = max(len(name) for name, _ in facts(held))
    return "\n".join(f"{name:{width}}  {value}" for name, value in facts(held))


def facts(held: Overview) -> list[tuple[str, str]]:
    """What the newsroom holds, as names and values to show."""
    return [
        ("articles", f"{held.articles:,}"),
        ("passages", f"{held.passages:,}"),
        ("published", _range(held.first_published, held.last_published)),
        ("undated", f"{held.undated:,}"),
        ("newest", one_line(held.newest_title or "none")),
        ("sources", ", ".join(f"{one_line(name)} ({count:,})" for name, count in held.sources) or "none"),
        ("encoder", one_line(held.embedder)),
    ]


def listing(found: Sequence[Article]) -> str:
    """Articles, a line each: id, day, outlet, title."""
    width = max((len(one_line(article.source or "")) for article in found), default=0)
    return "\n".join(
        f"{article.id}  {day(article.published) if article.published else 'undated':>11}  "
        f"{one_line(article.source or ''):{width}}  {one_line(article.title)}"
        for article in found
    )


def article(given: Article, passages: Sequence[Passage]) -> str:
    """One article: what is known of it, then its passages, each with its number and its place in the text."""
    width = max(len(name) for name, _ in particulars(given))
    heading = "\n".join(f"{name:{width}}  {value}" for name, value in particulars(given))
    told = [f"{passage_mark(passage)}\n{clean(passage.text)}" for passage in passages]
    return "\n\n".join([heading, *told])


def passage_mark(passage: Passage) -> str:
    """What stands above a passage: its number, and which characters of the article it is."""
    return f"#{passage.position} ({passage.start:,}-{passage.end:,})"


def particulars(given: Article) -> list[tuple[str, str]]:
    """What is known of an article, as names and values to show."""
    known = [
        ("title", one_line(given.title)),
        ("id", given.id),
        ("source", one_line(given.source or "")),
        ("authors", one_line(", ".join(given.authors))),
        ("published", given.published.isoformat() if given.published else "undated"),
        ("updated", given.updated.isoformat() if given.updated else ""),
        ("url", one_line(given.url or "")),
        ("read from", one_line(given.origin)),
        ("retrieved", given.retrieved.isoformat(timespec="seconds")),
    ]
    return [(name, value) for name, value in known if value]


def timeline(tally: Tally) -> str:
    """The series of a tally as a chart."""
    return "\n".join("".join(text for text, _ in row).rstrip() for row in chart.rows(tally, width=WIDTH))


def remarks(given: Answer) -> list[str]:
    """The lines right below an answer, as far as its text does not tell them.

    The moment that it holds for, or how many articles don't say; how a follow-up was understood; why no model wrote it.
    """
    understood = f"Understood as: {one_line(given.rewritten)}" if given.rewritten else None
    notice = one_line(given.notice) if given.notice else None
    return [line for line in (_standing(given), understood, notice) if line]


def _standing(given: Answer) -> str | None:
    text = given.text.lower()
    if not given.found:
        articles = "1 article" if given.searched == 1 else f"{given.searched:,} articles"
        return f"Searched {articles}." if given.searched and articles not in text else None
    return f"As of {day(given.as_of)}." if given.as_of and "as of" not in text else None


def provenance(source: str | None, published: datetime | None) -> str:
    """Outlet and day of a text, as far as they are known."""
    when = day(published) if published else "undated"
    return f"{one_line(source)}, {when}" if source else when


def origin(citation: Citation) -> str:
    """Where a citation is from: outlet and day, when it was updated, and who else carries it."""
    told = [provenance(citation.source, citation.published)]
    if citation.updated and (citation.published is None or day(citation.updated) != day(citation.published)):
        told.append(f"updated {day(citation.updated)}")
    if citation.outlets:
        told.append(f"also in {', '.join(map(one_line, citation.outlets))}")
    return ", ".join(told)


def _range(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return "no dates known"
    return day(first) if day(first) == day(last) else f"{day(first)} to {day(last)}"


def _source(marker: str, citation: Citation, quote: str | None) -> str:
    lines = [f"{marker} {one_line(citation.title)} — {origin(citation)}"]
    if quote is not None:
        lines.append(f"{INDENT}“{one_line(quote)}”")
    if citation.correction:
        lines.append(f"{INDENT}Note: {one_line(citation.correction)}")
    if citation.url:
        lines.append(INDENT + one_line(citation.url))
    return "\n".join(lines)


def _hit(number: int, hit: Hit) -> str:
    passage = hit.passage
    lines = [
        f"{number}. {one_line(passage.title)} — {provenance(passage.source, passage.published)}",
        INDENT + one_line(passage.text),
    ]
    if passage.url:
        lines.append(INDENT + one_line(passage.url))
    return "\n".join(lines)
