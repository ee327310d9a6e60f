"""A server ends in peace, and says of every request how it went but not what was asked."""

import asyncio
import logging
from threading import Event

import pytest

from bot.web.asgi import Receive, Scope, Send, send_json
from bot.web.limits import Limits
from bot.web.noting import Noted
from tests.web.wire import SOON, Wire, live, serving

GET = b"GET /held?q=secret HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Held:
    """An application that answers one path when it is let go, and fails at another."""

    def __init__(self) -> None:
        self.came = Event()
        self.let_go: asyncio.Event | None = None
        self.loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self.loop, self.let_go = asyncio.get_running_loop(), asyncio.Event()
            await live(receive, send)
            return
        if scope["path"] == "/bug":
            raise KeyError("secret")
        if scope["path"] == "/half":
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9")]})
            await send({"type": "http.response.body", "body": b"half", "more_body": True})
            raise KeyError("secret")
        assert self.let_go
        self.came.set()
        await self.let_go.wait()
        await send_json(send, status=200, record={"held": False})

    def release(self) -> None:
        """Let the answer go; from any thread."""
        assert self.loop
        assert self.let_go
        self.loop.call_soon_threadsafe(self.let_go.set)


def test_what_is_being_answered_when_the_server_ends_is_answered() -> None:
    held = Held()
    with serving(held) as wire:
        client, idle = wire.client(), wire.client()
        client.send(GET)
        assert held.came.wait(SOON)
        wire.server.end()
        assert idle.is_closed()
        held.release()
        assert client.answer()[2] == b'{"held": false}'
        assert client.is_closed()


def test_what_takes_longer_is_given_up() -> None:
    held = Held()
    given_up = Event()

    def give_up() -> None:
        given_up.set()
        held.release()

    with Wire(held, Limits(), patience=0.2, give_up=give_up) as wire:
        client = wire.client()
        client.send(GET)
        assert held.came.wait(SOON)
        wire.server.end()
        assert client.answer()[2] == b'{"held": false}'
    assert given_up.is_set()


def test_a_line_of_the_log_tells_how_a_request_went(caplog: pytest.LogCaptureFixture) -> None:
    moments = iter([10.0, 12.5, 15.0, 15.0, 20.0, 20.0])
    caplog.set_level(logging.INFO, logger="bot.web")
    held = Held()
    with serving(Noted(held, is_dull=lambda path: path == "/dull", clock=lambda: next(moments))) as wire:
        client = wire.client()
        client.send(GET)
        assert held.came.wait(SOON)
        held.release()
        client.answer()
        client.send(b"GET /dull HTTP/1.1\r\nHost: localhost\r\n\r\n")
        client.answer()
        client.send(b"GET /bug?q=secret HTTP/1.1\r\nHost: localhost\r\n\r\n")
        status, problem = client.problem()
    reference = problem["reference"]
    assert (status, problem["message"]) == (500, f"something went wrong on our side (reference {reference})")
    assert [record.message.split("\n")[0] for record in caplog.records] == [
        "GET /held: 200 in 2.500 s",
        f"reference {reference}: KeyError",
        "GET /bug: 500 in 0.000 s",
    ]
    assert "secret" not in caplog.text.replace('raise KeyError("secret")', "")


def test_half_an_answer_does_not_look_like_a_whole_one() -> None:
    with serving(Noted(Held())) as wire:
        client = wire.client()
        client.send(b"GET /half HTTP/1.1\r\nHost: localhost\r\n\r\n")
        with pytest.raises(ConnectionError, match="half"):
            client.answer()
