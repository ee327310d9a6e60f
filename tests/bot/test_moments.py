from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot import moments
from bot.failures import Misuse

END_OF_DAY = datetime(2025, 11, 16, 23, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["2025-11-16", "20251116", "16 Nov 2025", "16 November 2025", "Nov 16, 2025", "Nov. 16, 2025", " november 16  2025 "],
)
def test_a_date_as_last_moment_is_the_end_of_that_day(written: str) -> None:
    assert moments.end(written) == END_OF_DAY


def test_a_date_as_first_moment_is_its_midnight() -> None:
    assert moments.start("16 Nov 2025") == datetime(2025, 11, 16, tzinfo=UTC)


def test_a_month_reaches_from_its_first_to_its_last_day() -> None:
    assert (moments.start("2024-02"), moments.end("2024-02")) == (
        datetime(2024, 2, 1, tzinfo=UTC),
        datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC),
    )


def test_a_time_keeps_its_zone() -> None:
    assert moments.end("2025-11-16T18:00:00-05:00") == datetime(2025, 11, 16, 18, tzinfo=timezone(timedelta(hours=-5)))


def test_a_time_without_a_zone_is_utc() -> None:
    assert moments.start("2025-11-16 18:00") == datetime(2025, 11, 16, 18, tzinfo=UTC)


@pytest.mark.parametrize("written", ["", "Nov 1", "soon", "2025-13", "2025-02-30", "0000-01", "01/02/2025"])
def test_what_is_no_certain_date_is_refused(written: str) -> None:
    with pytest.raises(Misuse) as refused:
        moments.end(written)
    assert str(refused.value) == (
        f"cannot read the date {written!r}; write it like 2025-11-16, 16 Nov 2025 or 2025-11-16T18:00:00+00:00"
    )


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00"])
def test_a_moment_that_utc_cannot_name_is_refused(written: str) -> None:
    with pytest.raises(Misuse, match=r"^cannot read the date '"):
        moments.end(written)


def test_a_long_date_is_cut_in_the_message() -> None:
    with pytest.raises(Misuse, match=r"^cannot read the date 'x{39}…';"):
        moments.end("x" * 5_000)


def test_a_day_is_shown_in_utc() -> None:
    assert moments.day(datetime(2025, 11, 16, 22, tzinfo=timezone(timedelta(hours=-5)))) == "17 Nov 2025"
