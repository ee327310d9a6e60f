"""JSON and JSON lines files as Articles."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from index.errors import ArticleError
from index.reading import exported, records
from index.reading.decoding import decode
from index.types import Article, Failure

LONGEST_LINE = 20_000_000
"""Bytes of one record of a JSON lines file."""
_LISTS = ("articles", "items", "data", "results")


def from_json(text: str, *, path: Path, retrieved: datetime) -> Iterator[Article | Failure]:
    """The articles of a JSON file: one record, a list of them, or an object that holds such a list.

    Raises ArticleError when the file is no JSON, or holds no records at all.
    """
    parsed = _load(text, advice="; a file with one record a line must be named .jsonl")
    listed = _listed(parsed)
    if listed is None:
        yield _article(parsed, place=records.Place(path), retrieved=retrieved)
        return
    if not listed:
        raise ArticleError("it holds an empty list of articles")
    for number, record in enumerate(listed, start=1):
        try:
            yield _article(record, place=records.Place(path, alone=False), retrieved=retrieved)
        except ArticleError as error:
            yield Failure(source=str(path), reason=f"record {number}: {error}")


def from_lines(file: BinaryIO, *, path: Path, retrieved: datetime) -> Iterator[Article | Failure]:
    """The articles of a JSON lines file, one record in memory at a time. Raises ArticleError when it holds none."""
    found = False
    for number, line in enumerate(_lines(file), start=1):
        if not line.strip():
            continue
        found = True
        try:
            if len(line) > LONGEST_LINE:
                raise ArticleError(f"too large for an article: a line of more than {LONGEST_LINE:,} bytes")  # noqa: TRY301
            record = _load(decode(line), advice="; write each record on one line of its own")
            yield _article(record, place=records.Place(path, alone=False), retrieved=retrieved)
        except ArticleError as error:
            yield Failure(source=f"{path}:{number}", reason=str(error))
    if not found:
        raise ArticleError("it is empty")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of a line that is too long only the beginning, one byte more than is allowed."""
    while line := file.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = file.readline(LONGEST_LINE + 1)


def _load(text: str, *, advice: str) -> object:
    try:
        parsed: object = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated"):
            raise ArticleError("the JSON breaks off in the middle of a record; write or download it again") from error
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ArticleError(f"broken JSON at {place}: {error.msg[:1].lower()}{error.msg[1:]}{advice}") from error
    except RecursionError as error:
        raise ArticleError("broken JSON: nested too deeply for an article") from error
    except ValueError as error:
        raise ArticleError("broken JSON: it holds a number with thousands of digits") from error
    return parsed


def _listed(parsed: object) -> list[object] | None:
    """The records of a file; None when it is a record itself."""
    if isinstance(parsed, list):
        return parsed
    if not isinstance(parsed, dict):
        return None
    fields = {str(key).lower(): value for key, value in parsed.items()}
    return next((value for name in _LISTS if isinstance(value := fields.get(name), list)), None)


def _article(record: object, *, place: records.Place, retrieved: datetime) -> Article:
    if isinstance(record, dict) and exported.is_exported(record):
        return exported.article(record)
    fields = records.fields_of(record)
    return records.article(fields, records.text_in(fields), place=place, retrieved=retrieved)
