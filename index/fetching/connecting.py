"""Connections to checked addresses only, on which every wait ends by a deadline."""

import ssl
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Event
from typing import Any

import httpcore

from index.errors import FetchError
from index.fetching.access import Access
from index.fetching.addresses import Resolve, reachable

_GLANCE = 0.25
"""Seconds after which a silent connection is left to look whether fetching was stopped."""


@dataclass(slots=True)
class Deadline:
    """The moment by which a page must be there."""

    clock: Callable[[], float]
    """Gives seconds that only ever grow."""
    ends: float
    stopped: Event
    """Set when nothing is to be fetched any more."""

    def bounded(self, timeout: float | None) -> float:
        """The seconds that one step may take. Raises FetchError when no time is left, or fetching was stopped."""
        if self.stopped.is_set():
            raise FetchError("fetching was stopped", is_passing=True)
        left = self.ends - self.clock()
        if left <= 0:
            raise FetchError("it takes too long to come; try again later", is_passing=True)
        return left if timeout is None else min(left, timeout)

    def put_off(self, seconds: float) -> None:
        """Leave out a time in which nothing was asked for."""
        self.ends += seconds


class Connector(httpcore.NetworkBackend):
    """Opens connections, each to the very address that was checked: a name that changes its mind changes nothing."""

    def __init__(self, access: Access, resolve: Resolve, deadline: Deadline) -> None:
        self._access = access
        self._resolve = resolve
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the host. Raises FetchError when it may not be reached, httpcore's errors when it cannot be."""
        *others, last = reachable(host, port, access=self._access, resolve=self._resolve)
        for address in others:
            try:
                return self._connected(address, port, timeout, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(last, port, timeout, socket_options)

    def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ARG002 - httpcore's signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        """Refused: a socket of this machine is not the web."""
        raise FetchError(f"{path!r} is not on the web")

    def _connected(
        self, address: str, port: int, timeout: float | None, options: Iterable[httpcore.SOCKET_OPTION] | None
    ) -> httpcore.NetworkStream:
        stream = self._sockets.connect_tcp(address, port, timeout=self._deadline.bounded(timeout), socket_options=options)
        return _Bounded(stream, self._deadline)


class _Bounded(httpcore.NetworkStream):
    """A connection on which no step outlasts the deadline, however slowly the bytes come."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        left = self._deadline.bounded(timeout)
        while True:
            step = min(left, _GLANCE)
            try:
                return self._stream.read(max_bytes, step)
            except httpcore.ReadTimeout:
                if left <= step:
                    raise
                left = self._deadline.bounded(left - step)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.bounded(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.bounded(timeout))
        return _Bounded(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
