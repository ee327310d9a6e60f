"""`dateline mcp --http`: assistants over HTTP, and who is not let in."""

import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any

import anyio
import httpx
import httpx2
import pytest
from anyio import to_thread
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from bot import records
from index.newsroom import Newsroom
from tests.chat.endpoint import MODEL, Reply, ScriptedEndpoint, serving
from tests.warm import Warm

TOKEN = "for-the-tests-of-mcp-alone"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
PAGE = "https://app.example"
"""Whose pages may ask."""
_OURS = ("DATELINE_", "OPENAI_", "TELEGRAM_", "CHROMA_")


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
def model() -> Iterator[tuple[ScriptedEndpoint, Event]]:
    """A language model that never comes to its answer, and what is set once it is asked."""
    asked = Event()

    def script(_: dict[str, Any]) -> Reply:
        asked.set()
        return Reply("Eleven [1].", hold=Event())

    with serving(script) as endpoint:
        yield endpoint, asked


@pytest.fixture(scope="module")
def url(home: Path, model: tuple[ScriptedEndpoint, Event], warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the command answers until the tests are done; then it must end in peace."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    settings = {"DATELINE_API_TOKEN": TOKEN, "OPENAI_BASE_URL": model[0].url, "DATELINE_MODEL": MODEL}
    command = ["mcp", "--http", place, "--origin", PAGE, "--home", str(home)]
    reading, writing = os.pipe()
    with os.fdopen(reading, encoding="utf-8") as log:
        with os.fdopen(writing, "wb") as told:
            elsewhere = tmp_path_factory.mktemp("elsewhere")
            process = warm.start(command, cwd=elsewhere, environment=kept | settings, stdout=told, stderr=told)
        try:
            assert log.readline().endswith(f"INFO bot.mcp.serving: listening at http://{place}/mcp\n")
            yield f"http://{place}/mcp"
            process.send_signal(signal.SIGTERM)
            assert process.wait(30) == 0
            rest = log.read()
        finally:
            process.kill()
    assert rest.endswith("INFO bot.mcp.serving: ended\n")
    assert [words for words in ("Traceback", TOKEN, "hurt") if words in rest] == []


@asynccontextmanager
async def connected(url: str, *, mode: str = "auto") -> AsyncIterator[Client]:
    """An assistant that shows the token."""
    async with (
        httpx2.AsyncClient(headers=BEARER) as http,
        Client(streamable_http_client(url, http_client=http), mode=mode) as client,
    ):
        yield client


@pytest.mark.anyio
@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_tools_and_resources_are_the_same_over_http(url: str, news: Newsroom, mode: str) -> None:
    async with connected(url, mode=mode) as client:
        found = await client.call_tool("search", {"query": "ferry", "limit": 2})
        assert found.structured_content == records.search("ferry", news.search("ferry", limit=2))
        resources = (await client.list_resources()).resources
        assert [each.title for each in resources] == [each.title for each in news.latest()]


@pytest.mark.anyio
async def test_a_question_that_is_given_up_over_http_is_cut_off_at_the_model(
    url: str, model: tuple[ScriptedEndpoint, Event]
) -> None:
    endpoint, asked = model
    steps: list[str | None] = []

    async def follow(progress: float, total: float | None, message: str | None) -> None:
        steps.append(message)

    async with connected(url) as client:
        async with anyio.create_task_group() as group:
            ask = partial(client.call_tool, "ask", {"question": "how many were hurt?"}, progress_callback=follow)
            group.start_soon(ask)
            assert await to_thread.run_sync(asked.wait, 30)
            group.cancel_scope.cancel()
        assert await to_thread.run_sync(endpoint.disconnected.wait, 10)
    assert steps == ["searching 3 articles", "reading 3 of 3 articles", "writing"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "unauthorized"),
        ({"Authorization": "Bearer for-the-tests-of-mcp-alonE"}, 401, "unauthorized"),
        (BEARER | {"Host": "evil.example"}, 403, "forbidden"),
        (BEARER | {"Origin": "https://evil.example"}, 403, "forbidden"),
    ],
)
def test_who_has_no_business_here_is_not_let_in(url: str, headers: dict[str, str], status: int, code: str) -> None:
    refused = httpx.post(url, headers=headers, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(("origin", "allowed"), [(PAGE, PAGE), ("https://evil.example", None)])
def test_browsers_are_told_whose_pages_may_ask(url: str, origin: str, allowed: str | None) -> None:
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization, mcp-session-id"}
    asked = httpx.options(url, headers=wanted | {"Origin": origin})
    assert asked.headers.get("access-control-allow-origin") == allowed
    told = httpx.post(url, headers=BEARER | {"Origin": origin}, json={"jsonrpc": "2.0", "id": 1, "method": "ping"})
    assert told.headers.get("access-control-allow-origin") == allowed


def test_a_request_that_is_too_large_is_refused(url: str) -> None:
    refused = httpx.post(url, headers=BEARER, content=b" " * 1_100_000)
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
