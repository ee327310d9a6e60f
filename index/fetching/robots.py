"""What a site's robots.txt asks of programs that read it (RFC 9309)."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import httpx
from protego import Protego

from index.errors import FetchError
from index.fetching.access import PRODUCT

LARGEST = 500_000
"""Bytes of a robots.txt that are read."""
_LONGEST = 86_400.0


@dataclass(frozen=True, slots=True)
class Wishes:
    """A site's wishes; without rules everything may be read."""

    rules: Protego | None = None

    def allow(self, address: httpx.URL) -> bool:
        """True when we may read this page."""
        return self.rules is None or self.rules.can_fetch(str(address), PRODUCT)

    @property
    def delay(self) -> float:
        """Seconds to leave between two pages."""
        asked = self.rules.crawl_delay(PRODUCT) if self.rules else None
        return min(max(asked or 0.0, 0.0), _LONGEST)


class Robots:
    """The robots.txt of every site met, each read once. Safe for threads."""

    def __init__(self, read: Callable[[httpx.URL], bytes]) -> None:
        """`read` fetches a robots.txt; a FetchError of it with a status says what the site answered."""
        self._read = read
        self._known: dict[str, Wishes] = {}
        self._reading: defaultdict[str, Lock] = defaultdict(Lock)
        self._changing = Lock()

    def of(self, address: httpx.URL) -> Wishes:
        """The wishes of the site of this page.

        A site without the file, or that doesn't show it, has none. FetchError when it cannot be read now: then the site must be
        taken to allow nothing.
        """
        place = address.copy_with(raw_path=b"/robots.txt")
        with self._changing:
            reading = self._reading[str(place)]
        with reading:
            known = self._known.get(str(place))
            if known is None:
                known = self._known[str(place)] = self._wishes(place)
        return known

    def _wishes(self, place: httpx.URL) -> Wishes:
        try:
            text = self._read(place).decode("utf-8", "replace")
        except FetchError as error:
            if error.status is None:
                raise
            if error.status == httpx.codes.TOO_MANY_REQUESTS or error.status >= 500:
                raise FetchError(
                    f"{place.host} doesn't say what programs may read: its robots.txt fails ({error.status}); try again later",
                    is_passing=True,
                    again=error.again,
                ) from error
            return Wishes()
        return Wishes(Protego.parse(text))
