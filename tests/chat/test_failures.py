"""How each failure of an endpoint is told, and which of them are tried again."""

from itertools import count
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from index.chat.model import ChatModel, Endpoint
from index.errors import ModelError
from tests.chat.endpoint import KEY, MODEL, Reply, in_turn, serving, unserved_url
from tests.chat.listening import ANSWER, QUESTION, failing, heard, model_of

TOO_LONG = (
    f"the question with its articles is too long for the model {MODEL!r}; "
    "set DATELINE_MODEL_CONTEXT to the number of tokens that it reads"
)
ODD = (
    "127.0.0.1 did not accept the request (HTTP 422); check DATELINE_MODEL and OPENAI_BASE_URL "
    "(DATELINE_LOG=debug shows its reason)"
)
UNTRUSTED = (
    "the certificate of 127.0.0.1 is not one that this machine trusts; "
    "check OPENAI_BASE_URL, or name the file with its authority in SSL_CERT_FILE"
)


@pytest.mark.parametrize(
    ("status", "error", "message"),
    [
        (401, "no", "127.0.0.1 refused the key; check OPENAI_API_KEY"),
        (403, "no", f"127.0.0.1 does not let this key use the model {MODEL!r}; check OPENAI_API_KEY and DATELINE_MODEL"),
        (
            403,
            {"message": f"Project `p` does not have access to model `{MODEL}`", "code": "model_not_found"},
            f"127.0.0.1 has no model {MODEL!r} for you; check DATELINE_MODEL",
        ),
        (
            404,
            f'model "{MODEL}" not found, try pulling it first',
            f"127.0.0.1 has no model {MODEL!r} for you; check DATELINE_MODEL",
        ),
        (404, f"The model `{MODEL}` does not exist.", f"127.0.0.1 has no model {MODEL!r} for you; check DATELINE_MODEL"),
        (400, f"{MODEL} is not a valid model ID", f"127.0.0.1 has no model {MODEL!r} for you; check DATELINE_MODEL"),
        (404, "Not Found", "127.0.0.1 has no chat endpoint there; check OPENAI_BASE_URL (it often ends in /v1)"),
        (402, "Payment required", "127.0.0.1 says that the account has no credit left; top it up, or set another OPENAI_API_KEY"),
        (
            429,
            {"message": "You exceeded your current quota", "code": "insufficient_quota"},
            "127.0.0.1 says that the account has no credit left; top it up, or set another OPENAI_API_KEY",
        ),
        (
            400,
            {"message": "Too much. Please reduce the length of the messages.", "code": "context_length_exceeded"},
            TOO_LONG,
        ),
        (400, "This model's maximum context length is 4096 tokens, but 5000 were requested.", TOO_LONG),
        (400, "the request exceeds the available context size. try increasing the context size", TOO_LONG),
        (400, "'max_tokens' is too large: 600. This model's maximum context length is 512 tokens", TOO_LONG),
        (400, "prompt is too long: 200001 tokens > 200000 maximum", TOO_LONG),
        (400, "The input token count (9000) exceeds the maximum number of tokens allowed (8192).", TOO_LONG),
        (413, "Request too large for this model", TOO_LONG),
        (422, "Input is too long for requested model.", TOO_LONG),
        (
            400,
            "max_tokens is too large: 600. This model supports at most 256 completion tokens",
            f"the model {MODEL!r} writes less than 600 tokens; lower DATELINE_MODEL_OUTPUT",
        ),
        (
            422,
            "odd",
            ODD,
        ),
    ],
)
def test_a_refusal_for_good_is_told_in_plain_words_at_once(status: int, error: Any, message: str) -> None:
    waits: list[float] = []
    with serving(Reply(status=status, error=error)) as endpoint:
        failure = failing(model_of(endpoint.url, waits=waits))

    assert (str(failure), failure.retryable, waits) == (message, False, [])


