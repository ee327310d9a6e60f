"""Pages from the web, fetched safely and politely."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from threading import Event
from types import TracebackType
from typing import Self

import httpx

from index.errors import FetchError
from index.fetching import addresses, answers
from index.fetching.access import Access
from index.fetching.bodies import ACCEPTED
from index.fetching.connecting import Connector, Deadline
from index.fetching.fetched import Fetched, Unchanged
from index.fetching.pacing import Pacing
from index.fetching.robots import LARGEST as LARGEST_ROBOTS
from index.fetching.robots import Robots
from index.fetching.transport import Transport

_REDIRECTS = 5
_ATTEMPTS = 3
_MOVED = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted of a site."""

    kinds: frozenset[str] | None
    headers: tuple[tuple[str, str], ...]
    largest: int
    is_page: bool = True
    """False for a robots.txt, which takes no turn and asks for no leave."""


class Fetcher:
    """Fetches pages; one is enough for a run. Safe for threads; close it, or use it as a context manager.

    Only public addresses are connected to, unless their host is allowed by name, whatever a page redirects to or a name resolves
    to. Each host is asked by turns, and left alone for longer and longer while it fails.
    """

    def __init__(
        self,
        access: Access | None = None,
        *,
        now: Callable[[], datetime] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
        resolve: addresses.Resolve = addresses.resolved,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`now` tells the time of day, `clock` seconds that only grow; `tls` holds the authorities that are trusted."""
        self._access = access or Access()
        self._now = now or (lambda: datetime.now(UTC))
        self._clock = clock
        self._closed = Event()
        self._sleep = sleep or self._closed.wait
        self._resolve = resolve
        self._tls = tls or httpx.create_ssl_context()
        self._pacing = Pacing(delay=self._access.delay, patience=self._access.patience, now=self._now, clock=clock)
        self._robots = Robots(self._robots_text)

    def get(
        self, url: str, *, kinds: frozenset[str] | None = None, etag: str | None = None, modified: str | None = None
    ) -> Fetched | Unchanged:
        """The page at that address, or that it is unchanged since the answer that had this `etag` or `modified`.

        `kinds` are the media types that are wanted; a site that names none is believed. A site that fails for the moment is asked
        up to three times. Raises FetchError, whose message is the reason.
        """
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = tuple((name, value) for name, value in known.items() if value)
        wish = _Wish(kinds, headers, self._access.largest)
        address = addresses.parsed(url)
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                found = self._followed(address, wish)
            except FetchError as error:
                if not answers.is_worth_repeating(error) or attempt == _ATTEMPTS:
                    raise
                continue
            return replace(found, asked=url)
        raise AssertionError

    def close(self) -> None:
        """End all waiting and all transfers: whoever fetches gets a FetchError."""
        self._closed.set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _robots_text(self, address: httpx.URL) -> bytes:
        found = self._followed(address, _Wish(None, (), LARGEST_ROBOTS, is_page=False))
        return found.body if isinstance(found, Fetched) else b""

    def _followed(self, address: httpx.URL, wish: _Wish) -> Fetched | Unchanged:
        """What stands at an address, or where it redirects to."""
        deadline = Deadline(self._clock, self._clock() + self._access.deadline, self._closed)
        seen: list[httpx.URL] = []
        with self._client(deadline) as client:
            while True:
                # A redirect within its site is still the same turn.
                takes_turn = wish.is_page and all(address.host != before.host for before in seen)
                seen.append(address)
                try:
                    if wish.is_page:
                        deadline.put_off(self._prepared(address, takes_turn=takes_turn))
                    found = self._visited(client, address, wish)
                except FetchError as error:
                    if len(seen) == 1:
                        raise
                    raise answers.after_redirect(error, address) from error
                if not isinstance(found, httpx.URL):
                    return found
                address = found
                if address in seen:
                    raise FetchError(f"it redirects in a circle, by {str(address)[:200]!r}")
                if len(seen) > _REDIRECTS:
                    raise FetchError(f"it redirects more than {_REDIRECTS} times")

    def _visited(self, client: httpx.Client, address: httpx.URL, wish: _Wish) -> Fetched | Unchanged | httpx.URL:
        """What an address answers: a page, that it is unchanged, or another address."""
        try:
            with client.stream("GET", address, headers=wish.headers) as response:
                if response.status_code in _MOVED and "location" in response.headers:
                    return answers.target(response, address)
                found = answers.read(
                    response, address, moment=self._now(), kinds=wish.kinds, largest=wish.largest, cut=not wish.is_page
                )
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            # httpx looks at the target of a redirect before we do, and not all that it stumbles over is its own error.
            raise FetchError(f"{address.host} answers with something that is not understood: {error}") from error
        except FetchError as error:
            if error.is_passing:
                self._pacing.failed(address.host, again=error.again)
            raise
        self._pacing.succeeded(address.host)
        return found

    def _prepared(self, address: httpx.URL, *, takes_turn: bool) -> float:
        """Wait for a turn at the host, and ask its robots.txt for leave; the seconds that took."""
        begun = self._clock()
        if takes_turn and (wait := self._pacing.turn(address.host)):
            self._sleep(wait)
        if self._closed.is_set():
            raise FetchError("fetching was stopped", is_passing=True)
        if self._access.robots:
            wishes = self._robots.of(address)
            self._pacing.slow_down(address.host, wishes.delay)
            if not wishes.allow(address):
                raise FetchError(f"the robots.txt of {address.host} asks programs not to read this page")
        return self._clock() - begun

    def _client(self, deadline: Deadline) -> httpx.Client:
        # One for each page: cookies stay within its redirects, and no connection outlives the check of its address.
        return httpx.Client(
            transport=Transport(Connector(self._access, self._resolve, deadline), self._tls),
            headers={"User-Agent": self._access.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED},
            timeout=self._access.timeout,
            trust_env=False,
        )
