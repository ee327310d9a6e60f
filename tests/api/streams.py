"""Server-sent events as a program reads them."""

import json
from typing import Any

import httpx

Event = tuple[str, Any]


def ask(url: str, **question: object) -> list[Event]:
    """The events that answer a question, each with its name and what it holds."""
    told = httpx.post(f"{url}/ask", json=question, headers={"accept": "text/event-stream"}, timeout=30)
    assert (told.status_code, told.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    return events(told.text)


def events(text: str) -> list[Event]:
    """The events in the text; a comment is an event without a name."""
    return [_event(block) for block in text.split("\n\n") if block]


def _event(block: str) -> Event:
    if block.startswith(": "):
        return "", block[2:]
    name, line = block.split("\n")
    return name.removeprefix("event: "), json.loads(line.removeprefix("data: "))
