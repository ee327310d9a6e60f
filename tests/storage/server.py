"""A real Chroma server for tests, which can be killed and started again on the same port and folder."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from index.storage.server.address import ChromaServer

_PATIENCE = 60.0
"""Seconds that a server may take to answer for the first time."""


class Running:
    """A server in a process of its own, that keeps everything in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Its address, the same after every start."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        """Where it listens, on 127.0.0.1."""
        return self._port

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(self._folder)]
        self._process = subprocess.Popen(
            [*command, "--host", "127.0.0.1", "--port", str(self._port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + _PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the server ended at once"
            assert time.monotonic() < deadline, "the server does not answer"

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            # Between two tries a moment passes in the operating system, not in a sleep.
            with socket.create_connection(("127.0.0.1", self._port), timeout=0.2):
                pass
            with urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            if self._process:
                try:
                    self._process.wait(0.02)
                except subprocess.TimeoutExpired:
                    return False
            return False


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    """A server that has started, and is killed at the end."""
    server = Running(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()


def new_database(url: str) -> ChromaServer:
    """An empty database of its own on that server, so that one server serves many tests."""
    name = f"news-{uuid4().hex[:12]}"
    request = urllib.request.Request(
        f"{url}/api/v2/tenants/default_tenant/databases",
        data=f'{{"name": "{name}"}}'.encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30):
        pass
    return ChromaServer(url, database=name)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
