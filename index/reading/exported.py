"""Articles as records that hold all there is to know of them, and back: what `export` writes and any reading of it restores."""

import re
from collections.abc import Mapping
from datetime import datetime

from index.errors import ArticleError
from index.reading.records import refuse_large
from index.types import Article

_MARK, _VERSION = "dateline", 1
"""The field that tells such a record from others, and its value."""
_ID = re.compile(r"[0-9a-z]{16}")


def record_of(article: Article) -> dict[str, object]:
    """The article as a record for JSON, from which `article` makes an equal one."""
    return {
        _MARK: _VERSION,
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": _written(article.published),
        "updated": _written(article.updated),
        "retrieved": _written(article.retrieved),
        "authors": list(article.authors),
        "origin": article.origin,
        "text": article.text,
    }


def is_exported(record: object) -> bool:
    """True for a record that `record_of` made, of whatever version."""
    return isinstance(record, Mapping) and _MARK in record


def article(record: Mapping[str, object]) -> Article:
    """The article of a record that was exported, to the letter. Raises ArticleError when it is of another version or damaged."""
    if record[_MARK] != _VERSION:
        raise ArticleError(f"it was exported in form {record[_MARK]!r}, and {_VERSION} is known; export it with this version")
    authors = record.get("authors")
    if not isinstance(authors, list) or not all(isinstance(name, str) for name in authors):
        raise ArticleError("this exported article is damaged: its authors are no list of names")
    retrieved = _moment(record, "retrieved")
    if retrieved is None:
        raise ArticleError("this exported article is damaged: it does not say when it was retrieved")
    found, text = _needed(record, "id"), _needed(record, "text")
    if not _ID.fullmatch(found):
        raise ArticleError(f"this exported article is damaged: {found!r} is no id")
    refuse_large(text)
    return Article(
        id=found,
        title=_needed(record, "title"),
        text=text,
        origin=_needed(record, "origin"),
        retrieved=retrieved,
        source=_text(record, "source"),
        url=_text(record, "url"),
        published=_moment(record, "published"),
        updated=_moment(record, "updated"),
        authors=tuple(authors),
    )


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _needed(record: Mapping[str, object], name: str) -> str:
    value = _text(record, name)
    if value is None:
        raise ArticleError(f"this exported article is damaged: it has no {name}")
    return value


def _text(record: Mapping[str, object], name: str) -> str | None:
    value = record.get(name)
    if value is None or isinstance(value, str):
        return value
    raise ArticleError(f"this exported article is damaged: its {name} is no text")


def _moment(record: Mapping[str, object], name: str) -> datetime | None:
    value = _text(record, name)
    try:
        moment = datetime.fromisoformat(value) if value is not None else None
    except ValueError:
        moment = None
    if (moment is None) != (value is None) or (moment is not None and moment.tzinfo is None):
        raise ArticleError(f"this exported article is damaged: {value!r} is no time with a zone for {name}")
    return moment
