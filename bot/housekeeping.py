"""The commands that look after single articles and after the index: list, show, remove, export, import, doctor."""

import json
import sys
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from bot import display, indexing, moments, opening, records
from bot.cleaning import one_line
from bot.failures import Misuse, say
from bot.replacing import replacing
from index.reading import exported, jsonlines
from index.types import Article, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

_SAID_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles a person wants to see."""

    words: str = ""
    since: str | None = None
    until: str | None = None
    source: str | None = None
    is_undated: bool = False
    limit: int | None = None

    def window(self) -> Window:
        """The bounds of it. Raises Misuse for a date that cannot be read."""
        return Window(
            since=moments.start(self.since) if self.since else None,
            until=moments.end(self.until) if self.until else None,
            source=self.source,
        )


def listing(wanted: Filter, *, as_json: bool, home: Path | None) -> int:
    """List articles, newest first. Returns the exit code."""
    if wanted.limit is not None and wanted.limit < 1:
        raise Misuse("the limit must be a whole number from 1 on")
    window = wanted.window()
    with opening.newsroom(home) as news:
        found = islice(news.archive.find(wanted.words, window=window, is_undated=wanted.is_undated), wanted.limit)
        if as_json:
            for article in found:
                records.write(records.article(article) | records.origin(article))
        else:
            _table(list(found))
    return 0


def show(name: str, *, as_json: bool, home: Path | None) -> int:
    """Print one article with its passages. Returns the exit code."""
    with opening.newsroom(home) as news:
        article, passages = news.archive.article(name)
    if as_json:
        records.write(records.article_text(article, passages) | records.origin(article))
    else:
        display.chosen().article(article, passages)
    return 0


def remove(names: Sequence[str], *, home: Path | None) -> int:
    """Forget articles. Returns the exit code."""
    with opening.newsroom(home) as news:
        removed = news.archive.remove(names)
    for article in removed:
        print(f"removed {article.id} {one_line(article.title)}")
    return 0


def export(target: Path | None, *, home: Path | None) -> int:
    """Write every article as a line of JSON, to a file or to standard output. Returns the exit code."""
    if target and target.exists() and not target.is_file():
        raise Misuse(f"cannot write to {str(target)!r}: it is no file")
    with opening.newsroom(home) as news, _opened(target) as file:
        total, written = news.articles().articles, 0
        for article in news.archive.every():
            file.write(f"{json.dumps(exported.record_of(article), ensure_ascii=False)}\n".encode())
            written += 1
            if target and written % _SAID_EVERY == 0:
                say(f"{written:,} of {total:,} articles written")
    if target:
        print(f"{written:,} articles written to {target}")
    return 0


def restore(source: Path, *, home: Path | None) -> int:
    """Read the articles of an exported file, to the letter. Returns the exit code."""
    _refuse_others(source)
    return indexing.index([str(source)], prune=False, rebuild=False, home=home)


def doctor(*, repair: bool, home: Path | None) -> int:
    """Say of every part of the index whether it is whole, having repaired it if wanted.

    Returns the exit code: 1 when something is wrong.
    """
    with opening.newsroom(home) as news:
        findings = news.archive.examine()
        if repair and not all(finding.is_whole for finding in findings):
            for finding in findings:
                if not finding.is_whole:
                    say(f"{finding.part}: {finding.told}")
            say("repairing …")
            news.archive.repair()
            findings = news.archive.examine()
    width = max(len(finding.part) for finding in findings)
    for finding in findings:
        print(f"{finding.part:{width}}  {'whole' if finding.is_whole else 'BROKEN'}  {one_line(finding.told)}")
    is_whole = all(finding.is_whole for finding in findings)
    if not is_whole and not repair:
        say("to mend it: dateline doctor --repair")
    return 0 if is_whole else 1


def _table(found: Sequence[Article]) -> None:
    if found:
        display.chosen().listing(found)
    else:
        display.chosen().say("no articles found")


@contextmanager
def _opened(target: Path | None) -> "Iterator[BinaryIO]":
    """The file to write to, which takes the place of an older one when it is complete; standard output without one."""
    if target is None:
        yield sys.stdout.buffer
        return
    try:
        with replacing(target) as file:
            yield file
    except OSError as error:
        raise Misuse(f"cannot write {str(target)!r}: {error.strerror}") from error


def _refuse_others(source: Path) -> None:
    """Raise Misuse unless the first line of the file is an exported article."""
    try:
        with source.open("rb") as file:
            first = json.loads(file.readline(jsonlines.LONGEST_LINE) or b"null")
    except OSError as error:
        raise Misuse(f"cannot read {str(source)!r}: {error.strerror}") from error
    except (ValueError, RecursionError):
        first = None
    if source.suffix.lower() not in (".jsonl", ".ndjson") or not exported.is_exported(first):
        raise Misuse(f"{str(source)!r} is no .jsonl file that dateline export wrote; other articles: dateline index {source}")
