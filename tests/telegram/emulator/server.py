"""The Bot API over HTTP: one application that answers the bot's requests out of one world."""

from collections.abc import Mapping
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.telegram.emulator import schema
from tests.telegram.emulator.connections import Connections
from tests.telegram.emulator.faults import Broken
from tests.telegram.emulator.methods import METHODS
from tests.telegram.emulator.methods.receiving import get_updates
from tests.telegram.emulator.page import Pages
from tests.telegram.emulator.refusals import Refusal
from tests.telegram.emulator.schema import Model, Upload
from tests.telegram.emulator.world import Call, World


class Server:
    """One world, served."""

    def __init__(self, world: World, *, port: int = 0) -> None:
        self._world = world
        both = ["GET", "POST"]
        api = [Route("/bot{token}/{method}", self._call, methods=both), Route("/file/bot{token}/files/{file}", self._file)]
        self.connections = Connections(Starlette(routes=[*api, *Pages(world).routes()]), port)

    async def _call(self, request: Request) -> Response:
        """Answer one request of the bot, and keep what it was."""
        name, given = str(request.path_params["method"]), dict[str, Any]()
        started = self._world.monotonic()
        try:
            model = self._model(request)
            name = model.__api_method__
            given = await _given(request, model)
            result = await self._result(model, given)
        except ClientDisconnect:
            # The bot thought better of it while it was still sending: nobody waits for an answer.
            return Response()
        except Broken:
            self._keep(Call(name, given, started, 0))
            await self.connections.drop(request.scope)
            return Response()
        except Refusal as refusal:
            self._keep(Call(name, given, started, refusal.status, refusal.description))
            if refusal.page:
                return Response(refusal.page, refusal.status, media_type="text/html")
            return JSONResponse(refusal.body(), refusal.status)
        self._keep(Call(name, given, started, 200, result=result))
        return JSONResponse({"ok": True, "result": result})

    def _model(self, request: Request) -> Model:
        """The method that is called. Raises Refusal for a wrong token, and for a method that there is not."""
        if request.path_params["token"] != self._world.token:
            raise Refusal(401, "Unauthorized")
        model = schema.methods().get(str(request.path_params["method"]).lower())
        if model is None:
            raise Refusal(404, "Not Found")
        return model

    async def _result(self, model: Model, given: Mapping[str, Any]) -> Any:
        """Carry the call out, unless a fault befalls it."""
        world, name = self._world, model.__api_method__
        schema.check(model, given, strict=world.strict)
        with world.changed:
            fault = world.faults.befalling(name, _chat(given))
            if fault:
                world.notify()
                fault.strike("before")
        if name == "getUpdates":
            result: Any = await get_updates(world, given)
        elif name in METHODS:
            with world.changed:
                result = METHODS[name](world, given)
        else:
            raise Refusal(501, f"EMULATOR: {name} is a method of the Bot API, but is not modelled")
        schema.check_result(model, result)
        if fault:
            fault.strike("after")
        return result

    def _keep(self, call: Call) -> None:
        with self._world.changed:
            if call.method != "getUpdates":
                self._world.calls.append(call)
            self._world.notify()

    async def _file(self, request: Request) -> Response:
        file = self._world.files.get(request.path_params["file"])
        if request.path_params["token"] != self._world.token or file is None:
            return JSONResponse(Refusal(404, "Not Found").body(), 404)
        return Response(file.content, media_type="image/png" if file.kind == "photo" else "application/octet-stream")


def _chat(given: Mapping[str, Any]) -> int | None:
    """The chat that a request is about; forms carry numbers as text."""
    chat = str(given.get("chat_id", ""))
    return int(chat) if chat.removeprefix("-").isdigit() else None


async def _given(request: Request, model: Model) -> dict[str, Any]:
    """The parameters of a request, from wherever the Bot API lets them stand."""
    raw, uploads = dict[str, Any](request.query_params), dict[str, Upload]()
    if request.headers.get("content-type", "").startswith("application/json"):
        raw |= await request.json()
    elif request.method == "POST":
        async with request.form() as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    uploads[name] = Upload(value.filename or name, await value.read())
                else:
                    raw[name] = value
    return schema.parameters(model, raw, uploads)
