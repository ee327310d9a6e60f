"""What is wrong with a value from outside, in plain words."""

import re

from pydantic import ValidationError

_KINDS = {
    "integer": "a whole number",
    "number": "a number",
    "boolean": "1 or 0",
    "string": "text",
    "list": "a list",
    "dictionary": "an object",
}
_WORDS = {"Field required": "is missing", "Extra inputs are not permitted": "is not known here"}


def misfit(error: ValidationError) -> tuple[str, str]:
    """Where the first misfit is, its names joined by dots, and what is wrong with it: "must be a whole number"."""
    first = error.errors(include_input=False, include_url=False)[0]
    return ".".join(map(str, first["loc"])), worded(first["msg"])


def worded(message: str) -> str:
    """What pydantic says of a value, in plain words."""
    words = _WORDS.get(message, message).removeprefix("Value error, ").replace("Input should be", "must be")
    return re.sub(r"a valid (integer|number|boolean|string|list|dictionary)\b.*", lambda kind: _KINDS[kind[1]], words)
