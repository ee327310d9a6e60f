"""The API as one application: its routes, and who and how much is let in."""

import contextlib
from collections.abc import AsyncIterator, Collection
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response

from bot.api import answers, completions, health, page, reading
from bot.api.desk import Capacity, Desk
from bot.api.health import Health
from bot.api.routes import told
from bot.web.asgi import App, Message, Receive, Scope, Send
from bot.web.guard import Guard
from bot.web.limits import Limited, Limits
from bot.web.noting import Noted
from bot.web.origins import shared
from bot.web.problems import Problem
from index.newsroom import Newsroom

_STANDARD = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"cache-control": b"no-store",
}


class Api:
    """The application, and what is needed to end it in peace."""

    def __init__(
        self,
        news: Newsroom,
        *,
        token: str | None = None,
        origins: Collection[str] = (),
        is_local: bool = True,
        limits: Limits | None = None,
        capacity: Capacity | None = None,
    ) -> None:
        """See `Guard` for what lets a request in."""
        self._news = news
        self._capacity = capacity or Capacity()
        self._routes = self._routed(needs_token=token is not None)
        limited = Limited(_Headed(self._routes), limits or Limits())
        guarded = Guard(limited, token=token, origins=origins, is_local=is_local, is_open=is_open)
        self._app = Noted(shared(guarded, origins, methods=["GET", "POST"], exposed=["Retry-After"]), is_dull=is_open)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        await self._app(scope, receive, send)

    def give_up(self) -> None:
        """Give up the questions that are being answered; in the event loop."""
        self._routes.state.desk.give_up()

    def _routed(self, *, needs_token: bool) -> FastAPI:
        routes = FastAPI(
            title="Dateline",
            version=version("dateline"),
            description="Answers questions about the news from articles: cited, dated, and honest when the articles don't say.",
            docs_url=None,
            redoc_url=None,
            redirect_slashes=False,
            lifespan=self._living,
        )
        routes.state.health = Health(self._news, needs_token=needs_token)
        for router in (answers.router, reading.router, health.router, completions.router, page.router()):
            routes.include_router(router)
        routes.add_exception_handler(404, _no_path)
        routes.add_exception_handler(405, _no_method)
        if needs_token:
            _need_token(routes.openapi())
        return routes

    @contextlib.asynccontextmanager
    async def _living(self, routes: FastAPI) -> AsyncIterator[None]:
        routes.state.desk = Desk(self._news, self._capacity)
        yield
        await routes.state.desk.close()


def is_open(path: str) -> bool:
    """True for what needs no token: the page, which asks for it, and whether all is well."""
    return path in {"/", "/health"} or path.startswith("/page/")


def _need_token(document: dict[str, Any]) -> None:
    """Say in the OpenAPI document what needs the token."""
    document["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if is_open(path) else [{"token": []}]


async def _no_path(_: Request, __: Exception) -> Response:
    return told(Problem(404, "not_found", "there is nothing here; /openapi.json tells what there is"))


async def _no_method(_: Request, error: Exception) -> Response:
    answer = told(Problem(405, "method_not_allowed", "this path is not asked in this way; /openapi.json tells how"))
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


class _Headed:
    """An application whose answers tell browsers to be careful with them, each header unless it sets it itself."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", []))
                names = {name.lower() for name, _ in given}
                message["headers"] = given + [(name, value) for name, value in _STANDARD.items() if name not in names]
            await send(message)

        await self._app(scope, receive, sending)
