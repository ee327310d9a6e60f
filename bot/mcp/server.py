"""The newsroom as a server of the Model Context Protocol, however it is reached."""

import json
from base64 import b64encode
from collections.abc import Callable
from importlib.metadata import version
from typing import Any, TypeVar

from anyio import CapacityLimiter
from mcp.server import Server, ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INTERNAL_ERROR,
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ContentBlock,
    ImageContent,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    TextContent,
    TextResourceContents,
    ToolAnnotations,
)
from mcp.types import Tool as ListedTool

from bot import opening
from bot.mcp import articles
from bot.mcp.tools import UNTRUSTED, Given, Tool, tools
from bot.mcp.working import Job, work
from bot.records import Record
from bot.web.problems import problem
from index.errors import ArticleError
from index.newsroom import Newsroom

AT_ONCE = 8
"""Tools that work at the same time; others wait."""
INSTRUCTIONS = (
    "Answers questions about the news from articles that the person has collected. `ask` answers with citations, as of a day; "
    f"`search` and `article` are for reading yourself. {UNTRUSTED}"
)

Context = ServerRequestContext[Any, Any]
Result = TypeVar("Result")


def server(news: Newsroom) -> Server[Any]:
    """The server; it may be run once."""
    desk = _Desk(news)
    return Server(
        "dateline",
        title="Dateline",
        version=version("dateline"),
        instructions=INSTRUCTIONS,
        on_list_tools=desk.list_tools,
        on_call_tool=desk.call_tool,
        on_list_resources=desk.list_resources,
        on_list_resource_templates=desk.list_templates,
        on_read_resource=desk.read_resource,
    )


class _Desk:
    """Takes what assistants ask, and has the newsroom answer it in threads."""

    def __init__(self, news: Newsroom) -> None:
        self._news = news
        self._tools = {tool.name: tool for tool in tools()}
        self._places = CapacityLimiter(AT_ONCE)

    async def list_tools(self, _: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool) for tool in self._tools.values()])

    async def call_tool(self, context: Context, called: CallToolRequestParams) -> CallToolResult:
        tool = self._tools.get(called.name)
        if tool is None:
            raise MCPError(INVALID_PARAMS, f"there is no tool {called.name!r}; there are {', '.join(self._tools)}")
        arguments: Record = called.arguments or {}
        steps = 0

        async def tell(what: str) -> None:
            nonlocal steps
            steps += 1
            await context.session.report_progress(steps, message=what)

        def do(job: Job) -> Given:
            opening.stock(self._news)
            return tool.do(self._news, arguments, job)

        try:
            return _result(await work(do, tell=tell, places=self._places))
        except Exception as error:  # noqa: BLE001 - the last place where a bug can be told in plain words
            return CallToolResult(content=[TextContent(text=str(problem(error)))], is_error=True)

    async def list_resources(self, _: Context, __: PaginatedRequestParams | None) -> ListResourcesResult:
        return ListResourcesResult(resources=await self._read(lambda: articles.listed(self._news)))

    async def list_templates(self, _: Context, __: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        return ListResourceTemplatesResult(resource_templates=[articles.template()])

    async def read_resource(self, _: Context, wanted: ReadResourceRequestParams) -> ReadResourceResult:
        uri = str(wanted.uri)
        text = await self._read(lambda: articles.text_of(self._news, uri), uri=uri)
        return ReadResourceResult(contents=[TextResourceContents(uri=uri, mime_type=articles.KIND, text=text)])

    async def _read(self, do: Callable[[], Result], *, uri: str | None = None) -> Result:
        """Do it in a thread; what goes wrong is an error of the protocol, since resources have no errors of their own."""
        try:
            return await work(lambda _: do(), tell=_untold, places=self._places)
        except Exception as error:
            code = INVALID_PARAMS if isinstance(error, ArticleError) else INTERNAL_ERROR
            raise MCPError(code, str(problem(error)), {"uri": uri} if uri else None) from error


async def _untold(_: str) -> None:
    """Nobody waits long enough for a resource to be told how it goes."""


def _listed(tool: Tool) -> ListedTool:
    return ListedTool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.takes.model_json_schema(),
        output_schema=tool.gives.model_json_schema(),
        annotations=ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False),
    )


def _result(given: Given) -> CallToolResult:
    content: list[ContentBlock] = [TextContent(text=json.dumps(given.record, ensure_ascii=False))]
    if given.picture:
        content.append(ImageContent(data=b64encode(given.picture).decode(), mime_type="image/png"))
    return CallToolResult(content=content, structured_content=given.record)
