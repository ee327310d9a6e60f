"""One question of a person at a time; a few more may wait, and are answered in the order in which they came."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

_LONGEST_LINE = 4


class Turns:
    """Who is being answered. To be used on one loop."""

    def __init__(self) -> None:
        self._lines: dict[int, list[asyncio.Event]] = {}

    @property
    def length(self) -> int:
        """Questions under way and waiting, of all people."""
        return sum(map(len, self._lines.values()))

    @contextmanager
    def line(self, user: int) -> Iterator[asyncio.Event | None]:
        """The last place in the person's line: an event that is set when it is the first; None when the line is too long."""
        places = self._lines.setdefault(user, [])
        if len(places) >= _LONGEST_LINE:
            yield None
            return
        turn = asyncio.Event()
        places.append(turn)
        places[0].set()
        try:
            yield turn
        finally:
            places.remove(turn)
            if places:
                places[0].set()
            else:
                del self._lines[user]
