from datetime import UTC, datetime

import pytest

from index.retrieval.times import Moment, find

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)
NEWEST = datetime(2025, 11, 19, 20, tzinfo=UTC)

NAMED = [
    # whole dates
    ("on 2025-10-31", ("2025-10-31", "2025-10-31", "during", "2025-10-31")),
    ("until Sept. 5, 2025", ("2025-09-05", "2025-09-05", "as_of", "Sept. 5, 2025")),
    ("the 4th of July 2024", ("2024-07-04", "2024-07-04", "during", "4th of July 2024")),
    ("on 3 March 2024", ("2024-03-03", "2024-03-03", "during", "3 March 2024")),
    ("in March 2024", ("2024-03-01", "2024-03-31", "during", "March 2024")),
    ("in December 2024", ("2024-12-01", "2024-12-31", "during", "December 2024")),
    ("of February, 2024", ("2024-02-01", "2024-02-29", "during", "February, 2024")),
    ("the 2022 World Cup", ("2022-01-01", "2022-12-31", "during", "2022")),
    ("since 2023", ("2023-01-01", "2023-12-31", "since", "2023")),
    # dates without a year
    ("on November 19", ("2025-11-19", "2025-11-19", "during", "November 19")),
    ("on November 20", ("2024-11-20", "2024-11-20", "during", "November 20")),
    ("on Nov. 15", ("2025-11-15", "2025-11-15", "during", "Nov. 15")),
    ("march 5th", ("2025-03-05", "2025-03-05", "during", "march 5th")),
    ("on 3 December", ("2024-12-03", "2024-12-03", "during", "3 December")),
    ("in December", ("2024-12-01", "2024-12-31", "during", "December")),
    ("in late October", ("2025-10-01", "2025-10-31", "during", "October")),
    # bounds
    ("as of Nov 1", ("2025-11-01", "2025-11-01", "as_of", "Nov 1")),
    ("by the end of October", ("2025-10-01", "2025-10-31", "as_of", "October")),
    ("as of October 31, 2025", ("2025-10-31", "2025-10-31", "as_of", "October 31, 2025")),
    ("through Nov. 10", ("2025-11-10", "2025-11-10", "as_of", "Nov. 10")),
    ("up to Nov. 10", ("2025-11-10", "2025-11-10", "as_of", "Nov. 10")),
    ("the days leading up to Nov. 10", ("2025-11-10", "2025-11-10", "during", "Nov. 10")),
    ("as of yesterday", ("2025-11-19", "2025-11-19", "as_of", "yesterday")),
    ("since September", ("2025-09-01", "2025-09-30", "since", "September")),
    ("after the 2nd of September", ("2025-09-02", "2025-09-02", "since", "2nd of September")),
    # counted from now; weeks begin on Monday
    ("yesterday", ("2025-11-19", "2025-11-19", "during", "yesterday")),
    ("last week", ("2025-11-10", "2025-11-16", "during", "last week")),
    ("last month", ("2025-10-01", "2025-10-31", "during", "last month")),
    ("the past month", ("2025-10-01", "2025-10-31", "during", "past month")),
    ("Last Year", ("2024-01-01", "2024-12-31", "during", "Last Year")),
]
UNFINISHED = [
    ("today", ("2025-11-20", "2025-11-20")),
    ("this week", ("2025-11-17", "2025-11-23")),
    ("this month", ("2025-11-01", "2025-11-30")),
    ("this year", ("2025-01-01", "2025-12-31")),
    ("by January 31, 2026", ("2026-01-31", "2026-01-31")),
    ("in November", ("2025-11-01", "2025-11-30")),
]


def _find(question: str, *, newest: datetime | None = NEWEST) -> tuple[Moment, ...]:
    return find(question, now=NOW, newest=newest)


def _days(moment: Moment) -> tuple[str, str]:
    return moment.start.date().isoformat(), moment.end.date().isoformat()


@pytest.mark.parametrize(("question", "named"), NAMED)
def test_a_time_is_found_with_its_bound(question: str, named: tuple[str, str, str, str]) -> None:
    assert [(*_days(moment), moment.bound, moment.written) for moment in _find(question)] == [named]


@pytest.mark.parametrize(("question", "days"), UNFINISHED)
def test_a_time_that_is_not_over_is_in_the_future(question: str, days: tuple[str, str]) -> None:
    assert [(_days(moment), moment.is_future) for moment in _find(question)] == [(days, True)]


def test_a_moment_lasts_from_midnight_to_the_last_second_and_knows_its_place() -> None:
    question = "How many as of Nov 1?"
    assert _find(question) == (
        Moment(
            start=datetime(2025, 11, 1, tzinfo=UTC),
            end=datetime(2025, 11, 1, 23, 59, 59, tzinfo=UTC),
            bound="as_of",
            written="Nov 1",
            place=(15, 20),
            is_future=False,
        ),
    )


def test_several_times_come_in_the_order_of_their_places() -> None:
    found = _find("As of October 31, 2025, how many since September 2, and how many last week?")
    assert [(moment.written, moment.bound) for moment in found] == [
        ("October 31, 2025", "as_of"),
        ("September 2", "since"),
        ("last week", "during"),
    ]


@pytest.mark.parametrize(
    "question",
    [
        "",
        "on Feb. 30",
        "Nov 31",
        "may they march?",
        "2,025 people",
        "20250101",
        "in the 2020s",
        "How many so far?",
        "beaten by Jan Smith",
        "beaten by May",
    ],
)
def test_what_is_no_date_is_not_found(question: str) -> None:
    assert _find(question) == ()


def test_the_year_is_guessed_from_the_newest_article_not_from_the_clock() -> None:
    (found,) = _find("on October 31", newest=datetime(2019, 10, 1, tzinfo=UTC))
    assert _days(found) == ("2018-10-31", "2018-10-31")


def test_the_year_is_guessed_from_the_clock_when_no_article_is_dated() -> None:
    (found,) = _find("on November 20", newest=None)
    assert _days(found) == ("2025-11-20", "2025-11-20")


def test_today_is_counted_in_universal_time() -> None:
    late = datetime.fromisoformat("2025-11-19T22:00:00-05:00")
    (found,) = find("today", now=late, newest=None)
    assert _days(found) == ("2025-11-20", "2025-11-20")


def test_the_last_leap_day_is_the_latest_one_there_was() -> None:
    assert [_days(moment) for moment in _find("on Feb. 29")] == [("2024-02-29", "2024-02-29")]


def test_the_end_of_a_month_bounds_as_the_month_does() -> None:
    assert [(_days(moment), moment.bound) for moment in _find("as of the end of October 2025")] == [
        (("2025-10-01", "2025-10-31"), "as_of")
    ]


@pytest.mark.parametrize("question", ["by October", "until October", "through October", "as of October", "up to October"])
def test_a_bare_month_after_a_bound_is_a_time(question: str) -> None:
    assert [(_days(moment), moment.bound) for moment in _find(question)] == [(("2025-10-01", "2025-10-31"), "as_of")]
