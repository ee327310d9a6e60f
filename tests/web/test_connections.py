"""Clients that send too much, too slowly or nothing, that don't read, and that are too many: none of them holds a server up."""

from collections.abc import Iterator

import pytest

from bot.web.asgi import Receive, Scope, Send, send_json
from bot.web.limits import Limited, Limits
from tests.web.wire import Wire, live, serving

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST / HTTP/1.1\r\nHost: localhost\r\n"
OFTEN = 3
"""Connections that keep up each bad habit while others are served."""


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Tells the length of the body; `/large` sends more than a client that does not read can be sent."""
    if scope["type"] == "lifespan":
        await live(receive, send)
        return
    body = (await receive())["body"]
    if scope["path"] != "/large":
        await send_json(send, status=200, record={"length": len(body)})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(200):
        await send({"type": "http.response.body", "body": b"x" * 65536, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


LIMITS = Limits(
    connections=8, requests=4, head_bytes=4096, head_seconds=0.2, body_bytes=1000, body_seconds=0.2, write_seconds=0.2
)


@pytest.fixture(scope="module")
def wire() -> Iterator[Wire]:
    with serving(Limited(echo, LIMITS), LIMITS) as opened:
        yield opened


@pytest.fixture(autouse=True)
def still_answers(wire: Wire) -> Iterator[None]:
    """After each test somebody else is answered, on a connection of their own."""
    yield
    client = wire.client()
    client.send(POST + b"Content-Length: 3\r\n\r\nabc")
    assert client.answer()[2] == b'{"length": 3}'
    client.close()


def test_requests_follow_one_another_on_a_connection(wire: Wire) -> None:
    client = wire.client()
    for length in (0, 5, 1000):
        client.send(POST + f"Content-Length: {length}\r\n\r\n".encode() + b"x" * length)
        assert client.answer()[2] == b'{"length": %d}' % length
    client.close()


def test_requests_sent_at_once_are_answered_in_turn(wire: Wire) -> None:
    client = wire.client()
    client.send((POST + b"Content-Length: 1\r\n\r\nx") * 3)
    assert [client.answer()[0] for _ in range(3)] == [200] * 3
    client.close()


def test_what_follows_a_body_of_two_lengths_is_no_request(wire: Wire) -> None:
    client = wire.client()
    client.send(POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HEAD + b"\r\n")
    assert client.answer()[2] == b'{"length": 0}'
    assert client.is_closed()


def test_a_connection_on_which_nothing_comes_is_closed(wire: Wire) -> None:
    clients = [wire.client() for _ in range(OFTEN)]
    assert [client.is_closed() for client in clients] == [True] * OFTEN


def test_a_connection_that_was_used_and_rests_is_closed(wire: Wire) -> None:
    client = wire.client()
    client.send(HEAD + b"\r\n")
    assert client.answer()[0] == 200
    assert client.is_closed()


@pytest.mark.parametrize("begun", [b"G", HEAD, HEAD + b"X-Slow: "])
def test_half_a_head_is_not_waited_for(wire: Wire, begun: bytes) -> None:
    clients = [wire.client() for _ in range(OFTEN)]
    for client in clients:
        client.send(begun)
    for client in clients:
        status, problem = client.problem()
        assert (status, problem["message"]) == (408, "the head of the request was not there after 0.2 seconds")
        assert client.is_closed()


def test_a_head_that_drips_wins_no_time(wire: Wire) -> None:
    client = wire.client()
    client.send(HEAD)
    while not client.is_waiting():
        client.send(b"X: y\r\n")
    assert client.problem()[0] == 408
    assert client.is_closed()


@pytest.mark.parametrize("told", [b"Content-Length: 900\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n5\r\n"])
def test_half_a_body_is_not_waited_for(wire: Wire, told: bytes) -> None:
    clients = [wire.client() for _ in range(OFTEN)]
    for client in clients:
        client.send(POST + told + b"abc")
    for client in clients:
        status, problem = client.problem()
        assert (status, problem["message"]) == (408, "the body of the request was not there after 0.2 seconds")
        assert client.is_closed()


def test_a_body_that_is_too_large_is_refused_before_it_comes(wire: Wire) -> None:
    for length in (b"1001", b"9" * 18, b"9" * 20):
        client = wire.client()
        client.send(POST + b"Content-Length: " + length + b"\r\n\r\n")
        status, problem = client.problem()
        assert (status, problem["code"]) == (413, "too_large")
        assert problem["message"] == "the body of the request is too large: at most 1,000 bytes are read"
        client.close()


def test_a_body_that_turns_out_too_large_is_refused_and_the_answer_arrives(wire: Wire) -> None:
    client = wire.client()
    client.send(POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"10000\r\n" + b"x" * 65536 + b"\r\n0\r\n\r\n")
    assert client.problem()[0] == 413
    client.send(POST + b"Content-Length: 1\r\n\r\nx")
    assert client.answer()[0] == 200
    client.close()


def test_a_head_that_is_too_large_is_refused(wire: Wire) -> None:
    client = wire.client()
    client.send(HEAD + b"X: " + b"y" * 5000)
    assert client.problem()[0] == 431
    assert client.is_closed()


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200) + b"\r\n\r\n",
        b"hello\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        HEAD + b"No colon\r\n\r\n",
        HEAD + b"Content-Length: -1\r\n\r\n",
        HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n",
        HEAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_what_is_no_request_is_refused(wire: Wire, nonsense: bytes) -> None:
    client = wire.client()
    client.send(nonsense)
    status, problem = client.problem()
    assert (status in {400, 413, 431}, problem["type"]) == (True, "invalid_request_error")
    assert client.is_closed()


def test_half_a_request_and_gone_is_no_harm(wire: Wire) -> None:
    for begun in (b"", b"GE", HEAD, POST + b"Content-Length: 9\r\n\r\nabc", b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"):
        client = wire.client()
        client.send(begun)
        client.close()


def test_a_client_that_does_not_read_is_left(wire: Wire) -> None:
    client = wire.client()
    client.hear_nothing()
    client.send(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
    client.wait_until_broken()


def test_more_connections_than_are_borne_are_refused_until_some_are_closed(wire: Wire) -> None:
    clients = [wire.client() for _ in range(8)]
    for client in clients:
        client.send(HEAD + b"\r\n")
        assert client.answer()[0] == 200
    refused = wire.client()
    status, headers, _ = refused.answer()
    assert (status, headers["retry-after"], headers["connection"]) == (503, "1", "close")
    assert refused.is_closed()
    clients[0].close()
    assert clients[1].is_closed()


def test_more_requests_than_are_borne_are_refused(wire: Wire) -> None:
    clients = [wire.client() for _ in range(4)]
    for client in clients:
        client.send(POST + b"Content-Length: 9\r\n\r\n")
    refused = wire.client()
    refused.send(POST + b"Content-Length: 0\r\n\r\n")
    status, headers, _ = refused.answer()
    assert (status, headers["retry-after"]) == (503, "1")
    assert [client.answer()[0] for client in clients] == [408] * 4
