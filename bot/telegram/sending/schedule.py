"""Which request goes to Telegram next, and when: queues for each chat, one clock for all. Knows no network."""

from collections import deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from enum import IntEnum
from itertools import count


class Rank(IntEnum):
    """How urgent a request is; the smallest goes first."""

    ANSWER = 0
    PLAIN = 1
    STATUS = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """How much Telegram takes: so many requests within so many seconds."""

    chat: tuple[int, float] = (1, 1.0)
    group: tuple[int, float] = (20, 60.0)
    """For groups, beside the limit for every chat."""
    all: tuple[int, float] = (30, 1.0)


class Window:
    """At most `most` requests within any `seconds`, wherever between its start and its end Telegram counts a request."""

    def __init__(self, most: int, seconds: float) -> None:
        """Empty at first."""
        self._most = most
        self._seconds = seconds
        self._under_way = 0
        self._ended: deque[float] = deque()

    def opens(self, now: float) -> float | None:
        """The moment from which one more may start, `now` if it may at once; None when one must end first."""
        self._forget(now)
        if self._under_way + len(self._ended) < self._most:
            return now
        return self._ended[0] + self._seconds if self._ended else None

    def start(self) -> None:
        """One request begins."""
        self._under_way += 1

    def end(self, now: float, *, counted: bool = True) -> None:
        """One request has ended; one that Telegram refused for the sake of its limits is not `counted`."""
        self._under_way -= 1
        if counted:
            self._ended.append(now)

    def is_empty(self, now: float) -> bool:
        """True when nothing of it is left to remember."""
        self._forget(now)
        return not self._under_way and not self._ended

    def _forget(self, now: float) -> None:
        while self._ended and self._ended[0] + self._seconds <= now:
            self._ended.popleft()


@dataclass(slots=True, eq=False)
class Job:
    """One request that waits for its turn, or has it."""

    chat: int
    rank: Rank
    edits: Hashable = None
    """What it changes, such as the text of one message: a newer one for the same thing takes its place; None changes nothing."""
    number: int = 0


@dataclass(slots=True, eq=False)
class _Lane:
    """The queue of one chat."""

    windows: tuple[Window, ...]
    waiting: list[Job] = field(default_factory=list)
    busy: bool = False
    paused_until: float = float("-inf")


class Schedule:
    """Requests of all chats in the order in which they may go.

    In one chat one request is under way at a time: the most urgent first, among equals the oldest. Over all chats the same
    order holds. A chat that was told to wait holds up itself alone.
    """

    def __init__(self, limits: Limits) -> None:
        """Nothing waits at first."""
        self._limits = limits
        self._all = Window(*limits.all)
        self._lanes: dict[int, _Lane] = {}
        self._numbers = count()

    def add(self, job: Job) -> Job | None:
        """Let the job wait for its turn.

        Returns the waiting job for the same thing that one of the two makes superfluous: the older one, unless it is more
        urgent: then the new one itself, which does not wait.
        """
        lane = self._lane(job.chat)
        job.number = next(self._numbers)
        twin = next((other for other in lane.waiting if job.edits is not None and other.edits == job.edits), None)
        if twin and twin.rank < job.rank:
            return job
        if twin:
            job.number = twin.number
            lane.waiting.remove(twin)
        lane.waiting.append(job)
        return twin

    def withdraw(self, job: Job) -> bool:
        """Take a waiting job out; False when it is under way or done."""
        waiting = self._lanes[job.chat].waiting if job.chat in self._lanes else []
        if job not in waiting:
            return False
        waiting.remove(job)
        return True

    def next(self, now: float) -> Job | None:
        """The job that may go now, marked as under way; None when none may."""
        if self._all.opens(now) != now:
            return None
        ready = [job for lane in self._lanes.values() if self._opens(lane, now) == now for job in lane.waiting]
        if not ready:
            return None
        job = min(ready, key=lambda one: (one.rank, one.number))
        lane = self._lanes[job.chat]
        lane.waiting.remove(job)
        lane.busy = True
        for window in (*lane.windows, self._all):
            window.start()
        return job

    def wake(self, now: float) -> float | None:
        """When to look again for a job that may go; None when nothing waits, or one under way must end first."""
        together = self._all.opens(now)
        moments = [self._opens(lane, now) for lane in self._lanes.values() if lane.waiting]
        soonest = min((moment for moment in moments if moment is not None), default=None)
        return None if together is None or soonest is None else max(together, soonest)

    def done(self, job: Job, now: float) -> None:
        """The job's request has ended."""
        self._end(job, now, counted=True)

    def again(self, job: Job, now: float, *, seconds: float) -> None:
        """The job was refused, and its chat told to wait: it keeps its place in the queue."""
        self._end(job, now, counted=False)
        lane = self._lane(job.chat)
        lane.paused_until = max(lane.paused_until, now + seconds)
        lane.waiting.append(job)

    def is_held(self, chat: int, now: float) -> bool:
        """True when this chat was told to wait."""
        return chat in self._lanes and self._lanes[chat].paused_until > now

    def __len__(self) -> int:
        """How many wait or are under way."""
        return sum(len(lane.waiting) + lane.busy for lane in self._lanes.values())

    @property
    def chats(self) -> int:
        """How many chats it knows of now."""
        return len(self._lanes)

    def _opens(self, lane: _Lane, now: float) -> float | None:
        if lane.busy:
            return None
        moments = [window.opens(now) for window in lane.windows]
        known = [moment for moment in moments if moment is not None]
        return max(now, lane.paused_until, *known) if len(known) == len(moments) else None

    def _lane(self, chat: int) -> _Lane:
        if chat not in self._lanes:
            kinds = (self._limits.chat, self._limits.group) if chat < 0 else (self._limits.chat,)
            self._lanes[chat] = _Lane(windows=tuple(Window(*kind) for kind in kinds))
        return self._lanes[chat]

    def _end(self, job: Job, now: float, *, counted: bool) -> None:
        self._all.end(now, counted=counted)
        lane = self._lanes[job.chat]
        lane.busy = False
        for window in lane.windows:
            window.end(now, counted=counted)
        self._forget_idle(now)

    def _forget_idle(self, now: float) -> None:
        """Chats come and go: what has nothing left to wait for is not kept."""
        for chat, lane in list(self._lanes.items()):
            if not (lane.waiting or lane.busy or lane.paused_until > now) and all(
                window.is_empty(now) for window in lane.windows
            ):
                del self._lanes[chat]
