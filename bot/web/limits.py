"""How much a client may send, how slowly, and how many may at once."""

import asyncio
from dataclasses import dataclass

from bot.web.asgi import App, Message, Receive, Scope, Send, headers
from bot.web.problems import Problem

_DIGITS = 18
"""Of a length that is read at all; that they are digits the server has made sure of."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one server bears."""

    connections: int = 256
    requests: int = 64
    """At once."""
    head_bytes: int = 64 * 1024
    """Of the request line and the headers together."""
    head_seconds: float = 10.0
    """Until they are there, from the connection or from the end of the request before on."""
    body_bytes: int = 1024 * 1024
    body_seconds: float = 10.0
    write_seconds: float = 20.0
    """For which a client may leave unread what waits for it."""


class Limited:
    """An ASGI application before another one, which gets requests whose body is there, as a whole."""

    def __init__(self, app: App, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if self._running >= self._limits.requests:
            await Problem(503, "busy", "too many requests at once; try again in a second", again=1).send(send)
            return
        self._running += 1
        try:
            await self._answer(scope, receive, send)
        finally:
            self._running -= 1

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                body = await self._body(scope, receive)
        except TimeoutError:
            seconds = self._limits.body_seconds
            await Problem(408, "timeout", f"the body of the request was not there after {seconds:g} seconds").send(send)
            return
        except Problem as refused:
            await refused.send(send)
            return
        if body is not None:
            await self._app(scope, _again(body, receive), send)

    async def _body(self, scope: Scope, receive: Receive) -> bytes | None:
        """The body of the request; None when the client has gone. Raises Problem when it is too long."""
        most = self._limits.body_bytes
        told = headers(scope, b"content-length")
        if told and (len(told[0]) > _DIGITS or int(told[0]) > most):
            raise _too_large(most)
        taken = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return None
            taken += message.get("body", b"")
            if len(taken) > most:
                raise _too_large(most)
            if not message.get("more_body", False):
                return bytes(taken)


def _again(body: bytes, receive: Receive) -> Receive:
    """Receives the body first, then what comes after it."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return waiting.pop() if waiting else await receive()

    return received


def _too_large(most: int) -> Problem:
    return Problem(413, "too_large", f"the body of the request is too large: at most {most:,} bytes are read")
