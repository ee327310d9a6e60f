"""ChatModel against a scripted endpoint on the loopback address: what it asks, and what it hears."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from index.chat.model import Message
from index.types import Usage
from tests.chat.endpoint import KEY, MODEL, Reply, serving
from tests.chat.listening import ANSWER, ESTIMATE, ESTIMATED_ANSWER, QUESTION, failing, heard, model_of


def test_the_request_holds_the_messages_and_every_limit() -> None:
    with serving(Reply(ANSWER), key=KEY) as endpoint:
        heard(model_of(endpoint.url, output=77))

    assert [request.body for request in endpoint.requests] == [
        {
            "model": MODEL,
            "messages": [
                {"role": "system", "content": "Answer from the passages."},
                {"role": "user", "content": "How many boats were hit?"},
            ],
            "temperature": 0.0,
            "max_tokens": 77,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
    ]


def test_the_answer_comes_in_pieces_with_the_usage_that_the_endpoint_tells() -> None:
    with serving(Reply(pieces=("Nine ", "boats", ".", " [1]"), usage=(120, 9))) as endpoint:
        assert heard(model_of(endpoint.url)) == (["Nine ", "boats", ".", " [1]"], Usage(120, 9, None))


def test_the_cost_follows_from_both_prices() -> None:
    with serving(Reply(ANSWER, usage=(2_000, 500))) as endpoint:
        _, usage = heard(model_of(endpoint.url, price_prompt=0.75, price_output=4.5))

    assert usage == Usage(2_000, 500, 0.00375)


def test_usage_is_estimated_when_the_endpoint_does_not_tell_it() -> None:
    with serving(Reply(ANSWER, usage=None)) as endpoint:
        assert heard(model_of(endpoint.url))[1] == Usage(ESTIMATE, ESTIMATED_ANSWER)


def test_the_first_piece_is_there_before_the_second_is_sent() -> None:
    with serving(Reply(ANSWER, hold=Event(), hold_at=2)) as endpoint:
        stream = model_of(endpoint.url).stream(QUESTION)
        assert next(stream) == "Nine"
        stream.close()


def test_closing_the_stream_breaks_the_connection_at_once() -> None:
    with serving(Reply(ANSWER, hold=Event(), hold_at=3)) as endpoint:
        stream = model_of(endpoint.url).stream(QUESTION)
        assert [next(stream), next(stream)] == ["Nine", " boats"]
        stream.close()

        assert endpoint.disconnected.wait(5)


def test_nothing_is_sent_before_the_model_is_asked() -> None:
    with serving(Reply(ANSWER)) as endpoint:
        model = model_of(endpoint.url)
        model.warm_up()
        model.stream(QUESTION)
        assert (model.name, model.context, model.output, endpoint.requests) == (MODEL, 8192, 600, [])


def test_many_threads_share_one_model() -> None:
    with serving(lambda request: Reply(f"You said {request['messages'][0]['content']}")) as endpoint:
        model = model_of(endpoint.url)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda number: heard(model, [Message("user", str(number))])[0], range(24)))

    assert ["".join(pieces) for pieces in answers] == [f"You said {number}" for number in range(24)]


def test_without_a_key_the_environment_is_not_searched_for_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    with serving(Reply(ANSWER)) as endpoint:
        heard(model_of(endpoint.url, api_key=None))

    assert endpoint.requests[0].headers["authorization"] == "Bearer none"


def test_a_name_and_password_of_the_address_are_sent_as_such() -> None:
    with serving(Reply(ANSWER)) as endpoint:
        heard(model_of(endpoint.url.replace("://", "://reader:hid%20den@")))

    assert endpoint.requests[0].headers["authorization"] == "Basic cmVhZGVyOmhpZCBkZW4="


def test_thoughts_before_the_answer_are_not_passed_on() -> None:
    thinking = ("<th", "ink>\nEight", " or nine?</thi", "nk>", "\n\n", "Nine", " boats.")
    with serving(Reply(pieces=thinking)) as endpoint:
        assert heard(model_of(endpoint.url))[0] == ["Nine", " boats."]


@pytest.mark.parametrize("text", ["<thin", "<thinly> veiled", "a <think> b"])
def test_what_only_looks_like_a_thought_is_passed_on(text: str) -> None:
    with serving(Reply(pieces=tuple(text))) as endpoint:
        assert "".join(heard(model_of(endpoint.url))[0]) == text


def test_an_endpoint_with_one_model_is_asked_for_its_name_once() -> None:
    with serving(Reply(ANSWER), models=("/models/only.gguf",), key=KEY) as endpoint:
        model = model_of(endpoint.url, model="")
        assert model.name == "127.0.0.1"
        heard(model)
        heard(model)

    assert model.name == "/models/only.gguf"
    assert [request.path for request in endpoint.requests] == ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"]
    assert endpoint.asked[0].body["model"] == "/models/only.gguf"


@pytest.mark.parametrize(
    ("models", "message"),
    [
        (("a", "b"), "127.0.0.1 serves 2 models; name one in DATELINE_MODEL: a, b"),
        (tuple("abcdefg"), "127.0.0.1 serves 7 models; name one in DATELINE_MODEL: a, b, c, d, e, …"),
        ((), "127.0.0.1 serves no model; start one there, or name one in DATELINE_MODEL"),
    ],
)
def test_an_endpoint_with_several_models_needs_a_choice(models: tuple[str, ...], message: str) -> None:
    with serving(Reply(ANSWER), models=models) as endpoint:
        failure = failing(model_of(endpoint.url, model=""))

    assert (str(failure), failure.retryable) == (message, False)


def test_a_model_without_a_chat_endpoint_is_told_before_anything_is_sent() -> None:
    with serving(Reply(ANSWER), models=("gpt-5.4-pro",)) as endpoint:
        failure = failing(model_of(endpoint.url, model="gpt-5.4-pro"))

    assert str(failure) == ("the model 'gpt-5.4-pro' cannot be used by way of chat completions; choose another DATELINE_MODEL")
    assert endpoint.requests == []


@pytest.mark.parametrize("refused", ["stream_options", "temperature"])
def test_a_parameter_that_is_refused_is_left_out_from_then_on(refused: str) -> None:
    with serving(Reply(ANSWER, refuse=(refused,))) as endpoint:
        model = model_of(endpoint.url)
        assert "".join(heard(model)[0]) == ANSWER
        heard(model)

    assert [refused in request.body for request in endpoint.requests] == [True, False, False]


def test_a_refused_cap_is_sent_under_its_newer_name() -> None:
    with serving(Reply(ANSWER, refuse=("max_tokens",))) as endpoint:
        heard(model_of(endpoint.url, output=99))

    assert [request.body.get("max_completion_tokens") for request in endpoint.requests] == [None, 99]


def test_all_of_them_may_be_refused_one_after_the_other() -> None:
    with serving(Reply(ANSWER, refuse=("temperature", "stream_options", "max_tokens"))) as endpoint:
        assert "".join(heard(model_of(endpoint.url))[0]) == ANSWER

    assert len(endpoint.requests) == 4


def test_a_request_that_is_refused_all_the_same_is_not_sent_for_ever() -> None:
    with serving(Reply(status=400, error="stream_options, temperature and max_tokens are odd")) as endpoint:
        failure = failing(model_of(endpoint.url))

    assert (failure.retryable, len(endpoint.requests)) == (False, 2)
