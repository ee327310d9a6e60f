"""The connections that a client has opened, which another thread may shut down while the client waits for one of them."""

import socket
from contextlib import suppress
from threading import Lock
from typing import Any

import httpx


class Lines:
    """Knows the sockets of a client's requests. Shutting down is safe from any thread, at any time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._sockets: list[socket.socket] = []
        self._is_down = False

    def attach(self, request: httpx.Request) -> None:
        """Learn of the connection that this request, which was not sent yet, will open."""
        request.extensions["trace"] = self._hear

    def shut_down(self) -> None:
        """End every connection, and each that is opened later as soon as it is: whoever reads from it or writes to it fails."""
        with self._lock:
            self._is_down = True
            self._shut_down_all()

    def close(self) -> None:
        """Let go of the sockets; what the client has not closed stays open for it."""
        with self._lock:
            for each in self._sockets:
                each.close()
            self._sockets.clear()

    def _hear(self, event: str, told: dict[str, Any]) -> None:
        """Take note of a connection; called by httpcore for each step of a request."""
        if not event.endswith((".connect_tcp.complete", ".connect_unix_socket.complete")):
            return
        with self._lock:
            # A duplicate, because TLS takes the socket over, and a closed one's number may be another's by then.
            self._sockets.append(told["return_value"].get_extra_info("socket").dup())
            if self._is_down:
                self._shut_down_all()

    def _shut_down_all(self) -> None:
        for each in self._sockets:
            # It may have ended by itself.
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
