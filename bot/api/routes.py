"""How every route of the API behaves: what it is called with is JSON, and what fails is told in one shape."""

import asyncio
from collections.abc import Callable, Coroutine, Set
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from bot.api.desk import Desk
from bot.misfits import worded
from bot.web.problems import Problem, problem

Result = TypeVar("Result")


class ErrorDetails(BaseModel):
    """Why there is no answer."""

    message: str = Field(description="For people, in plain words.")
    type: str
    param: None = None
    code: str = Field(description="For programs.")
    reference: str | None = Field(description="What the log has the details under, when the fault is the server's.")


class ErrorShape(BaseModel):
    """A request was refused, or failed."""

    error: ErrorDetails


ERRORS: dict[int | str, dict[str, Any]] = {
    "4XX": {"model": ErrorShape, "description": "The request is refused; the message says why."},
    "5XX": {"model": ErrorShape, "description": "The request failed; with a header Retry-After, it may be tried again."},
}


class Explaining(APIRoute):
    """A route whose failures are explained."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, which raises nothing."""
        handle = super().get_route_handler()
        known = {parameter.alias for parameter in self.dependant.query_params}

        async def explaining(request: Request) -> Response:
            try:
                _check_type(request)
                _check_names(request, known)
                return await handle(request)
            except RequestValidationError as error:
                return told(Problem(400, "bad_request", _misunderstood(error)))
            except HTTPException as error:
                # FastAPI says so of what Python's JSON reader gives up for other reasons than bad grammar.
                return told(Problem(error.status_code, "bad_request", "the body cannot be read as JSON"))
            except Exception as error:  # noqa: BLE001 - a bug is told here as well, in plain words
                return told(problem(error))

        return explaining


def told(failed: Problem) -> JSONResponse:
    """The answer that tells of a problem."""
    return JSONResponse(failed.record, failed.status, headers=failed.headers)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


TheDesk = Annotated[Desk, Depends(_desk)]


async def unless_gone(request: Request, work: Coroutine[Any, Any, Result]) -> Result:
    """What the work gives; it is cancelled when the client goes away, and Problem is raised."""
    working = asyncio.create_task(work)
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Problem(499, "gone", "the client went away before the answer was there")
    finally:
        leaving.cancel()
        working.cancel()
        await asyncio.gather(leaving, working, return_exceptions=True)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _check_type(request: Request) -> None:
    """Take JSON alone: what a page of another site can send without asking first is something else."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != "application/json":
        raise Problem(415, "unsupported_media_type", "send the header Content-Type: application/json")


def _check_names(request: Request, known: Set[str]) -> None:
    """Refuse a parameter that is misspelt: left out, it could let through what it was to keep out."""
    if unknown := next((name for name in request.query_params if name not in known), None):
        names = ", ".join(sorted(known)) or "nothing"
        raise Problem(400, "bad_request", f"{unknown!r} is not known here; known: {names}")


def _misunderstood(error: RequestValidationError) -> str:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return f"the body is not JSON: {first['ctx']['error']}"
    reason = worded(first["msg"])
    place = ".".join(str(part) for part in first["loc"][1:])
    name = f'"{place}"' if place else "the body"
    return f"{name} {reason}" if reason.startswith(("must ", "is ")) else f"{name}: {reason}"
