"""Answers, hits and overviews as the records of the JSON output, whose keys other programs rely on."""

from collections.abc import Sequence
from datetime import datetime

from index.types import Answer, Citation, Hit, Overview

Record = dict[str, object]


def answer(given: Answer) -> Record:
    """An answer with its citations."""
    return {
        "question": given.question,
        "text": given.text,
        "found": given.found,
        "as_of": _iso(given.as_of),
        "mode": given.mode,
        "citations": [_citation(citation) for citation in given.citations],
        "tally": given.tally,
    }


def search(query: str, hits: Sequence[Hit]) -> Record:
    """A search and its hits, best first."""
    return {"query": query, "hits": [_hit(hit) for hit in hits]}


def overview(held: Overview) -> Record:
    """What the newsroom holds."""
    return {
        "articles": held.articles,
        "passages": held.passages,
        "undated": held.undated,
        "embedder": held.embedder,
        "first_published": _iso(held.first_published),
        "last_published": _iso(held.last_published),
        "newest_title": held.newest_title,
        "sources": [{"source": source, "articles": count} for source, count in held.sources],
    }


def _citation(citation: Citation) -> Record:
    return {
        "number": citation.number,
        "article_id": citation.article_id,
        "title": citation.title,
        "source": citation.source,
        "url": citation.url,
        "published": _iso(citation.published),
        "quote": citation.quote,
    }


def _hit(hit: Hit) -> Record:
    passage = hit.passage
    return {
        "article_id": passage.article_id,
        "url": passage.url,
        "title": passage.title,
        "source": passage.source,
        "published": _iso(passage.published),
        "text": passage.text,
        "score": hit.score,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
