"""Telegram's limits kept: every request of the bot passes here on its way out."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from dataclasses import dataclass, field
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.telegram.sending.failures import wait
from bot.telegram.sending.schedule import Job, Limits, Rank, Schedule

logger = logging.getLogger(__name__)

Result = bool | dict[str, Any] | list[dict[str, Any]]
Request = Callable[[], Awaitable[Result]]
Later = Callable[[float, Callable[[], None]], object]

_PACED = ("send", "edit", "copy", "forward")
_SIGNS = ("sendchataction", "sendmessagedraft", "sendrichmessagedraft")
"""What only shows that the bot works: not counted as a message."""


class Withdrawn(Exception):
    """The request was taken back before its turn came."""


@dataclass(slots=True, eq=False)
class Ticket:
    """How a request is to be treated; handed to a bot's method as its `rate_limit_args`."""

    rank: Rank = Rank.PLAIN
    patience: float = 60.0
    """Seconds that Telegram may tell it to wait, all together."""
    withdrawn: bool = False
    on_start: Callable[[], None] | None = field(default=None, repr=False)
    """Called when its turn has come."""
    take_back: Callable[[], bool] | None = field(default=None, repr=False)
    """How its request is taken out of the queue; set by `Pacing`."""

    def withdraw(self) -> bool:
        """Take the request back; False when it is under way or done. One that was not put yet will be refused its turn."""
        self.withdrawn = True
        return self.take_back() if self.take_back else True


@dataclass(slots=True, eq=False)
class _Waiting:
    """A job with what it takes to do it, and those who wait for it."""

    request: Request
    patience: float
    waiters: list[asyncio.Future[Result]]


