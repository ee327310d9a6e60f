"""Articles into the store: read, compared, split, embedded and put, several batches at a time."""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from index.fetching.access import Access
from index.putting import Putting
from index.reading import files
from index.storage.embedding import Encoder
from index.storage.records import Entry
from index.storage.splitting import embedded_text, split
from index.storage.store import Store
from index.storage.versions import Change, Versions, is_gone, is_gone_here
from index.types import Article, Failure, IngestProgress, IngestReport, Passage

if TYPE_CHECKING:
    from index.fetching.fetcher import Fetcher

_MOST_CHANGED = 32
"""Articles of a batch: they are committed together, and left out together by a kill."""
_MOST_PASSAGES = 320
_MOST_MET = 500
_AHEAD = 2
"""Batches that may wait to be put while the next one is embedded."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article that is to be put, before it is embedded."""

    change: Change
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class _Batch:
    drafts: tuple[_Draft, ...]
    done: int
    """Articles met up to here, in this batch and all before."""
    failed: int
    """Sources and articles that failed up to here."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What it is to put."""
        return tuple(draft.change for draft in self.drafts)


def ingest(
    store: Store,
    encoder: Encoder,
    sources: Iterable[str | Path | Article],
    *,
    now: datetime,
    access: Access | None = None,
    prune: bool = False,
    on_progress: Callable[[IngestProgress], None] | None = None,
) -> IngestReport:
    """Put the articles of files, of all files under folders, of pages by their URL, and those given as such, into the store.

    An article that is stored as it is read is left alone. What cannot be read is reported, and the rest goes in. With `prune`,
    articles read earlier from the paths given, and no longer found there, are removed, except those of a file that could not
    be read, and on a Chroma server those of a folder that is not on this machine. `on_progress` is called after every batch,
    when all it counts as done is stored for good: that stays so when the ingestion is broken off, by an error or by Ctrl-C.
    `now`, with time zone, is when the articles are read. `access` says how pages may be fetched.
    """
    reading = _Reading(list(sources), now, encoder.count_tokens, Versions(store.known, _is_missing(store)), access)
    total = reading.expected()
    started = time.monotonic()

    def tell(batch: _Batch) -> None:
        if on_progress:
            on_progress(IngestProgress(batch.done, max(total, batch.done), batch.failed, time.monotonic() - started))

    with store.writing():
        mark = store.arrivals().mark()
    _put_all(store, encoder, reading, tell)
    removed = _prune(store, reading, since=mark) if prune else []
    versions = reading.versions
    return IngestReport(
        added=len(versions.added),
        updated=len(versions.updated),
        unchanged=len(versions.met) - len(versions.added) - len(versions.updated),
        removed=len(removed),
        failed=tuple(reading.failures),
    )


def prune(store: Store, paths: Iterable[str | Path]) -> int:
    """Remove the articles that were read from files under these paths that are gone; the number of articles."""
    roots = [_absolute(path) for path in paths]
    is_missing = _is_missing(store)
    with store.writing():
        gone = {
            article.id: digest
            for article, digest in store.articles()
            if _is_under(article.origin, roots) and is_missing(article.origin)
        }
        return len(_removed(store, gone))


def _prune(store: Store, reading: "_Reading", *, since: int) -> list[str]:
    """Remove what is no longer where it was read from; what came after the mark, others may have read there later."""
    with store.writing():
        newcomers = {each.article_id for each in store.arrivals().after(since, limit=store.overview().articles)}
        gone = {article_id: digest for article_id, digest in reading.vanished(store).items() if article_id not in newcomers}
        return _removed(store, gone)


def _removed(store: Store, gone: Mapping[str, str]) -> list[str]:
    """Remove the articles, given with the digests of the versions that are gone; ids of those that nobody has put anew."""
    left_alone = store.remove(list(gone), seen=gone) if gone else set()
    return [article_id for article_id in gone if article_id not in left_alone]


def _put_all(store: Store, encoder: Encoder, reading: "_Reading", tell: Callable[[_Batch], None]) -> None:
    """Embed batch after batch, while the next one is read and the ones before are put."""
    waiting: deque[tuple[Future[set[str]], _Batch]] = deque()
    batches = reading.batches()

    def wait(most: int) -> None:
        while waiting and (len(waiting) > most or waiting[0][0].done()):
            put, batch = waiting.popleft()
            reading.versions.note_stored(batch.changes, left_out=put.result())
            tell(batch)

    with ThreadPoolExecutor(1, "reading") as reader, Putting(store) as putting, closing(reading):
        upcoming = reader.submit(next, batches, None)
        while (batch := upcoming.result()) is not None:
            upcoming = reader.submit(next, batches, None)
            waiting.append((putting.put(batch.changes, _embedded(encoder, batch.drafts)), batch))
            wait(_AHEAD)
        wait(0)


