"""A newsroom with a model: what is understood, how far it is, over the wire, and when the wire breaks."""

import time
from dataclasses import replace
from pathlib import Path

import pytest

from index import Newsroom, Progress
from index.chat.endpoint import Endpoint
from index.storage.embedding import MiniLM
from index.types import Usage
from tests.articles import NOW
from tests.chat.endpoint import KEY, MODEL, Reply, in_turn, serving, unserved_url
from tests.writing.scripted import AGED, ELECTED, MAYOR, ROADS, Ask, Scripted


def test_a_follow_up_is_rewritten_by_the_model_and_both_calls_are_counted(told: Ask) -> None:
    model = Scripted("When does the new mayor of Aldermere take office?", "The new mayor takes office on June 2 [1].")
    _, answer = told(model, "When does she take office?", history=[MAYOR])
    assert answer.question == "When does she take office?"
    assert answer.rewritten == "When does the new mayor of Aldermere take office?"
    assert answer.text == "The new mayor takes office on June 2. [1] As of 31 Mar 2025."
    assert answer.usage == Usage(prompt=200, output=40, cost=1.0)


def test_a_follow_up_is_rewritten_by_rules_without_a_model_and_when_it_fails(told: Ask, quoting: Newsroom) -> None:
    follow_up = "When does she take office?"
    quoted = quoting.ask(follow_up, now=NOW, history=[MAYOR])
    _, answer = told(Scripted("", failing_after=0), follow_up, history=[MAYOR])
    assert quoted.rewritten == "When does she take office (elected mayor of Aldermere)?"
    assert replace(answer, notice=None) == quoted


def test_a_question_that_stands_alone_is_not_said_to_be_rewritten(quoting: Newsroom) -> None:
    assert quoting.ask(f"  {MAYOR}  ", now=NOW, history=[ROADS]).rewritten is None


def test_progress_tells_that_the_answer_is_written(home: Path, encoder: MiniLM) -> None:
    with Newsroom.open(home, encoder=encoder, model=Scripted(ELECTED)) as news:
        told = [event.text for event in news.stream(MAYOR, now=NOW) if isinstance(event, Progress)]
    assert (told[0], told[-1], len(told)) == ("searching 12 articles", "writing", 3)


def test_the_first_progress_comes_within_a_tenth_of_a_second(home: Path, encoder: MiniLM) -> None:
    with Newsroom.open(home, encoder=encoder, model=Scripted(ELECTED)) as news:
        news.warm_up()
        started = time.perf_counter()
        first = next(news.stream(MAYOR, now=NOW, history=[ROADS]))
        seconds = time.perf_counter() - started
    assert first == Progress("searching 12 articles")
    assert seconds < 0.1


def test_closing_the_stream_cancels_the_request(home: Path, encoder: MiniLM) -> None:
    reply = Reply(f"{ELECTED} " + "More is to come. " * 10_000)
    with serving(reply) as served, Newsroom.open(home, encoder=encoder, endpoint=_endpoint(served.url)) as news:
        events = news.stream(MAYOR, now=NOW)
        while not isinstance(next(events), str):
            pass
        events.close()
        assert served.disconnected.wait(10)


def test_an_endpoint_that_is_down_loses_no_answer(home: Path, encoder: MiniLM, quoting: Newsroom) -> None:
    with Newsroom.open(home, encoder=encoder, endpoint=_endpoint(unserved_url())) as news:
        answer = news.ask(MAYOR, now=NOW)
    assert replace(answer, notice=None) == quoting.ask(MAYOR, now=NOW)
    assert answer.notice
    assert answer.notice.startswith("The language model could not be used: ")


@pytest.mark.parametrize("broken", [{"status": 503}, {"cut": 14}, {"body": b"<html>"}])
def test_what_an_endpoint_does_wrong_loses_no_answer(
    home: Path, encoder: MiniLM, quoting: Newsroom, broken: dict[str, object]
) -> None:
    reply = Reply(f"{ELECTED} {AGED}", **broken)  # type: ignore[arg-type]
    with serving(reply) as served, Newsroom.open(home, encoder=encoder, endpoint=_endpoint(served.url)) as news:
        answer = news.ask(MAYOR, now=NOW)
    assert replace(answer, notice=None) == quoting.ask(MAYOR, now=NOW)
    assert answer.notice


def test_an_answer_over_the_wire_counts_what_it_took(home: Path, encoder: MiniLM) -> None:
    replies = in_turn(Reply(ELECTED, usage=(300, 21)))
    with serving(replies, key=KEY) as served, Newsroom.open(home, encoder=encoder, endpoint=_endpoint(served.url)) as news:
        answer = news.ask(MAYOR, now=NOW)
    assert (answer.mode, answer.usage) == ("model", Usage(prompt=300, output=21))


def _endpoint(url: str) -> Endpoint:
    return Endpoint(model=MODEL, base_url=url, api_key=KEY, retries=0, timeout=10)
