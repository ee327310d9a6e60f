"""One refresh of feeds: what they list is noted, and what is due is fetched and stored."""

import random
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import TypeVar
from urllib.parse import urlsplit

from index.errors import ArticleError, FeedError, FetchError
from index.fetching import articles, feeds, listed
from index.fetching.agenda import Agenda, Task, note_listed
from index.fetching.entries import Entry, Feed
from index.fetching.fetched import Fetched, Unchanged
from index.fetching.fetcher import Fetcher
from index.fetching.notebook import Notebook
from index.fetching.subscriptions import Subscriptions, note_read
from index.fetching.withdrawals import STATUSES, Withdrawals
from index.types import Article, Failure, IngestProgress, IngestReport, Refreshed, Subscription

Ingest = Callable[[Sequence[Article]], IngestReport]
Forget = Callable[[str], object]
Found = tuple[Task, Article | ArticleError]
Thing = TypeVar("Thing")

_WORKERS = 8
_AHEAD = 24
"""Articles that may be fetched, or wait to be stored, at a time."""
_AT_ONCE = 16
"""Articles that are stored together."""
_RECENT = timedelta(days=3)
"""Sitemaps may list all that a site ever published; only what is younger is news."""
_SHORTEST_REST = timedelta(minutes=1)
_MOST_LISTED = 1_000
_MOST_SITEMAPS = 10


@dataclass(slots=True)
class Refresh:
    """One run. Once `feeds` or `articles` returns, what it did is noted for good; what was broken off is done by the next run."""

    notebook: Notebook
    fetcher: Fetcher
    ingest: Ingest
    forget: Forget
    now: datetime
    stopping: Event
    """Set to end the run: what is under way then is neither stored nor counted as failed."""
    chance: Callable[[], float] = random.random
    withdrawn: list[str] = field(default_factory=list)
    """Pages that their sites have taken down, so that their articles are forgotten."""
    _failures: list[Failure] = field(default_factory=list)
    _resting: set[str] = field(default_factory=set)
    """Hosts that want to be left alone."""

    def feeds(self, kept: Sequence[Subscription]) -> tuple[Refreshed, ...]:
        """Read these feeds and note what they list; in the order given."""
        with self._threads() as threads:
            # Feeds of one host wait for each other: spread, they hold up fewer of the others.
            readings = {feed.url: threads.submit(self._refreshed, feed) for feed in spread(kept, by=lambda feed: host(feed.url))}
            return tuple(readings[feed.url].result() for feed in kept)

    def articles(
        self, urls: Sequence[str] | None = None, *, on_progress: Callable[[IngestProgress], None] | None = None
    ) -> IngestReport:
        """Fetch what is due of all feeds, or of those given, and store it; what could not be had is among the failed."""
        due = Agenda(self.notebook)
        stored, done, began = IngestReport(), 0, time.monotonic()
        with self._threads() as threads:
            while not self.stopping.is_set() and (tasks := due.due(now=self.now, feeds=urls)):
                for some in self._fetched(threads, spread(tasks, by=lambda task: host(task.address))):
                    stored = _sum(stored, self._stored(some, due))
                    done += len(some)
                    if on_progress:
                        on_progress(IngestProgress(done, max(len(tasks), done), len(self._failures), time.monotonic() - began))
                    if self.stopping.is_set():
                        break
        return _sum(stored, IngestReport(removed=len(self.withdrawn), failed=tuple(self._failures)))

    def _refreshed(self, feed: Subscription) -> Refreshed:
        """Read a feed, and note what came of it."""
        noting = Subscriptions(self.notebook)
        try:
            if self.stopping.is_set():
                return Refreshed(feed.url, feed.title)
            # A list of sitemaps may stay as it is while they change.
            etag, modified = (None, None) if feed.kind == "sitemaps" else (feed.etag, feed.modified)
            fetched = self.fetcher.get(feed.url, etag=etag, modified=modified)
            if isinstance(fetched, Unchanged):
                noting.unchanged(feed, now=self.now, chance=self.chance())
                return Refreshed(feed.url, feed.title)
            read = self._whole(_parsed(fetched, now=self.now))
        except (FeedError, FetchError) as error:
            if self.stopping.is_set():
                return Refreshed(feed.url, feed.title)
            again = error.again if isinstance(error, FetchError) else None
            noting.failed(feed, reason=str(error), again=again, now=self.now, chance=self.chance())
            return Refreshed(feed.url, feed.title, problem=str(error))
        return self._noted(feed, read, validators=(fetched.etag, fetched.modified))

    def _noted(self, feed: Subscription, read: Feed, *, validators: tuple[str | None, str | None]) -> Refreshed:
        with self.notebook.writing() as connection:
            found = note_listed(connection, feed.url, read.entries, now=self.now)
            note_read(connection, feed, read, validators=validators, brought=found > 0, now=self.now, chance=self.chance())
        return Refreshed(feed.url, read.title or feed.title, found=found)

    def _whole(self, read: Feed) -> Feed:
        """The feed with the articles that are worth fetching; those of a list of sitemaps are fetched here."""
        entries: Iterable[Entry] = read.entries
        if read.kind == "opml":
            raise FeedError("this is a list of feeds now: remove it, and add it again")
        if read.kind == "sitemaps":
            entries = self._entries_of(_newest(read.entries, now=self.now, dated=False)[:_MOST_SITEMAPS])
        if read.kind != "feed":
            entries = _newest(entries, now=self.now, dated=True)
        return Feed(kind=read.kind, title=read.title, entries=tuple(entries)[:_MOST_LISTED], pause=read.pause)

    def _entries_of(self, sitemaps: Sequence[Entry]) -> list[Entry]:
        """What these sitemaps list. One that cannot be read is passed over, unless none can: then its error is raised."""
        entries: list[Entry] = []
        problem: FeedError | FetchError | None = None
        works = False
        for each in sitemaps:
            try:
                read = _parsed(self.fetcher.get(each.url), now=self.now)
            except (FeedError, FetchError) as error:
                problem = error
                continue
            works = True
            entries += read.entries if read.kind == "sitemap" else ()
        if problem and not works:
            raise problem
        return entries

    def _fetched(self, threads: ThreadPoolExecutor, tasks: Sequence[Task]) -> Iterator[list[Found]]:
        """The articles of the tasks, some at a time, while the next ones are fetched."""
        coming: deque[tuple[Task, Future[Article | ArticleError]]] = deque()
        waiting, ready = deque(tasks), list[Found]()
        while coming or waiting:
            while waiting and len(coming) < _AHEAD:
                task = waiting.popleft()
                coming.append((task, threads.submit(self._article, task)))
            task, future = coming.popleft()
            ready.append((task, future.result()))
            if len(ready) == _AT_ONCE:
                yield ready
                ready = []
        if ready:
            yield ready

    def _article(self, task: Task) -> Article | ArticleError:
        try:
            if task.entry.text is not None:
                return listed.article(task.entry, now=self.now)
            return articles.article(self.fetcher, task.entry.url, now=self.now, entry=task.entry)
        except ArticleError as error:
            return error

    def _stored(self, some: Sequence[Found], due: Agenda) -> IngestReport:
        """Store the articles that came, and note what became of every task."""
        came = [(task, found) for task, found in some if isinstance(found, Article)]
        report = self.ingest([found for _, found in came]) if came else IngestReport()
        due.done(came, now=self.now)
        for task, error in some:
            if isinstance(error, ArticleError):
                self._failed(task, error, due)
        return report

    def _failed(self, task: Task, error: ArticleError, due: Agenda) -> None:
        if self.stopping.is_set():
            return
        fault, reason = error if isinstance(error, FetchError) else FetchError(str(error)), str(error)
        if fault.again is not None and fault.status is None:
            # Not this page is at fault, but its host wants a rest: told once, not for every page.
            due.postponed(task, until=max(fault.again, self.now + _SHORTEST_REST))
            if host(task.address) in self._resting:
                return
            self._resting.add(host(task.address))
        elif fault.status in STATUSES and task.article is not None:
            noting = Withdrawals(self.notebook)
            if noting.is_due(task):
                self._withdraw(task, task.article)
                noting.done(task, reason=reason)
                return
            noting.missed(task, reason=reason, now=self.now)
            reason += "; what was read of it is kept for now"
        else:
            due.failed(task, reason=reason, is_passing=fault.is_passing, again=fault.again, now=self.now)
        self._failures.append(Failure(source=task.entry.url, reason=reason))

    def _withdraw(self, task: Task, article: str) -> None:
        # The person may have removed it before.
        with suppress(ArticleError):
            self.forget(article)
            self.withdrawn.append(task.entry.url)

    @contextmanager
    def _threads(self) -> Iterator[ThreadPoolExecutor]:
        """Threads to fetch with. What still waits at the end is dropped; when anything is raised, all fetching is ended."""
        with ThreadPoolExecutor(_WORKERS, "refreshing") as threads:
            try:
                yield threads
            except BaseException:
                self.stopping.set()
                self.fetcher.close()
                raise
            finally:
                threads.shutdown(wait=False, cancel_futures=True)


