"""Follow-up questions, as they are understood."""

import pytest

from index.retrieval.followups import stand_alone

STRIKES = "how many strikes so far?"
MEASLES = "How many measles cases have been confirmed in Texas?"


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        ([STRIKES], "And by 28 October?", "how many strikes by 28 October?"),
        ([STRIKES], "and in November?", "how many strikes in November?"),
        ([STRIKES], "in November?", "how many strikes in November?"),
        ([STRIKES], "How many had there been by 28 October?", "how many strikes by 28 October?"),
        (["What was the vote on the ferry in October?"], "and in November?", "What was the vote on the ferry in November?"),
        (["Where did the ferry sink?"], "and on Friday?", "Where did the ferry sink on Friday?"),
        ([STRIKES], "and last week?", "how many strikes last week?"),
        ([STRIKES, "and by 28 October?"], "and on 2 November?", "how many strikes on 2 November?"),
        ([MEASLES], "and as of April 3?", "How many measles cases have been confirmed in Texas as of April 3?"),
    ],
)
def test_a_bare_time_asks_the_same_of_that_time(history: list[str], question: str, standalone: str) -> None:
    assert stand_alone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        ([STRIKES], "and salmonella cases?", "how many salmonella cases so far?"),
        ([MEASLES], "and mumps cases?", "how many mumps cases have been confirmed in Texas?"),
        (["How many people were killed in the flood?"], "and injured?", "how many people were injured in the flood?"),
        ([MEASLES], "what about Ohio?", "how many measles cases have been confirmed in Ohio?"),
        ([MEASLES], "and in Ohio?", "how many measles cases have been confirmed in Ohio?"),
        (
            ["How many strikes on boats since September?"],
            "and in the Pacific?",
            "how many strikes on boats in the Pacific since September?",
        ),
        (
            ["How many ferries sank in the northern Gulf of Orm?"],
            "and in the Strait of Hask?",
            "how many ferries sank in the Strait of Hask?",
        ),
    ],
)
def test_a_bare_thing_or_place_asks_for_the_count_of_that(history: list[str], question: str, standalone: str) -> None:
    assert stand_alone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        ([STRIKES, "and how many killed?"], "when was the last one?", "when was the last strike?"),
        (["How many strikes on boats have there been?"], "where was the tenth one?", "where was the tenth strike on boats?"),
        (["Who is Ines Barrow?"], "where was the first one?", "where was the first one (Ines Barrow)?"),
    ],
)
def test_the_last_one_is_one_of_what_was_counted(history: list[str], question: str, standalone: str) -> None:
    assert stand_alone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        ([STRIKES], "how has it grown?", "how has the number of strikes grown?"),
        ([STRIKES], "how fast are they growing?", "how fast is the number of strikes growing?"),
        ([STRIKES], "when did it pass 10?", "when did the number of strikes pass 10?"),
        ([MEASLES], "how has that changed?", "how has the number of measles cases confirmed in Texas changed?"),
    ],
)
def test_how_it_went_asks_how_the_count_went(history: list[str], question: str, standalone: str) -> None:
    assert stand_alone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question", "standalone"),
    [
        (["How many strikes on boats?"], "and how many killed?", "and how many killed (strikes on boats)?"),
        ([STRIKES], "and how many killed?", "and how many killed (strikes)?"),
        (
            ["How many hurricanes this year?"],
            "how many people did it reach?",
            "how many people did it reach (hurricanes this year)?",
        ),
        (["Who is Ines Barrow?"], "How old is she?", "How old is she (Ines Barrow)?"),
        (["Where did the ferry sink?"], "what about the tug?", "what about the tug (ferry sink)?"),
        (["Where did the ferry sink?"], "when?", "when (ferry sink)?"),
        (["Did Ms. O'Hara win?"], "why did she?", "why did she (Ms. O'Hara win)?"),
    ],
)
def test_another_follow_up_gets_what_the_question_before_had_beyond_it(
    history: list[str], question: str, standalone: str
) -> None:
    assert stand_alone(question, history) == standalone


@pytest.mark.parametrize(
    ("history", "question"),
    [
        (["Who won the title?"], "How many strikes have there been?"),
        (["Who won the title?"], "How many floods were there this year?"),
        (["Where did the ferry sink?"], "And where did the ferry sink?"),
        (["How many strikes on boats?"], "Who won the bowling title?"),
        ([], "and how many killed?"),
    ],
)
def test_a_question_that_needs_nothing_stays_as_it_is(history: list[str], question: str) -> None:
    assert stand_alone(question, history) == question
