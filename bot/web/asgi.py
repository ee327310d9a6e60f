"""The words of ASGI, in which a server and what it serves talk."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def headers(scope: Scope, name: bytes) -> list[bytes]:
    """Every value that the request gives to the header, whose name is in lower case."""
    return [value for key, value in scope["headers"] if key == name]


async def send_json(send: Send, *, status: int, record: Mapping[str, object], extra: Iterable[tuple[str, str]] = ()) -> None:
    """Answer a request with one JSON object."""
    body = json.dumps(record, ensure_ascii=False).encode()
    told = [("content-type", "application/json"), ("content-length", str(len(body))), *extra]
    encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})
