"""`python -m bot` in processes that need not import everything again.

A server imports what the commands need, once, and forks itself for every command: that is a process of its own, with its own
environment, folder, signals and standard streams, which runs the command from its first line to its end. Only what Python itself
reads from the environment when it starts (`PYTHON…`, `LANG`) is the server's: what is about that starts `cold`::

    with Warm() as warm:
        done = warm.run(["ask", "who?"], cwd=folder, environment={...}, stdin=b"")
        with warm.start(["serve"], cwd=folder, environment={...}, stdout=log, stderr=log) as started:
            started.send_signal(signal.SIGTERM)
            assert started.wait(30) == 0
"""

import contextlib
import gc
import importlib
import io
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

_MODULES = (
    "bot.cli bot.asking bot.feeding bot.housekeeping bot.indexing bot.repl bot.showing bot.watching chromadb "
    "chromadb.api.rust dateparser feedparser index.newsroom index.fetching.refreshing tokenizers trafilatura"
).split()
# Not onnxruntime: importing it starts a thread, which would be missing in a fork.
_MORE = {
    "mcp": "bot.mcp.serving index.chat.asking".split(),
    "api": ["bot.api.command"],
    "serve": "bot.serving bot.telegram.application".split(),
}
"""What only some commands need."""
_LONGEST = 1 << 20


_STUB = """#!{python} -IS
import json, os, socket, sys
connection = socket.socket(socket.AF_UNIX)
connection.connect({address!r})
order = {{"arguments": sys.argv[1:], "cwd": os.getcwd(), "environment": dict(os.environ), "program": None}}
socket.send_fds(connection, [json.dumps(order).encode() + b"\\n"], [0, 1, 2])
told = b""
while told.count(b"\\n") < 2:
    told += connection.recv(64) or sys.exit("the server of commands has ended")
sys.exit(int(told.split()[1]))
"""


class Started:
    """A command that runs; what it offers is called as by subprocess.Popen."""

    def __init__(self, connection: socket.socket, arguments: Sequence[str]) -> None:
        self.args = list(arguments)
        self.returncode: int | None = None
        self._connection = connection
        self._told = b""
        while not self._told.count(b"\n"):
            self._told += _received(connection)
        self.pid = int(self._told.partition(b"\n")[0])

    def poll(self) -> int | None:
        """Its exit code, None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it ends; its exit code. Raises TimeoutExpired."""
        end = None if timeout is None else time.monotonic() + timeout
        while self.returncode is None:
            left = None if end is None else max(0.0, end - time.monotonic())
            if not select.select([self._connection], [], [], left)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            self._told += _received(self._connection)
            if self._told.count(b"\n") == 2:
                self.returncode = int(self._told.split(b"\n")[1])
                self._connection.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.wait()


