"""Questions and their answers: at once, or as they come."""

import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from bot import picture, records, requests
from bot.api.desk import Desk, Event
from bot.api.routes import ERRORS, Explaining, TheDesk, unless_gone
from bot.series import NO_TALLY, lack, series
from bot.shapes import AnswerShape
from bot.web.problems import Problem, problem
from index.types import Answer, Progress
from index.wording import LONGEST

router = APIRouter(route_class=Explaining, responses=ERRORS)

MOST_EARLIER = 100
"""Earlier questions that are taken with one."""

_Moment = Annotated[
    str | None, Field(description="Such as 2025-11-16, 2025-11 or 2025-11-16T18:00:00+00:00.", examples=["2025-11-16"])
]
_STREAM = "text/event-stream"


class QuestionShape(BaseModel):
    """A question and its circumstances."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(
        description="What you want to know.",
        examples=["how many strikes so far?"],
        json_schema_extra={"minLength": 1, "maxLength": LONGEST},
    )
    as_of: _Moment = Field(default=None, description="Only what was known then; a date means its end, UTC.")
    now: _Moment = Field(default=None, description="What 'today' means; the clock's time if not given.")
    history: list[str] = Field(
        default=[], max_length=MOST_EARLIER, description="Earlier questions of the conversation, oldest first."
    )


@router.post(
    "/ask",
    response_model=AnswerShape,
    responses={
        200: {
            "description": (
                "The answer; or, with the header Accept: text/event-stream, server-sent events: `progress` and `sentence` with a "
                "`text` each, as they come, and last `answer`, which is what counts, or `error`."
            ),
            "content": {_STREAM: {"schema": {"type": "string"}}},
        }
    },
)
async def ask(question: QuestionShape, request: Request, desk: TheDesk) -> Response:
    """Answer a question from the articles, with citations, or say that they don't say."""
    asked = requests.question(question.model_dump())
    if _STREAM not in request.headers.get("accept", "").lower():
        return JSONResponse(records.answer(await unless_gone(request, desk.answer(asked))))
    events = desk.events(asked)
    return await streaming(request, _told(events), events)


@router.get(
    "/timeline.png",
    response_class=Response,
    responses={
        200: {"description": "The picture.", "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}}}
    },
)
async def timeline(
    *,
    question: str,
    request: Request,
    desk: TheDesk,
    as_of: str | None = None,
    now: str | None = None,
    history: Annotated[tuple[str, ...], Query(max_length=MOST_EARLIER)] = (),
) -> Response:
    """Answer a question for a count, and draw how it grew."""
    asked = requests.question({"question": question, "as_of": as_of, "now": now, "history": list(history)})
    drawn = await unless_gone(request, _picture(desk, asked))
    return Response(drawn, media_type="image/png")


async def streaming(
    request: Request, told: AsyncGenerator[bytes, None], events: AsyncGenerator[Event | None, None]
) -> StreamingResponse:
    """Send what is told of the events as it comes, once the first piece is there: what fails before that has its own status."""
    first = await unless_gone(request, _next(told))

    async def pieces() -> AsyncIterator[bytes]:
        async with aclosing(events), aclosing(told):
            yield first
            async for piece in told:
                yield piece

    return StreamingResponse(pieces(), media_type=_STREAM, headers={"cache-control": "no-store", "x-accel-buffering": "no"})


async def _next(told: AsyncGenerator[bytes, None]) -> bytes:
    return await anext(told)


async def _told(events: AsyncGenerator[Event | None, None]) -> AsyncGenerator[bytes, None]:
    """The events as a browser reads them; the first error of all is raised."""
    begun = False
    try:
        async for event in events:
            yield _line(event)
            begun = True
    except Exception as error:
        if not begun:
            raise
        yield _named("error", problem(error).record)


def _line(event: Event | None) -> bytes:
    match event:
        case None:
            return b": still here\n\n"
        case Answer():
            return _named("answer", records.answer(event))
        case Progress():
            return _named("progress", {"text": event.text})
    return _named("sentence", {"text": event})


def _named(name: str, record: records.Record) -> bytes:
    return f"event: {name}\ndata: {json.dumps(record, ensure_ascii=False)}\n\n".encode()


async def _picture(desk: Desk, asked: requests.Question) -> bytes:
    answer = await desk.answer(asked)
    if answer.tally is None:
        raise Problem(404, "no_timeline", NO_TALLY)
    tally = answer.tally
    if why := lack(series(tally)):
        raise Problem(404, "no_timeline", why)
    return await desk.read(lambda _: picture.draw(tally, answer.citations, answer.question))
