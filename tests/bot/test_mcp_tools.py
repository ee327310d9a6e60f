"""The tools and resources for other assistants, called by the client of the protocol's own kit in the same process."""

import base64
import io
import json
import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path
from threading import Event
from typing import Any

import anyio
import pytest
from anyio import to_thread
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, ImageContent, TextContent, TextResourceContents
from PIL import Image

from bot import chart, moments, records
from bot.mcp.arguments import LONGEST_TEXT
from bot.mcp.server import server
from bot.mcp.tools import UNTRUSTED
from index.chat.endpoint import Endpoint
from index.newsroom import Newsroom
from index.storage.embedding import Encoder, Fingerprint, MiniLM, Vector
from index.types import Article
from tests.chat.endpoint import MODEL, Reply, serving

pytestmark = pytest.mark.anyio

QUESTION = "how many passengers were hurt?"
MAYOR = "who is the mayor?"


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def client(news: Newsroom) -> AsyncIterator[Client]:
    """An assistant that is connected to the newsroom of the three articles."""
    async with Client(server(news)) as connected:
        yield connected


def told(result: CallToolResult) -> str:
    """The text of a result that is nothing else."""
    (content,) = result.content
    assert isinstance(content, TextContent)
    return content.text


def record(result: CallToolResult) -> Any:
    """What a tool gave, which its text must hold as well."""
    assert result.is_error is False
    assert isinstance(result.content[0], TextContent)
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


async def test_every_tool_says_what_it_takes_and_gives_and_whose_words_those_are(client: Client) -> None:
    tools = (await client.list_tools()).tools
    assert {tool.name: tool.input_schema.get("required", []) for tool in tools} == {
        "ask": ["question"],
        "search": ["query"],
        "timeline": ["question"],
        "latest": [],
        "article": ["article_id"],
    }
    for tool in tools:
        assert tool.description
        assert tool.description.endswith(UNTRUSTED)
        assert tool.annotations
        assert (tool.annotations.read_only_hint, tool.annotations.destructive_hint) == (True, False)
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema
        assert tool.output_schema["type"] == "object"
    assert client.instructions
    assert client.instructions.endswith(UNTRUSTED)


async def test_a_question_is_answered_as_everywhere_else(client: Client, news: Newsroom) -> None:
    asked = {"question": "and by Tuesday?", "as_of": "2025-03-04", "history": [QUESTION]}
    expected = news.ask("and by Tuesday?", as_of=moments.end("2025-03-04"), history=[QUESTION])
    assert expected.rewritten
    assert record(await client.call_tool("ask", asked)) == records.answer(expected)


async def test_what_the_articles_do_not_say_is_no_error(client: Client) -> None:
    answer = record(await client.call_tool("ask", {"question": "who invented the telescope?", "as_of": None}))
    assert (answer["found"], answer["text"].startswith("The articles don't say")) == (False, True)


async def test_it_is_told_what_is_being_done(client: Client) -> None:
    steps: list[tuple[float, float | None, str | None]] = []

    async def follow(progress: float, total: float | None, message: str | None) -> None:
        steps.append((progress, total, message))

    await client.call_tool("ask", {"question": QUESTION}, progress_callback=follow)
    assert steps == [(1, None, "searching 3 articles"), (2, None, "reading 3 of 3 articles")]


async def test_passages_are_found_within_bounds(client: Client, news: Newsroom) -> None:
    bounds = {"limit": 1, "since": "2025-03-04", "until": "2025-03-04", "source": "Harbor Wire", "as_of": "2025-03"}
    found = record(await client.call_tool("search", {"query": "ferry", **bounds}))
    expected = news.search("ferry", limit=1, since=moments.start("2025-03-04"), until=moments.end("2025-03-04"))
    assert [hit["title"] for hit in found["hits"]] == ["Osprey towed to Port Ellery"]
    assert found == records.search("ferry", expected)


