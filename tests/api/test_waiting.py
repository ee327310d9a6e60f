"""Clients that go away, questions that take too long, and too many of them at once."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from bot.api.application import Api
from bot.api.desk import Capacity
from index import Newsroom
from index.chat.endpoint import Endpoint
from index.storage.embedding import MiniLM
from tests.api import streams
from tests.api.serving import serving
from tests.articles import NOW
from tests.chat import endpoint
from tests.chat.endpoint import KEY, MODEL, Reply, ScriptedEndpoint
from tests.web.wire import SOON, Client
from tests.writing.scripted import ELECTED, MAYOR

QUESTION = {"question": MAYOR, "now": NOW.isoformat()}
STREAM = {"accept": "text/event-stream"}


class Stalling:
    """A language model's endpoint that begins an answer when it is let, and a newsroom that asks it."""

    def __init__(self, served: ScriptedEndpoint, news: Newsroom, asked: Event, hold: Event) -> None:
        self.served = served
        self.news = news
        self.asked = asked
        self.hold = hold


@pytest.fixture
def stalling(home: Any, encoder: MiniLM) -> Iterator[Stalling]:
    asked, hold = Event(), Event()

    def script(_: dict[str, Any]) -> Reply:
        asked.set()
        return Reply(ELECTED, hold=hold)

    with (
        endpoint.serving(script, key=KEY) as served,
        Newsroom.open(home, encoder=encoder, endpoint=Endpoint(MODEL, served.url, KEY)) as news,
    ):
        yield Stalling(served, news, asked, hold)


@pytest.fixture
def gone() -> Iterator[Event]:
    """Set once the log says that a client went away."""
    told = Event()

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if ": 499 in" in record.getMessage():
                told.set()

    listening = Listening()
    logger = logging.getLogger("bot.web.noting")
    logger.addHandler(listening)
    yield told
    logger.removeHandler(listening)


@pytest.mark.parametrize("request_line", ["POST /ask", "POST /v1/chat/completions", f"GET /timeline.png?question={quote(MAYOR)}"])
@pytest.mark.parametrize("is_streamed", [False, True], ids=["whole", "streamed"])
def test_a_client_that_goes_away_gives_its_question_up(stalling: Stalling, request_line: str, is_streamed: bool) -> None:
    chat = {"messages": [{"role": "user", "content": MAYOR}], "stream": is_streamed}
    body = json.dumps(chat if "chat" in request_line else QUESTION).encode() if "POST" in request_line else b""
    lines = [f"{request_line} HTTP/1.1", "Host: localhost", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    accepted = "text/event-stream" if is_streamed else "application/json"
    with serving(Api(stalling.news)) as url:
        client = Client(int(url.rpartition(":")[2]))
        client.send("\r\n".join([*lines, f"Accept: {accepted}", "", ""]).encode() + body)
        assert stalling.asked.wait(SOON)
        client.close()
        assert stalling.served.disconnected.wait(SOON)


def test_an_answer_that_takes_too_long_is_given_up(stalling: Stalling) -> None:
    capacity = Capacity(longest_question=0.5, silence=0.1)
    with serving(Api(stalling.news, capacity=capacity)) as url:
        told = httpx.post(f"{url}/ask", json=QUESTION, timeout=SOON)
        assert (told.status_code, told.json()["error"]["message"]) == (504, "the answer was not there after 0.5 seconds")
        assert stalling.served.disconnected.wait(SOON)
        events = streams.ask(url, **QUESTION)
    assert ("", "still here") in events
    assert (events[-1][0], events[-1][1]["error"]["code"]) == ("error", "timeout")


def test_more_questions_than_are_answered_at_once_wait_and_then_are_refused(stalling: Stalling) -> None:
    capacity = Capacity(questions=1, waiting=1, patience=0.3)
    with serving(Api(stalling.news, capacity=capacity)) as url, ThreadPoolExecutor(3) as pool:
        first = pool.submit(httpx.post, f"{url}/ask", json=QUESTION, timeout=SOON)
        assert stalling.asked.wait(SOON)
        others = [pool.submit(httpx.post, f"{url}/ask", json=QUESTION, headers=STREAM, timeout=SOON) for _ in range(2)]
        for other in others:
            told = other.result(SOON)
            assert (told.status_code, told.headers["retry-after"]) == (503, "5")
            assert told.json()["error"]["message"] == "too much is being asked at once; try again in a few seconds"
        assert httpx.get(f"{url}/search", params={"query": "roads"}).status_code == 200
        stalling.hold.set()
        assert first.result(SOON).json()["mode"] == "model"
        assert httpx.post(f"{url}/ask", json=QUESTION).json()["mode"] == "model"


def test_a_question_that_waits_for_its_turn_is_answered(stalling: Stalling) -> None:
    with serving(Api(stalling.news, capacity=Capacity(questions=1))) as url, ThreadPoolExecutor(2) as pool:
        first = pool.submit(httpx.post, f"{url}/ask", json=QUESTION, timeout=SOON)
        assert stalling.asked.wait(SOON)
        second = pool.submit(httpx.post, f"{url}/ask", json=QUESTION, timeout=SOON)
        stalling.hold.set()
        assert [told.result(SOON).json()["mode"] for told in (first, second)] == ["model", "model"]


@pytest.mark.parametrize("accepted", ["text/event-stream", "application/json"])
def test_a_client_that_goes_away_while_it_waits_for_its_turn_leaves_it_to_others(
    stalling: Stalling, accepted: str, caplog: pytest.LogCaptureFixture, gone: Event
) -> None:
    caplog.set_level(logging.INFO, logger="bot.web.noting")
    body = json.dumps(QUESTION).encode()
    head = f"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: {accepted}\r\n"
    with serving(Api(stalling.news, capacity=Capacity(questions=1, patience=60))) as url, ThreadPoolExecutor(1) as pool:
        first = pool.submit(httpx.post, f"{url}/ask", json=QUESTION, timeout=SOON)
        assert stalling.asked.wait(SOON)
        client = Client(int(url.rpartition(":")[2]))
        client.send(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        client.close()
        assert gone.wait(SOON)
        stalling.hold.set()
        assert first.result(SOON).status_code == 200


def test_questions_that_outlast_the_server_are_told_why(stalling: Stalling) -> None:
    with ThreadPoolExecutor(1) as pool:
        with serving(Api(stalling.news)) as url:
            answer = pool.submit(httpx.post, f"{url}/ask", json=QUESTION, timeout=SOON)
            assert stalling.asked.wait(SOON)
        told = answer.result(SOON)
    assert (told.status_code, told.json()["error"]["message"]) == (
        503,
        "the server is being ended; ask again in a minute",
    )


def test_a_dozen_clients_at_once_get_the_answers_of_one(url: str) -> None:
    alone = httpx.post(f"{url}/ask", json=QUESTION).json()
    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(lambda _: httpx.post(f"{url}/ask", json=QUESTION, timeout=60).json(), range(12)))
    assert told == [alone] * 12
