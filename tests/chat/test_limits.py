"""What a model never does: tell its key, hammer a dead endpoint, take more tokens than a day allows."""

import logging
import traceback
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest

from index.chat.model import ChatModel, Endpoint
from tests.chat.endpoint import KEY, MODEL, Reply, ScriptedEndpoint, in_turn, serving
from tests.chat.listening import ANSWER, ESTIMATE, NOON, QUESTION, failing, heard, model_of


def test_a_key_that_cannot_be_sent_is_told_so() -> None:
    with serving(Reply(ANSWER)) as endpoint:
        for key in (f"{KEY}\n", f"{KEY}é"):
            failure = failing(model_of(endpoint.url, api_key=key))
            assert str(failure).startswith("the request cannot be sent; check OPENAI_BASE_URL, and OPENAI_API_KEY")
            assert KEY not in traces(failure)

    assert endpoint.requests == []


def traces(error: BaseException | None) -> str:
    """All that any log or debugger could print of an exception and of what led to it."""
    seen = []
    while error:
        seen += [str(error), repr(error), str(vars(error)), "".join(traceback.format_exception(error))]
        error = error.__cause__ or error.__context__
    return "\n".join(seen)


REPEATED = f"no {KEY}"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, error=REPEATED),
        Reply(status=400, error=REPEATED),
        Reply(status=404, error=REPEATED),
        Reply(status=500, error=REPEATED, headers={"X-Echo": KEY}),
        Reply(ANSWER, error=REPEATED),
        Reply(body=f"data: {KEY}\n\n".encode()),
        Reply(ANSWER, cut=1),
    ],
)
def test_no_failure_and_no_log_holds_the_key(reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("", "openai", "httpx", "httpcore", "index"):
        caplog.set_level(logging.DEBUG, logger=name)
    with serving(reply) as endpoint:
        failure = failing(model_of(endpoint.url.replace("://", "://reader:hidden@")))

    assert (failure.__cause__, failure.__context__) == (None, None)
    for text in (traces(failure), caplog.text):
        assert (KEY in text, "hidden" in text, QUESTION[1].text in text) == (False, False, False)


def test_the_endpoints_own_words_are_not_logged_as_they_may_repeat_the_question(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="index")
    with serving(Reply(status=400, error=f"odd: {QUESTION[1].text}")) as endpoint:
        failing(model_of(endpoint.url))

    assert [record.getMessage() for record in caplog.records] == ["127.0.0.1 answered with HTTP 400"]


def test_the_key_is_not_shown_when_the_model_is_printed() -> None:
    model = model_of("http://reader:hidden@127.0.0.1:9/v1")
    assert KEY not in repr(model) + str(vars(model))
    assert "hidden" not in repr(model) + str(vars(model))


def test_an_endpoint_that_fails_three_times_is_left_alone_for_a_minute() -> None:
    clock = [0.0]
    with serving(in_turn(*[Reply(status=500)] * 4, Reply(ANSWER))) as endpoint:
        model = ChatModel(Endpoint(MODEL, endpoint.url, KEY, retries=0), clock=lambda: clock[0])
        for _ in range(3):
            failing(model)
        refused = failing(model)
        asked = len(endpoint.requests)
        clock[0] = 61.0
        failing(model)
        still_refused = failing(model)
        clock[0] = 122.0
        answered = "".join(heard(model)[0])
        again = "".join(heard(model)[0])

    assert (str(refused), refused.retryable, asked) == (
        "127.0.0.1 failed 3 times in a row and is left alone; it will be asked again in 60 seconds",
        True,
        3,
    )
    assert str(still_refused).startswith("127.0.0.1 failed 4 times in a row")
    assert (answered, again, len(endpoint.requests)) == (ANSWER, ANSWER, 6)


def test_a_wrong_key_does_not_make_an_endpoint_dead() -> None:
    with serving(Reply(ANSWER), key=KEY) as endpoint:
        model = model_of(endpoint.url, api_key="sk-wrong")
        for _ in range(5):
            failing(model)

    assert len(endpoint.requests) == 5


def limited(endpoint: ScriptedEndpoint, home: Path, *, daily: int, now: Callable[[], datetime] = lambda: NOON) -> ChatModel:
    limits = Endpoint(MODEL, endpoint.url, KEY, output=100, retries=0, daily_tokens=daily)
    return ChatModel(limits, home=home, now=now)


def test_a_limit_of_zero_allows_nothing_and_writes_nothing(tmp_path: Path) -> None:
    with serving(Reply(ANSWER)) as endpoint:
        failure = failing(limited(endpoint, tmp_path / "home", daily=0))

    assert (str(failure), failure.retryable, endpoint.requests, (tmp_path / "home").exists()) == (
        "DATELINE_DAILY_TOKENS is 0, so no tokens may be used; raise it to have answers written",
        False,
        [],
        False,
    )


def test_the_days_tokens_are_counted_for_every_model_of_the_home(tmp_path: Path) -> None:
    with serving(Reply(ANSWER, usage=(150, 20))) as endpoint:
        heard(limited(endpoint, tmp_path, daily=250))
        failure = failing(limited(endpoint, tmp_path, daily=250))
        tomorrow = datetime(2025, 11, 17, 0, 0, tzinfo=UTC)
        heard(limited(endpoint, tmp_path, daily=250, now=lambda: tomorrow))

    assert str(failure) == (
        f"an answer may take {ESTIMATE + 100} tokens, and 170 of the 250 allowed for today are used; "
        "ask again tomorrow (UTC), or raise DATELINE_DAILY_TOKENS"
    )
    assert len(endpoint.requests) == 2


def left(home: Path) -> str:
    """What was used, as the next call is told it."""
    with serving(Reply(ANSWER)) as endpoint:
        return str(failing(limited(endpoint, home, daily=1))).partition("tokens, and ")[2].partition(" of ")[0]


def test_a_cancelled_answer_counts_with_what_was_heard(tmp_path: Path) -> None:
    with serving(Reply(ANSWER, hold=Event(), hold_at=3)) as endpoint:
        stream = limited(endpoint, tmp_path, daily=1000).stream(QUESTION)
        next(stream)
        stream.close()

    assert left(tmp_path) == str(ESTIMATE + 2)


def test_a_cut_answer_counts_with_what_was_heard(tmp_path: Path) -> None:
    with serving(Reply(ANSWER, cut=2)) as endpoint:
        failing(limited(endpoint, tmp_path, daily=1000))

    assert left(tmp_path) == str(ESTIMATE + 3)


@pytest.mark.parametrize("reply", [Reply(status=401), Reply(status=503)])
def test_a_refusal_counts_nothing(reply: Reply, tmp_path: Path) -> None:
    with serving(reply) as endpoint:
        failing(limited(endpoint, tmp_path, daily=1000))

    assert left(tmp_path) == "0"


def test_a_limit_needs_a_home() -> None:
    with pytest.raises(ValueError, match="needs a home"):
        ChatModel(replace(Endpoint(MODEL), daily_tokens=1))
