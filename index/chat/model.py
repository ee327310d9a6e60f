"""A language model that writes answers, piece by piece."""

import logging
import random
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

from index.chat import tokens
from index.chat.breaker import Breaker
from index.chat.endpoint import Endpoint, Message
from index.chat.pauses import pause
from index.chat.usage import Allowance, Taken
from index.stopping import Stop, until
from index.types import Usage

if TYPE_CHECKING:
    from index.chat.asking import Asking
    from index.chat.failures import Failure

__all__ = ["AROUND_A_MESSAGE", "ChatModel", "Endpoint", "Message", "Model"]

logger = logging.getLogger(__name__)

AROUND_A_MESSAGE = 8
"""Tokens that a model's chat format puts around each message, at most."""


class Model(Protocol):
    """Writes an answer to a conversation."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may take together."""

    @property
    def output(self) -> int:
        """Tokens that an answer may take."""

    def count(self, text: str) -> int:
        """Tokens of a text: an estimate that errs upwards."""

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, Usage]:
        """Pieces of the answer as they come; the generator's return value is what it took.

        `close()` cancels the request. Raises ModelError.
        """


class ChatModel:
    """The model behind an `Endpoint`. Safe for many threads; nothing is sent before it is asked.

    A request is repeated while nothing of an answer has come, an endpoint that keeps failing is left alone for a while, and no
    more tokens are used than are allowed. Every failure is a ModelError that holds neither the key nor the endpoint's own words.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        home: Path | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Stop, float], object] = Stop.wait,
    ) -> None:
        """`home` is the folder in which the tokens of the day are counted; ValueError when they are limited and it is missing.

        `wait` waits for some seconds, or until a stop is set.
        """
        if endpoint.daily_tokens is not None and home is None:
            raise ValueError("a limit of tokens a day needs a home to count them in")
        self._endpoint = endpoint
        self._now, self._clock, self._wait = now, clock, wait
        self._breaker = Breaker(endpoint.host, clock=clock)
        self._allowance = Allowance(home, daily=endpoint.daily_tokens) if home and endpoint.daily_tokens is not None else None
        self._opening = Lock()
        self._opened: Asking | None = None
        self._refused: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What the model is called; the name of its host, until an endpoint's only model was asked for the first time."""
        found = self._opened.model if self._opened else self._endpoint.model
        return found or self._endpoint.host

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may take together."""
        return self._endpoint.context

    @property
    def output(self) -> int:
        """Tokens that an answer may take."""
        return self._endpoint.output

    def count(self, text: str) -> int:
        """Tokens of a text: an estimate that errs upwards. Each message takes up to `AROUND_A_MESSAGE` more."""
        return tokens.count(text)

    def warm_up(self) -> None:
        """Load now what the first question would wait for, about two seconds. Nothing is sent."""
        self._asking()

    def stream(self, messages: Sequence[Message], *, stop: Stop | None = None) -> Generator[str, None, Usage]:
        """Pieces of the answer as they come; the generator's return value is what it took, estimated if the endpoint won't say.

        `close()` cancels the request and closes its connection. So does setting `stop`, from any thread and at any time: Stopped
        is then raised at once, unless the connection is still being made, which takes ten seconds at most. Raises ModelError.
        """
        stop = stop or Stop()
        taken = Taken(estimate=sum(self.count(message.text) + AROUND_A_MESSAGE for message in messages))
        with self._allowed(taken), self._breaker.guarded() as alive:
            yield from until(stop, self._attempts(messages, taken, alive, stop))
        return taken.usage(self._endpoint)

    @contextmanager
    def _allowed(self, taken: Taken) -> Iterator[None]:
        """Around a call, which is counted among those of the day."""
        if self._allowance is None:
            yield
            return
        aside = taken.estimate + self.output
        day = self._allowance.set_aside(aside, now=self._now())
        try:
            yield
        finally:
            self._allowance.settle(day, aside=aside, took=taken.prompt + taken.output)

    def _attempts(
        self, messages: Sequence[Message], taken: Taken, alive: Callable[[], None], stop: Stop
    ) -> Generator[str, None, None]:
        without, attempt = self._refused, 0
        while failure := (yield from self._attempt(messages, taken, alive, without, stop)):
            stop.check()
            if not taken.spoke and failure.refused - without:
                without |= failure.refused
                continue
            is_last = taken.spoke or not failure.again or attempt == self._endpoint.retries
            seconds = None if is_last else pause(attempt, wished=failure.wished, chance=random.random())
            if seconds is None:
                raise failure.error
            logger.info("%s; next attempt in %.1f seconds", failure.error, seconds)
            self._wait(stop, seconds)
            stop.check()
            attempt += 1
        self._refused = without

    def _attempt(
        self, messages: Sequence[Message], taken: Taken, alive: Callable[[], None], without: frozenset[str], stop: Stop
    ) -> Generator[str, None, "Failure | None"]:
        with closing(self._asking().once(messages, taken, without=without, stop=stop)) as pieces:
            try:
                first = next(pieces)
            except StopIteration as end:
                failure: Failure | None = end.value
                return failure
            alive()
            yield first
            return (yield from pieces)

    def _asking(self) -> "Asking":
        with self._opening:
            if self._opened is None:
                # LlamaIndex takes two seconds to import, which only those who have a model should wait for.
                from index.chat.asking import Asking

                self._opened = Asking(self._endpoint, clock=self._clock, now=self._now)
            return self._opened
