"""A server from its start to its end."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from bot.web.asgi import App
from bot.web.connections import connecting
from bot.web.limits import Limits

logger = logging.getLogger(__name__)

PATIENCE = 8.0
"""Seconds for which requests that are being answered are let run, once the server is told to end."""
_LEAVE = 2
"""Seconds that are left to those that were given up."""


class Server(uvicorn.Server):
    """uvicorn, which ends in peace: what runs is answered, or given up after a time, and the exit code is not the signal's."""

    def __init__(
        self, app: App, limits: Limits, *, give_up: Callable[[], None] = lambda: None, patience: float = PATIENCE
    ) -> None:
        """`give_up` is called when requests still run `patience` seconds after the server was told to end."""
        self._give_up = give_up
        self._patience = patience
        super().__init__(
            uvicorn.Config(
                app,
                interface="asgi3",
                http=connecting(limits),  # type: ignore[arg-type]  # uvicorn only calls it
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_keep_alive=int(limits.head_seconds) + 1,
                timeout_graceful_shutdown=int(patience) + _LEAVE,
                h11_max_incomplete_event_size=limits.head_bytes,
            )
        )

    def end(self) -> None:
        """Take no more requests, and return from `serve` when the running ones are answered. Safe for any thread."""
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let what runs come to its end."""
        giving_up = asyncio.get_running_loop().call_later(self._patience, self._give_up)
        try:
            await super().shutdown(sockets)
        finally:
            giving_up.cancel()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Do nothing: `run` handles signals, and does not hand them on as uvicorn does."""
        yield


def run(server: Server, listening: socket.socket) -> None:
    """Serve until the process is told to end (SIGTERM, SIGINT)."""

    async def serving() -> None:
        loop = asyncio.get_running_loop()
        for kind in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(kind, server.end)
        await server.serve(sockets=[listening])

    asyncio.run(serving())
