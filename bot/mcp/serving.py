"""The command `mcp`: one assistant over standard input and output, or many over HTTP."""

import logging
import signal
from collections.abc import Sequence
from pathlib import Path

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings

from bot import logs, opening, settings
from bot.failures import Misuse
from bot.mcp.server import server
from bot.warming import warming
from bot.web import places
from bot.web.asgi import App
from bot.web.guard import Guard
from bot.web.limits import Limited, Limits
from bot.web.noting import Noted
from bot.web.origins import origin, shared
from bot.web.server import Server, run
from index.errors import SettingsError
from index.newsroom import Newsroom

logger = logging.getLogger(__name__)

PATH = "/mcp"
"""Where assistants are answered."""
_REQUESTS = 256
_SESSIONS = 1_000
"""Assistants that may be connected; those that say nothing for half an hour are forgotten."""
_PATIENCE = 1.0
"""Assistants keep connections open on which nothing may come for hours: there is no use in waiting for their end."""


def serve(*, http: str | None, origins: Sequence[str], home: Path | None) -> int:
    """Serve until the assistant goes, or until told to end; returns the exit code.

    `http` is the HOST:PORT to listen at; None means standard input and output. `origins` are as for `Guard`, not yet checked.
    """
    if origins and not http:
        raise Misuse("--origin belongs to --http HOST:PORT; standard input and output have no origins")
    chosen = settings.load()
    if http is None:
        logs.set_up(chosen)
        with opening.newsroom_of(chosen, home) as news:
            _over_stdio(news)
        return 0
    where = places.place(http, option="--http")
    if not chosen.bearer:
        raise SettingsError(
            "DATELINE_API_TOKEN is not set, and without it any program that reaches this server could ask; choose 32 letters "
            "and digits"
        )
    logs.set_up(chosen, form="text", level=chosen.log if "log" in chosen.model_fields_set else "info")
    logs.catch_uncaught()
    allowed = [origin(given) for given in origins]
    with opening.newsroom_of(chosen, home) as news, places.opened(where, option="--http") as listening, warming(news):
        limits = Limits(requests=_REQUESTS)
        guarded = Guard(Limited(_over_http(news), limits), token=chosen.bearer, origins=allowed, is_local=where.is_loopback)
        app = Noted(shared(guarded, allowed, methods=["GET", "POST", "DELETE"], exposed=["Mcp-Session-Id"]))
        logger.info("listening at http://%s%s", where, PATH)
        run(Server(app, limits, patience=_PATIENCE), listening)
    logger.info("ended")
    return 0


def _over_stdio(news: Newsroom) -> None:
    async def serving() -> None:
        served = server(news)
        async with stdio_server() as (heard, said):
            await served.run(heard, said, served.create_initialization_options())

    # Python would wait for the next line of the assistant before it ended on Ctrl-C.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    anyio.run(serving)


def _over_http(news: Newsroom) -> App:
    """The application that answers at PATH; who may ask it is looked after elsewhere."""
    guarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server(news).streamable_http_app(streamable_http_path=PATH, max_sessions=_SESSIONS, transport_security=guarded)
