"""Who has no token, sends too much, nonsense, or too slowly, gets nowhere and holds nobody up."""

from collections.abc import Iterator
from contextlib import ExitStack

import httpx
import pytest

from bot.api.application import Api
from bot.web.limits import Limits
from index import Newsroom
from tests.api.conftest import TOKEN
from tests.api.serving import serving
from tests.articles import NOW
from tests.web.wire import Client
from tests.writing.scripted import ROADS

LIMITS = Limits(connections=64, requests=16, head_seconds=0.5, body_seconds=0.5, body_bytes=10_000)
POST = b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
SHOWN = f"Authorization: Bearer {TOKEN}\r\n".encode()


@pytest.fixture(scope="module")
def port(news: Newsroom) -> Iterator[int]:
    """Of an API that needs a token and bears little."""
    with serving(Api(news, token=TOKEN, limits=LIMITS), LIMITS) as url:
        yield int(url.rpartition(":")[2])


@pytest.mark.parametrize("path", ["/ask", "/v1/chat/completions", "/search?query=x", "/openapi.json", "/nowhere", "//health"])
def test_without_the_token_nothing_is_read_or_told(port: int, path: str) -> None:
    client = Client(port)
    client.send(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000000\r\n\r\n".encode())
    status, problem = client.problem()
    assert (status, problem["code"]) == (401, "unauthorized")
    client.close()


def test_a_page_of_another_site_gets_nowhere_even_with_the_token(port: int) -> None:
    client = Client(port)
    client.send(POST + SHOWN + b"Origin: https://evil.example\r\nContent-Length: 2\r\n\r\n{}")
    assert client.problem()[0] == 403
    client.close()


@pytest.mark.parametrize(
    ("rest", "status"),
    [
        (b"Content-Length: 10001\r\n\r\n", 413),
        (b"Transfer-Encoding: chunked\r\n\r\n4E20\r\n" + b"x" * 20_000 + b"\r\n", 413),
        (b"Content-Length: 2\r\n\r\n{]", 400),
        (b"Content-Length: 4\r\n\r\n\xff\xfe\x00\x00", 400),
        (b"Content-Length: 9\r\n\r\n{", 408),
        (b"Content-Le", 408),
    ],
    ids=["too long", "turns out too long", "malformed", "no text", "half a body", "half a head"],
)
def test_what_is_too_long_malformed_or_slow_is_refused(port: int, rest: bytes, status: int) -> None:
    client = Client(port)
    client.send(POST + SHOWN + rest)
    assert client.problem()[0] == status
    client.close()


def test_the_slow_hold_nobody_up(port: int) -> None:
    with ExitStack() as stack:
        for place in range(20):
            client = Client(port)
            stack.callback(client.close)
            client.send(POST[: 40 + place])
        for _ in range(10):
            client = Client(port)
            stack.callback(client.close)
            client.send(POST + SHOWN + b"Content-Length: 9\r\n\r\n{")
        told = httpx.post(
            f"http://127.0.0.1:{port}/ask",
            json={"question": ROADS, "now": NOW.isoformat()},
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=30,
        )
    assert (told.status_code, told.json()["tally"]["value"]) == (200, 7)