async def test_a_timeline_is_the_answer_with_its_chart_and_its_picture(client: Client, news: Newsroom) -> None:
    result = await client.call_tool("timeline", {"question": QUESTION})
    answer = news.ask(QUESTION)
    assert answer.tally
    rows = ["".join(text for text, _ in row).rstrip() for row in chart.rows(answer.tally, width=80)]
    assert record(result) == {"answer": records.answer(answer), "chart": "\n".join(rows), "reason": None}
    _, picture = result.content
    assert isinstance(picture, ImageContent)
    with Image.open(io.BytesIO(base64.b64decode(picture.data))) as opened:
        assert (picture.mime_type, opened.format, opened.width) == ("image/png", "PNG", 1584)


async def test_a_timeline_without_a_picture_is_words_alone(client: Client) -> None:
    result = await client.call_tool("timeline", {"question": QUESTION, "picture": False})
    assert record(result)["chart"].startswith("passengers")
    assert len(result.content) == 1


async def test_what_cannot_be_drawn_says_why(client: Client) -> None:
    drawn = record(await client.call_tool("timeline", {"question": MAYOR}))
    assert (drawn["answer"]["found"], drawn["chart"]) == (True, None)
    assert drawn["reason"] == "the answer is no tally; ask for a count, such as 'how many strikes so far?'"
    early = record(await client.call_tool("timeline", {"question": QUESTION, "as_of": "2025-03-03"}))
    assert (early["chart"], early["reason"]) == (None, "one figure so far, nothing to draw yet: a line needs two")


async def test_the_newest_articles_come_first(client: Client, news: Newsroom) -> None:
    newest = record(await client.call_tool("latest", {"limit": 2}))
    assert [each["title"] for each in newest["articles"]] == [
        "Night market returns to the old quay",
        "Osprey towed to Port Ellery",
    ]
    about = record(await client.call_tool("latest", {"topic": "the ferry Osprey"}))
    assert about == records.latest("the ferry Osprey", news.latest("the ferry Osprey"))


async def test_an_article_is_read_by_its_id_or_its_url(client: Client, news: Newsroom) -> None:
    (newest,) = news.latest(limit=1)
    article, _ = news.archive.article(newest.article_id)
    expected: dict[str, Any] = {
        "article_id": newest.article_id,
        "title": "Night market returns to the old quay",
        "source": "Vale Gazette",
        "url": "https://valegazette.example/market",
        "published": "2025-03-05T12:00:00+00:00",
        "updated": None,
        "authors": [],
        "text": article.text,
        "start": 0,
        "next": None,
    }
    for name in (newest.article_id, newest.url):
        assert record(await client.call_tool("article", {"article_id": name})) == expected


@pytest.mark.parametrize(
    ("tool", "arguments", "reason"),
    [
        ("ask", {}, "the argument 'question' is missing"),
        ("ask", {"question": " "}, "the question is empty"),
        ("ask", {"question": "?" * 2001}, "the question has 2,001 characters; at most 2,000 are read, so shorten it"),
        ("ask", {"question": "who?", "language": "en"}, "the argument 'language' is not known here"),
        ("ask", {"question": "who?", "history": [1]}, "the argument 'history.0' must be text"),
        ("search", {"query": "ferry", "limit": "some"}, "the argument 'limit' must be a whole number"),
        ("search", {"query": "ferry", "limit": 101}, "the argument 'limit' must be less than or equal to 100"),
        (
            "search",
            {"query": "ferry", "until": "soon"},
            "cannot read the date 'soon'; write it like 2025-11-16, 16 Nov 2025 or 2025-11-16T18:00:00+00:00",
        ),
        ("latest", {"topic": ""}, "the topic is empty"),
        (
            "article",
            {"article_id": "0123456789abcdef"},
            "there is no article '0123456789abcdef'; list the articles to see their ids",
        ),
    ],
)
async def test_what_cannot_be_done_is_told_in_plain_words(
    client: Client, tool: str, arguments: dict[str, Any], reason: str
) -> None:
    result = await client.call_tool(tool, arguments)
    assert (result.is_error, told(result)) == (True, reason)


async def test_a_tool_that_there_is_not_is_a_wrong_request(client: Client) -> None:
    with pytest.raises(MCPError, match=r"^there is no tool 'forget'; there are ask, search, timeline, latest, article$"):
        await client.call_tool("forget", {})