def _embedded(encoder: Encoder, drafts: tuple[_Draft, ...]) -> list[Entry]:
    vectors = encoder.embed_passages([embedded_text(passage) for draft in drafts for passage in draft.passages])
    entries = []
    end = 0
    for draft in drafts:
        start, end = end, end + len(draft.passages)
        entries.append(Entry(draft.change.article, draft.change.digest, draft.passages, vectors[start:end]))
    return entries


@dataclass(slots=True)
class _Reading:
    """One run over the sources: what was met, what could not be read."""

    sources: list[str | Path | Article]
    now: datetime
    count_tokens: Callable[[str], int]
    versions: Versions
    access: Access | None = None
    failures: list[Failure] = field(default_factory=list)
    _read: set[str] = field(default_factory=set)
    """Files read without a failure."""
    _unreadable: list[str] = field(default_factory=list)
    _fetcher: "Fetcher | None" = None
    _pages: Iterator[Article | Failure] = field(default_factory=lambda: iter(()))
    """The articles of the sources that are addresses, in their order."""

    def expected(self) -> int:
        """How many articles there may be, told cheaply."""
        return sum(files.expected(source) if isinstance(source, Path) else 1 for source in self._places())

    def batches(self) -> Iterator[_Batch]:
        """What is to be put, in the order it is read, ready to be embedded. A batch may be empty."""
        drafts: dict[str, _Draft] = {}
        told = 0
        self._open_pages()
        for source in self._places():
            for draft in self._drafts(source):
                drafts[draft.change.article.id] = draft
                if len(drafts) == _MOST_CHANGED or sum(len(each.passages) for each in drafts.values()) >= _MOST_PASSAGES:
                    yield self._batch(drafts)
                    drafts, told = {}, len(self.versions.met)
            if len(self.versions.met) - told >= _MOST_MET:
                yield self._batch(drafts)
                drafts, told = {}, len(self.versions.met)
        yield self._batch(drafts)

    def vanished(self, store: Store) -> dict[str, str]:
        """The stored articles that came from these sources and are there no longer: the digest of each by its id."""
        roots = [_absolute(source) for source in self.sources if not isinstance(source, Article) and not is_address(source)]
        return {
            article.id: digest
            for article, digest in store.articles()
            if article.id not in self.versions.met
            and _is_under(article.origin, roots)
            and not _is_under(article.origin, self._unreadable)
            and (article.origin in self._read or self.versions.is_missing(article.origin))
        }

    def _batch(self, drafts: dict[str, _Draft]) -> _Batch:
        return _Batch(tuple(drafts.values()), len(self.versions.met), len(self.failures))

    def close(self) -> None:
        """Fetch no further pages."""
        if self._fetcher:
            self._fetcher.close()

    def _open_pages(self) -> None:
        urls = [source for source in self.sources if isinstance(source, str) and is_address(source)]
        if urls:
            # Files don't need it, and httpx takes 0.1 s to import.
            from index.fetching.ahead import fetched
            from index.fetching.fetcher import Fetcher

            self._fetcher = Fetcher(self.access)
            self._pages = fetched(self._fetcher, urls, now=self.now)

    def _places(self) -> Iterator[Path | str | Article]:
        """The sources, folders as the files under them; a string is an address."""
        for source in self.sources:
            if isinstance(source, Article) or (isinstance(source, str) and is_address(source)):
                yield source
            else:
                yield from files.sources_under(Path(_absolute(source)))

    def _drafts(self, source: Path | str | Article) -> Iterator[_Draft]:
        """The articles of one source that are to be put."""
        for change in self.versions.changed(self._articles(source)):
            yield _Draft(change, split(change.article, count_tokens=self.count_tokens))

    def _articles(self, source: Path | str | Article) -> Iterator[Article]:
        """The articles of one source; what cannot be read of it is noted."""
        failed = len(self.failures)
        for article in self._read_from(source):
            if isinstance(article, Failure):
                self.failures.append(article)
            elif not article.text.strip():
                self.failures.append(Failure(source=article.origin, reason="it holds no text"))
            else:
                yield article
        place = source.origin if isinstance(source, Article) else str(source)
        if len(self.failures) == failed:
            self._read.add(place)
        else:
            self._unreadable.append(place)

    def _read_from(self, source: Path | str | Article) -> Iterable[Article | Failure]:
        if isinstance(source, Path):
            return files.read(source, retrieved=self.now)
        return [source if isinstance(source, Article) else next(self._pages)]


def is_address(source: str | Path) -> bool:
    """True for what is to be fetched from the web and not read from a file."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def _is_missing(store: Store) -> Callable[[str], bool]:
    """Tells whether the file that an article was read from is certainly gone."""
    return is_gone_here if store.is_shared else is_gone


def _absolute(path: str | Path) -> str:
    return os.path.abspath(path)  # noqa: PTH100  # as the reading does: Path.absolute keeps ".."


def _is_under(origin: str, paths: Iterable[str]) -> bool:
    return any(origin == path or origin.startswith(path.rstrip(os.sep) + os.sep) for path in paths)
