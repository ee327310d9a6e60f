from datetime import UTC, date, datetime

import pytest

from index.answering.dates import Told, all_told, resolve, told, written

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


@pytest.mark.parametrize(
    ("sentence", "start", "end", "bound"),
    [
        ("The tally stood at 52 as of Nov. 8.", "2025-11-08", "2025-11-08", "as_of"),
        ("As of Tuesday, 52 boats had sunk.", "2025-11-18", "2025-11-18", "as_of"),
        ("The count through Nov. 10 was 40.", "2025-11-10", "2025-11-10", "as_of"),
        ("Some 400 homes had power by mid-December.", "2024-12-11", "2024-12-15", "as_of"),
        ("The number was 12 at the end of January.", "2025-01-01", "2025-01-31", "as_of"),
        ("The quay closed just before Christmas.", "2024-12-24", "2024-12-24", "as_of"),
        ("It could be 60 by the end of the year.", "2025-01-01", "2025-12-31", "as_of"),
        ("Ferries stopped in early November.", "2025-11-01", "2025-11-10", "during"),
        ("Two boats sank on Saturday.", "2025-11-15", "2025-11-15", "during"),
        ("Two boats sank yesterday.", "2025-11-18", "2025-11-18", "during"),
        ("Two boats sank Sept. 2.", "2025-09-02", "2025-09-02", "during"),
        ("Two boats sank Nov. 20.", "2024-11-20", "2024-11-20", "during"),
        ("Two boats sank in October.", "2025-10-01", "2025-10-31", "during"),
        ("The October report counted two.", "2025-10-01", "2025-10-31", "during"),
        ("Two boats sank last week.", "2025-11-10", "2025-11-16", "during"),
        ("Two boats sank earlier this week.", "2025-11-17", "2025-11-19", "during"),
        ("Two boats sank over the weekend.", "2025-11-15", "2025-11-16", "during"),
        ("Two boats sank last month.", "2025-10-01", "2025-10-31", "during"),
        ("The quay cost 3 million last year.", "2024-01-01", "2024-12-31", "during"),
        ("That was 40 for all of last year.", "2024-01-01", "2024-12-31", "during"),
        ("In 2023, 14 boats sank.", "2023-01-01", "2023-12-31", "during"),
        ("Nine boats have sunk this year.", "2025-01-01", "2025-11-19", "during"),
        ("Nine boats have sunk so far this year.", "2025-01-01", "2025-11-19", "during"),
        ("Nine boats have sunk in November.", "2025-11-01", "2025-11-19", "during"),
        ("Nine boats have sunk in 2025.", "2025-01-01", "2025-11-19", "during"),
        ("Nine boats sank in the first two months of this year.", "2025-01-01", "2025-02-28", "during"),
        ("Fares fell 4% in the third quarter.", "2025-07-01", "2025-09-30", "during"),
        ("Fares rose twice in the past year.", "2024-11-19", "2025-11-19", "during"),
        ("Fares rose over the past two weeks.", "2025-11-05", "2025-11-19", "during"),
        ("Fares rose this fall.", "2025-09-01", "2025-11-19", "during"),
        ("That was up from 14 the week before.", "2025-11-10", "2025-11-16", "during"),
        ("It ran from Oct. 1 through Nov. 14.", "2025-10-01", "2025-11-14", "during"),
        ("It has rained since late October.", "2025-10-21", "2025-11-19", "since"),
        ("It has rained since the beginning of October.", "2025-10-01", "2025-11-19", "since"),
        ("Ships have docked here since 2019.", "2019-01-01", "2025-11-19", "since"),
        ("Nine boats sank after Nov. 10.", "2025-11-11", "2025-11-19", "since"),
        # to come
        ("The trial will begin Dec. 20.", "2025-12-20", "2025-12-20", "during"),
        ("The trial is scheduled to begin in March.", "2026-03-01", "2026-03-31", "during"),
        ("They will meet on Friday.", "2025-11-21", "2025-11-21", "during"),
        ("The quay is to open later this year.", "2025-11-19", "2025-12-31", "during"),
    ],
)
def test_the_time_of_a_sentence_is_counted_from_its_publication(sentence: str, start: str, end: str, bound: str) -> None:
    found = told(sentence, WEDNESDAY)
    assert found is not None
    assert (found.start.isoformat(), found.end.isoformat(), found.bound) == (start, end, bound)


@pytest.mark.parametrize(
    "sentence",
    [
        "It sank.",
        "The boats may march on.",
        "They sold 2,000 boats, 1,950 of them small.",
        "About 2000 people came.",
        "April Jones and May Lee sold four boats.",
        "In his last year he sold a 15-year lease.",
        "Nobody came to the end of the year-old quay.",
    ],
)
def test_a_sentence_without_a_time_tells_none(sentence: str) -> None:
    assert all_told(sentence, WEDNESDAY) == ()


def test_all_times_come_in_order_with_their_places() -> None:
    assert all_told("Officials said Tuesday that 52 had sunk as of Sunday.", WEDNESDAY) == (
        Told(date(2025, 11, 18), date(2025, 11, 18), "during", (15, 22)),
        Told(date(2025, 11, 16), date(2025, 11, 16), "as_of", (40, 52)),
    )


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Sales rose last week from the week before.", "2025-11-03", "2025-11-09"),
        ("In January, 12 sank, up from 9 a year earlier.", "2024-01-01", "2024-01-31"),
        ("In 2023, 12 sank, up from 9 the year before.", "2022-01-01", "2022-12-31"),
    ],
)
def test_what_is_earlier_is_counted_from_the_time_told_before(sentence: str, start: str, end: str) -> None:
    before = all_told(sentence, WEDNESDAY)[1]
    assert (before.start.isoformat(), before.end.isoformat(), before.bound) == (start, end, "during")


@pytest.mark.parametrize(
    ("sentence", "start"),
    [
        ("Officials said Tuesday that 52 had sunk as of Sunday.", "2025-11-16"),
        ("Officials said Tuesday that 52 had sunk since Sunday.", "2025-11-16"),
        ("Officials said Tuesday that 52 sank last month.", "2025-10-01"),
        ("Officials said Tuesday that 52 had sunk.", "2025-11-18"),
        ("Under the 2022 law, 40 quays closed last year.", "2024-01-01"),
        ("In January, 12 sank, up from 9 a year earlier.", "2025-01-01"),
    ],
)
def test_of_several_times_the_one_that_the_figure_holds_for_is_told(sentence: str, start: str) -> None:
    found = told(sentence, WEDNESDAY)
    assert found is not None
    assert found.start.isoformat() == start


@pytest.mark.parametrize("sentence", ["The toll was 52 on Tuesday and 48 on Monday.", "It rose from 52 in 2022 to 60 in 2023."])
def test_several_equal_times_are_none(sentence: str) -> None:
    assert told(sentence, WEDNESDAY) is None


def test_an_undated_article_tells_only_what_names_its_year() -> None:
    sentence = "On Tuesday, and since last week, and in October, as on Nov. 8, 2023, it rained."
    assert all_told(sentence, None) == (Told(date(2023, 11, 8), date(2023, 11, 8), "during", (55, 67)),)
