"""Connections of clients, which do not wait for ever for those who send or read too slowly, or not at all."""

import asyncio
import json
import socket
import struct
import sys
from functools import partial

import h11
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.web.limits import Limits
from bot.web.problems import Problem

_PHRASES = {400: b"Bad Request", 408: b"Request Timeout", 431: b"Request Header Fields Too Large", 503: b"Service Unavailable"}


class Connection(H11Protocol):
    """One connection. uvicorn itself sets no limit to the time that a request takes to come, or an answer to be read."""

    def __init__(self, limits: Limits, config: Config, *args: object, **options: object) -> None:
        super().__init__(config, *args, **options)  # type: ignore[arg-type]  # handed on as uvicorn gives them
        self._limits = limits
        self._head_due: asyncio.TimerHandle | None = None
        self._reading_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Await the first request, unless there are too many connections."""
        super().connection_made(transport)  # type: ignore[arg-type]  # uvicorn narrows the type
        # asyncio does so only where the listening socket was made with the protocol's number. Without it, head and body of an
        # answer, which are two writes, wait 40 ms for one another.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if len(self.connections) > self._limits.connections:
            self._refuse(Problem(503, "busy", "too many connections at once; try again in a second", again=1))
            return
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the clocks that run."""
        _cancel(self._head_due)
        _cancel(self._reading_due)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what comes; the clock stops when the head of a request is there."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._is_answering():
            _cancel(self._head_due)

    def on_response_complete(self) -> None:
        """Await the next request, unless it is there already."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._await_reading()
        elif not self._is_answering():
            self._await_request()

    def pause_writing(self) -> None:
        """Wait for the client to read."""
        self._await_reading()
        super().pause_writing()

    def resume_writing(self) -> None:
        """Go on, as the client reads."""
        _cancel(self._reading_due)
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - as the base class has it
        """Say that this is no request."""
        error = sys.exception()
        if isinstance(error, h11.RemoteProtocolError) and error.error_status_hint == 431:
            most = self._limits.head_bytes
            self._refuse(Problem(431, "too_large", f"the head of the request is too large: at most {most:,} bytes are read"))
        else:
            self._refuse(Problem(400, "bad_request", "this is no HTTP request that can be read"))

    def _should_upgrade(self) -> bool:
        """No; and where two headers tell the length of the body, this request is the connection's last.

        h11 goes by one of them, a proxy may have gone by the other, and taken a part of the body for somebody's next request
        (RFC 9112, 6.1). Here, because uvicorn asks this of each request before it is answered.
        """
        if {b"content-length", b"transfer-encoding"} <= {name for name, _ in self.headers}:
            self.headers.append((b"connection", b"close"))
        return False

    @property
    def _socket(self) -> socket.socket:
        connected: socket.socket = self.transport.get_extra_info("socket")
        return connected

    def _is_answering(self) -> bool:
        return bool(self.cycle) and not self.cycle.response_complete

    def _await_request(self) -> None:
        _cancel(self._head_due)
        self._head_due = self.loop.call_later(self._limits.head_seconds, self._give_up)

    def _await_reading(self) -> None:
        _cancel(self._reading_due)
        self._reading_due = self.loop.call_later(self._limits.write_seconds, self._break_off)

    def _break_off(self) -> None:
        """End the connection at once, and have the system forget what the client did not read, too."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def _give_up(self) -> None:
        """End a connection on which no request came, or half of one."""
        begun, _ = self.conn.trailing_data
        if begun and self.conn.our_state is h11.IDLE:
            seconds = self._limits.head_seconds
            self._refuse(Problem(408, "timeout", f"the head of the request was not there after {seconds:g} seconds"))
        else:
            self._close()

    def _refuse(self, refused: Problem) -> None:
        """Answer what is no request, and close."""
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.abort()
            return
        if self._is_answering():
            # What is about to be answered shall not be answered twice.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        body = json.dumps(refused.record).encode()
        told = {"content-type": "application/json", "content-length": str(len(body)), "connection": "close", **refused.headers}
        head = h11.Response(status_code=refused.status, headers=list(told.items()), reason=_PHRASES[refused.status])
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self._close()

    def _close(self) -> None:
        """Close when what was written is read, which may take so long and no longer."""
        self.transport.close()
        self._await_reading()


def connecting(limits: Limits) -> "partial[Connection]":
    """What makes the connections of one server."""
    return partial(Connection, limits)


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer:
        timer.cancel()
