"""What is logged of every request: how it went and how long it took, but nothing of what was asked."""

import logging
import time
from collections.abc import Callable

from bot.cleaning import one_line
from bot.web.asgi import App, Message, Receive, Scope, Send
from bot.web.problems import Problem, problem

logger = logging.getLogger(__name__)

_LONGEST = 80
"""Characters of a path that are logged."""


class Noted:
    """An ASGI application before all others, which also answers where one of them fails."""

    def __init__(
        self, app: App, *, is_dull: Callable[[str], bool] = lambda _: False, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """What goes well at a path that `is_dull` is logged for those only who want to know everything."""
        self._app = app
        self._is_dull = is_dull
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and log what came of it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        begun = self._clock()

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception as error:  # noqa: BLE001 - the last place where a bug can be told in plain words
            failed: Problem = problem(error)
            if status:
                raise _Broken from None  # the connection is closed: half an answer must not look like a whole one
            await failed.send(sending)
        finally:
            level = logging.DEBUG if 0 < status < 400 and self._is_dull(scope["path"]) else logging.INFO
            path = one_line(scope["path"])[:_LONGEST]
            logger.log(level, "%s %s: %s in %.3f s", one_line(scope["method"]), path, status or "gone", self._clock() - begun)


class _Broken(Exception):
    """An answer broke off; why is in the log."""
