"""A clock for fetching that nobody waits for, and a fetcher that goes by it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from index.errors import FetchError
from index.fetching.access import Access
from index.fetching.fetcher import Fetcher
from tests.fetching.web import Web

NOON = datetime(2025, 11, 20, 12, tzinfo=UTC)


@dataclass(slots=True)
class Time:
    """A clock that only goes on when somebody sleeps, or by a step each time it is read."""

    step: float = 0.0
    passed: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        self.passed += self.step
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.passed += seconds

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed)


def fetching(web: Web, time: Time | None = None, **limits: object) -> Fetcher:
    """A fetcher that may reach the server, and doesn't wait in real time."""
    time = time or Time()
    access = Access(**{"allowed_hosts": frozenset({web.host}), "delay": 0.0, **limits})  # type: ignore[arg-type]  # any option
    return Fetcher(access, now=time.now, clock=time.clock, sleep=time.sleep)


def refused(fetcher: Fetcher, url: str, *, kinds: frozenset[str] | None = None) -> FetchError:
    """What the fetcher raises."""
    with pytest.raises(FetchError) as caught:
        fetcher.get(url, kinds=kinds)
    return caught.value