class Pacing(BaseRateLimiter[Ticket]):
    """Requests that show something in a chat wait in its queue; see `Schedule` for the order.

    A newer edit of the same message takes the place of one that still waits; both callers get its result. When Telegram
    tells a chat to wait, the request is put again by itself, until the patience of its ticket is used up. Signs of work are
    dropped rather than queued. Everything else, such as the answer to a tapped button, goes out at once.
    """

    def __init__(
        self, limits: Limits | None = None, *, monotonic: Callable[[], float] = time.monotonic, later: Later | None = None
    ) -> None:
        """`later` calls a function after so many seconds; the running loop does unless another clock is given."""
        self._schedule = Schedule(limits or Limits())
        self._monotonic = monotonic
        self._later = later
        self._jobs: dict[Job, _Waiting] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._alarm: float | None = None

    async def initialize(self) -> None:
        """Nothing to prepare: queues come with their chats."""

    async def shutdown(self) -> None:
        """Let go of what still waits."""
        for task in tuple(self._tasks):
            task.cancel()
        for job, waiting in tuple(self._jobs.items()):
            self._schedule.withdraw(job)
            _fail(waiting.waiters, Withdrawn())
        self._jobs.clear()

    # Not as its length: the client takes an empty rate limiter for none.
    @property
    def waiting(self) -> int:
        """How many requests wait or are under way in the queues."""
        return len(self._schedule)

    async def process_request(  # noqa: PLR0917 - as the base class has it
        self,
        callback: Callable[..., Coroutine[Any, Any, Result]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Ticket | None,
    ) -> Result:
        """Make the request when its turn comes; returns what Telegram answered.

        RetryAfter when Telegram tells to wait for longer than the ticket's patience; Withdrawn when the ticket was.
        """
        ticket = rate_limit_args or Ticket()

        async def request() -> Result:
            if ticket.on_start:
                ticket.on_start()
            return await callback(*args, **kwargs)

        if ticket.withdrawn:
            raise Withdrawn
        chat = _chat(data)
        if endpoint.casefold() in _SIGNS:
            return await self._sign(request, chat)
        if chat is None or not endpoint.startswith(_PACED):
            return await self._at_once(request, ticket.patience)
        return await self._in_turn(request, Job(chat, ticket.rank, _edits(endpoint, data)), ticket)

    async def _sign(self, request: Request, chat: int | None) -> Result:
        if chat is not None and self._schedule.is_held(chat, self._monotonic()):
            return True
        try:
            return await request()
        except RetryAfter:
            return True

    async def _at_once(self, request: Request, patience: float) -> Result:
        while True:
            try:
                return await request()
            except RetryAfter as error:
                seconds = wait(error) or 0.0
                patience -= seconds
                if patience < 0:
                    raise
                await self._pause(seconds)

    async def _in_turn(self, request: Request, job: Job, ticket: Ticket) -> Result:
        waiter: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        waiting = _Waiting(request, ticket.patience, [waiter])
        superfluous = self._schedule.add(job)
        if superfluous is job:
            # What waits is more urgent, and of the same message: its result is this one's too.
            self._twin(job).waiters.append(waiter)
            return await waiter
        if superfluous:
            waiting.waiters += self._jobs.pop(superfluous).waiters
        self._jobs[job] = waiting
        ticket.take_back = lambda: self._withdraw(job)
        self._pump()
        try:
            return await waiter
        except asyncio.CancelledError:
            if waiting.waiters == [waiter]:
                self._withdraw(job)
            raise

    def _twin(self, job: Job) -> _Waiting:
        return next(waiting for other, waiting in self._jobs.items() if other.edits == job.edits)

    def _withdraw(self, job: Job) -> bool:
        if not self._schedule.withdraw(job):
            return False
        _fail(self._jobs.pop(job).waiters, Withdrawn())
        return True

    def _pump(self) -> None:
        """Start what may go now, and look again when the next may."""
        while job := self._schedule.next(self._monotonic()):
            task = asyncio.get_running_loop().create_task(self._do(job))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        now = self._monotonic()
        moment = self._schedule.wake(now)
        if moment is not None and (self._alarm is None or moment < self._alarm or self._alarm <= now):
            self._alarm = moment
            self._call_later(moment - now, self._pump)

    async def _do(self, job: Job) -> None:
        waiting = self._jobs[job]
        try:
            result = await waiting.request()
        except RetryAfter as error:
            self._refused(job, waiting, error)
        except asyncio.CancelledError:
            self._finish(job)
            _fail(waiting.waiters, Withdrawn())
            raise
        except Exception as error:  # noqa: BLE001 - whatever went wrong belongs to those who wait
            self._finish(job)
            _fail(waiting.waiters, error)
        else:
            self._finish(job)
            for waiter in waiting.waiters:
                if not waiter.done():
                    waiter.set_result(result)
        self._pump()

    def _finish(self, job: Job) -> None:
        self._jobs.pop(job, None)
        self._schedule.done(job, self._monotonic())

    def _refused(self, job: Job, waiting: _Waiting, error: RetryAfter) -> None:
        seconds = wait(error) or 0.0
        waiting.patience -= seconds
        logger.info("Telegram tells a chat to wait %g seconds", seconds)
        self._schedule.again(job, self._monotonic(), seconds=seconds)
        if waiting.patience < 0:
            self._schedule.withdraw(job)
            self._jobs.pop(job, None)
            _fail(waiting.waiters, error)

    async def _pause(self, seconds: float) -> None:
        over = asyncio.Event()
        self._call_later(seconds, over.set)
        await over.wait()

    def _call_later(self, seconds: float, callback: Callable[[], None]) -> None:
        later: Later = self._later or asyncio.get_running_loop().call_later
        later(seconds, callback)


def _chat(data: dict[str, Any]) -> int | None:
    chat = data.get("chat_id")
    try:
        return int(chat) if chat is not None else None
    except ValueError:
        return None


def _edits(endpoint: str, data: dict[str, Any]) -> Hashable:
    if not endpoint.startswith("edit") or "message_id" not in data:
        return None
    return endpoint, data["chat_id"], data["message_id"]


def _fail(waiters: list[asyncio.Future[Result]], error: Exception) -> None:
    for waiter in waiters:
        if not waiter.done():
            waiter.set_exception(error)
