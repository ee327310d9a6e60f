"""An OpenAI-compatible chat endpoint on the loopback address whose answers a script gives.

::

    def reply(request: dict[str, Any]) -> Reply:            # the JSON body of the request
        return Reply("Nine boats were hit. [1]")

    with serving(reply) as endpoint:
        model = ChatModel(Endpoint(model="small", base_url=endpoint.url, api_key="sk-test"))
        ...
        assert endpoint.requests[0].body["temperature"] == 0

A `Reply` in place of the function answers every request; `in_turn(first, second)` answers one after the other, the last for good.
Nothing is read from the script's text but what is sent; a script that raises makes the test fail when the endpoint closes.
"""

import json
import re
import select
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from threading import Event, Thread
from typing import Any

import trustme

MODEL = "small"
KEY = "sk-test-0123456789"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered to one chat request: a stream of pieces, unless `status` is an error or `body` is given."""

    text: str = ""
    """The whole answer, streamed word by word."""
    pieces: Sequence[str] = ()
    """The answer as it is to be streamed; comes before `text`."""
    status: int = 200
    """An HTTP status; from 400 on, `error` is sent as JSON and nothing is streamed."""
    error: str | Mapping[str, object] = ""
    """The message of an error, or the whole `error` object. With status 200 it is streamed behind the pieces."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    """Sent as it is, with `content_type`, in place of everything above."""
    content_type: str = "text/event-stream"
    usage: tuple[int, int] | None = (50, 7)
    """Tokens of the prompt and of the answer, told when the request asks for them; None: never told."""
    finish: str | None = "stop"
    """The last chunk's finish_reason; None: there is none."""
    done: bool = True
    """Whether `[DONE]` ends the stream."""
    cut: int | None = None
    """Break the connection off after so many pieces."""
    tidy: bool = False
    """Whether what is cut looks like a proper end of the response."""
    hold: Event | None = None
    """Wait for this before piece number `hold_at`; it ends early when the client goes away, or the endpoint closes."""
    hold_at: int = 0
    """0 waits before the status line is sent."""
    refuse: Sequence[str] = ()
    """Parameters of the request that are not known here: a request with one of them is refused with HTTP 400."""

    def parts(self) -> tuple[str, ...]:
        """The answer, piece by piece."""
        return tuple(self.pieces) or tuple(re.findall(r"\s*\S+|\s+$", self.text))


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        """All messages, one below the other."""
        return "\n".join(message["content"] for message in self.body["messages"])


Script = Callable[[dict[str, Any]], Reply]


def in_turn(*replies: Reply) -> Script:
    """The first reply to the first request, and so on; the last one to all that follow."""
    numbers = count()
    return lambda _: replies[min(next(numbers), len(replies) - 1)]


