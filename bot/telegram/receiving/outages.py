"""Times in which Telegram can't be reached: told once, and waited out briskly."""

import logging
import time
from collections.abc import Callable

from telegram.error import Conflict, RetryAfter, TelegramError, TimedOut

from bot.telegram.sending.failures import wait

logger = logging.getLogger(__name__)

_PAUSES = (0.3, 0.6, 1.2, 2.0)
_AGAIN = 60.0
"""Seconds after which an outage that lasts is told again."""


class Outage:
    """Failures in a row: how long to wait after each, and what the log is told."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        """All is well at first."""
        self._monotonic = monotonic
        self._failures = 0
        self._since = 0.0
        self._told: tuple[str, float] | None = None

    def failed(self, error: TelegramError) -> float:
        """Note a failure; returns the seconds to wait before the next attempt, at most 2 unless Telegram names more."""
        now = self._monotonic()
        if not self._failures:
            self._since = now
        words = _words(error)
        if self._told is None or self._told[0] != words or now - self._told[1] >= _AGAIN:
            self._told = words, now
            logger.warning("%s; trying again", words)
        pause = wait(error) or _PAUSES[min(self._failures, len(_PAUSES) - 1)]
        self._failures += 1
        return pause

    def over(self) -> None:
        """Note that Telegram answered."""
        if self._failures:
            logger.warning("Telegram answers again after %.0f seconds", self._monotonic() - self._since)
        self._failures = 0
        self._told = None


def _words(error: TelegramError) -> str:
    if isinstance(error, Conflict):
        return "another program takes this bot's updates with the same token: only one may; stop the other one"
    if isinstance(error, RetryAfter):
        return "Telegram tells to ask for updates less often"
    if isinstance(error, TimedOut):
        return "Telegram does not answer in time"
    return "Telegram can't be reached"
