"""How long to wait before an endpoint is asked again."""

from collections.abc import Mapping
from datetime import datetime

from index import waits

LONGEST = 20.0
"""Seconds. Nobody waits longer for an answer that can be quoted at once."""
_FIRST = 0.5
_LONGEST_OF_OURS = 8.0


def pause(attempt: int, *, wished: float | None, chance: float) -> float | None:
    """Seconds to wait after attempt number `attempt`, from 0; None when that is not worth it.

    Doubles from half a second up to eight, less up to a half by chance (`chance` from 0 to 1), so that many who failed together
    don't come back together. What the endpoint wished for is the least; a wish of more than `LONGEST` is not waited for.
    """
    if wished is not None and wished > LONGEST:
        return None
    ours = min(_FIRST * (1 << attempt), _LONGEST_OF_OURS) * (1 - chance / 2)
    return max(ours, wished or 0.0)


def wished(headers: Mapping[str, str], *, now: datetime) -> float | None:
    """Seconds that a response asks to wait: by Retry-After-Ms, which model servers send, or Retry-After; None when by neither."""
    if milliseconds := waits.number(headers.get("retry-after-ms")):
        return milliseconds / 1000
    return waits.asked(headers.get("retry-after"), now=now)
