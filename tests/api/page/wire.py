"""The page before a newsroom that says, event by event, what a test tells it to: for what a real one does by chance alone."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Event, Thread
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from uvicorn import Config, Server

from bot.api.page import router

Record = dict[str, Any]
SECONDS = 30.0


class Wire:
    """A newsroom's side of the conversation."""

    def __init__(self) -> None:
        self._asked: Queue[Record] = Queue()
        self._refusals: Queue[Response] = Queue()
        self._events: asyncio.Queue[tuple[str, Record] | None] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._left = Event()

    def asked(self) -> Record:
        """The next question that the page has asked, as it sent it."""
        return self._asked.get(timeout=SECONDS)

    def refuse(self, status: int, message: str, *, reference: str | None = None, headers: dict[str, str] | None = None) -> None:
        """Refuse the next question."""
        self._refusals.put(JSONResponse({"error": {"message": message, "reference": reference}}, status, headers))

    def say(self, kind: str, content: Record) -> None:
        """One event of the running answer."""
        self._put((kind, content))

    def hang_up(self) -> None:
        """End the running answer."""
        self._put(None)

    def is_left(self) -> bool:
        """True as soon as the page has dropped the connection of a running answer; waits for it."""
        return self._left.wait(SECONDS)

    def application(self) -> FastAPI:
        """The page, and the two ways of the API that it speaks to."""
        application = FastAPI(openapi_url=None)
        application.include_router(router())

        @application.get("/health")
        async def health() -> Record:
            return {"status": "ok", "articles": 1, "newest": "2025-11-03T13:20:00-08:00"}

        @application.post("/ask")
        async def ask(request: Request) -> Response:
            self._loop = asyncio.get_running_loop()
            self._asked.put(await request.json())
            if not self._refusals.empty():
                return self._refusals.get()
            return StreamingResponse(self._stream(), media_type="text/event-stream")

        return application

    def _put(self, event: tuple[str, Record] | None) -> None:
        assert self._loop is not None, "nothing was asked yet"
        self._loop.call_soon_threadsafe(self._events.put_nowait, event)

    async def _stream(self) -> AsyncIterator[str]:
        try:
            yield ": the newsroom listens\n\n"
            while event := await self._events.get():
                yield f"event: {event[0]}\ndata: {json.dumps(event[1])}\n\n"
        except asyncio.CancelledError:
            self._left.set()
            raise


@contextmanager
def served(application: FastAPI) -> Iterator[str]:
    """The application on a free port of this machine; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Server(Config(application, log_config=None, lifespan="off", ws="none", timeout_graceful_shutdown=1))
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(SECONDS)
