"""The command `api`: the newsroom over HTTP, from its start to its end."""

import logging
from collections.abc import Sequence
from pathlib import Path

from bot import logs, opening, settings
from bot.api.application import Api
from bot.settings import Settings
from bot.warming import warming
from bot.web import places
from bot.web.limits import Limits
from bot.web.origins import origin
from bot.web.server import Server, run
from index.errors import SettingsError

logger = logging.getLogger(__name__)

LISTEN = "127.0.0.1:8000"


def api(*, listen: str | None, origins: Sequence[str], log_format: logs.Form, home: Path | None) -> int:
    """Serve until told to end; returns the exit code."""
    chosen = settings.load()
    # One line for each request belongs to serving, unless another level is asked for.
    logs.set_up(chosen, form=log_format, level=chosen.log if "log" in chosen.model_fields_set else "info")
    logs.catch_uncaught()
    where = _place(chosen, listen or LISTEN)
    allowed = [origin(given) for given in origins]
    with opening.newsroom_of(chosen, home) as news, places.opened(where) as listening, warming(news):
        served = Api(news, token=chosen.bearer, origins=allowed, is_local=where.is_loopback)
        logger.info("listening at http://%s", where)
        run(Server(served, Limits(), give_up=served.give_up), listening)
    logger.info("ended")
    return 0


def _place(chosen: Settings, listen: str) -> places.Place:
    where = places.place(listen)
    if not where.is_loopback and not chosen.bearer:
        raise SettingsError(
            f"DATELINE_API_TOKEN is not set, and at {listen!r} anybody could ask; set it to 32 letters and digits, "
            "or listen at 127.0.0.1"
        )
    return where