def test_a_missing_key_is_told_from_a_wrong_one() -> None:
    with serving(Reply(ANSWER), key=KEY) as endpoint:
        assert str(failing(model_of(endpoint.url, api_key=None))) == "127.0.0.1 wants a key; set OPENAI_API_KEY"
        assert str(failing(model_of(endpoint.url, api_key="sk-wrong"))) == "127.0.0.1 refused the key; check OPENAI_API_KEY"


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (429, "127.0.0.1 gets too many requests (HTTP 429); try again later"),
        (500, "127.0.0.1 failed (HTTP 500); try again later"),
        (503, "127.0.0.1 failed (HTTP 503); try again later"),
        (529, "127.0.0.1 failed (HTTP 529); try again later"),
    ],
)
def test_a_busy_endpoint_is_asked_again_and_then_reported(status: int, message: str) -> None:
    waits: list[float] = []
    with serving(Reply(status=status, error="busy")) as endpoint:
        failure = failing(model_of(endpoint.url, waits=waits, retries=3))

    assert (str(failure), failure.retryable, len(endpoint.requests)) == (message, True, 4)
    assert [low <= wait <= 2 * low for low, wait in zip((0.25, 0.5, 1.0), waits, strict=True)] == [True] * 3


def test_an_endpoint_that_recovers_answers_as_if_nothing_had_been() -> None:
    waits: list[float] = []
    with serving(in_turn(Reply(status=503), Reply(cut=0), Reply(ANSWER))) as endpoint:
        assert "".join(heard(model_of(endpoint.url, waits=waits))[0]) == ANSWER

    assert (len(endpoint.requests), len(waits)) == (3, 2)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "Sun, 16 Nov 2025 12:00:09 GMT"}, 9.0),
        ({"Retry-After-Ms": "5500", "Retry-After": "9"}, 5.5),
    ],
)
def test_the_wait_that_the_endpoint_asks_for_is_kept(headers: dict[str, str], seconds: float) -> None:
    waits: list[float] = []
    with serving(in_turn(Reply(status=429, headers=headers), Reply(ANSWER))) as endpoint:
        heard(model_of(endpoint.url, waits=waits))

    assert waits == [seconds]


def test_nobody_waits_for_an_hour() -> None:
    waits: list[float] = []
    with serving(Reply(status=429, headers={"Retry-After": "3600"})) as endpoint:
        failure = failing(model_of(endpoint.url, waits=waits))

    assert str(failure) == "127.0.0.1 gets too many requests (HTTP 429); try again in 3,600 seconds"
    assert (failure.retryable, waits, len(endpoint.requests)) == (True, [], 1)


def test_a_host_at_which_nobody_listens_is_tried_again_and_then_named() -> None:
    waits: list[float] = []
    failure = failing(model_of(unserved_url(), waits=waits))

    assert str(failure) == "cannot reach 127.0.0.1; check OPENAI_BASE_URL, and that the server is running"
    assert (failure.retryable, len(waits)) == (True, 2)


def test_a_silent_endpoint_is_given_up_without_a_second_try() -> None:
    with serving(Reply(ANSWER, hold=Event())) as endpoint:
        failure = failing(model_of(endpoint.url, timeout=0.2))
        assert endpoint.disconnected.wait(5)

    assert str(failure) == "127.0.0.1 sent nothing for 0.2 seconds; try again, or raise DATELINE_MODEL_TIMEOUT"
    assert (failure.retryable, len(endpoint.requests)) == (True, 1)


def test_an_endpoint_that_falls_silent_in_the_middle_is_given_up() -> None:
    with serving(Reply(ANSWER, hold=Event(), hold_at=3)) as endpoint:
        failure = failing(model_of(endpoint.url, timeout=0.2))

    assert str(failure) == "127.0.0.1 sent nothing for 0.2 seconds; try again, or raise DATELINE_MODEL_TIMEOUT"


def test_an_answer_that_takes_ten_times_the_timeout_is_given_up() -> None:
    with serving(Reply(ANSWER)) as endpoint:
        hours = count(step=3600)
        model = ChatModel(Endpoint(MODEL, endpoint.url, KEY), clock=lambda: float(next(hours)))
        failure = failing(model)

    assert (str(failure), failure.retryable) == (
        "127.0.0.1 did not come to an end of its answer; lower DATELINE_MODEL_OUTPUT, or choose another model",
        True,
    )


def test_an_answer_that_has_no_end_is_given_up() -> None:
    with serving(Reply(pieces=["boats " * 1000] * 1000)) as endpoint:
        failure = failing(model_of(endpoint.url, output=16))

    assert str(failure).startswith("127.0.0.1 did not come to an end of its answer")


