"""Follow-up questions are made from the answer itself."""

from datetime import UTC, datetime

from bot.telegram.handlers.suggesting import suggest
from bot.telegram.messages.language import words
from index import Answer, Citation, Reading, Tally

ENGLISH, SPANISH = words("en"), words("es")


def answer(
    *, days: int = 3, conflicts: bool = False, unit: str = "strikes", titles: int = 2, question: str = "how many?"
) -> Answer:
    """An answer whose tally grew by one a day, from as many articles as there are titles."""
    history = tuple(Reading(day, datetime(2025, 11, day, tzinfo=UTC), 1) for day in range(1, days + 1))
    tally = Tally(days, None, unit, history[-1].as_of, history, history[:1] if conflicts else ()) if days else None
    citations = tuple(Citation(number, f"{number}", f"Title {number}", "Quote.") for number in range(1, titles + 1))
    return Answer(question=question, text="", found=True, tally=tally, citations=citations)


def questions(given: Answer) -> list[str]:
    """What is suggested, in English."""
    return [suggestion.question for suggestion in suggest(given, asking=ENGLISH, shown=ENGLISH)]


def test_tally_suggests_its_course_and_an_earlier_day() -> None:
    assert questions(answer()) == [
        "How has the number of strikes grown?",
        "How many strikes by 2 Nov 2025?",
        "What is new about “Title 1”?",
    ]


def test_disagreement_comes_first() -> None:
    assert questions(answer(conflicts=True))[0] == "What do sources say about the number of strikes?"


def test_what_was_just_asked_is_not_suggested() -> None:
    assert questions(answer(question="how has the number of strikes grown")) == [
        "How many strikes by 2 Nov 2025?",
        "What is new about “Title 1”?",
        "What is new about “Title 2”?",
    ]


def test_sum_of_money_suggests_articles_alone() -> None:
    assert questions(answer(unit="$")) == ["What is new about “Title 1”?", "What is new about “Title 2”?"]


def test_articles_with_the_same_title_are_suggested_once() -> None:
    given = Answer("q", "", found=False, citations=tuple(Citation(number, f"{number}", "Same", "Quote.") for number in (1, 2)))

    assert questions(given) == ["What is new about “Same”?"]


def test_nothing_to_go_by_suggests_nothing() -> None:
    assert questions(answer(days=0, titles=0)) == []


def test_label_is_in_the_readers_language_and_fits_a_button() -> None:
    first, *_, last = suggest(answer(unit="confirmed and probable cases of salmonella"), asking=ENGLISH, shown=SPANISH)

    assert first.label == "¿Cómo ha crecido el número de confirmed and…"
    assert first.question == "How has the number of confirmed and probable cases of salmonella grown?"
    assert last.label == "Más: Title 1"
