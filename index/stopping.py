"""Giving up, at another thread's wish, what is being done."""

from collections.abc import Callable, Generator
from contextlib import closing
from threading import Event, Lock
from typing import TypeVar

from index.errors import Stopped

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class Stop:
    """Set by any thread to give up the work of another one, to which it was handed. It cannot be taken back."""

    def __init__(self) -> None:
        self._event = Event()
        self._lock = Lock()
        self._callbacks: dict[int, Callable[[], None]] = {}
        self._registered = 0

    @property
    def is_set(self) -> bool:
        """True from the moment at which the work is no longer wanted."""
        return self._event.is_set()

    def set(self) -> None:
        """Give up the work: every callback is called, in this thread, once, in the order in which they came."""
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = list(self._callbacks.values()), {}
        for callback in callbacks:
            callback()

    def on_set(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have the callback called when this is set, or now if it is; gives a function that takes the callback back.

        It must be quick, and must not raise. One that is taken back may still be running in the thread that sets this.
        """
        with self._lock:
            number = self._registered = self._registered + 1
            if not self.is_set:
                self._callbacks[number] = callback
                return lambda: self._take_back(number)
        callback()
        return lambda: None

    def wait(self, seconds: float) -> bool:
        """Wait so long, or until this is set; whether it is."""
        return self._event.wait(seconds)

    def check(self) -> None:
        """Raise Stopped once this is set."""
        if self.is_set:
            raise Stopped

    def _take_back(self, number: int) -> None:
        with self._lock:
            self._callbacks.pop(number, None)


def until(stop: Stop, pieces: Generator[Piece, None, Result]) -> Generator[Piece, None, Result]:
    """The same pieces and result; Stopped is raised in place of the next one once `stop` is set. Closing this closes them."""
    with closing(pieces):
        while True:
            stop.check()
            try:
                piece = next(pieces)
            except StopIteration as end:
                stop.check()
                result: Result = end.value
                return result
            stop.check()
            yield piece
