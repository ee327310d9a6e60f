"""httpx on our own connections: it has no way to be given them."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import httpcore
import httpx

from index.errors import FetchError
from index.fetching.connecting import Connector


class Transport(httpx.BaseTransport):
    """Sends httpx's requests over connections of a Connector. What goes wrong there is raised as FetchError."""

    def __init__(self, connector: Connector, tls: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=connector)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; the response's body is read from the connection as it is asked for."""
        url = request.url
        asked = httpcore.Request(
            request.method,
            httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _explained(url.host):
            answer = self._pool.handle_request(asked)
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer, url.host))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The bytes of a response, as they come."""

    def __init__(self, answer: httpcore.Response, host: str) -> None:
        self._answer = answer
        self._host = host

    def __iter__(self) -> Iterator[bytes]:
        with _explained(self._host):
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


@contextmanager
def _explained(host: str) -> Iterator[None]:
    """Say in plain words what goes wrong on a connection."""
    try:
        yield
    except httpcore.TimeoutException as error:
        raise FetchError(f"{host} doesn't answer; try again later", is_passing=True) from error
    except httpcore.ConnectError as error:
        if isinstance(error.__cause__ or error.__context__, ssl.SSLError):
            raise FetchError(f"{host} cannot prove who it is: {_certificate(error)}; check the address") from error
        raise FetchError(f"cannot connect to {host}; check the address and the connection", is_passing=True) from error
    except httpcore.NetworkError as error:
        raise FetchError(f"the connection to {host} broke off; try again", is_passing=True) from error
    except httpcore.ProtocolError as error:
        raise FetchError(f"{host} answers with something that is no web page, or breaks off", is_passing=True) from error


def _certificate(error: Exception) -> str:
    cause = error.__cause__ or error.__context__
    return getattr(cause, "verify_message", None) or "it does not speak TLS as it should"
