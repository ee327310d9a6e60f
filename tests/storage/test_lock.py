import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from index.storage.lock import Busy, in_turn, locked

ANOTHER_PROCESS = """
import sys
from pathlib import Path
from index.storage.lock import in_turn
with in_turn(Path(sys.argv[1]), patience=30):
    print("in", flush=True)
    sys.stdin.readline()
"""


def test_nobody_goes_in_twice_while_another_one_waits(tmp_path: Path) -> None:
    lock = tmp_path / "writer.lock"
    order = []
    inside, waiting = Event(), Event()

    def waits() -> None:
        inside.wait()
        waiting.set()
        with in_turn(lock, patience=30):
            order.append("the one that waited")

    with ThreadPoolExecutor(1) as others:
        waiter = others.submit(waits)
        with in_turn(lock, patience=30):
            inside.set()
            waiting.wait()
            # It waits at the lock once the turnstile is no longer free.
            while _is_free(tmp_path / "writer-turn.lock"):
                pass
        with in_turn(lock, patience=30):
            order.append("the one that comes again")
        waiter.result()
    assert order == ["the one that waited", "the one that comes again"]


def _is_free(lock: Path) -> bool:
    return not lock.with_suffix(".holder").exists()


def test_who_waits_in_vain_is_told_who_is_inside(tmp_path: Path) -> None:
    lock = tmp_path / "writer.lock"
    command = [sys.executable, "-c", ANOTHER_PROCESS, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        told = rf"^process {other.pid} is writing to .*; try again when it has finished$"
        with pytest.raises(Busy, match=told), in_turn(lock, patience=0):
            pass
        other.communicate("\n")


def test_a_holder_that_cannot_be_noted_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "writer.holder").mkdir()
    for _ in range(2):
        with locked(tmp_path / "writer.lock", patience=0):
            pass
    with (
        locked(tmp_path / "writer.lock", patience=0),
        pytest.raises(Busy, match=r"^another process is writing"),
        locked(tmp_path / "writer.lock", patience=0),
    ):
        pass
