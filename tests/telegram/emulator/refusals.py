"""How the Bot API says no: an HTTP status, a sentence, and sometimes what to do next."""

from typing import Any, NoReturn


class Refusal(Exception):
    """A request that is answered with `ok: false`."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(f"{status} {description}")
        self.status = status
        self.description = description
        self.parameters = parameters
        """`retry_after` (seconds), `migrate_to_chat_id`."""
        self.page: bytes | None = None
        """A web page that is sent in place of JSON, as a proxy in between does."""

    def body(self) -> dict[str, Any]:
        """The refusal as the Bot API puts it."""
        told = {"ok": False, "error_code": self.status, "description": self.description}
        return told | ({"parameters": self.parameters} if self.parameters else {})


def refuse(reason: str) -> NoReturn:
    """Refuse a request that is wrong in itself."""
    raise Refusal(400, f"Bad Request: {reason}")


def forbid(reason: str) -> NoReturn:
    """Refuse a request that the bot has no right to."""
    raise Refusal(403, f"Forbidden: {reason}")
