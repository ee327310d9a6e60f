from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.reading.dates import in_order, parse

NOW = datetime(2025, 11, 20, 12, 0, tzinfo=UTC)
DAY = datetime(2025, 11, 16, tzinfo=UTC)
AFTERNOON = datetime(2025, 11, 16, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2025-11-16", DAY),
        ("20251116", DAY),
        ("2025-11-16T14:05:00Z", AFTERNOON),
        ("2025-11-16T14:05", AFTERNOON),
        ("2025-11-16t14:05:00z", AFTERNOON),
        ("2025-11-16 14:05:00 UTC", AFTERNOON),
        ("2025-11-16T15:05:00+0100", AFTERNOON),
        ("2025-11-16T15:05:00 +01:00", AFTERNOON),
        ("2025-11-16T14:05:00.250Z", AFTERNOON + timedelta(milliseconds=250)),
        ("2025-11-16 09:05 EST", AFTERNOON),
        ("2025/11/16", DAY),
        ("Sun, 16 Nov 2025 15:05:00 +0100", AFTERNOON),
        ("Sun, 16 Nov 2025 14:05:00 GMT", AFTERNOON),
        ("16 Nov 2025 09:05:00 EST", AFTERNOON),
        ("Sun, 16 Nov 2025 15:05:00 CET", AFTERNOON),
        ("Nov. 16, 2025", DAY),
        ("November 16th, 2025", DAY),
        ("Sunday, November 16, 2025", DAY),
        ("16 November 2025 09:05 EST", AFTERNOON),
        ("Published Nov. 16, 2025, 2:05 p.m.", AFTERNOON),
        ("Nov. 16, 2025 at 9:05 a.m. ET", AFTERNOON),
        ("July 6, 2025 at 10:05 a.m. ET", datetime(2025, 7, 6, 14, 5, tzinfo=UTC)),
        ("16 novembre 2025 à 14h05", AFTERNOON),
        ("16. November 2025", DAY),
        ("11/16/2025", DAY),
        ("16/11/2025", DAY),
        (1763301900, AFTERNOON),
        (1763301900000, AFTERNOON),
        ("1763301900", AFTERNOON),
        (date(2025, 11, 16), DAY),
        (datetime(2025, 11, 16, 14, 5), AFTERNOON),  # noqa: DTZ001  # as YAML makes them
        (datetime(2025, 11, 16, 15, 5, tzinfo=timezone(timedelta(hours=1))), AFTERNOON),
    ],
)
def test_dates_are_read_in_every_form_articles_use(written: object, expected: datetime) -> None:
    assert parse(written, retrieved=NOW) == expected


@pytest.mark.parametrize(
    "written",
    [
        "yesterday", "2 hours ago", "just now", "Monday", "next week 2025",
        "03/04/2025", "04.03.2025",
        "2025", 2025, "November 2025", "2025-11", "Nov 16", "16 Nov 25", "14:05",
        "2025-02-30", "2025-13-01", "2025-13-01 10:00 EST", "2025/13/04", "February 30, 2025", "2025-11-16T25:00:00Z",
        "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-05:00", 0, -5, 10**30, float("nan"), float("inf"),
        "", "   ", "soon", "x" * 1000, True, None, [], {"year": 2025},
    ],
)  # fmt: skip
def test_what_is_no_whole_date_is_no_date(written: object) -> None:
    assert parse(written, retrieved=NOW) is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [("2025-11-22T12:00:00Z", datetime(2025, 11, 22, 12, 0, tzinfo=UTC)), ("2025-11-22T12:00:01Z", None), ("2026-01-01", None)],
)
def test_dates_more_than_two_days_ahead_are_not_believed(written: str, expected: datetime | None) -> None:
    assert parse(written, retrieved=NOW) == expected


def test_an_update_before_the_publication_is_dropped() -> None:
    assert in_order(AFTERNOON, DAY) == (AFTERNOON, None)
    assert in_order(DAY, AFTERNOON) == (DAY, AFTERNOON)
    assert in_order(None, DAY) == (None, DAY)


@given(st.one_of(st.text(alphabet="0123456789-/:.T +ZNovpmESTG,"), st.floats(), st.integers(), st.datetimes()))
def test_a_date_is_in_utc_and_not_ahead_or_none(written: object) -> None:
    moment = parse(written, retrieved=NOW)
    assert moment is None or (moment.tzinfo is UTC and moment <= NOW + timedelta(days=2))
