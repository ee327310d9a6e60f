"""Another thread ends a request, however far it is."""

import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest

from index.chat.endpoint import Endpoint
from index.chat.model import ChatModel
from index.chat.stoppable import Stoppable
from index.errors import Stopped
from index.stopping import Stop
from tests.chat.endpoint import KEY, MODEL, Reply, Script, serving
from tests.chat.listening import ANSWER, NOON, QUESTION, heard, model_of

SOON = 5.0
"""Seconds: a sixth of what a stalled endpoint is waited for in these tests."""


@contextmanager
def asking(model: ChatModel, stop: Stop) -> Iterator["Future[list[str]]"]:
    """Another thread that asks the model; the pieces that it hears."""
    with ThreadPoolExecutor(1) as pool:
        try:
            yield pool.submit(lambda: list(model.stream(QUESTION, stop=stop)))
        finally:
            stop.set()


def telling(asked: Event, reply: Reply) -> Script:
    """The reply to every request, each of which is told."""

    def script(_: dict[str, Any]) -> Reply:
        asked.set()
        return reply

    return script


@pytest.mark.parametrize("hold_at", [0, 1, 3], ids=["before the answer begins", "before its first piece", "within it"])
def test_a_stalled_request_is_ended_at_once(hold_at: int) -> None:
    stop, asked = Stop(), Event()
    reply = Reply(ANSWER, hold=Event(), hold_at=hold_at)
    with serving(telling(asked, reply)) as endpoint, asking(model_of(endpoint.url, timeout=30.0), stop) as answer:
        assert asked.wait(SOON)
        stop.set()
        with pytest.raises(Stopped):
            answer.result(SOON)
        assert endpoint.disconnected.wait(SOON)


def test_a_stalled_list_of_models_is_ended_at_once() -> None:
    stop = Stop()
    with _silent() as (url, connected), asking(model_of(url, model="", timeout=30.0), stop) as answer:
        assert connected.wait(SOON)
        stop.set()
        with pytest.raises(Stopped):
            answer.result(SOON)


def test_a_stalled_handshake_is_ended_at_once() -> None:
    stop = Stop()
    with _silent() as (url, connected), asking(model_of(url.replace("http", "https"), timeout=30.0), stop) as answer:
        assert connected.wait(SOON)
        stop.set()
        with pytest.raises(Stopped):
            answer.result(SOON)


def test_nothing_is_sent_once_it_is_stopped() -> None:
    stop = Stop()
    stop.set()
    with serving(Reply(ANSWER)) as endpoint:
        with pytest.raises(Stopped):
            next(model_of(endpoint.url).stream(QUESTION, stop=stop))
        assert endpoint.requests == []


def test_a_pause_before_another_attempt_is_ended_at_once() -> None:
    stop, pausing = Stop(), Event()

    def wait(stop: Stop, seconds: float) -> None:
        pausing.set()
        stop.wait(seconds)

    with serving(Reply(status=429, headers={"Retry-After": "19"})) as endpoint:
        model = ChatModel(Endpoint(model=MODEL, base_url=endpoint.url, api_key=KEY), now=lambda: NOON, wait=wait)
        with asking(model, stop) as answer:
            assert pausing.wait(SOON)
            stop.set()
            with pytest.raises(Stopped):
                answer.result(SOON)
        assert len(endpoint.asked) == 1


def test_an_endpoint_is_not_blamed_for_requests_that_were_stopped() -> None:
    asked, release = Event(), Event()
    with serving(telling(asked, Reply(ANSWER, hold=release))) as endpoint:
        model = model_of(endpoint.url, timeout=30.0)
        for _ in range(4):
            stop = Stop()
            asked.clear()
            with asking(model, stop) as answer:
                assert asked.wait(SOON)
                stop.set()
                assert isinstance(answer.exception(SOON), Stopped)
        release.set()
        assert "".join(heard(model)[0]) == ANSWER


def test_a_stop_that_nobody_sets_changes_nothing() -> None:
    with serving(Reply(ANSWER)) as endpoint:
        assert "".join(model_of(endpoint.url).stream(QUESTION, stop=Stop())) == ANSWER


def test_a_stoppable_model_is_the_model_that_can_be_stopped() -> None:
    stop = Stop()
    with serving(Reply(ANSWER, hold=Event(), hold_at=3)) as endpoint:
        model = model_of(endpoint.url, timeout=30.0)
        stoppable = Stoppable(model, stop)
        same = (stoppable.name, stoppable.context, stoppable.output, stoppable.count("nine boats"))
        assert same == (model.name, model.context, model.output, model.count("nine boats"))
        pieces = stoppable.stream(QUESTION)
        assert [next(pieces), next(pieces)] == ["Nine", " boats"]
        stop.set()
        with pytest.raises(Stopped):
            next(pieces)
        assert endpoint.disconnected.wait(SOON)


@contextmanager
def _silent() -> Iterator[tuple[str, Event]]:
    """A server that takes connections and never says a word; the event is set when it has heard one."""
    connected, leaving = Event(), Event()

    def hear() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(1)
            connected.set()
            assert leaving.wait(60)

    with socket.create_server(("127.0.0.1", 0)) as listening, ThreadPoolExecutor(1) as pool:
        heard = pool.submit(hear)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/v1", connected
        leaving.set()
        heard.result(SOON)
