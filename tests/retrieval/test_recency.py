from datetime import UTC, datetime, timedelta

import pytest

from index.retrieval.questions import plan
from index.retrieval.recency import fits_named_time, timeliness

NEWEST = datetime(2025, 11, 19, 12, tzinfo=UTC)


def _factor(question: str, published: datetime | None, *, newest: datetime | None = NEWEST) -> float:
    return timeliness(plan(question, now=NEWEST, newest=NEWEST), published, newest=newest)


def _bonus(question: str, published: datetime | None) -> float:
    return _factor(question, published) - 1.0


@pytest.mark.parametrize(("weeks", "share"), [(0, 1.0), (3, 0.5), (6, 0.25), (21, 1 / 128)])
def test_newness_halves_every_three_weeks_for_a_question_about_now(weeks: int, share: float) -> None:
    question = "How many strikes so far?"
    assert _bonus(question, NEWEST - timedelta(weeks=weeks)) == pytest.approx(share * _bonus(question, NEWEST))


def test_an_article_newer_than_the_newest_known_is_as_new() -> None:
    question = "How many strikes so far?"
    assert _factor(question, NEWEST + timedelta(days=3)) == _factor(question, NEWEST)


@pytest.mark.parametrize("question", ["How many strikes so far?", "How many strikes on Nov. 19?"])
def test_a_date_weighs_softly(question: str) -> None:
    assert 0.1 < _bonus(question, NEWEST) < 0.5


@pytest.mark.parametrize(
    ("question", "published", "newest"),
    [
        ("How many strikes so far?", None, NEWEST),
        ("How many strikes so far?", NEWEST, None),
        ("Who is the mayor of Tarn?", NEWEST, NEWEST),
        ("How many strikes on Nov. 15?", None, NEWEST),
    ],
    ids=["undated", "nothing dated", "timeless question", "undated for a named day"],
)
def test_what_has_no_time_weighs_one(question: str, published: datetime | None, newest: datetime | None) -> None:
    assert _factor(question, published, newest=newest) == 1.0


@pytest.mark.parametrize(
    ("question", "day", "share"),
    [
        ("What happened on Oct. 27?", "2025-10-27", 1.0),
        ("What happened on Oct. 27?", "2025-10-24", 1.0),
        ("What happened on Oct. 27?", "2025-10-23", 0.0),
        ("What happened on Oct. 27?", "2025-10-30", 1.0),
        ("What happened on Oct. 27?", "2025-11-02", 0.5),
        ("What happened on Oct. 27?", "2025-12-20", 0.0),
        ("How many strikes as of Oct. 27?", "2025-10-10", 1.0),
        ("How many strikes as of Oct. 27?", "2025-10-01", 0.0),
        ("How many strikes since Oct. 27?", "2025-10-27", 0.0),
        ("What happened in 2025?", "2025-05-05", 0.0),
        ("What happened on Sept. 2 or on Oct. 27?", "2025-10-27", 1.0),
    ],
)
def test_articles_of_the_named_time_weigh_more(question: str, day: str, share: float) -> None:
    greatest = _bonus("What happened on Nov. 19?", NEWEST)
    assert _bonus(question, datetime.fromisoformat(day).replace(tzinfo=UTC)) == pytest.approx(share * greatest)


@pytest.mark.parametrize(
    ("question", "published", "fits"),
    [
        ("What happened on Oct. 27?", datetime(2025, 10, 28, tzinfo=UTC), True),
        ("What happened in October?", datetime(2025, 10, 5, tzinfo=UTC), True),
        ("What happened in October?", datetime(2025, 11, 5, tzinfo=UTC), False),
        ("What happened in 2025?", datetime(2025, 10, 5, tzinfo=UTC), False),
        ("What happened on Oct. 27?", None, False),
        ("What happened?", datetime(2025, 10, 28, tzinfo=UTC), False),
    ],
)
def test_an_article_fits_a_named_day_or_month(question: str, published: datetime | None, fits: bool) -> None:
    assert fits_named_time(plan(question, now=NEWEST, newest=NEWEST), published) is fits
