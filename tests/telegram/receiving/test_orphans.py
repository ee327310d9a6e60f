import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.telegram.receiving.orphans import BEAT, SILENCE, look_after
from bot.telegram.state import State
from bot.telegram.types import Place, Question
from tests.telegram.sending.clock import Clock

pytestmark = pytest.mark.anyio

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
QUESTION = Question("1a", Place(11), 11, "how many?", "en", START)


class Process:
    """One process that looks after itself and others, on a shared clock."""

    def __init__(self, state: State, clock: Clock) -> None:
        self.state = state
        self.stopping = asyncio.Event()
        self.apologies: list[str] = []
        self.failure: Exception | None = None
        self._clock = clock

    async def _apologise(self, question: Question) -> None:
        self.apologies.append(question.id)
        if self.failure:
            raise self.failure

    def _now(self) -> datetime:
        return START + timedelta(seconds=self._clock.now())

    @asynccontextmanager
    async def alive(self) -> AsyncIterator[None]:
        task = asyncio.create_task(
            look_after(self.state, self._apologise, stopping=self.stopping, now=self._now, sleep=self._clock.sleep)
        )
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _passes(clock: Clock, seconds: float, *, processes: int = 1) -> None:
    """Let time pass, and every process do its work on threads between two beats."""
    for _ in range(int(seconds / BEAT)):
        while clock.alarms < processes:
            await asyncio.sleep(0)
        await clock.advance(BEAT)
    while clock.alarms < processes:
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def _open(tmp_path: Path, name: str) -> State:
    return State.open(tmp_path / "bot.sqlite", replica=name)


async def test_the_question_of_a_dead_process_is_apologised_for_once(state: State, tmp_path: Path, clock: Clock) -> None:
    with _open(tmp_path, "dead") as dead:
        dead.replicas.beat(now=START)
        dead.questions.add(QUESTION)
    here = Process(state, clock)
    async with here.alive():
        await _passes(clock, SILENCE.total_seconds())
        early = list(here.apologies)
        await _passes(clock, 60)
    assert (early, here.apologies, state.questions.failed("1a")) == ([], ["1a"], False)


async def test_the_question_of_a_living_process_is_left_to_it(state: State, tmp_path: Path, clock: Clock) -> None:
    with _open(tmp_path, "there") as other:
        here, there = Process(state, clock), Process(other, clock)
        async with there.alive(), here.alive():
            other.questions.add(QUESTION)
            there.stopping.set()
            await _passes(clock, 60, processes=2)
    assert (here.apologies, there.apologies) == ([], [])


async def test_who_is_stopping_takes_nothing_over(state: State, tmp_path: Path, clock: Clock) -> None:
    with _open(tmp_path, "dead") as dead:
        dead.questions.add(QUESTION)
    here = Process(state, clock)
    here.stopping.set()
    async with here.alive():
        await _passes(clock, 60)
    assert here.apologies == []


async def test_an_apology_that_fails_is_left_to_the_next_process(
    state: State, tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    with _open(tmp_path, "dead") as dead:
        dead.questions.add(QUESTION)
    here = Process(state, clock)
    here.failure = OSError("no way out")
    async with here.alive():
        await _passes(clock, 60)
    assert (here.apologies, state.questions.failed("1a")) == (["1a"], True)
    assert caplog.messages == ["nobody could be told that question 1a was interrupted: no way out"]
