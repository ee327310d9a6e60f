"""What the program says about itself on standard error, and what it keeps to itself."""

import hashlib
import json
import logging
import sys
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from bot.telegram.types import Question
from index.types import Answer

if TYPE_CHECKING:
    from bot.settings import LogLevel, Settings

logger = logging.getLogger(__name__)

Form = Literal["bare", "text", "json"]
"""Of a log line: as a command says it, with its time, or as one JSON object."""
Outcome = Literal["answered", "stopped", "failed", "apologised"]

_QUIET = {
    # These write addresses, which hold the bot's token.
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    # These write what people wrote.
    "telegram.Bot": logging.CRITICAL + 1,
    "telegram.request.BaseRequest": logging.CRITICAL + 1,
    # This repeats, for every client that misbehaves, what we have said or what need not be said.
    "uvicorn.error": logging.CRITICAL,
}


def set_up(chosen: "Settings", *, form: Form = "bare", level: "LogLevel | None" = None) -> None:
    """Send log records to standard error, ours from that level on (else from DATELINE_LOG's), without any secret value.

    Where somebody else has set up logging, their handlers stay as they are.
    """
    from bot import settings  # here because pydantic takes longer to import than a usage error to print

    root = logging.getLogger()
    ours = next((handler for handler in root.handlers if isinstance(handler, _Handler)), None)
    if ours is None and not root.handlers:
        ours = _Handler()
        root.addHandler(ours)
    if ours:
        ours.setFormatter(_Json() if form == "json" else _Text(timed=form == "text"))
        ours.filters = [Redacting(partial(settings.without_secrets, settings=chosen))]
    for name in ("bot", "index", "prompts"):
        logging.getLogger(name).setLevel((level or chosen.log).upper())
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(least)


def catch_uncaught() -> None:
    """Log what nobody caught, in the main thread and in others, and warnings: Python would print them past the log."""

    def caught(
        kind: type[BaseException], error: BaseException | None, trace: TracebackType | None, *, where: str = "the program"
    ) -> None:
        if not issubclass(kind, KeyboardInterrupt | SystemExit):
            logger.critical("%s failed", where, exc_info=(kind, error or kind(), trace))

    logging.captureWarnings(capture=True)
    sys.excepthook = caught
    threading.excepthook = lambda given: caught(given.exc_type, given.exc_value, given.exc_traceback, where="a thread")
    sys.unraisablehook = lambda given: caught(given.exc_type, given.exc_value, given.exc_traceback, where="cleaning up")


class Redacting(logging.Filter):
    """Takes secrets out of a record: out of its message, its traceback, its stack and its fields."""

    def __init__(self, hide: Callable[[str], str]) -> None:
        """`hide` returns its text without secrets."""
        super().__init__()
        self._hide = hide

    def filter(self, record: logging.LogRecord) -> bool:
        """Always True: the record is shown, in other words."""
        record.msg, record.args = self._hide(_message(record)), ()
        if record.exc_info:
            record.exc_text = record.exc_text or logging.Formatter().formatException(record.exc_info)
            record.exc_info = None
        record.exc_text = record.exc_text and self._hide(record.exc_text)
        record.stack_info = record.stack_info and self._hide(record.stack_info)
        if fields := getattr(record, "fields", None):
            record.fields = {name: self._hide(value) if isinstance(value, str) else value for name, value in fields.items()}
        return True


class Records:
    """Writes one line for each question: how it went, but neither its text nor who put it."""

    def __init__(self, *, salt: str) -> None:
        """People and chats are told apart by a hash of their ids with that salt, which must be secret."""
        self._key = hashlib.sha256(salt.encode()).digest()

    def question(self, question: Question, answer: Answer | None, *, seconds: Mapping[str, float], outcome: Outcome) -> None:
        """Log how a question went; `seconds` tells how long each stage took."""
        fields: dict[str, object] = {
            "question": question.id,
            "outcome": outcome,
            "user": self.hashed(question.user),
            "chat": self.hashed(question.place.chat),
            "group": question.place.is_group,
            "language": question.language,
            "follows": question.parent is not None,
        }
        if answer:
            fields |= {"mode": answer.mode, "found": answer.found, "citations": len(answer.citations)}
        if answer and answer.usage:
            fields |= {"prompt_tokens": answer.usage.prompt, "output_tokens": answer.usage.output}
        fields |= {f"{stage}_seconds": round(took, 3) for stage, took in seconds.items()}
        logger.info(
            "question %s", " ".join(f"{name}={_plain(value)}" for name, value in fields.items()), extra={"fields": fields}
        )

    def hashed(self, number: int) -> str:
        """Eight hexadecimal digits that stand for a person or a chat."""
        return hashlib.blake2b(str(number).encode(), key=self._key, digest_size=4).hexdigest()


class _Handler(logging.StreamHandler[Any]):
    """Our handler, to be known again."""


class _Text(logging.Formatter):
    """One line for people."""

    def __init__(self, *, timed: bool) -> None:
        super().__init__(("%(asctime)s " if timed else "") + "%(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 - as the base class has it
        return _moment(record)


class _Json(logging.Formatter):
    """One JSON object a line, for programs."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _moment(record), "level": record.levelname.lower(), "logger": record.name}
        fields: dict[str, object] = getattr(record, "fields", {})
        told = {"event": "question", **fields} if fields else {"message": record.getMessage()}
        traces = {name: text for name, text in (("traceback", record.exc_text), ("stack", record.stack_info)) if text}
        return json.dumps(line | told | traces, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _message(record: logging.LogRecord) -> str:
    """The record's message; one whose arguments don't fit must not get past us to standard error."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} (with arguments that don't fit)"


def _plain(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
