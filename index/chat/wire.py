"""The connection to an endpoint: one for each request, watched, and closed at once when nobody reads on."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

import httpx

from index.chat.lines import Lines
from index.stopping import Stop

_TAIL = 32


class TooMuch(Exception):
    """A response went on for longer, or to more bytes, than any answer takes."""


@dataclass(slots=True)
class Watch:
    """What was seen of a response so far, and how long it may become."""

    clock: Callable[[], float]
    deadline: float
    """By the clock."""
    most: int
    """Bytes."""
    stop: Stop
    """Set when nobody wants the response any more."""
    response: httpx.Response | None = None
    tail: bytes = field(default=b"", repr=False)
    """The last bytes that came."""

    @property
    def accepted(self) -> bool:
        """True when the endpoint began to answer, and not with an error."""
        return self.response is not None and self.response.is_success

    @property
    def ended(self) -> bool:
        """True when the stream said that it was complete."""
        return b"data: [DONE]" in self.tail or b"data:[DONE]" in self.tail

    def attach(self, response: httpx.Response) -> None:
        """Watch this response, whose body was not read yet."""
        assert isinstance(response.stream, httpx.SyncByteStream)
        self.response = response
        self.tail = b""
        response.stream = _Watched(response.stream, self)

    def close(self) -> None:
        """Close the response, if there is one, whatever is still on its way."""
        if self.response is not None:
            self.response.close()


class _Watched(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def __iter__(self) -> Iterator[bytes]:
        watch, came = self._watch, 0
        for part in self._stream:
            came += len(part)
            watch.tail = (watch.tail + part)[-_TAIL:]
            if came > watch.most or watch.clock() > watch.deadline:
                raise TooMuch
            yield part

    def close(self) -> None:
        self._stream.close()


@contextmanager
def connection(
    watch: Watch, *, login: tuple[str, str] | None, certificates: ssl.SSLContext, timeout: httpx.Timeout
) -> Iterator[httpx.Client]:
    """A client for one request; at the end its connection is closed, whatever is still on its way.

    As soon as the watch's stop is set, the connection is shut down, and whoever waits for it hears that it was cut.
    """
    with ExitStack() as ending:
        lines = ending.enter_context(closing(Lines()))
        ending.callback(watch.stop.on_set(lines.shut_down))
        hooks: dict[str, list[Callable[..., None]]] = {"request": [lines.attach], "response": [watch.attach]}
        client = httpx.Client(auth=login, verify=certificates, timeout=timeout, follow_redirects=True, event_hooks=hooks)
        ending.enter_context(client)
        ending.callback(watch.close)
        yield client


def certificates() -> ssl.SSLContext:
    """The authorities that are trusted: those of SSL_CERT_FILE or SSL_CERT_DIR, else those that come with httpx."""
    return httpx.create_ssl_context()


def parted(url: str) -> tuple[str, tuple[str, str] | None]:
    """The URL without user name and password, and these: whatever logs an address shall not log them."""
    parts = urlsplit(url)
    if parts.username is None and parts.password is None:
        return url, None
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return bare, (unquote(parts.username or ""), unquote(parts.password or ""))
