"""An API that runs in a thread of the test, on a port of its own."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from bot.api.application import Api
from bot.web.limits import Limits
from bot.web.server import Server


@contextmanager
def serving(api: Api, limits: Limits | None = None) -> Iterator[str]:
    """The address of the API, which is ended when the context is left."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = Server(api, limits or Limits(), give_up=api.give_up, patience=1.0)
    thread = threading.Thread(target=_serve, args=(server, listening), name="api")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.end()
        thread.join(30)
        assert not thread.is_alive()


def _serve(server: Server, listening: socket.socket) -> None:
    asyncio.run(server.serve(sockets=[listening]))
