"""The newsroom as an event loop reaches it: in threads, and given up when nobody waits for it any more."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import TypeVar

from bot.api.turns import Turns
from bot.requests import Question
from bot.web.problems import Problem
from index.newsroom import Newsroom
from index.stopping import Stop
from index.types import Answer, Progress

Result = TypeVar("Result")
Event = Progress | str | Answer


@dataclass(frozen=True, slots=True)
class Capacity:
    """How much the newsroom is asked at once, and for how long. Times are in seconds."""

    questions: int = 8
    reads: int = 8
    """Searches and looks at articles."""
    waiting: int = 32
    """Of either kind, for their turn."""
    patience: float = 20.0
    """Until a turn must have come."""
    longest_question: float = 300.0
    longest_read: float = 30.0
    silence: float = 10.0
    """After which a client that waits for an event is told that it is not forgotten."""


class Desk:
    """Takes questions to the newsroom. To be used from one event loop."""

    def __init__(self, news: Newsroom, capacity: Capacity) -> None:
        self._news = news
        self._capacity = capacity
        self._questions = Turns("question", at_once=capacity.questions, waiting=capacity.waiting, patience=capacity.patience)
        self._reads = Turns("read", at_once=capacity.reads, waiting=capacity.waiting, patience=capacity.patience)
        self._running: set[_Inquiry] = set()

    async def events(self, asked: Question) -> AsyncGenerator[Event | None, None]:
        """What `Newsroom.stream` gives, the Answer last; None whenever nothing came for a while.

        Closing it gives the question up. Raises what the newsroom raises, and Problem when the question has to wait too long,
        takes too long, or is given up because the server ends.
        """
        inquiry = _Inquiry(self._news, asked)
        limit = self._capacity.longest_question
        await self._questions.begin(inquiry.work)
        late = Problem(504, "timeout", f"the answer was not there after {limit:g} seconds")
        timer = asyncio.get_running_loop().call_later(limit, inquiry.give_up, late)
        self._running.add(inquiry)
        try:
            async with aclosing(inquiry.events(silence=self._capacity.silence)) as events:
                async for event in events:
                    yield event
        finally:
            timer.cancel()
            inquiry.stop.set()
            self._running.discard(inquiry)

    async def answer(self, asked: Question) -> Answer:
        """The answer alone. Cancelling gives the question up; raises as `events` does."""
        async with aclosing(self.events(asked)) as events:
            async for event in events:
                if isinstance(event, Answer):
                    return event
        raise RuntimeError("the events ended without an answer")

    async def read(self, work: Callable[[Newsroom], Result]) -> Result:
        """What the work gives, which is quick and cannot be given up. Raises what it raises, and Problem as `events` does."""
        doing = await self._reads.begin(lambda: work(self._news))
        try:
            async with asyncio.timeout(self._capacity.longest_read):
                return await asyncio.wrap_future(doing)
        except TimeoutError:
            limit = self._capacity.longest_read
            raise Problem(504, "timeout", f"the newsroom did not answer within {limit:g} seconds") from None

    def give_up(self) -> None:
        """Give up every question that is being answered, because the server ends."""
        for inquiry in list(self._running):
            inquiry.give_up(Problem(503, "ending", "the server is being ended; ask again in a minute", again=60))

    async def close(self) -> None:
        """Wait until nothing is done any more."""
        await self._questions.close()
        await self._reads.close()


class _Inquiry:
    """One question, on its way between a thread and the event loop."""

    def __init__(self, news: Newsroom, asked: Question) -> None:
        self.stop = Stop()
        self._news = news
        self._asked = asked
        self._loop = asyncio.get_running_loop()
        self._come: asyncio.Queue[Event | Exception] = asyncio.Queue()

    def work(self) -> None:
        """Answer the question; in a thread."""
        asked = self._asked
        try:
            self.stop.check()
            for event in self._news.stream(asked.text, as_of=asked.as_of, now=asked.now, history=asked.history, stop=self.stop):
                self._tell(event)
        except Exception as error:  # noqa: BLE001 - raised again where the answer is waited for
            self._tell(error)

    async def events(self, *, silence: float) -> AsyncGenerator[Event | None, None]:
        """The events as they come."""
        event: Event | Exception | None = None
        while not isinstance(event, Answer):
            try:
                async with asyncio.timeout(silence):
                    event = await self._come.get()
            except TimeoutError:
                event = None
            if isinstance(event, Exception):
                raise event
            yield event

    def give_up(self, reason: Problem) -> None:
        """Give the question up, in the event loop: whoever waits for it is told the reason at once."""
        self._come.put_nowait(reason)
        self.stop.set()

    def _tell(self, event: Event | Exception) -> None:
        self._loop.call_soon_threadsafe(self._come.put_nowait, event)
