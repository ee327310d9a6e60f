from datetime import UTC, datetime

import pytest

from index import waits

NOW = datetime(2025, 11, 16, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "seconds"),
    [
        (None, None),
        ("0", 0.0),
        (" 12 ", 12.0),
        ("1.5", 1.5),
        ("999999999", 999_999_999.0),
        ("Sun, 16 Nov 2025 12:01:00 GMT", 60.0),
        ("Sun, 16 Nov 2025 14:01:00 +0200", 60.0),
        ("Sun, 16 Nov 2025 12:01:00 -0000", 60.0),
        ("Sun, 16 Nov 2025 11:00:00 GMT", 0.0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 999_999_999.0),
        ("Wed, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("soon", None),
        ("-5", None),
        ("nan", None),
        ("1e9", None),
        ("", None),
    ],
)
def test_the_wait_that_a_server_asks_for_is_read_from_seconds_and_from_dates(stated: str | None, seconds: float | None) -> None:
    assert waits.asked(stated, now=NOW) == seconds
