from datetime import UTC, datetime

import pytest

from bot import requests
from bot.failures import Misuse
from bot.requests import Question, Search
from index.errors import QuestionError


def test_a_question_is_read_with_its_circumstances() -> None:
    record = {
        "question": " how\tmany?\n",
        "as_of": "2025-11-01",
        "now": "2025-11-02T10:00:00Z",
        "history": ["what strikes?"],
        "id": 7,
    }
    assert requests.question(record) == Question(
        text="how many?",
        as_of=datetime(2025, 11, 1, 23, 59, 59, tzinfo=UTC),
        now=datetime(2025, 11, 2, 10, tzinfo=UTC),
        history=("what strikes?",),
    )


def test_what_is_no_text_is_left_out_of_the_history() -> None:
    assert requests.question({"question": "q", "history": [{"value": 20}, "earlier", 21]}) == Question("q", history=("earlier",))


def test_a_search_is_read_with_its_bounds() -> None:
    record = {
        "query": "boats",
        "limit": 3,
        "since": "2025-11-01",
        "until": "2025-11-01",
        "source": "Harbor Wire",
        "as_of": "2025-12",
    }
    assert requests.search(record) == Search(
        query="boats",
        limit=3,
        as_of=datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC),
        since=datetime(2025, 11, 1, tzinfo=UTC),
        until=datetime(2025, 11, 1, 23, 59, 59, tzinfo=UTC),
        source="Harbor Wire",
    )


def test_a_question_may_stand_for_a_query() -> None:
    assert requests.search({"question": "boats"}) == Search(query="boats")


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({}, '"question" is missing'),
        ({"question": 5}, '"question" must be text'),
        ({"question": "q", "as_of": 5}, '"as_of" must be text'),
        ({"question": "q", "history": "earlier"}, '"history" must be a list of questions, oldest first'),
    ],
)
def test_a_question_that_cannot_be_read_is_refused(record: dict[str, object], reason: str) -> None:
    with pytest.raises(Misuse) as refused:
        requests.question(record)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"question": " \x00 "}, "the question is empty"),
        ({"question": "x" * 20_000}, "the question has 20,000 characters; at most 2,000 are read, so shorten it"),
        ({"question": "q", "history": [""]}, "the earlier question is empty"),
    ],
)
def test_an_empty_or_too_long_question_is_refused_before_the_index_is_opened(record: dict[str, object], reason: str) -> None:
    with pytest.raises(QuestionError) as refused:
        requests.question(record)
    assert str(refused.value) == reason


@pytest.mark.parametrize("limit", [0, -1, 101, True, "5", 2.0])
def test_a_limit_out_of_range_is_refused(limit: object) -> None:
    with pytest.raises(Misuse, match=r"^the limit must be a whole number from 1 to 100$"):
        requests.search({"query": "q", "limit": limit})


def test_a_search_without_words_is_refused() -> None:
    with pytest.raises(Misuse, match=r'^"query" is missing$'):
        requests.search({"limit": 5})
