"""OpenAI's own client talks to the newsroom."""

from collections.abc import Iterator
from pathlib import Path

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from bot.api.application import Api
from index import Newsroom
from index.storage.embedding import MiniLM
from tests.api.conftest import TOKEN
from tests.api.serving import serving
from tests.articles import NOW
from tests.writing.scripted import AGED, ELECTED, MAYOR, ROADS, Scripted

MOMENT = {"now": NOW.isoformat()}
ANSWER = (
    "Seven roads, as of 28 Apr 2025. [1] Earlier: four on 10 Feb 2025 [2].\n\n"
    "- [1] [Flood closes more roads in Aldermere](<https://valley.example/a2>) — River Post, 28 Apr 2025: "
    "“Seven roads are now closed by the flood in Aldermere, according to the county.”\n"
    "- [2] [Flood closes roads in Aldermere](<https://valley.example/a1>) — River Post, 10 Feb 2025: "
    "“The flood in Aldermere has closed four roads so far, the county said.”"
)


def asking(*questions: str) -> list[ChatCompletionMessageParam]:
    """A conversation in which each question but the last was answered."""
    said: list[ChatCompletionMessageParam] = [{"role": "system", "content": "Be brief."}]
    for question in questions[:-1]:
        said += [{"role": "user", "content": question}, {"role": "assistant", "content": "An answer. [1]"}]
    return [*said, {"role": "user", "content": questions[-1]}]


@pytest.fixture(scope="module")
def client(news: Newsroom) -> Iterator[openai.OpenAI]:
    """OpenAI's client of the newsroom, which needs the token here."""
    with (
        serving(Api(news, token=TOKEN)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key=TOKEN, max_retries=0, timeout=30) as opened,
    ):
        yield opened


def test_an_answer_comes_with_its_sources_in_the_message_and_as_annotations(client: openai.OpenAI) -> None:
    told = client.chat.completions.create(model="dateline", messages=asking(ROADS), extra_body=MOMENT)
    (choice,) = told.choices
    assert (told.object, told.model, choice.finish_reason, choice.message.role) == (
        "chat.completion",
        "dateline",
        "stop",
        "assistant",
    )
    assert choice.message.content == ANSWER
    assert told.usage
    assert told.usage.total_tokens == 0
    annotations = [annotation.url_citation for annotation in choice.message.annotations or ()]
    assert [(cited.url, cited.title, ANSWER[cited.start_index : cited.end_index]) for cited in annotations] == [
        ("https://valley.example/a2", "Flood closes more roads in Aldermere", "[1]"),
        ("https://valley.example/a1", "Flood closes roads in Aldermere", "[2]"),
    ] * 2


def test_a_stream_adds_up_to_the_same(client: openai.OpenAI) -> None:
    stream = client.chat.completions.create(
        model="any", messages=asking(ROADS), stream=True, stream_options={"include_usage": True}, extra_body=MOMENT
    )
    chunks = list(stream)
    deltas = [choice.delta for chunk in chunks for choice in chunk.choices]
    assert (deltas[0].role, "".join(delta.content or "" for delta in deltas)) == ("assistant", ANSWER)
    assert [choice.finish_reason for chunk in chunks for choice in chunk.choices] == [None, None, "stop"]
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[-1].usage
    assert chunks[-1].usage.total_tokens == 0
    annotations = [note for delta in deltas for note in (delta.model_extra or {}).get("annotations", [])]
    places = [(note["url_citation"]["start_index"], note["url_citation"]["end_index"]) for note in annotations]
    assert [ANSWER[start:end] for start, end in places] == ["[1]", "[2]"] * 2


def test_questions_before_the_last_one_are_the_history(client: openai.OpenAI) -> None:
    told = client.chat.completions.create(
        model="dateline", messages=asking("y" * 3000, MAYOR, "When does she take office?"), extra_body=MOMENT
    )
    assert "*Understood as: When does she take office (elected mayor of Aldermere)?*" in str(told.choices[0].message.content)


def test_earlier_messages_in_which_nobody_sees_anything_are_left_out(client: openai.OpenAI) -> None:
    told = client.chat.completions.create(model="dateline", messages=asking("\u200b", "\u0001", ROADS), extra_body=MOMENT)
    assert told.choices[0].message.content == ANSWER


