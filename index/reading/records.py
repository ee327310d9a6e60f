"""A record, which is a set of named fields and a text, as an Article."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from index.errors import ArticleError
from index.reading import dates, footers, identity, markup, titles, urls
from index.reading.bylines import authors
from index.reading.texts import clean, clean_line
from index.types import Article

LONGEST_TEXT = 2_000_000
"""Characters of one article's text."""
_TEXT = ("text", "body", "content", "article", "articlebody", "description")
_TITLE = ("title", "headline", "name")
_URL = ("url", "link", "canonical_url", "web_url")
_ID = ("id", "guid", "uri", "_id")
_SOURCE = ("source", "publisher", "outlet", "site", "site_name")
_AUTHORS = ("author", "authors", "byline", "creator")
_PUBLISHED = (
    "published", "date", "published_at", "publishedat", "pubdate", "datepublished",
    "firstcreated", "published_date", "created_at",
)  # fmt: skip
_UPDATED = ("updated", "updated_at", "modified", "datemodified", "versioncreated", "lastmod")
_WRAPPERS = ("rendered", "$date", "$oid", "$numberlong")
"""WordPress and MongoDB put single values into objects of their own."""
_MISSING = frozenset({"", "null", "~"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was read: its file, and whether it has the file to itself."""

    path: Path
    alone: bool = True


def fields_of(record: object) -> dict[str, object]:
    """The record's fields under small-letter names, without the missing ones. Raises ArticleError when it is no object."""
    if not isinstance(record, Mapping):
        raise ArticleError(f"this is {_kind(record)}, not an object with a title and a text")
    fields = {str(key).strip().lower(): _unwrapped(value) for key, value in record.items()}
    return {key: value for key, value in fields.items() if not _is_missing(value)}


def text_in(fields: Mapping[str, object]) -> str:
    """The text of a record, HTML stripped. Raises ArticleError when it has none, or something else in its place."""
    for value in _values(fields, _TEXT):
        if not isinstance(value, str):
            raise ArticleError(f"its text is {_kind(value)}, not a string")
        return markup.text_of(value)
    raise ArticleError(f"it has no text; looked for the fields {', '.join(_TEXT)}")


def refuse_large(text: str) -> None:
    """Raise ArticleError for a text that is longer than any article."""
    if len(text) > LONGEST_TEXT:
        raise ArticleError(f"too large for an article: {len(text):,} characters, at most {LONGEST_TEXT:,}; split it")


def article(fields: Mapping[str, object], text: str, *, place: Place, retrieved: datetime, heading: str | None = None) -> Article:
    """The Article of a record's fields (as `fields_of` gives them) and its text, which is cleaned here.

    `heading` is the title to take when no field holds one. Raises ArticleError when the text is empty or too large.
    """
    refuse_large(text)
    body, footer = footers.split(clean(text))
    title = _line(fields, _TITLE) or heading or footer.title or titles.first_line(text)
    known = title or (titles.readable(place.path) if place.alone else titles.opening(body))
    body = titles.without(body, known)
    if not body:
        raise ArticleError("it holds no text; give it one or remove it")
    url = next(
        (url for value in _values(fields, _URL) if isinstance(value, str) and (url := urls.canonical(clean_line(value)))), None
    )
    published, updated = _times(fields, retrieved=retrieved)
    where = str(place.path) if place.alone else identity.place_in_file(place.path, title=title, text=body, published=published)
    return Article(
        id=identity.identify(url=url, own_id=_own_id(fields), place=where),
        title=known,
        text=body,
        origin=str(place.path),
        retrieved=retrieved,
        source=_source(fields) or footer.source,
        url=url,
        published=published,
        updated=updated,
        authors=next((names for value in _values(fields, _AUTHORS) if (names := authors(value))), ()),
    )


def _times(fields: Mapping[str, object], *, retrieved: datetime) -> tuple[datetime | None, datetime | None]:
    """When it was published and updated: of each the first field that holds a date, as `published: true` is none."""
    published, updated = (
        next((moment for value in _values(fields, names) if (moment := dates.parse(value, retrieved=retrieved))), None)
        for names in (_PUBLISHED, _UPDATED)
    )
    return dates.in_order(published, updated)


def _source(fields: Mapping[str, object]) -> str | None:
    for value in _values(fields, _SOURCE):
        name = value.get("name") if isinstance(value, dict) else value
        if isinstance(name, str) and (line := clean_line(markup.text_of(name))):
            return line
    return None


def _own_id(fields: Mapping[str, object]) -> str | None:
    for value in _values(fields, _ID):
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return clean_line(str(value)) or None
    return None


def _line(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    lines = (clean_line(markup.text_of(value)) for value in _values(fields, names) if isinstance(value, str))
    return next((line for line in lines if line), None)


def _values(fields: Mapping[str, object], names: tuple[str, ...]) -> Iterator[object]:
    return (fields[name] for name in names if name in fields)


def _unwrapped(value: object) -> object:
    if isinstance(value, dict):
        return next((inner for key, inner in value.items() if str(key).lower() in _WRAPPERS), value)
    return value


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in _MISSING)


def _kind(value: object) -> str:
    """What a JSON value is, in plain words."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true or false"
    kinds = {str: "a string", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return kinds.get(type(value), "something else")
