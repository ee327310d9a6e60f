"""Which batches came to nothing: those whose notes do not change for long, by the clock of who watches them."""

from collections.abc import Callable, Mapping

_ABANDONED = 600.0
"""Seconds after which a batch that is begun and not ended is taken for a killed writer's. If it was not, it is put once more."""


class Watch:
    """Watches the notes of batches for one process. One that ends before leaves them to others."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock` tells seconds, which are compared with each other only."""
        self._clock = clock
        self._seen: dict[str, tuple[int, float]] = {}
        """By batch, what its note says, and since when."""

    def abandoned(self, begun: Mapping[str, int]) -> list[str]:
        """Those of the batches now noted as begun whose notes have long been the same."""
        now = self._clock()
        new = {batch: (note, now) for batch, note in begun.items()}
        self._seen = {batch: seen if (seen := self._seen.get(batch, each))[0] == each[0] else each for batch, each in new.items()}
        return [batch for batch, (_, since) in self._seen.items() if now - since >= _ABANDONED]


def abandoned_by_calendar(begun: Mapping[str, int], *, now: int) -> list[str]:
    """The same for who cannot wait, and trusts that the machines' calendars agree. `now` is in microseconds."""
    return [batch for batch, moment in begun.items() if now - moment > _ABANDONED * 1_000_000]
