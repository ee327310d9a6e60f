"""Sites whose pages may ask, and names by which a server is reached, as a person gives them."""

import re
from collections.abc import Collection, Sequence

from starlette.middleware.cors import CORSMiddleware

from bot.failures import Misuse
from bot.web.asgi import App

_ORIGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/?#@]+", re.IGNORECASE)


def origin(given: str) -> str:
    """The origin as browsers write it. Raises Misuse."""
    if not _ORIGIN.fullmatch(given.rstrip("/")):
        raise Misuse(f"--origin {given!r} must be the address of a site without a path, such as https://news.example.org")
    return given.rstrip("/").lower()


def shared(app: App, origins: Collection[str], *, methods: Sequence[str], exposed: Sequence[str]) -> App:
    """The application, which also tells browsers that pages of these origins may ask, and read the exposed headers of answers."""
    return CORSMiddleware(
        app, allow_origins=sorted(origins), allow_methods=methods, allow_headers=["*"], expose_headers=exposed, max_age=600
    )
