"""The feeds of a newsroom: kept, and read again when it is time."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event, Lock, RLock
from typing import TYPE_CHECKING

from index.errors import FeedError
from index.fetching.access import Access
from index.fetching.notebook import Notebook
from index.fetching.subscriptions import Subscriptions
from index.types import Article, IngestProgress, IngestReport, RefreshReport, Subscription

if TYPE_CHECKING:
    from index.fetching.fetcher import Fetcher

Ingest = Callable[[Sequence[Article], datetime], IngestReport]
Forget = Callable[[str], object]
"""Takes an article's id; raises ArticleError when there is no such article."""


class Feeds:
    """RSS, Atom, JSON Feed and sitemaps that bring articles into a newsroom. Safe for many threads, one refresh at a time.

    All moments given must carry a time zone.
    """

    def __init__(self, home: Path, *, access: Access, ingest: Ingest, forget: Forget) -> None:
        """Of a newsroom, take `news.feeds`. The list is kept in `feeds.sqlite` in the home."""
        self._access = access
        self._ingest = ingest
        self._forget = forget
        self._notebook = Notebook(home)
        self._kept = Subscriptions(self._notebook)
        self._fetching: Fetcher | None = None
        self._opening = Lock()
        self._refreshing = RLock()
        self._stopping = Event()

    def all(self) -> tuple[Subscription, ...]:
        """Every feed that is kept, in order of title and URL."""
        return self._kept.all()

    def add(self, source: str | Path, *, now: datetime | None = None) -> tuple[Subscription, ...]:
        """Keep a feed, or all feeds of a list, and give those that are new; `refresh` reads them.

        `source` is the URL of a feed, of a sitemap, of a page that names its feed, or of a list of feeds (OPML), or such a list
        in a file. FeedError when it is none of these, FetchError when it cannot be had.
        """
        # Listing feeds needs no network, and httpx takes 0.1 s to import.
        from index.fetching.finding import found

        now = _moment(now)
        new = {
            entry.url
            for entry, kind in found(str(source), fetcher=self._fetcher(), now=now)
            if self._kept.add(entry.url, title=entry.title, kind=kind, now=now)
        }
        return tuple(feed for feed in self.all() if feed.url in new)

    def remove(self, url: str) -> Subscription:
        """Forget this feed, not the articles that came from it. FeedError when it is not kept."""
        (feed,) = self._chosen([url])
        self._kept.remove(feed.url)
        return feed

    def refresh(
        self,
        urls: Iterable[str] = (),
        *,
        only_due: bool = False,
        now: datetime | None = None,
        on_progress: Callable[[IngestProgress], None] | None = None,
    ) -> RefreshReport:
        """Read the feeds, all or those given, and fetch and keep the articles that are new, changed, or to be looked at again.

        With `only_due`, feeds that are not due yet are left alone. What a feed brings whole is taken from it, everything else
        from its page. An article whose site has for a day said that it is gone, and that no feed lists any more, is removed. What
        fails is reported and tried again later; what is broken off, by an error or by Ctrl-C, is done by the
        next refresh. FeedError for a URL that is not kept.
        """
        # See above.
        from index.fetching.refreshing import Refresh

        now = _moment(now)
        wanted = list(urls)
        with self._refreshing:
            self._stopping.clear()
            kept = self._chosen(wanted) if wanted else self.all()
            refresh = Refresh(
                self._notebook, self._fetcher(), lambda some: self._ingest(some, now), self._forget, now, self._stopping
            )
            among = [feed.url for feed in kept] if wanted else None
            try:
                read = refresh.feeds([feed for feed in kept if not only_due or feed.due <= now])
                stored = refresh.articles(among, on_progress=on_progress)
                return RefreshReport(read, stored, tuple(refresh.withdrawn))
            except BaseException:
                self._hang_up()
                raise

    def close(self) -> None:
        """End a refresh that is going on, as soon as its batch is stored, and let go of the network; `refresh` opens it again."""
        self._stopping.set()
        self._hang_up()
        with self._refreshing:
            # Now it has ended, unless it is the one that calls.
            pass

    def _chosen(self, urls: Sequence[str]) -> tuple[Subscription, ...]:
        kept = {feed.url: feed for feed in self.all()}
        for url in urls:
            if url not in kept:
                raise FeedError(f"{url!r} is no feed that is kept; see: dateline feeds list")
        return tuple(kept[url] for url in dict.fromkeys(urls))

    def _hang_up(self) -> None:
        with self._opening:
            if self._fetching:
                self._fetching.close()
            self._fetching = None

    def _fetcher(self) -> "Fetcher":
        """One for all refreshes: it knows which host wants to be left alone."""
        from index.fetching.fetcher import Fetcher

        with self._opening:
            if self._fetching is None:
                self._fetching = Fetcher(self._access)
            return self._fetching


def _moment(now: datetime | None) -> datetime:
    if now is not None and now.utcoffset() is None:
        raise ValueError(f"now has no time zone: {now!r}")
    return now or datetime.now(UTC)
