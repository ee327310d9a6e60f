"""Answers, hits and overviews as plain text, for pipes and files: no colours, one paragraph a line."""

from collections.abc import Sequence
from datetime import datetime

from bot import chart
from bot.cleaning import clean, one_line
from bot.moments import day
from index.types import Answer, Citation, Hit, Overview, Tally

INDENT = "    "


WIDTH = 80
"""Columns of a chart where no terminal says how many there are."""


def answer(given: Answer) -> str:
    """An answer, the moment it holds for, and its sources with what they say, as far as the answer does not quote it.

    An answer that the articles don't give says how many of them were searched.
    """
    parts = [clean(given.text).strip()]
    if below := standing(given):
        parts[0] += f"\n{below}"
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


def timeline(tally: Tally) -> str:
    """The series of a tally as a chart."""
    return "\n".join("".join(text for text, _ in row).rstrip() for row in chart.rows(tally, width=WIDTH))


def standing(given: Answer) -> str | None:
    """The sentence below an answer: the moment it holds for, or how many articles don't say; None when the text tells it."""
    text = given.text.lower()
    if not given.found:
        articles = "1 article" if given.searched == 1 else f"{given.searched:,} articles"
        return f"Searched {articles}." if given.searched and articles not in text else None
    return f"As of {day(given.as_of)}." if given.as_of and "as of" not in text else None


def provenance(source: str | None, published: datetime | None) -> str:
    """Outlet and day of a text, as far as they are known."""
    when = day(published) if published else "undated"
    return f"{one_line(source)}, {when}" if source else when


def _range(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return "no dates known"
    return day(first) if day(first) == day(last) else f"{day(first)} to {day(last)}"


def _source(marker: str, citation: Citation, quote: str | None) -> str:
    lines = [f"{marker} {one_line(citation.title)} — {provenance(citation.source, citation.published)}"]
    if quote is not None:
        lines.append(f"{INDENT}“{one_line(quote)}”")
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
