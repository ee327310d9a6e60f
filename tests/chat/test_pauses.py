from datetime import UTC, datetime

import pytest

from index.chat.pauses import pause, wished

NOW = datetime(2025, 11, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(("attempt", "longest"), [(0, 0.5), (1, 1.0), (2, 2.0), (4, 8.0), (10, 8.0)])
def test_pauses_double_up_to_eight_seconds_and_are_halved_by_chance(attempt: int, longest: float) -> None:
    assert pause(attempt, wished=None, chance=0.0) == longest
    assert pause(attempt, wished=None, chance=1.0) == longest / 2


def test_a_wish_is_the_least_unless_it_is_too_long() -> None:
    assert pause(0, wished=0.1, chance=0.0) == 0.5
    assert pause(0, wished=20.0, chance=0.0) == 20.0
    assert pause(0, wished=20.1, chance=0.0) is None


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "12"}, 12.0),
        ({"retry-after": "Sun, 16 Nov 2025 12:01:00 GMT"}, 60.0),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "odd", "retry-after": "9"}, 9.0),
    ],
)
def test_what_an_endpoint_wishes_is_read_from_its_headers(headers: dict[str, str], seconds: float | None) -> None:
    assert wished(headers, now=NOW) == seconds
