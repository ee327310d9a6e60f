"""The newsroom in OpenAI's shape, so that every client of OpenAI's chat completions can talk to it."""

import json
import secrets
import time
from collections.abc import AsyncGenerator, Sequence

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from bot.api import chats, prose
from bot.api.answers import streaming
from bot.api.chats import MODEL, ChatShape, Completion
from bot.api.desk import Event
from bot.api.routes import ERRORS, Explaining, TheDesk, unless_gone
from bot.records import Record
from bot.web.problems import Problem, problem
from index.types import Answer, Progress

router = APIRouter(prefix="/v1", route_class=Explaining, responses=ERRORS)

_WITHDRAWN = "\n\n*What stands above was withdrawn.*\n\n"


class ModelShape(BaseModel):
    """A model that can be named."""

    id: str
    kind: str = Field(alias="object")
    created: int
    owned_by: str


class ModelsShape(BaseModel):
    """All models that can be named."""

    kind: str = Field(alias="object")
    data: list[ModelShape]


class CompletionShape(BaseModel):
    """OpenAI's chat completion."""

    id: str
    kind: str = Field(alias="object")
    created: int
    model: str
    choices: list[dict[str, object]]
    usage: dict[str, int]


@router.get("/models", response_model=ModelsShape)
async def models() -> Response:
    """The one model that there is."""
    return JSONResponse({"object": "list", "data": [_model()]})


@router.get("/models/{name}", response_model=ModelShape)
async def model(name: str) -> Response:
    """The model of that name."""
    if name != MODEL:
        raise Problem(404, "model_not_found", f"there is no model {name!r}; there is {MODEL!r}")
    return JSONResponse(_model())


@router.post(
    "/chat/completions",
    response_model=CompletionShape,
    responses={
        200: {
            "description": "The answer; with `stream`, server-sent events of `chat.completion.chunk`, and `[DONE]` at the end.",
            "content": {"text/event-stream": {"schema": {"type": "string"}}},
        }
    },
)
async def complete(chat: ChatShape, request: Request, desk: TheDesk) -> Response:
    """Answer the last question of a conversation. The sources stand below the answer, and behind its markers as annotations."""
    asked = chats.question(chat)
    completion = Completion(id=f"chatcmpl-{secrets.token_hex(12)}", created=int(time.time()))
    if not chat.stream:
        return JSONResponse(completion.whole(await unless_gone(request, desk.answer(asked))))
    events = desk.events(asked)
    wants_usage = bool(chat.stream_options and chat.stream_options.include_usage)
    return await streaming(request, _told(events, completion, wants_usage=wants_usage), events)


async def _told(
    events: AsyncGenerator[Event | None, None], completion: Completion, *, wants_usage: bool
) -> AsyncGenerator[bytes, None]:
    """The events as OpenAI's clients read them; the first error of all is raised."""
    begun = False
    said: list[str] = []
    try:
        async for event in events:
            if not begun:
                begun = True
                yield _line(completion.chunk({"role": "assistant", "content": ""}))
            match event:
                case None | Progress():
                    yield b": still here\n\n"
                case Answer():
                    yield _line(_rest(completion, event, said))
                    yield _line(completion.chunk({}, is_last=True))
                    if wants_usage:
                        yield _line(completion.taken(event))
                    yield b"data: [DONE]\n\n"
                case _:
                    yield _line(completion.chunk({"content": f"{' ' if said else ''}{prose.text(event)}"}))
                    said.append(event)
    except Exception as error:
        if not begun:
            raise
        yield _line(problem(error).record)


def _rest(completion: Completion, given: Answer, said: Sequence[str]) -> Record:
    """What comes after the sentences that were said: the rest of the answer, or another one in their place."""
    sent = " ".join(map(prose.text, said))
    if said and " ".join(said) == given.text:
        rest, start = prose.below(given), 0
    else:
        rest, start = (_WITHDRAWN if said else "") + prose.message(given), len(sent)
    return completion.chunk({"content": rest, "annotations": prose.annotations(sent + rest, given, start=start)})


def _line(record: Record) -> bytes:
    return f"data: {json.dumps(record, ensure_ascii=False)}\n\n".encode()


def _model() -> Record:
    return {"id": MODEL, "object": "model", "created": 0, "owned_by": "dateline"}
