"""A web server on the loopback address that sends the pages a test puts there.

::

    with serving() as web:
        web.put("/story", "<html>…</html>", etag='"1"')
        Fetcher(Access(allowed_hosts=frozenset({web.host}), delay=0)).get(web.url("/story"))
        assert [asked.path for asked in web.asked] == ["/robots.txt", "/story"]

A page with an `etag` or `modified` is answered with 304 when it is asked for again with it. A path without a page is a 404, so is
`/robots.txt` until it is put. A function in place of a page is called with each request.
"""

import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, slots=True)
class Page:
    """What is sent for one path."""

    body: str | bytes = b""
    kind: str | None = "text/html; charset=utf-8"
    """The Content-Type; None: none is sent."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str | None = None
    modified: str | None = None
    stream: Callable[["Web"], Iterator[bytes]] | None = None
    """Gives the body piece by piece, until the client goes away; comes before `body`."""
    raw: Callable[["Web"], Iterator[bytes]] | None = None
    """Gives all bytes of the response, status line and headers too; comes before everything else."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it came in. Names of headers are in small letters."""

    path: str
    headers: Mapping[str, str]


Script = Callable[[Asked], Page]


@dataclass(slots=True)
class Web:
    """The server's pages, and what it was asked for, in order."""

    host: str
    """`127.0.0.1:PORT`."""
    scheme: str = "http"
    pages: dict[str, Page | Script] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    closing: Event = field(default_factory=Event)
    """Set when the server closes: a stream that holds back waits for it."""

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"{self.scheme}://{self.host}{path}"

    def put(self, path: str, body: str | bytes = b"", **options: Any) -> str:
        """Put a page there, or replace it; its address."""
        self.pages[path] = Page(body, **options)
        return self.url(path)

    def script(self, path: str, script: Script) -> str:
        """Have a function answer for this path; its address."""
        self.pages[path] = script
        return self.url(path)

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        """Send who asks for this path to another address; its address."""
        return self.put(path, status=status, headers={"Location": target})

    def paths(self) -> Sequence[str]:
        """The paths that were asked for, without robots.txt."""
        return [asked.path for asked in self.asked if asked.path != "/robots.txt"]


@contextmanager
def serving(*, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Iterator[Web]:
    """A server at that loopback address, while the context is open."""
    server = _Server((address, 0), _Handler)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    web = server.web = Web(f"{address}:{server.server_address[1]}", "https" if tls else "http")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield web
    finally:
        web.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    web: Web

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
        self.server.web.asked.append(asked)
        found = self.server.web.pages.get(self.path, Page("Not found", status=404))
        with suppress(OSError):
            self._send(found(asked) if callable(found) else found, asked.headers)

    def _send(self, page: Page, headers: Mapping[str, str]) -> None:
        if page.raw:
            self._write(page.raw(self.server.web))
            return
        is_known = headers.get("if-none-match", "") == page.etag or headers.get("if-modified-since", "") == page.modified
        body = page.body.encode() if isinstance(page.body, str) else page.body
        self.send_response(304 if is_known else page.status)
        named = {"Content-Type": page.kind, "ETag": page.etag, "Last-Modified": page.modified, **page.headers}
        if not page.stream:
            named.setdefault("Content-Length", "0" if is_known else str(len(body)))
        for name, value in named.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        if not is_known:
            self._write(page.stream(self.server.web) if page.stream else iter([body]))

    def _write(self, pieces: Iterator[bytes]) -> None:
        for piece in pieces:
            self.wfile.write(piece)
            self.wfile.flush()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the name that the base class gives it
        """Say nothing."""
