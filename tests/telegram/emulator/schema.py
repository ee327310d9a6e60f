"""Requests and results held against the Bot API's schema, as aiogram's models know it."""

import json
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile, InputFile
from pydantic import TypeAdapter, ValidationError

from tests.telegram.emulator.refusals import Refusal, refuse

Model = type[TelegramMethod[Any]]
_SCALARS = {str, int, float, bool, type(None)}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a request."""

    name: str
    content: bytes


@cache
def methods() -> Mapping[str, Model]:
    """Every method of the Bot API by its name in lower case."""
    known = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {model.__api_method__.lower(): model for model in known if isinstance(getattr(model, "__api_method__", None), str)}


def parameters(model: Model, raw: Mapping[str, Any], uploads: Mapping[str, Upload]) -> dict[str, Any]:
    """The parameters of a request: JSON in form fields read, files put where they are named. Raises Refusal."""
    read = {name: _attached(_value(model, name, value), uploads) for name, value in raw.items()}
    return read | {name: upload for name, upload in uploads.items() if name in model.model_fields}


def check(model: Model, given: Mapping[str, Any], *, strict: bool) -> None:
    """Raises Refusal for a parameter that is missing, of the wrong type or, when `strict`, not known to the method."""
    unknown = sorted(set(given) - set(model.model_fields))
    if unknown and strict:
        refuse(f"EMULATOR: {model.__api_method__} has no parameters {unknown}")
    try:
        model.model_validate(_with_files(dict(given)))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:4]]
        refuse(f"EMULATOR: {model.__api_method__} does not take this: {'; '.join(faults)}")


def check_result(model: Model, result: object) -> None:
    """Raises ValidationError when the emulator itself would answer what the Bot API never answers."""
    _returned(model).validate_python(result)


@cache
def _returned(model: Model) -> TypeAdapter[Any]:
    return TypeAdapter(model.__returning__)


def _value(model: Model, name: str, value: Any) -> Any:
    """The value of one form field."""
    field = model.model_fields.get(name)
    if field is None or not isinstance(value, str):
        return value
    if _is_structured(field.annotation):
        try:
            return json.loads(value)
        except ValueError as error:
            if str not in typing.get_args(field.annotation):
                raise Refusal(400, f"Bad Request: can't parse {name} JSON object") from error
    return value.lower() == "true" if value.lower() in ("true", "false") else value


def _is_structured(annotation: Any) -> bool:
    """True when a form field of this type carries JSON."""
    if annotation in _SCALARS:
        return False
    if typing.get_origin(annotation) in (typing.Annotated, typing.Union, types.UnionType):
        return any(_is_structured(choice) for choice in typing.get_args(annotation))
    if typing.get_origin(annotation) is list:
        return True
    return isinstance(annotation, type) and hasattr(annotation, "model_fields") and not issubclass(annotation, InputFile)


def _attached(value: Any, uploads: Mapping[str, Upload]) -> Any:
    """The same with `attach://NAME` replaced by the file of that name, at any depth."""
    if isinstance(value, dict):
        return {name: _attached(within, uploads) for name, within in value.items()}
    if isinstance(value, list):
        return [_attached(within, uploads) for within in value]
    if isinstance(value, str) and value.startswith("attach://"):
        return uploads.get(value.removeprefix("attach://")) or refuse("wrong file identifier/HTTP URL specified")
    return value


def _with_files(value: Any) -> Any:
    """The same with the models' own type of file."""
    if isinstance(value, Upload):
        return BufferedInputFile(value.content, value.name)
    if isinstance(value, dict):
        return {name: _with_files(within) for name, within in value.items()}
    return [_with_files(within) for within in value] if isinstance(value, list) else value
