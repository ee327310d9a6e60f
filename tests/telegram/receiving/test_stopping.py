import asyncio
import os
import signal
import subprocess
import sys

import pytest

from bot.telegram.receiving.stopping import stop_on_signals, unless

PROGRAM = """
import asyncio
from bot.telegram.receiving.stopping import stop_on_signals

async def run():
    with stop_on_signals() as stopping:
        print("started", flush=True)
        await stopping.wait()
        print("stopping", flush=True)
        await asyncio.sleep(60 if LINGERS else 0)

asyncio.run(run())
"""


def _started(*, lingers: bool) -> "subprocess.Popen[str]":
    program = PROGRAM.replace("LINGERS", str(lingers))
    process = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "started\n"
    return process


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_lets_the_program_finish(sent: signal.Signals) -> None:
    with _started(lingers=False) as process:
        process.send_signal(sent)
        assert (process.communicate(timeout=30)[0], process.returncode) == ("stopping\n", 0)


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_a_second_signal_ends_it_at_once(sent: signal.Signals) -> None:
    with _started(lingers=True) as process:
        process.send_signal(sent)
        assert process.stdout
        assert process.stdout.readline() == "stopping\n"
        process.send_signal(sent)
        assert process.wait(10) == -sent


@pytest.mark.anyio
async def test_an_event_tells_of_the_signal() -> None:
    with stop_on_signals() as stopping:
        before = stopping.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        await asyncio.wait_for(stopping.wait(), 5)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    assert before is False


@pytest.mark.anyio
async def test_work_is_given_up_when_it_is_time_to_stop() -> None:
    stopping = asyncio.Event()

    async def work() -> str:
        stopping.set()
        await asyncio.Event().wait()
        return "done"

    assert await unless(stopping, work()) is None


@pytest.mark.anyio
async def test_work_that_is_done_gives_its_result() -> None:
    assert await unless(asyncio.Event(), asyncio.sleep(0, "done")) == "done"


@pytest.mark.anyio
async def test_work_that_fails_fails() -> None:
    async def work() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await unless(asyncio.Event(), work())
