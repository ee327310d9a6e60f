"""Many pages, fetched several at a time and no further ahead than somebody takes them."""

from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import islice

from index.errors import ArticleError
from index.fetching import articles
from index.fetching.fetcher import Fetcher
from index.types import Article, Failure

_AT_ONCE = 8
_AHEAD = 16


def fetched(fetcher: Fetcher, urls: Sequence[str], *, now: datetime) -> Generator[Article | Failure, None, None]:
    """The article of every address, or why there is none, in their order; nothing is fetched before the first is asked for.

    Closing the fetcher ends it.
    """
    remaining = iter(urls)
    with ThreadPoolExecutor(_AT_ONCE, "fetching") as threads:

        def fetch(url: str) -> Article | Failure:
            try:
                return articles.article(fetcher, url, now=now)
            except ArticleError as error:
                return Failure(source=url, reason=str(error))

        waiting: deque[Future[Article | Failure]] = deque(threads.submit(fetch, url) for url in islice(remaining, _AHEAD))
        try:
            while waiting:
                found = waiting.popleft().result()
                waiting.extend(threads.submit(fetch, url) for url in islice(remaining, 1))
                yield found
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
