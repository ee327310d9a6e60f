from datetime import UTC, datetime

import pytest

from index.retrieval.questions import plan
from index.retrieval.times import Moment, find, written

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
    # bounds
    ("as of Nov 1", ("2025-11-01", "2025-11-01", "as_of", "Nov 1")),
    ("by the end of October", ("2025-10-01", "2025-10-31", "as_of", "end of October")),
    ("as of October 31, 2025", ("2025-10-31", "2025-10-31", "as_of", "October 31, 2025")),
    ("through Nov. 10", ("2025-11-10", "2025-11-10", "as_of", "Nov. 10")),
    ("up to Nov. 10", ("2025-11-10", "2025-11-10", "as_of", "Nov. 10")),
    ("the days leading up to Nov. 10", ("2025-11-10", "2025-11-10", "during", "Nov. 10")),
    ("as of yesterday", ("2025-11-19", "2025-11-19", "as_of", "yesterday")),
    ("since September", ("2025-09-01", "2025-09-30", "since", "September")),
    ("up to and including Nov. 10", ("2025-11-10", "2025-11-10", "as_of", "Nov. 10")),
    ("before Nov. 10", ("2025-11-09", "2025-11-09", "as_of", "Nov. 10")),
    ("before the Nov. 15 strike", ("2025-11-14", "2025-11-14", "as_of", "Nov. 15")),
    ("before October", ("2025-09-30", "2025-09-30", "as_of", "October")),
    ("as of the Nov. 15 report", ("2025-11-15", "2025-11-15", "as_of", "Nov. 15")),
    ("hit by the Nov. 15 storm", ("2025-11-15", "2025-11-15", "during", "Nov. 15")),
    ("hit by Monday's storm", ("2025-11-17", "2025-11-17", "during", "Monday")),
    ("after the 2nd of September", ("2025-09-03", "2025-09-03", "since", "2nd of September")),
    ("after the Sept. 2 storm", ("2025-09-02", "2025-09-02", "since", "Sept. 2")),
    ("since the 2nd of September", ("2025-09-02", "2025-09-02", "since", "2nd of September")),
    # counted from now; weeks begin on Monday
    ("yesterday", ("2025-11-19", "2025-11-19", "during", "yesterday")),
    ("last week", ("2025-11-10", "2025-11-16", "during", "last week")),
    ("last month", ("2025-10-01", "2025-10-31", "during", "last month")),
    ("Last Year", ("2024-01-01", "2024-12-31", "during", "Last Year")),
    ("since last week", ("2025-11-10", "2025-11-16", "since", "last week")),
    ("last night", ("2025-11-19", "2025-11-19", "during", "last night")),
    ("last weekend", ("2025-11-15", "2025-11-16", "during", "last weekend")),
    ("last november", ("2025-11-01", "2025-11-30", "during", "last november")),
    ("last summer", ("2025-06-01", "2025-08-31", "during", "last summer")),
    ("3 days ago", ("2025-11-17", "2025-11-17", "during", "3 days ago")),
    ("two weeks ago", ("2025-11-03", "2025-11-09", "during", "two weeks ago")),
    ("a couple of weeks ago", ("2025-11-03", "2025-11-09", "during", "a couple of weeks ago")),
    ("as of two weeks ago", ("2025-11-03", "2025-11-06", "as_of", "two weeks ago")),
    ("since two weeks ago", ("2025-11-06", "2025-11-09", "since", "two weeks ago")),
    ("a month ago", ("2025-10-05", "2025-11-04", "during", "a month ago")),
    ("two years ago", ("2023-01-01", "2023-12-31", "during", "two years ago")),
    # weekdays
    ("on Tuesday", ("2025-11-18", "2025-11-18", "during", "Tuesday")),
    ("on thursday", ("2025-11-20", "2025-11-20", "during", "thursday")),
    ("last Thursday", ("2025-11-13", "2025-11-13", "during", "last Thursday")),
    ("since Monday", ("2025-11-17", "2025-11-17", "since", "Monday")),
    ("as of last Friday", ("2025-11-14", "2025-11-14", "as_of", "last Friday")),
    ("on Tuesday, Nov. 18", ("2025-11-18", "2025-11-18", "during", "Tuesday, Nov. 18")),
    # parts of months and years
    ("in early November", ("2025-11-01", "2025-11-10", "during", "early November")),
    ("in mid September", ("2025-09-11", "2025-09-20", "during", "mid September")),
    ("in late October", ("2025-10-21", "2025-10-31", "during", "late October")),
    ("mid-February 2024", ("2024-02-11", "2024-02-20", "during", "mid-February 2024")),
    ("by mid-February 2024", ("2024-02-11", "2024-02-15", "as_of", "mid-February 2024")),
    ("as of mid-February 2024", ("2024-02-11", "2024-02-20", "as_of", "mid-February 2024")),
    ("the last weeks of 2023", ("2023-09-01", "2023-12-31", "during", "last weeks of 2023")),
    ("by early November", ("2025-11-01", "2025-11-10", "as_of", "early November")),
    ("late in 2023", ("2023-09-01", "2023-12-31", "during", "late in 2023")),
    ("at the end of December 2023", ("2023-12-01", "2023-12-31", "as_of", "end of December 2023")),
    ("at the end of last month", ("2025-10-01", "2025-10-31", "as_of", "end of last month")),
    ("near the end of October", ("2025-10-21", "2025-10-31", "during", "end of October")),
    ("since the end of October", ("2025-10-31", "2025-10-31", "since", "end of October")),
    ("at the beginning of March", ("2025-03-01", "2025-03-10", "during", "beginning of March")),
    ("since the beginning of March", ("2025-03-01", "2025-03-10", "since", "beginning of March")),
    ("by the start of the year", ("2025-01-01", "2025-01-01", "as_of", "start of the year")),
    ("the first two months of this year", ("2025-01-01", "2025-02-28", "during", "first two months of this year")),
    ("the last week of March", ("2025-03-25", "2025-03-31", "during", "last week of March")),
    ("the second half of 2024", ("2024-07-01", "2024-12-31", "during", "second half of 2024")),
    ("the week of Nov. 5", ("2025-11-03", "2025-11-09", "during", "week of Nov. 5")),
    ("the week ending Nov. 8", ("2025-11-02", "2025-11-08", "during", "week ending Nov. 8")),
    ("the day after Thanksgiving", ("2024-11-29", "2024-11-29", "during", "day after Thanksgiving")),
    ("the six months leading up to May 2024", ("2023-11-01", "2024-04-30", "during", "six months leading up to May 2024")),
    # quarters, seasons, months of other years
    ("in the first quarter of 2024", ("2024-01-01", "2024-03-31", "during", "first quarter of 2024")),
    ("the fourth quarter of last year", ("2024-10-01", "2024-12-31", "during", "fourth quarter of last year")),
    ("Q1 2024", ("2024-01-01", "2024-03-31", "during", "Q1 2024")),
    ("in Q3", ("2025-07-01", "2025-09-30", "during", "Q3")),
    ("winter 2023-24", ("2023-12-01", "2024-02-29", "during", "winter 2023-24")),
    ("in the fall of 2023", ("2023-09-01", "2023-11-30", "during", "fall of 2023")),
    ("the 2023-24 season", ("2023-07-01", "2024-06-30", "during", "2023-24")),
    ("the 2021–2022 school year", ("2021-07-01", "2022-06-30", "during", "2021–2022")),
    ("in October of last year", ("2024-10-01", "2024-10-31", "during", "October of last year")),
    ("in 2000", ("2000-01-01", "2000-12-31", "during", "2000")),
    ("the 2000 floods", ("2000-01-01", "2000-12-31", "during", "2000")),
    # holidays
    ("as of Christmas Eve 2023", ("2023-12-24", "2023-12-24", "as_of", "Christmas Eve 2023")),
    ("as of new year's eve 2023", ("2023-12-31", "2023-12-31", "as_of", "new year's eve 2023")),
    ("on New Year’s Day", ("2025-01-01", "2025-01-01", "during", "New Year’s Day")),
    ("by Christmas", ("2024-12-25", "2024-12-25", "as_of", "Christmas")),
    ("on Valentine's Day 2024", ("2024-02-14", "2024-02-14", "during", "Valentine's Day 2024")),
    ("since Halloween", ("2025-10-31", "2025-10-31", "since", "Halloween")),
    ("on Thanksgiving 2023", ("2023-11-23", "2023-11-23", "during", "Thanksgiving 2023")),
    ("before Labor Day", ("2025-08-31", "2025-08-31", "as_of", "Labor Day")),
    ("on Memorial Day", ("2025-05-26", "2025-05-26", "during", "Memorial Day")),
    ("on the Fourth of July", ("2025-07-04", "2025-07-04", "during", "Fourth of July")),
    ("on Independence Day, 2024", ("2024-07-04", "2024-07-04", "during", "Independence Day, 2024")),
    # from one time to another
    ("between October and November", ("2025-10-01", "2025-11-30", "during", "October and November")),
    ("between December and February", ("2024-12-01", "2025-02-28", "during", "December and February")),
    ("between Nov 1 and Nov 10", ("2025-11-01", "2025-11-10", "during", "Nov 1 and Nov 10")),
    ("between Nov 1 and 10", ("2025-11-01", "2025-11-10", "during", "between Nov 1 and 10")),
    ("Nov. 1-10", ("2025-11-01", "2025-11-10", "during", "Nov. 1-10")),
    ("from October to December", ("2024-10-01", "2024-12-31", "during", "October to December")),
    ("from Nov. 1 through Nov. 10", ("2025-11-01", "2025-11-10", "during", "Nov. 1 through Nov. 10")),
    ("from late October to mid-November", ("2025-10-21", "2025-11-15", "during", "late October to mid-November")),
    ("from Oct. 1, 2024, to Jan. 3", ("2024-10-01", "2025-01-03", "during", "Oct. 1, 2024, to Jan. 3")),
    ("the October–December 2023 count", ("2023-10-01", "2023-12-31", "during", "October–December 2023")),
    ("between Monday and Wednesday", ("2025-11-17", "2025-11-19", "during", "Monday and Wednesday")),
    ("between Friday and Monday", ("2025-11-14", "2025-11-17", "during", "Friday and Monday")),
    ("between 2016 and 2022", ("2016-01-01", "2022-12-31", "during", "2016 and 2022")),
    ("in 2016-2022", ("2016-01-01", "2022-12-31", "during", "2016-2022")),
]
UNFINISHED = [
    ("today", ("2025-11-20", "2025-11-20")),
    ("this week", ("2025-11-17", "2025-11-23")),
    ("this month", ("2025-11-01", "2025-11-30")),
    ("this year", ("2025-01-01", "2025-12-31")),
    ("by January 31, 2026", ("2026-01-31", "2026-01-31")),
    ("in November", ("2025-11-01", "2025-11-30")),
    ("this morning", ("2025-11-20", "2025-11-20")),
    ("in the past week", ("2025-11-13", "2025-11-20")),
    ("in the last month", ("2025-10-20", "2025-11-20")),
    ("in the last two weeks", ("2025-11-06", "2025-11-20")),
    ("over the past 30 days", ("2025-10-21", "2025-11-20")),
    ("in the last 24 hours", ("2025-11-19", "2025-11-20")),
    ("earlier this week", ("2025-11-17", "2025-11-20")),
    ("later this month", ("2025-11-20", "2025-11-30")),
    ("next Friday", ("2025-11-21", "2025-11-21")),
    ("next year", ("2026-01-01", "2026-12-31")),
    ("by the end of the year", ("2025-01-01", "2025-12-31")),
    ("by year's end", ("2025-01-01", "2025-12-31")),
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
            place=(9, 20),
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
        "may they march 20 miles?",
        "they may 10 times",
        "20 may have died",
        "in March for Our Lives",
        "in 2000 cases",
        "more than 2024 people died",
        "Project 2025",
        "House Bill 2024",
        "on Black Friday",
        "Monday Night Football",
        "in the Christmas market attack",
        "spent on Halloween costumes",
        "in his last year",
        "over the past four years",
        "the last year of school",
        "a 15-week ban this season",
        "in the winter",
        "the first quarter",
        "the end of the bridge",
        "in 2022-21",
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


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("How many boats as of Nov 1 and since last week?", ("as of Nov 1", "since last week")),
        ("How many boats by the end of October?", ("by the end of October",)),
        ("How many boats between October and November?", ("between October and November",)),
        ("How many boats in October?", ("in October",)),
        ("How many boats over the past two weeks?", ("over the past two weeks",)),
        ("How many boats?", ()),
    ],
)
def test_times_come_as_they_are_worded(question: str, phrases: tuple[str, ...]) -> None:
    assert written(question) == phrases


@pytest.mark.parametrize(
    "time",
    [
        "by the end of October",
        "at the end of last month",
        "at the beginning of March",
        "by mid-February 2024",
        "in early November",
        "since last week",
        "between Nov 1 and Nov 10",
        "from October to December",
        "two weeks ago",
        "in the past 30 days",
        "as of new year's eve 2023",
        "in the first quarter of 2024",
        "in the first two months of this year",
        "up to and including Nov. 10",
        "on Tuesday night",
    ],
)
def test_no_word_of_a_time_is_left_among_the_terms(time: str) -> None:
    assert plan(f"How many boats sank {time}?", now=NOW, newest=NEWEST).terms == ("boats", "sank")


@pytest.mark.parametrize("question", ["How many boats sank on Friday to Nov. 10?", "from October to November 2023 and 2024"])
def test_only_what_belongs_together_is_one_time(question: str) -> None:
    assert len(_find(question)) == 2


def test_months_of_two_years_are_the_latest_such_span() -> None:
    (found,) = _find("between October and January", newest=datetime(2025, 1, 10, tzinfo=UTC))
    assert _days(found) == ("2024-10-01", "2025-01-31")
