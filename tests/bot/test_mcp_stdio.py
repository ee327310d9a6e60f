"""`dateline mcp` as assistants start it: a process that is spoken to over standard input and output."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import anyio
import pytest
from anyio import to_thread
from mcp import Client
from mcp.client.session import IncomingMessage
from mcp.client.stdio import StdioServerParameters, stdio_client

from bot import records
from bot.mcp.serving import PATH
from index.newsroom import Newsroom
from tests.articles import CHECKOUT
from tests.chat.endpoint import MODEL, Reply, serving

Command = Callable[..., subprocess.CompletedProcess[str]]

ANYBODY = "any program that reaches this server could ask"
CLIENT = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def configured(kind: str) -> list[dict[str, Any]]:
    """What the README has people write into the settings of their assistants: entries that hold this key."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    blocks = [json.loads(block) for block in re.findall(r"^```json\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)]
    entries = [block[name]["dateline"] for block in blocks for name in ("mcpServers", "servers") if name in block]
    return [entry for entry in entries if kind in entry]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def test_standard_output_holds_the_protocol_alone_and_the_process_ends_with_its_input(dateline: Command, home: Path) -> None:
    greeting = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": CLIENT})
    done = dateline("mcp", "--home", home, stdin=f"{greeting}\nthis is no message\n", DATELINE_LOG="debug")
    (answered,) = map(json.loads, done.stdout.splitlines())
    assert (answered["id"], answered["result"]["serverInfo"]["name"], done.returncode) == (1, "dateline", 0)
    assert "Traceback" not in done.stderr


@pytest.mark.anyio
async def test_a_question_that_an_assistant_gives_up_is_cut_off_at_the_model(
    home: Path, environment: dict[str, str], tmp_path: Path, news: Newsroom
) -> None:
    asked = Event()
    unreadable: list[Exception] = []

    def script(_: dict[str, Any]) -> Reply:
        asked.set()
        return Reply("Eleven [1].", hold=Event())

    async def take(message: IncomingMessage) -> None:
        if isinstance(message, Exception):
            unreadable.append(message)

    with serving(script) as endpoint, (tmp_path / "log").open("w+", encoding="utf-8") as log:
        settings = {
            "OPENAI_BASE_URL": endpoint.url,
            "DATELINE_MODEL": MODEL,
            "DATELINE_LOG": "debug",
            "PYTHONPATH": str(CHECKOUT),
        }
        shown = configured("command")[0]
        command = StdioServerParameters(
            command=sys.executable,
            args=["-m", "bot", *shown["args"]],
            env=environment | settings | {name: str(home) for name in shown["env"]},
            cwd=tmp_path,
        )
        async with Client(stdio_client(command, errlog=log), message_handler=take) as client:
            async with anyio.create_task_group() as group:
                group.start_soon(client.call_tool, "ask", {"question": "how many passengers were hurt?"})
                assert await to_thread.run_sync(asked.wait, 60)
                group.cancel_scope.cancel()
            assert await to_thread.run_sync(endpoint.disconnected.wait, 10)
            found = await client.call_tool("search", {"query": "mayor", "limit": 1})
        log.seek(0)
        assert "Traceback" not in log.read()
    assert found.structured_content == records.search("mayor", news.search("mayor", limit=1))
    assert unreadable == []


@pytest.mark.parametrize(
    ("options", "code", "reason"),
    [
        (
            ["--http", "127.0.0.1:8765"],
            1,
            f"DATELINE_API_TOKEN is not set, and without it {ANYBODY}; choose 32 letters and digits",
        ),
        (["--http", "8765"], 1, "--http '8765' must be HOST:PORT, such as 127.0.0.1:8080"),
        (
            ["--origin", "https://news.example"],
            2,
            "--origin belongs to --http HOST:PORT; standard input and output have no origins",
        ),
    ],
)
def test_it_does_not_start_where_it_would_not_be_safe_or_not_be_reached(
    dateline: Command, home: Path, options: list[str], code: int, reason: str
) -> None:
    done = dateline("mcp", *options, "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", f"dateline: {reason}\n")


def test_the_readme_configures_assistants_alike() -> None:
    first, second = configured("command")
    assert first == {"command": "dateline", "args": ["mcp"], "env": {"DATELINE_HOME": "/home/you/news"}}
    assert second == first | {"type": "stdio"}
    (remote,) = configured("url")
    assert remote == {
        "type": "http",
        "url": f"http://127.0.0.1:8765{PATH}",
        "headers": {"Authorization": "Bearer ..."},
    }