def host(url: str) -> str:
    """The host of an address, with its port."""
    return urlsplit(url).netloc.lower()


def spread(things: Sequence[Thing], *, by: Callable[[Thing], str]) -> list[Thing]:
    """The same things, one of each group in turn, so that no group holds up the others."""
    groups: dict[str, deque[Thing]] = {}
    for thing in things:
        groups.setdefault(by(thing), deque()).append(thing)
    turns: list[Thing] = []
    while groups:
        turns += [group.popleft() for group in groups.values()]
        groups = {name: group for name, group in groups.items() if group}
    return turns


def _parsed(fetched: Fetched | Unchanged, *, now: datetime) -> Feed:
    assert isinstance(fetched, Fetched)
    return feeds.parse(fetched.body, url=fetched.url, kind=fetched.kind, charset=fetched.charset, now=now)


def _newest(entries: Iterable[Entry], *, now: datetime, dated: bool) -> list[Entry]:
    """Those of the last three days, newest first, and behind them, unless only `dated` ones are wanted, those without a date."""
    moments = [(entry.updated or entry.published, entry) for entry in entries]
    recent = [(moment, entry) for moment, entry in moments if moment is not None and now - moment <= _RECENT]
    undated = [] if dated else [entry for moment, entry in moments if moment is None]
    return [entry for _, entry in sorted(recent, key=lambda known: known[0], reverse=True)] + undated


def _sum(one: IngestReport, other: IngestReport) -> IngestReport:
    return IngestReport(
        added=one.added + other.added,
        updated=one.updated + other.updated,
        unchanged=one.unchanged + other.unchanged,
        removed=one.removed + other.removed,
        failed=one.failed + other.failed,
    )