class ScriptedEndpoint(ThreadingHTTPServer):
    """The endpoint while it is served: where it is, what was asked, who left early."""

    daemon_threads = False

    def __init__(self, script: Script, *, key: str | None, models: Sequence[str], tls: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.script = script
        self.key = key
        self.models = tuple(models)
        self.requests: list[Request] = []
        """All requests, in the order in which they came, those for the list of models among them."""
        self.disconnected = Event()
        """Set when a client went away before its answer was complete."""
        self.mistakes: list[Exception] = []
        self.closing = Event()
        self._authority = trustme.CA() if tls else None
        self._tls = _unknown(self._authority) if self._authority else None

    @property
    def certificate(self) -> bytes:
        """With TLS, what a person would trust to trust this server: PEM."""
        assert self._authority
        return self._authority.cert_pem.bytes()

    @property
    def url(self) -> str:
        """What to set as base URL."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.server_port}/v1"

    @property
    def asked(self) -> list[Request]:
        """The chat requests alone."""
        return [request for request in self.requests if request.path.endswith("/chat/completions")]

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        if self._tls:
            connection = self._tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet: a client that goes away is what some tests are about."""


@contextmanager
def serving(
    script: Script | Reply, *, key: str | None = None, models: Sequence[str] = (MODEL,), tls: bool = False
) -> Iterator[ScriptedEndpoint]:
    """Serve until the end of the block.

    With `key`, a request without it is refused (401). `models` are listed, and a request for another one is refused (404).
    With `tls`, the certificate is one that nobody vouches for.
    """
    answer = (lambda _: script) if isinstance(script, Reply) else script
    with ScriptedEndpoint(answer, key=key, models=models, tls=tls) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()
    if server.mistakes:
        raise server.mistakes[0]


def unserved_url() -> str:
    """A base URL at which nobody listens."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{unused.getsockname()[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: ScriptedEndpoint
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._record({})
        if self._admitted() and self.path.endswith("/models"):
            listed = [{"id": model, "object": "model", "created": 0, "owned_by": "us"} for model in self.server.models]
            self._send(200, "application/json", _json({"object": "list", "data": listed}))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self._record(body)
        if not self._admitted():
            return
        if body["model"] not in self.server.models:
            self._refuse(404, {"message": f"The model `{body['model']}` does not exist.", "code": "model_not_found"})
            return
        try:
            reply = self.server.script(body)
        except Exception as mistake:  # noqa: BLE001 - told to the test by `serving`
            self.server.mistakes.append(mistake)
            self._refuse(500, "the script of the test failed")
            return
        with suppress(ConnectionError, ssl.SSLError):
            self._answer(body, reply)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Keep quiet."""

    def _record(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.requests.append(Request(self.command, self.path, headers, body))
        self.close_connection = True

    def _admitted(self) -> bool:
        admitted = self.server.key is None or self.headers["Authorization"] == f"Bearer {self.server.key}"
        if not admitted:
            # Some servers repeat what they were given.
            self._refuse(401, f"Incorrect API key provided: {self.headers['Authorization']}")
        return admitted

    def _answer(self, body: dict[str, Any], reply: Reply) -> None:
        if reply.hold_at == 0 and not self._held(reply):
            return
        unknown = [name for name in reply.refuse if name in body]
        if unknown:
            self._refuse(400, f"Unrecognized request argument supplied: {unknown[0]}")
        elif reply.body is not None:
            self._send(reply.status, reply.content_type, reply.body, reply.headers)
        elif reply.status >= 400:
            self._refuse(reply.status, reply.error, reply.headers)
        else:
            self._stream(body, reply)

    def _stream(self, body: dict[str, Any], reply: Reply) -> None:
        self._begin(200, reply.content_type, {**reply.headers, "Transfer-Encoding": "chunked"})
        self._event(_chunk({"role": "assistant", "content": ""}))
        for number, piece in enumerate(reply.parts(), start=1):
            if reply.cut == number - 1:
                break
            if reply.hold_at == number and not self._held(reply):
                return
            self._event(_chunk({"content": piece}))
        if reply.cut is not None:
            self._chunked(b"") if reply.tidy else self.connection.shutdown(socket.SHUT_RDWR)
            return
        if reply.error:
            self._event(_json({"error": _error(reply.error)}))
        if reply.finish:
            self._event(_chunk({}, finish=reply.finish))
        if reply.usage and body.get("stream_options", {}).get("include_usage"):
            self._event(_usage(*reply.usage))
        if reply.done:
            self._event(b"[DONE]")
        self._chunked(b"")

    def _held(self, reply: Reply) -> bool:
        """Wait for the event, if there is one; False when the client left meanwhile, or the endpoint closes."""
        while reply.hold and not reply.hold.is_set():
            if self.server.closing.is_set():
                return False
            if self._client_left():
                self.server.disconnected.set()
                return False
        return True

    def _client_left(self) -> bool:
        """Look for a hundredth of a second whether the client has closed its end."""
        readable, _, _ = select.select([self.connection], [], [], 0.01)
        try:
            return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""
        except (ConnectionError, ValueError):
            return True

    def _event(self, data: bytes) -> None:
        try:
            self._chunked(b"data: " + data + b"\n\n")
        except ConnectionError:
            self.server.disconnected.set()
            raise

    def _chunked(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _refuse(self, status: int, error: str | Mapping[str, object], headers: Mapping[str, str] | None = None) -> None:
        self._send(status, "application/json", _json({"error": _error(error)}), headers)

    def _send(self, status: int, content_type: str, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self._begin(status, content_type, {**(headers or {}), "Content-Length": str(len(body))})
        self.wfile.write(body)

    def _begin(self, status: int, content_type: str, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": content_type, "Connection": "close", **headers}.items():
            self.send_header(name, value)
        self.end_headers()


def _json(value: object) -> bytes:
    return json.dumps(value).encode()


def _error(error: str | Mapping[str, object]) -> object:
    return {"message": error, "type": "error", "code": None} if isinstance(error, str) else error


def _chunk(delta: Mapping[str, str], *, finish: str | None = None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return _json({"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": [choice]})


def _usage(prompt: int, output: int) -> bytes:
    told = {"prompt_tokens": prompt, "completion_tokens": output, "total_tokens": prompt + output}
    return _json({"id": "1", "object": "chat.completion.chunk", "created": 0, "model": MODEL, "choices": [], "usage": told})


def _unknown(authority: trustme.CA) -> ssl.SSLContext:
    """A server's certificate by an authority that no client knows."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context