async def test_articles_are_resources(client: Client, news: Newsroom) -> None:
    resources = (await client.list_resources()).resources
    assert [(each.uri, each.name, each.title) for each in resources] == [
        (f"dateline://article/{each.article_id}", each.article_id, each.title) for each in news.latest()
    ]
    assert resources[0].description == f"Vale Gazette, 5 Mar 2025. {UNTRUSTED}"
    (content,) = (await client.read_resource(resources[0].uri)).contents
    article, _ = news.archive.article(resources[0].name)
    assert isinstance(content, TextResourceContents)
    assert content.mime_type == "text/plain"
    assert content.text == (
        "Night market returns to the old quay\nVale Gazette\npublished 2025-03-05T12:00:00+00:00\n"
        f"https://valegazette.example/market\n\n{article.text}\n"
    )
    (template,) = (await client.list_resource_templates()).resource_templates
    assert template.uri_template == "dateline://article/{article_id}"


@pytest.mark.parametrize("uri", ["dateline://article/0123456789abcdef", "dateline://article/../x", "file:///etc/passwd"])
async def test_a_resource_that_there_is_not_is_a_wrong_request(client: Client, uri: str) -> None:
    with pytest.raises(MCPError, match=r"^there is no article") as refused:
        await client.read_resource(uri)
    assert refused.value.error.data == {"uri": uri}


async def test_a_long_article_is_given_in_parts(tmp_path: Path, encoder: Encoder) -> None:
    text = " ".join(["Barrel by barrel, it was all counted on the quay."] * 420)
    long = Article("0123456789abcdef", "Barrels", text, "quay", moments.end("2025-03-06"))
    parts = []
    with Newsroom.open(tmp_path / "home", encoder=encoder) as news:
        news.ingest([long])
        async with Client(server(news)) as client:
            start: int | None = 0
            while start is not None:
                part = record(await client.call_tool("article", {"article_id": long.id, "start": start}))
                start = part["next"]
                parts.append(part["text"])
    assert [len(part) for part in parts] == [LONGEST_TEXT, len(text) - LONGEST_TEXT]
    assert "".join(parts) == text


class Foreign(MiniLM):
    """An encoder that made no index yet."""

    fingerprint = Fingerprint("foreign", dimension=384, checksum="1")


async def test_an_index_that_cannot_be_used_is_told_in_plain_words(home: Path) -> None:
    with Newsroom.open(home, encoder=Foreign()) as news:
        async with Client(server(news)) as client:
            result = await client.call_tool("latest", {})
            with pytest.raises(MCPError) as refused:
                await client.list_resources()
    assert (result.is_error, told(result)) == (True, str(refused.value))
    assert told(result).endswith("embed everything again: dateline index --rebuild")


class Broken(MiniLM):
    """An encoder with a mistake in it."""

    def embed_question(self, text: str) -> Vector:
        """Fail."""
        raise ZeroDivisionError(text)


async def test_a_mistake_of_ours_is_told_with_a_reference_under_which_the_log_has_the_place(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Newsroom.open(home, encoder=Broken()) as news:
        async with Client(server(news)) as client:
            result = await client.call_tool("ask", {"question": MAYOR})
    named = re.fullmatch(r"something went wrong on our side \(reference ([0-9a-f]{6})\)", told(result))
    assert result.is_error
    assert named
    (logged,) = (each for each in caplog.records if each.levelno >= logging.ERROR)
    assert f"reference {named[1]}: ZeroDivisionError" in logged.getMessage()
    assert MAYOR not in caplog.text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_question_that_is_given_up_is_cut_off_at_the_model(home: Path, encoder: Encoder, mode: str) -> None:
    asked = Event()

    def script(_: dict[str, Any]) -> Reply:
        asked.set()
        return Reply("Ines Barrow [1].", hold=Event())

    with serving(script) as endpoint, Newsroom.open(home, encoder=encoder, endpoint=Endpoint(MODEL, endpoint.url)) as news:
        async with Client(server(news), mode=mode) as client:
            async with anyio.create_task_group() as group:
                group.start_soon(client.call_tool, "ask", {"question": MAYOR})
                assert await to_thread.run_sync(asked.wait, 10)
                group.cancel_scope.cancel()
            assert await to_thread.run_sync(endpoint.disconnected.wait, 10)
            assert record(await client.call_tool("search", {"query": "mayor", "limit": 1}))["hits"][0]["source"] == "Vale Gazette"
