"""What a person or a program asks for, checked before the newsroom sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot import moments
from bot.failures import Misuse
from index.wording import checked

MOST_HITS = 100
"""Passages that one search may ask for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question and its circumstances."""

    text: str
    as_of: datetime | None = None
    now: datetime | None = None
    history: tuple[str, ...] = ()
    """Earlier questions of the conversation, oldest first."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search and its bounds."""

    query: str
    limit: int = 10
    as_of: datetime | None = None
    since: datetime | None = None
    until: datetime | None = None
    source: str | None = None
    now: datetime | None = None


def question(record: Mapping[str, object]) -> Question:
    """The question in a record with the keys question, as_of, now and history. Raises Misuse, QuestionError."""
    return Question(
        text=checked(_text(record, "question")),
        as_of=_moment(record, "as_of", moments.end),
        now=_moment(record, "now", moments.end),
        history=_history(record.get("history")),
    )


def search(record: Mapping[str, object]) -> Search:
    """The search in a record with the keys query (or question), limit, as_of, since, until, source and now.

    Raises Misuse, QuestionError.
    """
    name = "query" if "query" in record or "question" not in record else "question"
    return Search(
        query=checked(_text(record, name), name=name),
        limit=_limit(record.get("limit", 10)),
        as_of=_moment(record, "as_of", moments.end),
        since=_moment(record, "since", moments.start),
        until=_moment(record, "until", moments.end),
        source=_text(record, "source") if record.get("source") else None,
        now=_moment(record, "now", moments.end),
    )


def _text(record: Mapping[str, object], name: str) -> str:
    value = record.get(name)
    if value is None:
        raise Misuse(f'"{name}" is missing')
    if not isinstance(value, str):
        raise Misuse(f'"{name}" must be text')
    return value


def _moment(record: Mapping[str, object], name: str, read: Callable[[str], datetime]) -> datetime | None:
    return read(_text(record, name)) if record.get(name) is not None else None


def _limit(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_HITS:
        raise Misuse(f"the limit must be a whole number from 1 to {MOST_HITS}")
    return value


def _history(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise Misuse('"history" must be a list of questions, oldest first')
    # What is no text is no question: records made for measuring carry a series of figures under this name.
    return tuple(checked(item, name="earlier question") for item in value if isinstance(item, str))
