"""Our values as JSON text for the database, and back."""

import json
from functools import cache
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from index.types import Answer, Tally

Kind = TypeVar("Kind")


@cache
def answers() -> TypeAdapter[Answer]:
    """How answers are packed."""
    return TypeAdapter(Answer)


@cache
def tallies() -> TypeAdapter[Tally]:
    """How tallies are packed."""
    return TypeAdapter(Tally)


def packed(kind: TypeAdapter[Kind], value: Kind) -> str:
    """The value as JSON."""
    return json.dumps(kind.dump_python(value, mode="json"), ensure_ascii=False, separators=(",", ":"))


def unpacked(kind: TypeAdapter[Kind], text: str | None) -> Kind | None:
    """What was packed; None for None, and for what another version of ours packed in a form that is unknown here."""
    if text is None:
        return None
    try:
        return kind.validate_python(json.loads(text))
    except ValidationError:
        return None
