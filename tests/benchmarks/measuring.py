"""What one child process measures of itself, passed to its parent as JSON."""

import json
import math
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Ingested:
    """How one ingestion went."""

    articles: int
    passages: int
    seconds: float
    memory: float
    """Highest resident memory of the process, MiB."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How many searches went, one after the other in one process."""

    count: int
    middle: float
    """Median, milliseconds."""
    slow: float
    """95th percentile, milliseconds."""
    memory: float
    """Highest resident memory of the process, MiB."""


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command went that was run several times."""

    seconds: float
    """Median."""
    memory: float
    """Highest resident memory of any run, MiB."""


def peak_memory() -> float:
    """The highest resident memory of this process so far, MiB."""
    return _mebibytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def resident(process: int) -> float:
    """Resident memory of a process now, MiB; 0 when it has ended."""
    status = Path(f"/proc/{process}/status")
    try:
        told = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmRSS"))
    except (OSError, StopIteration):
        return 0.0
    return int(told.split()[1]) / 1024


def searched(search: Callable[[str], object], questions: Sequence[str]) -> Searched:
    """Search for each question, after two searches that are not counted."""
    for question in questions[:2]:
        search(question)
    milliseconds = [seconds(partial(search, question)) * 1000 for question in questions]
    return Searched(len(questions), statistics.median(milliseconds), slow(milliseconds), peak_memory())


def slow(milliseconds: Sequence[float]) -> float:
    """The 95th percentile."""
    return sorted(milliseconds)[math.ceil(0.95 * len(milliseconds)) - 1]


def seconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def report(result: Ingested | Searched) -> None:
    """Print the result, last of all, for the parent to read."""
    print(json.dumps(asdict(result)))


def child(module: str, *arguments: str | Path) -> dict[str, Any]:
    """What `python -m MODULE ARGUMENTS` reports on the last line it prints. Its errors are shown and end this process."""
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)], stdout=subprocess.PIPE, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"{module} {' '.join(map(str, arguments[:1]))} failed")
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def ran(command: Sequence[str | Path], *, times: int) -> Ran:
    """Run a command so many times, and once before that which is not counted."""
    runs = [_run(command) for _ in range(times + 1)][1:]
    return Ran(statistics.median(run[0] for run in runs), max(run[1] for run in runs))


def _run(command: Iterable[str | Path]) -> tuple[float, float]:
    # RUSAGE_CHILDREN keeps the highest of all children, so each command gets a parent of its own.
    code = (
        "import resource, subprocess, sys, time\n"
        "started = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
        "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
    )
    parent = [sys.executable, "-c", code, *map(str, command)]
    taken, memory = subprocess.run(parent, stdout=subprocess.PIPE, encoding="utf-8", check=True).stdout.split()
    return float(taken), _mebibytes(int(memory))


def _mebibytes(maximum: int) -> float:
    # Linux counts KiB, macOS bytes.
    return maximum / (1024 * 1024 if sys.platform == "darwin" else 1024)
