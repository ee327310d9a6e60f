"""How often one host is asked, and how long it is left alone after a failure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from threading import Lock

from index.errors import FetchError

_FIRST_PAUSE = 2.0
_LONGEST_PAUSE = 3600.0


@dataclass(slots=True)
class _Host:
    delay: float
    free: float
    """On the clock: when its next turn is."""
    closed: float = -inf
    """On the clock: until when it is left alone after a failure."""
    failures: int = 0
    """In a row."""


class Pacing:
    """Gives each host its turns. Safe for threads."""

    def __init__(self, *, delay: float, patience: float, now: Callable[[], datetime], clock: Callable[[], float]) -> None:
        """Ask a host every `delay` seconds; a pause that it wants of more than `patience` seconds is told, not waited for."""
        self._delay = delay
        self._patience = patience
        self._now = now
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._changing = Lock()

    def turn(self, host: str) -> float:
        """Take the next turn at this host; the seconds to wait for it. Raises FetchError when it wants too long a pause."""
        with self._changing:
            known = self._host(host)
            moment = self._clock()
            turn = max(known.free, known.closed, moment)
            # Waiting in our own queue is no pause that the host wants.
            pause = turn - moment if known.delay > self._patience else known.closed - moment
            if pause > self._patience:
                again = self._now() + timedelta(seconds=pause)
                raise FetchError(f"{host} wants to be left alone until {again:%H:%M} UTC", is_passing=True, again=again)
            known.free = turn + known.delay
            return turn - moment

    def slow_down(self, host: str, delay: float) -> None:
        """Ask this host at most every `delay` seconds, as its robots.txt wants."""
        with self._changing:
            known = self._host(host)
            known.free += max(delay - known.delay, 0.0)
            known.delay = max(delay, known.delay)

    def succeeded(self, host: str) -> None:
        """The host answered as it should."""
        with self._changing:
            self._host(host).failures = 0

    def failed(self, host: str, *, again: datetime | None = None) -> None:
        """The host failed: leave it alone until `again`, else for 2, 4, 8 … seconds, at most an hour."""
        with self._changing:
            known = self._host(host)
            known.failures += 1
            pause = min(_FIRST_PAUSE * 2 ** (min(known.failures, 20) - 1), _LONGEST_PAUSE)
            if again is not None:
                pause = (again - self._now()).total_seconds()
            known.closed = max(known.closed, self._clock() + pause)

    def _host(self, host: str) -> _Host:
        return self._hosts.setdefault(host, _Host(self._delay, self._clock()))
