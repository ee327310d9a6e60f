"""Files and folders as Articles."""

import logging
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from index.errors import ArticleError
from index.reading import jsonlines, notes, pages
from index.reading.decoding import decode
from index.types import Article, Failure

LARGEST_FILE = 20_000_000
"""Bytes of a file that holds one article."""
LARGEST_LIST = 100_000_000
"""Bytes of a .json file, which is read in one piece; a .jsonl file may be of any size."""
_LINES = frozenset({".jsonl", ".ndjson"})
_PAGES = frozenset({".html", ".htm"})
SUFFIXES = frozenset({".md", ".txt", ".json"}) | _LINES | _PAGES
"""The endings of the files that can be read, in small letters."""

logger = logging.getLogger(__name__)


def sources_under(path: Path) -> list[Path]:
    """The file itself, or all files of a folder and its subfolders that can be read, sorted; hidden ones are left out.

    A path given by name is returned whatever it is; `read` tells what is wrong with it. Links to folders are not followed.
    """
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, subfolders, names in os.walk(path, onerror=_log_unreadable):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        found.extend(Path(folder, name) for name in names if not name.startswith("."))
    return sorted(file for file in found if file.suffix.lower() in SUFFIXES and file.is_file())


def expected(path: Path) -> int:
    """How many articles `read` will give about, told cheaply: the lines of a JSON lines file, else 1."""
    if path.suffix.lower() not in _LINES:
        return 1
    try:
        with path.open("rb") as file:
            lines, last = 0, b"\n"
            while chunk := file.read(1 << 20):
                lines += chunk.count(b"\n")
                last = chunk[-1:]
    except OSError:
        return 1
    return max(lines + (last != b"\n"), 1)


def read(path: Path, *, retrieved: datetime) -> Iterator[Article | Failure]:
    """The articles of one file, one after the other as they are read; what cannot be read becomes a Failure, and reading goes on.

    `retrieved` is now, with time zone: a date later than two days after it is not believed. Nothing is raised for any file.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100  # Path.absolute keeps "..", and the path may be the identity
    try:
        yield from _articles(path, retrieved=retrieved)
    except ArticleError as error:
        yield Failure(source=str(path), reason=str(error))
    except OSError as error:
        yield Failure(source=str(path), reason=f"cannot be read: {(error.strerror or 'unknown reason').lower()}")


def _articles(path: Path, *, retrieved: datetime) -> Iterator[Article | Failure]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise ArticleError("there is no such file; check the path")
    # Reading a pipe or a device might never end.
    if not path.is_file():
        raise ArticleError("this is no file with an article")
    if suffix in _LINES:
        with path.open("rb") as file:
            yield from jsonlines.from_lines(file, path=path, retrieved=retrieved)
    elif suffix == ".json":
        yield from jsonlines.from_json(_text(path, largest=LARGEST_LIST), path=path, retrieved=retrieved)
    elif suffix in _PAGES:
        yield pages.article(_text(path, largest=LARGEST_FILE), origin=str(path), retrieved=retrieved)
    elif suffix == ".md":
        yield notes.from_markdown(_text(path, largest=LARGEST_FILE), path=path, retrieved=retrieved)
    elif suffix == ".txt":
        yield notes.from_text(_text(path, largest=LARGEST_FILE), path=path, retrieved=retrieved)
    else:
        raise ArticleError(f"{suffix or 'files without an ending'} cannot be read; known are {', '.join(sorted(SUFFIXES))}")


def _text(path: Path, *, largest: int) -> str:
    """The text of a whole file. Raises ArticleError when it is empty, too large or no text."""
    with path.open("rb") as file:
        raw = file.read(largest + 1)
    if len(raw) > largest:
        advice = "; write its records as JSON lines (.jsonl)" if path.suffix.lower() == ".json" else "; split it"
        raise ArticleError(f"too large for an article: more than {largest:,} bytes{advice}")
    text = decode(raw, html=path.suffix.lower() in _PAGES)
    if not text.strip():
        raise ArticleError("it is empty")
    return text


def _log_unreadable(error: OSError) -> None:
    logger.warning("left out %s: %s", error.filename, error.strerror)