@pytest.mark.parametrize("tidy", [False, True], ids=["dropped", "closed"])
def test_an_answer_that_is_cut_is_a_failure_after_its_pieces(tidy: bool) -> None:
    with serving(Reply(ANSWER, cut=2, tidy=tidy)) as endpoint:
        stream = model_of(endpoint.url).stream(QUESTION)
        assert [next(stream), next(stream)] == ["Nine", " boats"]
        with pytest.raises(ModelError) as failure:
            next(stream)

    assert str(failure.value) == "127.0.0.1 broke off before its answer was complete; try again"
    assert (failure.value.retryable, len(endpoint.requests)) == (True, 1)


@pytest.mark.parametrize(("finish", "done"), [("stop", False), (None, True), ("length", True)])
def test_either_end_of_a_stream_will_do(finish: str | None, done: bool) -> None:
    with serving(Reply(ANSWER, finish=finish, done=done)) as endpoint:
        assert "".join(heard(model_of(endpoint.url))[0]) == ANSWER


def test_an_error_within_the_stream_is_a_failure() -> None:
    with serving(Reply(ANSWER, error="the worker died")) as endpoint:
        failure = failing(model_of(endpoint.url))

    assert (str(failure), failure.retryable) == ("127.0.0.1 failed in the midst of its answer; try again later", True)


def test_an_error_within_the_stream_is_understood_by_its_words() -> None:
    with serving(Reply(error={"message": "This model's maximum context length is 512 tokens", "code": 400})) as endpoint:
        assert str(failing(model_of(endpoint.url))) == TOO_LONG


GARBAGE = (
    "127.0.0.1 did not answer as a language model does; "
    "check that OPENAI_BASE_URL is an OpenAI-compatible endpoint (it often ends in /v1)"
)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"<html>welcome</html>", "text/html"),
        (b"", "text/plain"),
        (b"data: {not json\n\n", "text/event-stream"),
        (b"data: 7\n\n", "text/event-stream"),
        (b"data: []\n\n", "text/event-stream"),
        (b'data: {"choices": 7}\n\n', "text/event-stream"),
        (b'data: {"choices": [{"delta": {"content": ["a"]}}]}\n\n', "text/event-stream"),
        (b'data: {"choices": [7]}\n\n', "text/event-stream"),
        (b"data: \xff\xfe\n\n", "text/event-stream"),
        (b"data: " + b"[" * 100_000 + b"\n\n", "text/event-stream"),
        (b'{"choices": [{"message": {"content": "not streamed"}}]}', "application/json"),
    ],
)
def test_what_is_no_stream_of_an_answer_is_told_so(body: bytes, content_type: str) -> None:
    waits: list[float] = []
    with serving(Reply(body=body, content_type=content_type)) as endpoint:
        failure = failing(model_of(endpoint.url, waits=waits))

    assert (str(failure), failure.retryable, waits) == (GARBAGE, False, [])


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (Reply(), f"the model {MODEL!r} answered with nothing; try another DATELINE_MODEL"),
        (Reply(pieces=("\n", "  ")), f"the model {MODEL!r} answered with nothing; try another DATELINE_MODEL"),
        (
            Reply(pieces=("<think>", "Let me see"), finish="length"),
            f"the model {MODEL!r} used up its 600 tokens before it said anything; raise DATELINE_MODEL_OUTPUT",
        ),
        (Reply(finish="content_filter"), "127.0.0.1 withheld the answer because of its content filter"),
    ],
)
def test_an_answer_without_a_word_is_a_failure(reply: Reply, message: str) -> None:
    with serving(reply) as endpoint:
        failure = failing(model_of(endpoint.url))

    assert (str(failure), failure.retryable, len(endpoint.requests)) == (message, False, 1)


def test_a_certificate_that_nobody_vouches_for_is_told_so() -> None:
    with serving(Reply(ANSWER), tls=True) as endpoint:
        failure = failing(model_of(endpoint.url))

    assert (str(failure), failure.retryable, endpoint.requests) == (UNTRUSTED, False, [])


def test_a_certificate_that_the_person_trusts_will_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serving(Reply(ANSWER), tls=True) as endpoint:
        trusted = tmp_path / "trusted.pem"
        trusted.write_bytes(endpoint.certificate)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert "".join(heard(model_of(endpoint.url))[0]) == ANSWER


def test_a_server_that_speaks_no_tls_is_told_so() -> None:
    with serving(Reply(ANSWER)) as endpoint:
        failure = failing(model_of(endpoint.url.replace("http:", "https:")))

    assert (str(failure), failure.retryable) == (
        "no secure connection to 127.0.0.1 could be made; OPENAI_BASE_URL may have to begin with http://",
        False,
    )
