"""A circuit breaker: an endpoint that fails again and again is left alone for a while."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from index.errors import ModelError


class Breaker:
    """Lets calls through until several in a row failed; then none for a while, then one to try. Safe for many threads.

    What counts is a ModelError that trying again may mend: then it is the endpoint that is down. One that refuses the key or the
    model is up.
    """

    def __init__(self, name: str, *, failures: int = 3, pause: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`name` is the endpoint's, as the person should read it; `pause` is in seconds of the clock."""
        self._name = name
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._resting_until: float | None = None
        self._trying = False

    @contextmanager
    def guarded(self) -> Iterator[Callable[[], None]]:
        """Around one call; gives a function to call as soon as the endpoint is known to be alive.

        Raises ModelError at once while the endpoint is left alone. A call that is given up neither mends nor harms.
        """
        is_trial = self._enter()
        try:
            yield self._alive
        except ModelError as error:
            if error.retryable:
                self._failed()
            else:
                self._succeeded()
            raise
        except BaseException:
            if is_trial:
                self._end_trial()
            raise
        self._succeeded()

    def _enter(self) -> bool:
        """Whether the call is the one that tries a resting endpoint."""
        with self._lock:
            if self._resting_until is None:
                return False
            left = self._resting_until - self._clock()
            if left > 0 or self._trying:
                when = f"in {max(1, round(left))} seconds" if left > 0 else "once it has answered another question"
                raise ModelError(
                    f"{self._name} failed {self._failures} times in a row and is left alone; it will be asked again {when}",
                    retryable=True,
                )
            self._trying = True
            return True

    def _alive(self) -> None:
        """Let the others in; the failures stay counted until a call has ended well."""
        with self._lock:
            self._resting_until = None
            self._trying = False

    def _succeeded(self) -> None:
        with self._lock:
            self._failures = 0
            self._resting_until = None
            self._trying = False

    def _failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._trying = False
            if self._failures >= self._most:
                self._resting_until = self._clock() + self._pause

    def _end_trial(self) -> None:
        with self._lock:
            self._trying = False
