"""What goes wrong on purpose: refusals that are scheduled, and connections that break."""

from dataclasses import dataclass, replace
from typing import Literal

from tests.telegram.emulator.refusals import Refusal

CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_PAGE = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls the next calls that fit."""

    refusal: Refusal | None = None
    """None: the connection breaks instead."""
    method: str | None = None
    """Such as `sendMessage`; None fits every method."""
    chat: int | None = None
    """Only calls about this chat; None fits all."""
    times: int = 1
    """How many calls."""
    when: Literal["before", "after"] = "before"
    """Whether the call fails before it is carried out, or after."""

    def strike(self, now: Literal["before", "after"]) -> None:
        """Raises what the fault is about, when this is its time."""
        if now == self.when:
            raise self.refusal or Broken


def too_many_requests(seconds: int, *, method: str | None = None, chat: int | None = None, times: int = 1) -> Fault:
    """HTTP 429 that asks for a wait."""
    refusal = Refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
    return Fault(refusal, method, chat, times)


def bad_gateway(*, method: str | None = None, times: int = 1, as_page: bool = False) -> Fault:
    """HTTP 502, as JSON or as a proxy's web page."""
    refusal = Refusal(502, "Bad Gateway")
    refusal.page = _PAGE if as_page else None
    return Fault(refusal, method, times=times)


def internal_error(*, method: str | None = None, times: int = 1) -> Fault:
    """HTTP 500 of Telegram's own."""
    return Fault(Refusal(500, "Internal Server Error: restart"), method, times=times)


def conflict(*, times: int = 1) -> Fault:
    """HTTP 409, as when another copy of the bot polls too."""
    return Fault(Refusal(409, CONFLICT), "getUpdates", times=times)


def unparsable(*, method: str = "sendMessage", times: int = 1) -> Fault:
    """HTTP 400 for a text that Telegram cannot read as HTML although the emulator can."""
    reason = 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 7'
    return Fault(Refusal(400, reason), method, times=times)


def dropped(when: Literal["before", "after"], *, method: str | None = None, times: int = 1) -> Fault:
    """A connection that breaks before the call is carried out, or after it but before it is answered."""
    return Fault(None, method, times=times, when=when)


class Broken(Exception):
    """The connection is to break now."""


class Faults:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self._coming: list[Fault] = []

    def add(self, *faults: Fault) -> None:
        """Schedule them, behind the ones that wait already."""
        self._coming += faults

    def clear(self) -> None:
        """Let everything go well from now on."""
        self._coming.clear()

    @property
    def are_over(self) -> bool:
        """True when every fault has befallen a call."""
        return not self._coming

    def befalling(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call meets; it has one time less to come."""
        for place, fault in enumerate(self._coming):
            if fault.method in (None, method) and fault.chat in (None, chat):
                self._coming[place : place + 1] = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                return fault
        return None