def test_a_question_may_come_in_pieces(client: openai.OpenAI) -> None:
    pieces: list[ChatCompletionMessageParam] = [{"role": "user", "content": [{"type": "text", "text": ROADS}]}]
    told = client.chat.completions.create(model="dateline", messages=pieces, extra_body=MOMENT)
    assert told.choices[0].message.content == ANSWER


def test_what_was_known_then_may_be_asked_for(client: openai.OpenAI) -> None:
    told = client.chat.completions.create(model="dateline", messages=asking(ROADS), extra_body=MOMENT | {"as_of": "2025-03"})
    assert str(told.choices[0].message.content).startswith("Four roads, as of 10 Feb 2025. [1]\n\n")


def test_the_one_model_is_listed(client: openai.OpenAI) -> None:
    assert [model.id for model in client.models.list()] == ["dateline"]
    assert client.models.retrieve("dateline").owned_by == "dateline"
    with pytest.raises(openai.NotFoundError, match="there is no model 'gpt'; there is 'dateline'"):
        client.models.retrieve("gpt")


def test_without_the_token_the_client_is_told_so(client: openai.OpenAI) -> None:
    stranger = client.with_options(api_key="another-token")
    with pytest.raises(openai.AuthenticationError, match="the token is not the right one") as refused:
        stranger.chat.completions.create(model="dateline", messages=asking(ROADS))
    assert refused.value.code == "unauthorized"


@pytest.mark.parametrize(
    ("messages", "reason"),
    [
        ([], '"messages": List should have at least 1 item after validation, not 0'),
        ([{"role": "system", "content": "x"}], "the last message must be a question of the user"),
        ([{"role": "user", "content": "x"}, {"role": "assistant", "content": "y"}], "the last message must be a question"),
        ([{"role": "user", "content": " "}], "the question is empty"),
        ([{"role": "user", "content": None}], "the question is empty"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}], "only text can be read"),
        ([{"role": "narrator", "content": "x"}], '"messages.0.role" must be'),
    ],
)
@pytest.mark.parametrize("is_streamed", [False, True])
def test_what_is_no_question_is_refused(
    client: openai.OpenAI, messages: list[ChatCompletionMessageParam], reason: str, is_streamed: bool
) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(model="dateline", messages=messages, stream=is_streamed)
    assert reason in str(refused.value)


def test_more_than_one_answer_is_refused(client: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match='"n" must be less than or equal to 1'):
        client.chat.completions.create(model="dateline", messages=asking(ROADS), n=2)


def streamed(home: Path, encoder: MiniLM, model: Scripted) -> str:
    """What a client reads that streams the answer to who was elected, and joins what comes."""
    with (
        Newsroom.open(home, encoder=encoder, model=model) as news,
        serving(Api(news)) as url,
        openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client,
    ):
        stream = client.chat.completions.create(model="dateline", messages=asking(MAYOR), stream=True, extra_body=MOMENT)
        return "".join(choice.delta.content or "" for chunk in stream for choice in chunk.choices)


def test_sentences_of_a_model_are_streamed_and_its_sources_follow(home: Path, encoder: MiniLM) -> None:
    told = streamed(home, encoder, Scripted(f"{ELECTED} {AGED}"))
    text, _, sources = told.partition("\n\n")
    assert text.startswith("Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote. [1] She is 41")
    assert sources.startswith("- [1] [Ines Barrow elected mayor of Aldermere](<https://valley.example/c1>) — Vale Gazette")


def test_what_was_streamed_may_be_withdrawn(home: Path, encoder: MiniLM) -> None:
    told = streamed(home, encoder, Scripted(f"{ELECTED} {AGED}", failing_after=20))
    before, _, after = told.partition("\n\n*What stands above was withdrawn.*\n\n")
    assert before == ELECTED.replace(" [1].", ". [1]")
    assert after.startswith("“Ines Barrow was elected mayor of Aldermere on Sunday")
    assert "*The language model could not be used: the endpoint broke off.*" in after
