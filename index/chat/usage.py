"""What answers take in tokens: one call's, and those of a day, counted for all processes of one home."""

import logging
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from index.chat import tokens
from index.chat.endpoint import Endpoint
from index.errors import ModelError
from index.types import Usage

logger = logging.getLogger(__name__)

_PATIENCE = 10.0


@dataclass(slots=True)
class Taken:
    """What one call takes, while it goes on."""

    estimate: int
    """Tokens of the prompt, estimated."""
    requests: int = 0
    """How many requests the endpoint may have worked on."""
    heard: list[str] = field(default_factory=list)
    """All that the model wrote in the request that is going on."""
    reported: tuple[int, int] = (0, 0)
    """Tokens of prompt and output by the endpoint's own count of that request; 0 where it doesn't say."""

    spoke: bool = False
    """Whether anything was passed on: then there is no second attempt."""

    def begin(self) -> None:
        """A request is sent. What came of an earlier one came to nothing."""
        self.requests += 1
        self.heard.clear()
        self.reported = (0, 0)

    def refused(self) -> None:
        """The request was not worked on."""
        self.requests -= 1

    def hear(self, text: str, counts: Mapping[str, object]) -> None:
        """A chunk came; `counts` may hold the endpoint's own count by now."""
        self.heard.append(text)
        prompt, output = counts.get("prompt_tokens"), counts.get("completion_tokens")
        if isinstance(prompt, int) and isinstance(output, int) and min(prompt, output) >= 0:
            self.reported = (prompt, output)

    @property
    def prompt(self) -> int:
        """Tokens read, in all requests."""
        return (self.reported[0] or self.estimate) + (self.requests - 1) * self.estimate if self.requests else 0

    @property
    def output(self) -> int:
        """Tokens written, thoughts among them."""
        return self.reported[1] or tokens.count("".join(self.heard))

    def usage(self, endpoint: Endpoint) -> Usage:
        """The whole, at the endpoint's prices."""
        prices = (endpoint.price_prompt, endpoint.price_output)
        if prices[0] is None or prices[1] is None:
            return Usage(self.prompt, self.output)
        return Usage(self.prompt, self.output, (self.prompt * prices[0] + self.output * prices[1]) / 1_000_000)


class Allowance:
    """At most so many tokens a day, by the calendar of UTC.

    What a call may take is set aside before it begins, and what it did not take is given back at its end. So calls at the same
    time cannot use more than is allowed, and what a killed process had set aside stays used until the day ends.
    """

    def __init__(self, home: Path, *, daily: int) -> None:
        """`daily` may be 0: none at all. `usage.sqlite` is made in the home when the first tokens are set aside."""
        self._path = home / "usage.sqlite"
        self._daily = daily

    def set_aside(self, tokens: int, *, now: datetime) -> date:
        """Set tokens aside; the day they count for. Raises ModelError when fewer are left, or when they cannot be counted."""
        if self._daily == 0:
            raise ModelError("DATELINE_DAILY_TOKENS is 0, so no tokens may be used; raise it to have answers written")
        day = now.astimezone(UTC).date()
        with self._counting() as database:
            used = _used(database, day)
            if used + tokens > self._daily:
                raise ModelError(
                    f"an answer may take {tokens:,} tokens, and {used:,} of the {self._daily:,} allowed for today are used; "
                    "ask again tomorrow (UTC), or raise DATELINE_DAILY_TOKENS"
                )
            _add(database, day, tokens)
        return day

    def settle(self, day: date, *, aside: int, took: int) -> None:
        """Count what was taken in place of what was set aside; when that fails, the latter stays counted."""
        try:
            with self._counting() as database:
                _add(database, day, took - aside)
        except ModelError as error:
            logger.warning("tokens that were not used stay counted: %s", error)

    def used(self, *, now: datetime) -> int:
        """Tokens used or set aside on the day of `now`. ModelError when they cannot be read."""
        if not self._path.exists():
            return 0
        with self._counting() as database:
            return _used(database, now.astimezone(UTC).date())

    @contextmanager
    def _counting(self) -> Iterator[sqlite3.Connection]:
        """The file, for one process at a time."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)) as database:
                database.execute("BEGIN IMMEDIATE")
                database.execute("CREATE TABLE IF NOT EXISTS days (day TEXT PRIMARY KEY, tokens INTEGER NOT NULL)")
                yield database
                database.execute("COMMIT")
        except (sqlite3.Error, OSError) as error:
            raise ModelError(
                f"cannot count tokens in {str(self._path)!r}: {error}; mend or remove that file, or unset DATELINE_DAILY_TOKENS"
            ) from error


def _used(database: sqlite3.Connection, day: date) -> int:
    row = database.execute("SELECT tokens FROM days WHERE day = ?", (day.isoformat(),)).fetchone()
    return int(row[0]) if row else 0


def _add(database: sqlite3.Connection, day: date, tokens: int) -> None:
    database.execute(
        "INSERT INTO days VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET tokens = tokens + excluded.tokens",
        (day.isoformat(), tokens),
    )
