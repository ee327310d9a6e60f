from datetime import UTC, datetime

import pytest

from index.reading.ago import day

NOON = datetime(2025, 11, 20, 12, tzinfo=UTC)
TODAY = NOON.replace(hour=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 hours ago", TODAY),
        ("Posted an hour ago", TODAY),
        ("just now", TODAY),
        ("today", TODAY),
        ("yesterday", TODAY.replace(day=19)),
        ("Published: 3 days ago", TODAY.replace(day=17)),
        ("vor 2 Stunden", TODAY),
        ("gestern", TODAY.replace(day=19)),
        ("il y a 4 jours", TODAY.replace(day=16)),
        ("hace 5 horas", TODAY),
        ("2 дня назад", TODAY.replace(day=18)),
    ],
)
def test_words_that_mean_one_day_are_that_day(text: str, expected: datetime) -> None:
    assert day(text, sent=NOON) == expected


@pytest.mark.parametrize(
    "text",
    ["a week ago", "2 weeks ago", "a month ago", "tomorrow", "in 2 hours", "5 minutes", "5 min read", "3", "", "May", "Share"],
)
def test_words_that_mean_no_one_day_are_none(text: str) -> None:
    assert day(text, sent=NOON) is None


def test_hours_that_may_reach_into_the_day_before_are_none() -> None:
    assert day("11 hours ago", sent=NOON) == TODAY
    assert day("12 hours ago", sent=NOON) is None
    assert day("13 hours ago", sent=NOON) == TODAY.replace(day=19)
