"""How much a bot may send in a while, and how long it is told to wait when it sent more."""

from collections import defaultdict, deque
from dataclasses import dataclass
from math import ceil

from tests.telegram.emulator.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages and edits that are let through. None means any number."""

    chat_per_second: int | None = 1
    group_per_minute: int | None = 20
    all_per_second: int | None = 30


UNLIMITED = Rates(None, None, None)


class Limits:
    """What was sent lately, held against the rates; a chat that was told to wait stays closed until then."""

    def __init__(self, rates: Rates = UNLIMITED) -> None:
        self.rates = rates
        self.impatient = 0
        """Sends to a chat that came before the time that the bot had been told to wait was over."""
        self._sent: dict[object, deque[float]] = defaultdict(deque)
        self._closed: dict[int, float] = {}

    def admit(self, chat: int, *, now: float) -> None:
        """Count one message to the chat at this moment, in seconds of a monotonic clock. Raises Refusal with the wait."""
        if now < self._closed.get(chat, now):
            self.impatient += 1
            self._hold_off(self._closed[chat] - now)
        windows = [
            ((chat, "second"), self.rates.chat_per_second, 1.0),
            ((chat, "minute"), self.rates.group_per_minute if chat < 0 else None, 60.0),
            ("all", self.rates.all_per_second, 1.0),
        ]
        counted = [self._recent(key, now - span) for key, _, span in windows]
        waits = [
            sent[-most] + span - now
            for sent, (_, most, span) in zip(counted, windows, strict=True)
            if most is not None and len(sent) >= most
        ]
        if waits:
            self._closed[chat] = now + max(waits)
            self._hold_off(max(waits))
        for sent in counted:
            sent.append(now)

    def _recent(self, key: object, since: float) -> deque[float]:
        sent = self._sent[key]
        while sent and sent[0] <= since:
            sent.popleft()
        return sent

    def _hold_off(self, seconds: float) -> None:
        wait = max(1, ceil(seconds))
        raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
