"""The socket that the emulator listens on: it can refuse connections for a while, and break them off."""

import asyncio
import socket
from functools import partial
from typing import Any

from starlette.types import ASGIApp, Scope
from uvicorn import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

KEEP_ALIVE = 75
"""Seconds, as on Telegram: shorter than uvicorn's usual, a bot's idle connections would close under its hands."""


class Connections:
    """All connections to one HTTP application. Methods are for the event loop that serves them."""

    def __init__(self, app: ASGIApp, port: int = 0) -> None:
        config = Config(app, access_log=False, log_level="warning", timeout_keep_alive=KEEP_ALIVE, lifespan="off", ws="none")
        config.load()
        self._state = ServerState()
        self._protocol = partial(H11Protocol, config=config, server_state=self._state, app_state={})
        self._server: asyncio.Server | None = None
        self.port = port

    async def accept(self) -> None:
        """Listen, on the same port as before."""
        if self._server is None:
            listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
            self.port = listener.getsockname()[1]
            self._server = await asyncio.get_running_loop().create_server(self._protocol, sock=listener)

    async def refuse(self) -> None:
        """Listen no more, and break off what is open."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for connection in list(self._state.connections):
            self._transport(connection).abort()
        # The transports tell their protocols in the loop's next round.
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Refuse, and wait for what was under way."""
        await self.refuse()
        await asyncio.gather(*self._state.tasks, return_exceptions=True)

    async def drop(self, scope: Scope) -> None:
        """Break off the connection of one request."""
        for connection in list(self._state.connections):
            if getattr(connection, "client", None) == scope["client"]:
                self._transport(connection).abort()
        await asyncio.sleep(0)

    @staticmethod
    def _transport(connection: Any) -> asyncio.Transport:
        transport: asyncio.Transport = connection.transport
        return transport
