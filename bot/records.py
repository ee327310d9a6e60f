"""Records as JSON, one on a line: questions come in so, answers go out so. Other programs rely on the keys."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from bot.failures import Misuse, complain
from index.errors import DatelineError, ModelError, QuestionError
from index.types import Answer, Article, Citation, Headline, Hit, Overview, Passage, Reading, Tally, Usage

Record = dict[str, object]


def answer(given: Answer) -> Record:
    """An answer with its citations and its tally, how it was understood, and what it took."""
    return {
        "question": given.question,
        "text": given.text,
        "found": given.found,
        "as_of": _iso(given.as_of),
        "mode": given.mode,
        "citations": [_citation(citation) for citation in given.citations],
        "tally": _tally(given.tally) if given.tally else None,
        "rewritten": given.rewritten,
        "language": given.language,
        "notice": given.notice,
        "usage": _usage(given.usage) if given.usage else None,
    }


def search(query: str, hits: Sequence[Hit]) -> Record:
    """A search and its hits, best first."""
    return {"query": query, "hits": [_hit(hit) for hit in hits]}


def article(given: Article) -> Record:
    """What is known of an article, its text apart."""
    return {
        "article_id": given.id,
        "title": given.title,
        "source": given.source,
        "url": given.url,
        "published": _iso(given.published),
        "updated": _iso(given.updated),
        "authors": list(given.authors),
        "retrieved": _iso(given.retrieved),
    }


def origin(given: Article) -> Record:
    """Where an article was read, which may be a path of this machine: not for those who sit at another one."""
    return {"origin": given.origin}


def passage(given: Passage) -> Record:
    """A passage, with its place in its article's text."""
    return {"position": given.position, "start": given.start, "end": given.end, "text": given.text}


def article_text(given: Article, passages: Sequence[Passage]) -> Record:
    """An article with its text to the letter, and its passages in order."""
    return article(given) | {"text": given.text, "passages": [passage(each) for each in passages]}


def latest(topic: str | None, headlines: Sequence[Headline]) -> Record:
    """The articles published last, about the topic if there is one, newest first."""
    return {"topic": topic, "articles": [headline(each) for each in headlines]}


def headline(given: Headline) -> Record:
    """An article as a list of articles names it."""
    return {
        "article_id": given.article_id,
        "title": given.title,
        "source": given.source,
        "url": given.url,
        "published": _iso(given.published),
    }


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


def write(record: Mapping[str, object]) -> None:
    """Print one record on one line, and send it off at once."""
    print(json.dumps(record, ensure_ascii=False), flush=True)


def answer_each(source: BinaryIO, reply: Callable[[Record], Record], *, defaults: Record, home: Path | None) -> int:
    """Answer each line in order; returns the exit code.

    `defaults` are the options of the command, which a line's own keys override. A line that cannot be read or answered
    is reported with its number on standard error, the others are answered all the same, and the exit code is 1.
    """
    code = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            record = reply(defaults | _read(line))
        except Exception as error:
            if isinstance(error, DatelineError) and not isinstance(error, Misuse | QuestionError | ModelError):
                raise  # what is wrong with the index is wrong for every line
            complain(error, home=home, where=f"line {number}")
            code = 1
        else:
            write(record)
    return code


def arrive() -> BinaryIO:
    """Standard input as bytes, so that one badly encoded line spoils no other."""
    if sys.stdin.isatty():
        print("dateline: type one JSON object a line; Ctrl-D ends", file=sys.stderr)
    return sys.stdin.buffer


def _citation(citation: Citation) -> Record:
    return {
        "number": citation.number,
        "article_id": citation.article_id,
        "title": citation.title,
        "source": citation.source,
        "url": citation.url,
        "published": _iso(citation.published),
        "quote": citation.quote,
        "updated": _iso(citation.updated),
        "correction": citation.correction,
        "outlets": list(citation.outlets),
    }


def _usage(usage: Usage) -> Record:
    return {"prompt": usage.prompt, "output": usage.output, "cost": usage.cost}


def _tally(tally: Tally) -> Record:
    return {
        "value": _number(tally.value),
        "qualifier": tally.qualifier,
        "unit": tally.unit,
        "as_of": _iso(tally.as_of),
        "history": [_reading(reading) for reading in tally.history],
        "conflicts": [_reading(reading) for reading in tally.conflicts],
    }


def _reading(reading: Reading) -> Record:
    return {
        "value": _number(reading.value),
        "as_of": _iso(reading.as_of),
        "citation": reading.citation,
        "qualifier": reading.qualifier,
        "source": reading.source,
    }


def _number(value: float) -> int | float:
    """The value, as a whole number where it is one: programs compare 21 with 21, not with 21.0."""
    return int(value) if float(value).is_integer() else value


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


def _read(line: bytes) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Misuse(f"not JSON: {_reason(error)}") from error
    if not isinstance(record, dict):
        raise Misuse('not a JSON object such as {"question": "…"}')
    return {key: value for key, value in record.items() if value is not None}


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "nested too deeply"
