from datetime import UTC, date, datetime

import pytest

from index.answering.dates import resolve, written

WEDNESDAY = datetime(2025, 11, 19, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("It sank on Tuesday.", date(2025, 11, 18)),
        ("It sank on Wednesday morning.", date(2025, 11, 19)),
        ("It sank on Thursday.", date(2025, 11, 13)),
        ("The boat, hit Saturday night, sank.", date(2025, 11, 15)),
        ("It sank yesterday.", date(2025, 11, 18)),
        ("It sank this morning.", date(2025, 11, 19)),
        ("Today the talks go on.", date(2025, 11, 19)),
        ("It sank on Wednesday, and today it was lifted.", date(2025, 11, 19)),
        ("They will meet on Friday.", date(2025, 11, 21)),
        ("The talks are scheduled to begin Wednesday.", date(2025, 11, 26)),
        ("They plan to meet next Tuesday.", date(2025, 11, 25)),
        ("The market will open again on the old quay on Friday.", date(2025, 11, 21)),
        ("The new mayor takes office on Monday.", date(2025, 11, 24)),
        ("He will fight the charges, said his lawyer, who met him on Tuesday.", date(2025, 11, 18)),
        ("She will appeal after the court ruled on Tuesday.", date(2025, 11, 18)),
    ],
)
def test_a_weekday_is_the_last_one_or_the_next_one_when_it_is_to_come(sentence: str, day: date) -> None:
    assert resolve(sentence, WEDNESDAY) == day


@pytest.mark.parametrize(
    "sentence",
    [
        "It sank.",
        "It sank on Tuesday, Nov. 18.",
        "It sank on 18 November.",
        "It sank on Monday and was lifted on Tuesday.",
        "A Sundaylike calm.",
    ],
)
def test_no_single_day_is_no_day(sentence: str) -> None:
    assert resolve(sentence, WEDNESDAY) is None


def test_an_undated_article_names_no_day() -> None:
    assert resolve("It sank on Tuesday.", None) is None


def test_the_day_is_counted_where_the_article_was_published() -> None:
    late = datetime.fromisoformat("2025-11-19T22:00:00-05:00")
    assert resolve("It sank today.", late) == date(2025, 11, 19)


@pytest.mark.parametrize(
    ("day", "text"), [(date(2025, 11, 6), "6 Nov 2025"), (datetime(2025, 3, 16, 23, tzinfo=UTC), "16 Mar 2025")]
)
def test_days_are_written_short(day: date, text: str) -> None:
    assert written(day) == text
