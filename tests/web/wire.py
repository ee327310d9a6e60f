"""A server of ours before a small application, and clients that write to it byte by byte."""

import asyncio
import json
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.web.asgi import App, Receive, Send
from bot.web.limits import Limits
from bot.web.server import Server

SOON = 10.0
"""Seconds after which a test gives up waiting; what it waits for comes much sooner."""


async def live(receive: Receive, send: Send) -> None:
    """Begin and end as an application does that needs nothing for it."""
    for stage in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{stage}.complete"})


class Client:
    """One connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=SOON)

    def send(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of the next answer."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self._read(1)
        first, *lines = head.decode().strip().split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        return int(first.split()[1]), headers, self._read(int(headers["content-length"]))

    def problem(self) -> tuple[int, dict[str, Any]]:
        """Status and error of the next answer."""
        status, _, body = self.answer()
        return status, json.loads(body)["error"]

    def is_closed(self) -> bool:
        """True when the server closes the connection without another word."""
        try:
            return self._socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def hear_nothing(self) -> None:
        """Leave unread what comes, in as small a buffer as there is."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)

    def is_waiting(self, seconds: float = 0.02) -> bool:
        """True when there is something to read, or comes within so many seconds."""
        return bool(select.select([self._socket], [], [], seconds)[0])

    def wait_until_broken(self) -> None:
        """Read nothing until the server has cut the connection."""
        poll = select.poll()
        poll.register(self._socket, select.POLLHUP | select.POLLERR)
        assert poll.poll(SOON * 1000)

    def close(self) -> None:
        self._socket.close()

    def _read(self, count: int) -> bytes:
        read = b""
        while len(read) < count:
            piece = self._socket.recv(count - len(read))
            if not piece:
                raise ConnectionError(f"the server closed the connection after {read!r}")
            read += piece
        return read


@contextmanager
def serving(app: App, limits: Limits | None = None, *, patience: float = 1.0) -> Iterator["Wire"]:
    """Serve it until the end of the block."""
    with Wire(app, limits or Limits(), patience=patience) as wire:
        yield wire


class Wire:
    """A server in a thread."""

    def __init__(self, app: App, limits: Limits, *, patience: float, give_up: Callable[[], None] = lambda: None) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        self.server = Server(app, limits, give_up=give_up, patience=patience)
        self._thread = threading.Thread(target=lambda: asyncio.run(self.server.serve(sockets=[self._listening])))
        self._clients: list[Client] = []

    def client(self) -> Client:
        """A new connection, closed in the end."""
        self._clients.append(Client(self.port))
        return self._clients[-1]

    def ask(self, head: str, body: bytes = b"") -> tuple[int, bytes]:
        """Status and body of the answer to one request; the head needs no line about the length."""
        client = self.client()
        client.send(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
        status, _, answer = client.answer()
        return status, answer

    def __enter__(self) -> "Wire":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients:
            client.close()
        self.server.end()
        self._thread.join(SOON)
        assert not self._thread.is_alive()
