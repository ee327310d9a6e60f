"""What a person gets of what a model writes: the supported sentences as they come, or the quoted answer and why."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index import Answer, Newsroom
from index.storage.embedding import MiniLM
from index.types import Reading, Usage
from index.writing.prompting import UNKNOWN
from tests.articles import NOW
from tests.writing.scripted import AGED, ELECTED, MAYOR, ROADS, Ask, Scripted

INVENTED = "She has promised 900 free trams to Graz [1]."
UNSUPPORTED = "The articles are quoted: less than half of what the language model wrote is supported by them."
NOT_AS_GOOD = "The articles are quoted: what the language model wrote does not answer as well as they do."


def test_what_the_passages_support_is_given_and_the_rest_left_out(told: Ask, quoting: Newsroom) -> None:
    sentences, answer = told(Scripted(f"{ELECTED} {AGED} {INVENTED}"), MAYOR)
    assert sentences == [
        "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote. [1]",
        "She is 41 years old and runs a boatyard. [1]",
        "As of 31 Mar 2025.",
    ]
    quoted = quoting.ask(MAYOR, now=NOW).citations[0]
    assert answer == Answer(
        question=MAYOR,
        text=" ".join(sentences),
        found=True,
        as_of=datetime(2025, 3, 31, 7, tzinfo=UTC),
        mode="model",
        citations=(quoted,),
        searched=12,
        usage=Usage(prompt=100, output=20, cost=0.5),
    )


def test_asking_and_streaming_give_the_same_answer(home: Path, encoder: MiniLM, told: Ask) -> None:
    model = Scripted(f"{ELECTED} {AGED}")
    with Newsroom.open(home, encoder=encoder, model=model) as news:
        assert news.ask(MAYOR, now=NOW) == told(model, MAYOR)[1]


def test_a_first_sentence_is_given_before_the_second_is_written(home: Path, encoder: MiniLM) -> None:
    model = Scripted(f"{ELECTED} {AGED} {INVENTED}")
    with Newsroom.open(home, encoder=encoder, model=model) as news:
        events = news.stream(MAYOR, now=NOW)
        while not isinstance(next(events), str):
            pass
        events.close()
    assert model.closed == 1


def test_what_is_supported_but_does_not_answer_is_held_back_until_the_answer_comes(told: Ask) -> None:
    sentences, answer = told(Scripted(f"The river Tarn is still rising. {AGED} {ELECTED}"), MAYOR)
    assert answer.mode == "model"
    assert sentences[0] != ELECTED
    assert " ".join(sentences) == answer.text


@pytest.mark.parametrize(
    ("written", "why"),
    [
        (f"{INVENTED} She owns four boats [1]. {ELECTED}", UNSUPPORTED),
        ("", UNSUPPORTED),
        ("As a language model I cannot say.", UNSUPPORTED),
        ("Dredging clouds the water where they set their pots.", NOT_AS_GOOD),
        (UNKNOWN, "The articles are quoted: the language model found no answer in them."),
    ],
)
def test_the_articles_are_quoted_with_the_reason_when_the_model_does_not_do(
    told: Ask, quoting: Newsroom, written: str, why: str
) -> None:
    _, answer = told(Scripted(written), MAYOR)
    assert answer == replace(quoting.ask(MAYOR, now=NOW), notice=why, usage=Usage(prompt=100, output=20, cost=0.5))


@pytest.mark.parametrize("words", [0, 12, 25])
def test_a_model_that_breaks_off_loses_no_answer(told: Ask, quoting: Newsroom, words: int) -> None:
    _, answer = told(Scripted(f"{ELECTED} {AGED} {ELECTED}", failing_after=words), MAYOR)
    why = "The language model could not be used: the endpoint broke off."
    assert answer == replace(quoting.ask(MAYOR, now=NOW), notice=why)


def test_a_model_that_repeats_itself_is_stopped(told: Ask) -> None:
    model = Scripted(f"{ELECTED} " + f"{AGED} " * 50)
    _, answer = told(model, MAYOR)
    assert (answer.mode, answer.text.count("41"), model.closed) == ("model", 1, 1)
    assert answer.usage
    assert answer.usage.output < 80


def test_a_count_tells_its_tally_with_what_it_was_before(told: Ask, quoting: Newsroom) -> None:
    sentences, answer = told(Scripted("Rain is to go on until the weekend [1]. The flood has closed seven roads [1]."), ROADS)
    assert answer.text == (
        "Rain is to go on until the weekend. [1] The flood has closed seven roads. [1] "
        "As of 28 Apr 2025. Earlier: four on 10 Feb 2025 [2]."
    )
    quoted = quoting.ask(ROADS, now=NOW)
    assert (" ".join(sentences), answer.tally, answer.as_of) == (answer.text, quoted.tally, quoted.as_of)
    assert [citation.article_id for citation in answer.citations] == [citation.article_id for citation in quoted.citations]


def test_a_tally_cites_by_the_numbers_of_the_written_answer(told: Ask) -> None:
    mayor_first = "Ines Barrow was elected mayor of Aldermere [2]. Seven roads are now closed by the flood [1]."
    _, answer = told(Scripted(mayor_first), ROADS)
    assert answer.tally
    titles = [answer.citations[reading.citation - 1].title for reading in answer.tally.history]
    assert titles == ["Flood closes roads in Aldermere", "Flood closes more roads in Aldermere"]


@pytest.mark.parametrize(
    "written",
    ["The flood has closed four roads.", "The flood has closed roads [1].", "The flood has closed at least seven roads [1]."],
)
def test_a_count_without_its_figure_is_quoted(told: Ask, quoting: Newsroom, written: str) -> None:
    _, answer = told(Scripted(written), ROADS)
    assert replace(answer, notice=None, usage=None) == quoting.ask(ROADS, now=NOW)
    assert answer.notice in (UNSUPPORTED, NOT_AS_GOOD)


@pytest.mark.parametrize("written", ["Seven roads, as of 28 Apr 2025 [1].", "As of April 28, 2025, there were seven roads [1]."])
def test_a_fact_that_the_model_was_given_may_be_told(told: Ask, quoting: Newsroom, written: str) -> None:
    _, answer = told(Scripted(written), ROADS)
    assert answer.text == f"{written.removesuffix(' [1].')}. [1] Earlier: four on 10 Feb 2025 [2]."
    assert [citation.quote for citation in answer.citations] == [each.quote for each in quoting.ask(ROADS, now=NOW).citations]


def test_a_model_reads_the_newest_figure_and_not_what_it_left_behind(told: Ask) -> None:
    model = Scripted(UNKNOWN)
    told(model, ROADS)
    (prompt,) = model.asked
    assert "- Seven roads, as of 28 Apr 2025 [1]." in prompt
    assert ("Seven roads are now closed" in prompt, "closed four roads" in prompt) == (True, False)


def test_a_question_of_growth_shows_the_earlier_figures_too(told: Ask) -> None:
    model = Scripted(UNKNOWN)
    told(model, "How has the number of roads closed by the flood in Aldermere grown?")
    (prompt,) = model.asked
    assert ("Seven roads are now closed" in prompt, "closed four roads" in prompt) == (True, True)


def test_a_day_worked_out_in_code_is_not_left_to_the_model(told: Ask, quoting: Newsroom) -> None:
    model, question = Scripted(UNKNOWN), "When did the number of roads closed by the flood in Aldermere pass 5?"
    _, answer = told(model, question)
    why = "Worked out from figures of the articles, so it was not left to the language model."
    assert (answer, model.asked) == (replace(quoting.ask(question, now=NOW), notice=why), [])


def test_what_nothing_was_found_for_stays_unknown_whatever_the_model_says(told: Ask, quoting: Newsroom) -> None:
    question = "What is the capital of France?"
    for written in ("Ines Barrow runs a boatyard [1].", "The capital of France is Paris.", UNKNOWN):
        _, answer = told(Scripted(written), question)
        assert replace(answer, usage=None) == quoting.ask(question, now=NOW)


def test_a_careful_model_may_answer_what_no_quote_was_sure_enough_for(told: Ask, quoting: Newsroom) -> None:
    assert not quoting.ask("Who is Amara Osei?", now=NOW).found
    _, answer = told(Scripted("Amara Osei is a doctor [1]."), "Who is Amara Osei?")
    assert (answer.found, answer.mode, answer.text) == (True, "model", "Amara Osei is a doctor. [1] As of 2 Mar 2025.")


@pytest.mark.parametrize(
    "written", ["Amara Osei is a doctor.", f"Amara Osei is a doctor [1]. {INVENTED}", f"{INVENTED} Amara Osei is a doctor [1]."]
)
def test_a_careless_one_may_not(told: Ask, quoting: Newsroom, written: str) -> None:
    _, answer = told(Scripted(written), "Who is Amara Osei?")
    is_late = written.endswith(INVENTED)
    assert (answer.found, answer.mode) == ((True, "model") if is_late else (False, "quotes"))


def test_a_careful_model_may_answer_by_another_sentence_than_the_quotes(told: Ask) -> None:
    _, answer = told(
        Scripted("Jonas Whitlock, the ferryman, has a boat called the Osprey [1]."), "Which boat carried people last year?"
    )
    assert answer.mode == "model"


def test_a_model_that_forgets_markers_must_tell_what_the_best_quote_tells(told: Ask) -> None:
    texts = [
        told(Scripted(written), MAYOR)[1].mode
        for written in (
            "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote.",
            "Ines Barrow was elected mayor of Aldermere.",
            "Ines Barrow was elected mayor of Aldermere [1].",
        )
    ]
    assert texts == ["model", "quotes", "model"]


def test_no_room_for_an_article_is_said(told: Ask, quoting: Newsroom) -> None:
    _, answer = told(Scripted(ELECTED, context=700), MAYOR)
    why = "The language model was not asked: the question leaves no room for an article."
    assert answer == replace(quoting.ask(MAYOR, now=NOW), notice=why)


def test_readings_stay_what_they_were(told: Ask) -> None:
    _, answer = told(Scripted("The flood has closed seven roads [1]."), ROADS)
    assert answer.tally
    assert answer.tally.history[-1] == Reading(7, datetime(2025, 4, 28, 8, tzinfo=UTC), 1, None, answer.tally.history[-1].source)
