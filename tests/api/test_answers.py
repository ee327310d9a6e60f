"""Questions over HTTP: the same answers as in Python, at once or as they come."""

import struct
from collections.abc import Generator, Sequence
from pathlib import Path

import httpx
import pytest

from bot import picture, records
from bot.api.application import Api
from index import Newsroom
from index.chat.endpoint import Message
from index.storage.embedding import MiniLM
from index.types import Usage
from tests.api import streams
from tests.api.conftest import TOKEN
from tests.api.serving import serving
from tests.articles import NOW
from tests.writing.scripted import AGED, ELECTED, MAYOR, ROADS, Scripted

MOMENT = NOW.isoformat()
DATES = "write it like 2025-11-16, 16 Nov 2025 or 2025-11-16T18:00:00+00:00"


def refused(message: str, code: str = "bad_request") -> dict[str, object]:
    """What a program is told of a request that is not answered."""
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": code, "reference": None}}


def test_an_answer_is_the_one_that_python_gives(client: httpx.Client, news: Newsroom) -> None:
    told = client.post("/ask", json={"question": ROADS, "now": MOMENT})
    assert (told.status_code, told.json()) == (200, records.answer(news.ask(ROADS, now=NOW)))
    assert told.json()["tally"]["value"] == 7


def test_nothing_later_than_the_moment_asked_for_is_told(client: httpx.Client) -> None:
    told = client.post("/ask", json={"question": ROADS, "now": MOMENT, "as_of": "2025-03"}).json()
    assert (told["tally"]["value"], [citation["published"] for citation in told["citations"]]) == (
        4,
        ["2025-02-10T08:00:00+00:00"],
    )


def test_a_follow_up_is_understood_from_the_questions_before_it(client: httpx.Client) -> None:
    told = client.post("/ask", json={"question": "When does she take office?", "now": MOMENT, "history": [ROADS, MAYOR]})
    assert told.json()["rewritten"] == "When does she take office (elected mayor of Aldermere)?"


def test_events_tell_what_is_done_and_last_the_answer(url: str, news: Newsroom) -> None:
    assert streams.ask(url, question=ROADS, now=MOMENT) == [
        ("progress", {"text": "searching 12 articles"}),
        ("progress", {"text": "reading 10 of 12 articles"}),
        ("answer", records.answer(news.ask(ROADS, now=NOW))),
    ]


def test_sentences_of_a_model_come_before_the_answer(home: Path, encoder: MiniLM) -> None:
    with Newsroom.open(home, encoder=encoder, model=Scripted(f"{ELECTED} {AGED}")) as news, serving(Api(news)) as url:
        told = streams.ask(url, question=MAYOR, now=MOMENT)
    sentences = [held["text"] for name, held in told if name == "sentence"]
    assert [name for name, _ in told] == ["progress"] * 3 + ["sentence"] * len(sentences) + ["answer"]
    assert len(sentences) >= 2
    assert (told[-1][1]["mode"], told[-1][1]["text"]) == ("model", " ".join(sentences))
    assert told[-1][1]["usage"] == {"prompt": 100, "output": 20, "cost": 0.5}


def test_the_answer_may_withdraw_what_came_before_it(home: Path, encoder: MiniLM) -> None:
    model = Scripted(f"{ELECTED} {AGED}", failing_after=20)
    with Newsroom.open(home, encoder=encoder, model=model) as news, serving(Api(news)) as url:
        told = streams.ask(url, question=MAYOR, now=MOMENT)
    assert ("sentence", {"text": ELECTED.replace(" [1].", ". [1]")}) in told
    assert (told[-1][0], told[-1][1]["mode"]) == ("answer", "quotes")
    assert told[-1][1]["notice"] == "The language model could not be used: the endpoint broke off."


def test_the_picture_is_the_one_that_the_command_draws(client: httpx.Client, news: Newsroom) -> None:
    drawn = client.get("/timeline.png", params={"question": ROADS, "now": MOMENT})
    answer = news.ask(ROADS, now=NOW)
    assert answer.tally
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/png")
    assert struct.unpack(">II", drawn.content[16:24]) == (1584, 990)
    assert drawn.content == picture.draw(answer.tally, answer.citations, answer.question)


