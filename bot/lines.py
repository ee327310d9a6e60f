"""JSON lines in, JSON lines out."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from bot.failures import complain
from bot.misuse import Misuse
from bot.records import Record
from index.errors import DatelineError, ModelError


def write(record: Mapping[str, object]) -> None:
    """Print one record on one line, and send it off at once."""
    print(json.dumps(record, ensure_ascii=False), flush=True)


def answer_each(source: BinaryIO, answer: Callable[[Record], Record], *, defaults: Record, home: Path | None) -> int:
    """Answer each line in order; returns the exit code.

    `defaults` are the options of the command, which a line's own keys override. A line that cannot be read or answered
    is reported with its number on standard error, the others are answered all the same, and the exit code is 1.
    """
    code = 0
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            record = answer(defaults | _read(line))
        except Exception as error:
            if isinstance(error, DatelineError) and not isinstance(error, Misuse | ModelError):
                raise  # what is wrong with the index is wrong for every line
            complain(error, home=home, where=f"line {number}")
            code = 1
        else:
            write(record)
    return code


def arrive() -> BinaryIO:
    """Standard input as bytes, so that one badly encoded line spoils no other."""
    if sys.stdin.isatty():
        print("dateline: type one JSON object a line; Ctrl-D ends", file=sys.stderr)
    return sys.stdin.buffer


def _read(line: bytes) -> Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise Misuse(f"not JSON: {_reason(error)}") from error
    if not isinstance(record, dict):
        raise Misuse('not a JSON object such as {"question": "…"}')
    return {key: value for key, value in record.items() if value is not None}


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}"
    return "not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "nested too deeply"
