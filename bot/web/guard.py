"""Who is let in: requests to a name of ours, from a page of ours, with the token."""

import hmac
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from bot.web.asgi import App, Receive, Scope, Send, headers
from bot.web.places import is_loopback
from bot.web.problems import Problem

_OURS = frozenset({b"same-origin", b"none"})
"""What browsers say of a request for a page of ours, and of one that the person made (Fetch Metadata)."""


class Guard:
    """An ASGI application before another one, which gets those requests alone that may be answered."""

    def __init__(
        self,
        app: App,
        *,
        token: str | None,
        origins: Collection[str] = (),
        is_local: bool,
        is_open: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`token` must be shown by every request but those without a body for a path that `is_open`; None: nobody need show any.

        `origins` are the addresses of other pages that may ask, and of this server as others call it. With `is_local`, only
        requests that call the server by a name of this machine or of these are answered: a page elsewhere could otherwise have
        its own name point to this machine, and ask as if it were ours (DNS rebinding).
        """
        self._app = app
        self._token = token.encode() if token else None
        self._origins = frozenset(origin.lower() for origin in origins)
        self._names = frozenset(_name(_place(origin.lower())) for origin in origins)
        self._is_local = is_local
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or hand it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._host(scope) or self._origin(scope) or self._bearer(scope)
        if refused:
            await refused.send(send)
            return
        await self._app(scope, receive, send)

    def _host(self, scope: Scope) -> Problem | None:
        hosts = [value.decode("latin-1") for value in headers(scope, b"host")]
        name = _name(hosts[0]) if len(hosts) == 1 else ""
        if not self._is_local or is_loopback(name) or (name and name in self._names):
            return None
        return Problem(403, "forbidden", f"this server is not called {name!r}; if it is, start it with --origin https://{name}")

    def _origin(self, scope: Scope) -> Problem | None:
        """Refuse what a browser sends for a page of somebody else."""
        origins = [value.decode("latin-1").lower() for value in headers(scope, b"origin")]
        hosts = {value.decode("latin-1").lower() for value in headers(scope, b"host")}
        if any(origin not in self._origins and _place(origin) not in hosts - {""} for origin in origins):
            return Problem(403, "forbidden", f"pages of {origins[0]!r} may not ask; to let them, start with --origin")
        if not origins and self._is_led_here(scope):
            return Problem(403, "forbidden", "pages of other sites may not ask")
        return None

    def _is_led_here(self, scope: Scope) -> bool:
        """True when a page of somebody else has a browser load this, or go here: only to what is open may it lead."""
        if all(site in _OURS for site in headers(scope, b"sec-fetch-site")):
            return False
        return headers(scope, b"sec-fetch-mode") != [b"navigate"] or not self._is_open(scope["path"])

    def _bearer(self, scope: Scope) -> Problem | None:
        if self._token is None or (self._is_open(scope["path"]) and not _has_body(scope)):
            return None
        shown = headers(scope, b"authorization")
        scheme, _, token = shown[0].strip().partition(b" ") if len(shown) == 1 else (b"", b"", b"")
        if scheme.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token):
            return None
        told = "the token is not the right one" if shown else "a token is needed"
        return Problem(
            401, "unauthorized", f"{told}; send the header Authorization: Bearer TOKEN, with DATELINE_API_TOKEN's value"
        )


def _has_body(scope: Scope) -> bool:
    """True when a body follows, which a client may take its time to send."""
    return bool(headers(scope, b"transfer-encoding")) or headers(scope, b"content-length") not in ([], [b"0"])


def _place(origin: str) -> str:
    """Host and port of an origin, empty when it has none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _name(host: str) -> str:
    """The name in a Host header, without its port."""
    bare = host.strip().lower()
    if bare.startswith("["):
        return bare.partition("]")[0].removeprefix("[")
    return bare.partition(":")[0]
