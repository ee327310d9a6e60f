"""Whether the newsroom is well: open to everybody, so it tells no more than that."""

import asyncio
import logging
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime

from bot import records
from bot.api.routes import Explaining
from bot.shapes import Shape
from index.errors import DatelineError
from index.newsroom import Newsroom

logger = logging.getLogger(__name__)
router = APIRouter(route_class=Explaining)

_KEPT = 5.0
"""Seconds for which a finding holds: who asks more often is told the same."""
_PATIENCE = 5.0


class HealthShape(Shape):
    """How the newsroom is."""

    status: Literal["ok", "empty", "failing"]
    chroma: Literal["ok", "unknown", "failing"]
    articles: int
    newest: AwareDatetime | None
    model: bool
    needs_token: bool
    version: str


class Health:
    """Looks how the newsroom is, at most every few seconds. To be used from one event loop."""

    def __init__(
        self,
        news: Newsroom,
        *,
        needs_token: bool,
        patience: float = _PATIENCE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`patience` is how many seconds the newsroom may take to answer."""
        self._news = news
        self._needs_token = needs_token
        self._patience = patience
        self._clock = clock
        self._looked = -_KEPT
        self._looking: asyncio.Task[records.Record] | None = None

    async def told(self) -> records.Record:
        """How it is now, or was a few seconds ago. A newsroom that does not answer in time is failing."""
        if self._looking is None or (self._looking.done() and self._clock() - self._looked >= _KEPT):
            self._looked = self._clock()
            self._looking = asyncio.create_task(asyncio.to_thread(self._look))
        done, _ = await asyncio.wait({self._looking}, timeout=self._patience)
        return self._looking.result() if done else self._record("failing", "failing")

    def _look(self) -> records.Record:
        """Ask the newsroom what everybody asks it: what it holds, and for a passage."""
        try:
            held = records.overview(self._news.articles())
            if not held["articles"]:
                return self._record("empty", "unknown")
            self._news.search("news", limit=1)
        except DatelineError as error:
            logger.warning("the newsroom is not well: %s", error)
            return self._record("failing", "failing")
        return self._record("ok", "ok", articles=held["articles"], newest=held["last_published"])

    def _record(self, status: str, chroma: str, *, articles: object = 0, newest: object = None) -> records.Record:
        return {
            "status": status,
            "chroma": chroma,
            "articles": articles,
            "newest": newest,
            "model": self._news.has_model,
            "needs_token": self._needs_token,
            "version": version("dateline"),
        }


@router.get("/health", response_model=HealthShape, responses={503: {"model": HealthShape, "description": "It is not well."}})
async def health(request: Request) -> Response:
    """Whether the newsroom is well, how many articles it holds, and when the newest one was published. Needs no token."""
    looked: Health = request.app.state.health
    told = await looked.told()
    return JSONResponse(told, 503 if told["status"] == "failing" else 200)