def test_without_a_tally_there_is_no_picture_but_a_reason(client: httpx.Client) -> None:
    told = client.get("/timeline.png", params={"question": MAYOR, "now": MOMENT})
    reason = "the answer is no tally; ask for a count, such as 'how many strikes so far?'"
    assert (told.status_code, told.json()) == (404, refused(reason, "no_timeline"))
    told = client.get("/timeline.png", params={"question": ROADS, "as_of": "2025-03", "now": MOMENT})
    reason = "one figure so far, nothing to draw yet: a line needs two"
    assert (told.status_code, told.json()) == (404, refused(reason, "no_timeline"))


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ({}, '"question" is missing'),
        ({"question": 3}, '"question" must be text'),
        ({"question": " \n"}, "the question is empty"),
        ({"question": "x" * 2001}, "the question has 2,001 characters; at most 2,000 are read, so shorten it"),
        ({"question": "x", "as_of": "soon"}, f"cannot read the date 'soon'; {DATES}"),
        ({"question": "x", "asof": "2025-11-16"}, '"asof" is not known here'),
        ({"question": "x", "history": [""]}, "the earlier question is empty"),
        ({"question": "x", "history": ["y"] * 101}, '"history": List should have at most 100 items after validation, not 101'),
        ([], "the body must be an object"),
    ],
)
@pytest.mark.parametrize("accepted", ["application/json", "text/event-stream"])
def test_a_question_that_cannot_be_understood_is_refused(
    client: httpx.Client, question: object, reason: str, accepted: str
) -> None:
    told = client.post("/ask", json=question, headers={"accept": accepted})
    assert (told.status_code, told.json()) == (400, refused(reason))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the body is missing"),
        (b"{", "the body is not JSON: Expecting property name enclosed in double quotes"),
        (b'{"question": "\xff"}', "the body cannot be read as JSON"),
        (b"[" * 100_000, "the body cannot be read as JSON"),
        (b'{"question": ' + b"9" * 5000 + b"}", "the body cannot be read as JSON"),
    ],
)
def test_a_body_that_is_no_json_is_refused(client: httpx.Client, body: bytes, reason: str) -> None:
    told = client.post("/ask", content=body, headers={"content-type": "application/json"})
    assert (told.status_code, told.json()) == (400, refused(reason))


@pytest.mark.parametrize("letter", ["\\ud800", "\\u0000", "\\u202e", "\\uffff"])
def test_letters_that_are_none_do_no_harm(client: httpx.Client, letter: str) -> None:
    body = f'{{"question": "{ROADS}{letter}", "now": "{MOMENT}", "history": ["{letter}?"]}}'
    told = client.post("/ask", content=body, headers={"content-type": "application/json"})
    assert (told.status_code, told.json().get("found")) == (200, True)


def test_a_body_of_another_type_is_refused(client: httpx.Client) -> None:
    told = client.post("/ask", content=b'{"question": "x"}', headers={"content-type": "text/plain"})
    assert (told.status_code, told.json()) == (
        415,
        refused("send the header Content-Type: application/json", "unsupported_media_type"),
    )


def test_an_unknown_path_and_an_unknown_method_are_told(client: httpx.Client) -> None:
    for path in ("/nowhere", "/search/"):
        told = client.get(path)
        reason = "there is nothing here; /openapi.json tells what there is"
        assert (told.status_code, told.json()) == (404, refused(reason, "not_found"))
    told = client.get("/ask")
    assert (told.status_code, told.headers["allow"], told.json()) == (
        405,
        "POST",
        refused("this path is not asked in this way; /openapi.json tells how", "method_not_allowed"),
    )


def test_an_empty_newsroom_says_so(tmp_path: Path, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path / "empty", encoder=encoder) as news, serving(Api(news)) as url:
        told = httpx.post(f"{url}/ask", json={"question": MAYOR})
        assert (told.status_code, told.json()["error"]["message"]) == (503, "nothing is indexed yet; run: dateline index PATH")
        assert told.json()["error"]["code"] == "nothing_indexed"


def test_a_page_of_a_site_that_is_named_may_ask(news: Newsroom) -> None:
    site = {"Origin": "https://app.example"}
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    with serving(Api(news, token=TOKEN, origins=["https://app.example"])) as url, httpx.Client(base_url=url) as client:
        allowed = client.options("/ask", headers=site | wanted)
        refused = client.post("/ask", json={"question": ROADS}, headers=site)
        foreign = client.options("/ask", headers={"Origin": "https://evil.example"} | wanted)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (200, "https://app.example")
    assert allowed.headers["access-control-allow-headers"] == "authorization,content-type"
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (401, "https://app.example")
    assert "access-control-allow-origin" not in foreign.headers


def test_browsers_are_told_to_be_careful(client: httpx.Client) -> None:
    told = client.post("/ask", json={"question": ROADS, "now": MOMENT}).headers
    assert {name: told[name] for name in told if name not in {"date", "content-length", "vary"}} == {
        "content-type": "application/json",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    assert client.get("/").headers.get_list("content-security-policy") != ["default-src 'none'; frame-ancestors 'none'"]
    assert len(client.get("/").headers.get_list("content-security-policy")) == 1


@pytest.mark.parametrize("accepted", ["application/json", "text/event-stream"])
def test_a_mistake_of_ours_is_told_by_a_reference_and_logged_without_the_question(
    home: Path, encoder: MiniLM, accepted: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Newsroom.open(home, encoder=encoder, model=Mistaken()) as news, serving(Api(news)) as url:
        told = httpx.post(f"{url}/ask", json={"question": MAYOR, "now": MOMENT}, headers={"accept": accepted}, timeout=30)
    is_streamed = accepted != "application/json"
    error = (streams.events(told.text)[-1][1] if is_streamed else told.json())["error"]
    assert told.status_code == (200 if is_streamed else 500)
    assert (error["code"], error["message"]) == ("bug", f"something went wrong on our side (reference {error['reference']})")
    assert f"reference {error['reference']}: ValueError" in caplog.text
    assert MAYOR not in caplog.text


class Mistaken(Scripted):
    """A model of one's own that is wrongly made."""

    def __init__(self) -> None:
        super().__init__("")

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, Usage]:
        raise ValueError(f"cannot answer {messages[-1].text!r}")
