"""Work for assistants, more of it than there are places."""

from threading import Event

import anyio
import pytest
from anyio import CapacityLimiter

from bot.mcp.working import MOST_WAITING, Job, work
from bot.web.problems import Problem


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.mark.anyio
async def test_more_work_than_may_wait_is_refused_and_what_waits_is_done() -> None:
    places, hold, done = CapacityLimiter(1), Event(), list[int]()

    async def untold(_: str) -> None:
        raise AssertionError

    async def begin(number: int) -> None:
        def do(_: Job) -> None:
            hold.wait(10)
            done.append(number)

        await work(do, tell=untold, places=places)

    async with anyio.create_task_group() as group:
        for number in range(1 + MOST_WAITING):
            group.start_soon(begin, number)
        await anyio.wait_all_tasks_blocked()
        with pytest.raises(Problem, match="too much is being asked at once"):
            await begin(-1)
        hold.set()
    assert sorted(done) == list(range(1 + MOST_WAITING))
