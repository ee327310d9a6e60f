"""Why a request is not answered, in the one shape in which every program is told."""

import logging
import os
import traceback

from bot.cleaning import one_line
from bot.failures import Misuse
from bot.web.asgi import Send, send_json
from index.errors import ArticleError, DatelineError, NothingIndexed, QuestionError, StorageError

logger = logging.getLogger(__name__)


class Problem(Exception):
    """A request is refused, or failed; the message is for people."""

    def __init__(self, status: int, code: str, message: str, *, reference: str | None = None, again: int | None = None) -> None:
        """`code` is for programs, `reference` for the log; `again`: after how many seconds it may be tried once more."""
        super().__init__(message)
        self.status = status
        self.code = code
        self.reference = reference
        self.again = again

    @property
    def record(self) -> dict[str, object]:
        """The problem as JSON, in the shape of OpenAI's errors."""
        told = {
            "message": one_line(str(self)),
            "type": "server_error" if self.status >= 500 else "invalid_request_error",
            "param": None,
            "code": self.code,
            "reference": self.reference,
        }
        return {"error": told}

    @property
    def headers(self) -> dict[str, str]:
        """What goes with it in the head of the answer."""
        told = {"cache-control": "no-store"}
        if self.again is not None:
            told["retry-after"] = str(self.again)
        if self.status == 401:
            told["www-authenticate"] = "Bearer"
        return told

    async def send(self, send: Send) -> None:
        """Answer the request with it."""
        await send_json(send, status=self.status, record=self.record, extra=self.headers.items())


def busy() -> Problem:
    """More is asked for than may wait for its turn."""
    return Problem(503, "busy", "too much is being asked at once; try again in a few seconds", again=5)


def problem(error: Exception) -> Problem:
    """What a caller is told of an error. Mistakes of ours are logged, and told with a reference."""
    match error:
        case Problem():
            return error
        case Misuse() | QuestionError():
            return Problem(400, "bad_request", str(error))
        case ArticleError():
            return Problem(404, "not_found", str(error))
        case NothingIndexed():
            return Problem(503, "nothing_indexed", str(error))
        case StorageError():
            return Problem(503, "storage", str(error), again=5)
        case DatelineError():
            return Problem(503, "unavailable", str(error))
    reference = os.urandom(3).hex()
    # Not the message of the error: it may quote the question.
    frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
    logger.error("reference %s: %s\n%s", reference, type(error).__name__, frames)
    return Problem(500, "bug", f"something went wrong on our side (reference {reference})", reference=reference)