class Warm:
    """The server, from the first command to the end of the block."""

    def __init__(self) -> None:
        self._server: subprocess.Popen[bytes] | None = None
        self._folder = tempfile.TemporaryDirectory(prefix="warm-")
        self._address = str(Path(self._folder.name) / "socket")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._server:
            # Its standard input is closed, at which it ends.
            self._server.communicate()
        self._folder.cleanup()

    def start(
        self,
        arguments: Sequence[str],
        *,
        cwd: Path,
        environment: Mapping[str, str],
        stdin: IO[bytes] | None = None,
        stdout: IO[bytes],
        stderr: IO[bytes] | None = None,
        program: str | None = None,
    ) -> Started:
        """Start a command, or a `program` in Python in its stead. Without `stdin` it has nothing to read; errors go to ours."""
        self._ready()
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(self._address)
        order = {"arguments": list(arguments), "cwd": str(cwd), "environment": dict(environment), "program": program}
        with Path(os.devnull).open("rb") as nothing:
            streams = [(stdin or nothing).fileno(), stdout.fileno(), stderr.fileno() if stderr else 2]
            socket.send_fds(connection, [json.dumps(order).encode() + b"\n"], streams)
            return Started(connection, arguments)

    def run(
        self,
        arguments: Sequence[str] = (),
        *,
        cwd: Path,
        environment: Mapping[str, str],
        stdin: bytes = b"",
        timeout: float = 120,
        program: str | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run a command, or a program, to its end. Raises TimeoutExpired, and ends it, after `timeout` seconds."""
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
            given.write(stdin)
            given.seek(0)
            with self.start(
                arguments, cwd=cwd, environment=environment, stdin=given, stdout=out, stderr=errors, program=program
            ) as started:
                try:
                    code = started.wait(timeout)
                except subprocess.TimeoutExpired:
                    started.kill()
                    raise
            out.seek(0)
            errors.seek(0)
            return subprocess.CompletedProcess(started.args, code, out.read(), errors.read())

    def stub(self, folder: Path) -> None:
        """Put a command `dateline` into the folder, for shells."""
        self._ready()
        place = folder / "dateline"
        place.write_text(_STUB.format(python=sys.executable, address=self._address), encoding="utf-8")
        place.chmod(0o700)

    def _ready(self) -> None:
        """Have the server run and listen."""
        if self._server is None:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.warm", self._address],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=Path(__file__).parents[1],
            )
            assert self._server.stdout
            assert self._server.stdout.readline() == b"ready\n"


def cold(
    arguments: Sequence[str], *, cwd: Path, environment: Mapping[str, str], stdin: bytes = b"", timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """What `Warm.run` does, in a new process of the interpreter."""
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=cwd, env=environment, timeout=timeout, check=False)


def _received(connection: socket.socket) -> bytes:
    told = connection.recv(64)
    if not told:
        raise ChildProcessError("the server of commands has ended")
    return told


def _serve(address: str) -> None:
    """Fork for every order that comes to the socket, until standard input is closed."""
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    for name in _MODULES:
        importlib.import_module(name)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        print("ready", flush=True)
        while sys.stdin not in (ready := select.select([listening, sys.stdin], [], [])[0]):
            assert ready
            connection, _ = listening.accept()
            told, streams, _, _ = socket.recv_fds(connection, _LONGEST, 3)
            while not told.endswith(b"\n"):
                told += connection.recv(_LONGEST)
            order = json.loads(told)
            for name in _MORE.get(next(iter(order["arguments"]), ""), ()):
                importlib.import_module(name)
            gc.freeze()
            if os.fork() == 0:
                listening.close()
                _keep(connection, order, streams)
                return
            connection.close()
            for stream in streams:
                os.close(stream)
            _bury()
    _bury()


def _bury() -> None:
    """Let go of the keepers that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def _keep(connection: socket.socket, order: Mapping[str, object], streams: Sequence[int]) -> None:
    """Have the command run, and tell its number and its exit code."""
    command = os.fork()
    if command:
        for stream in (0, 1, 2, *streams):
            os.close(stream)
        connection.sendall(b"%d\n" % command)
        _, status = os.waitpid(command, 0)
        with contextlib.suppress(OSError):
            connection.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))
        os._exit(0)
    connection.close()
    _become(order, streams)
    if program := order["program"]:
        exec(compile(str(program), "<program>", "exec"), {"__name__": "__main__"})
    else:
        runpy.run_module("bot", run_name="__main__", alter_sys=True)


def _become(order: Mapping[str, object], streams: Sequence[int]) -> None:
    """Take the standard streams, the environment, the folder and the arguments of a command."""
    environment, arguments = order["environment"], order["arguments"]
    assert isinstance(environment, dict)
    assert isinstance(arguments, list)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    # As a new interpreter makes them.
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)), "utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w", closefd=False)), "utf-8")
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w", closefd=False)), "utf-8", "backslashreplace", line_buffering=True
    )
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(str(order["cwd"]))
    time.tzset()
    sys.argv = ["bot", *map(str, arguments)]


if __name__ == "__main__":
    _serve(sys.argv[1])
