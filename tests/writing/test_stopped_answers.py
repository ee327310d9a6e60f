"""A question that is given up: no answer comes, and the model is left at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index import Newsroom, Progress, Stop, Stopped
from index.chat.endpoint import Endpoint
from index.storage.embedding import MiniLM
from tests.articles import NOW
from tests.chat.endpoint import KEY, MODEL, Reply, serving
from tests.writing.scripted import ELECTED, MAYOR, ROADS, Scripted

SOON = 5.0


@pytest.fixture
def stop() -> Iterator[Stop]:
    """What stops a question; in the end every question is stopped."""
    stop = Stop()
    yield stop
    stop.set()


@pytest.mark.parametrize("history", [[], [ROADS]], ids=["while an answer is written", "while a follow-up is rewritten"])
def test_a_question_is_given_up_while_the_model_stalls(home: Path, encoder: MiniLM, stop: Stop, history: list[str]) -> None:
    asked = Event()

    def stalling(_: dict[str, Any]) -> Reply:
        asked.set()
        return Reply(ELECTED, hold=Event())

    with (
        serving(stalling) as served,
        Newsroom.open(home, encoder=encoder, endpoint=Endpoint(MODEL, served.url, KEY)) as news,
        ThreadPoolExecutor(1) as pool,
    ):
        news.warm_up()
        answer = pool.submit(lambda: news.ask(MAYOR, now=NOW, history=history, stop=stop))
        assert asked.wait(SOON)
        stop.set()
        with pytest.raises(Stopped):
            answer.result(SOON)
        assert served.disconnected.wait(SOON)


def test_a_model_of_ones_own_is_left_at_its_next_piece(home: Path, encoder: MiniLM, stop: Stop) -> None:
    model = Scripted(f"{ELECTED} More is to come.")
    with Newsroom.open(home, encoder=encoder, model=model) as news:
        events = news.stream(MAYOR, now=NOW, stop=stop)
        while not isinstance(next(events), str):
            pass
        stop.set()
        with pytest.raises(Stopped):
            next(events)
    assert model.closed == 1


def test_a_question_is_given_up_before_its_next_event_when_articles_are_quoted(quoting: Newsroom, stop: Stop) -> None:
    events = quoting.stream(MAYOR, now=NOW, stop=stop)
    assert next(events) == Progress("searching 12 articles")
    stop.set()
    with pytest.raises(Stopped):
        next(events)


def test_a_stop_that_nobody_sets_changes_no_answer(quoting: Newsroom, stop: Stop) -> None:
    assert quoting.ask(MAYOR, now=NOW, stop=stop) == quoting.ask(MAYOR, now=NOW)


def test_articles_are_quoted_on_demand_although_a_model_is_set(home: Path, encoder: MiniLM, quoting: Newsroom) -> None:
    model = Scripted(ELECTED)
    with Newsroom.open(home, encoder=encoder, model=model) as news:
        assert news.ask(MAYOR, now=NOW, history=[ROADS], written=False) == quoting.ask(MAYOR, now=NOW, history=[ROADS])
        assert (news.has_model, quoting.has_model) == (True, False)
    assert model.asked == []
