"""How the program runs: what it says of itself, and whom it lets in over the network."""

from typing import Annotated, Literal

from pydantic import Field

from bot.settings.room import Room
from bot.settings.values import BearerToken, Lower, in_the_clear

LogLevel = Literal["debug", "info", "warning", "error"]


class Running(Room):
    """The settings of the log and of the doors for other programs."""

    log: Annotated[LogLevel, Lower] = Field(default="warning", validation_alias="DATELINE_LOG")
    """From which severity on our own log records go to standard error."""
    api_token: BearerToken = Field(default=None, validation_alias="DATELINE_API_TOKEN")
    """What programs must show that ask over HTTP."""

    @property
    def bearer(self) -> str | None:
        """The token that programs must show, in the clear."""
        return in_the_clear(self.api_token)
