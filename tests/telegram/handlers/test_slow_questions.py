"""What happens while a language model takes its time: status, Stop, the person's next question, other people, the end."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from bot.telegram.types import Place
from index import Newsroom
from index.chat.endpoint import Endpoint
from index.storage.embedding import MiniLM
from tests.chat import endpoint
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import answered, answering, tapped, until

pytestmark = pytest.mark.anyio
SLOW = "What did the Senate decide?"
"""The model takes its time for this."""
QUICK = "how many strikes so far?"


@pytest.fixture
def held() -> Iterator[Event]:
    """Lets the model go on."""
    event = Event()
    yield event
    event.set()


@pytest.fixture
def model(held: Event) -> Iterator[endpoint.ScriptedEndpoint]:
    """A language model that says nothing to the slow question until it may."""

    def reply(request: dict[str, Any]) -> endpoint.Reply:
        is_slow = any(SLOW in message["content"] for message in request["messages"])
        return endpoint.Reply("It is said so in the articles. [1]", hold=held if is_slow else None)

    with endpoint.serving(reply) as served:
        yield served


@pytest.fixture
def slow_news(corpus_home: Path, encoder: MiniLM, model: endpoint.ScriptedEndpoint) -> Iterator[Newsroom]:
    """A newsroom that has that model write its answers."""
    with Newsroom.open(corpus_home, encoder=encoder, endpoint=Endpoint(model="small", base_url=model.url, timeout=60)) as news:
        yield news


async def test_status_gives_way_to_the_answer(
    telegram: Emulator, slow_news: Newsroom, ann: Person, tmp_path: Path, held: Event
) -> None:
    async with answering(telegram, slow_news, tmp_path / "bot.sqlite"):
        ann.send(SLOW)
        status = await ann.sees(lambda post: post.text == "Writing…")
        held.set()
        answer = await answered(ann)

    assert status.labels == ("Stop",)
    assert answer.id == status.id


async def test_stop_gives_the_question_up_and_cancels_the_model(
    telegram: Emulator, slow_news: Newsroom, model: endpoint.ScriptedEndpoint, ann: Person, tmp_path: Path
) -> None:
    async with answering(telegram, slow_news, tmp_path / "bot.sqlite"):
        ann.send(SLOW)
        status = await ann.sees(lambda post: post.text == "Writing…")
        await until(lambda: bool(model.asked))
        toast = await tapped(ann, status, "Stop")
        stopped = await ann.sees(lambda post: "Try again" in post.labels)
        is_cancelled = await asyncio.to_thread(model.disconnected.wait, 10)

    assert (toast.text, stopped.text, stopped.id) == ("Stopping…", "Stopped.", status.id)
    assert is_cancelled


async def test_stop_tapped_at_another_replica_is_heeded(
    telegram: Emulator, slow_news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with answering(telegram, slow_news, tmp_path / "bot.sqlite") as bot:
        ann.send(SLOW)
        status = await ann.sees(lambda post: post.text == "Writing…")
        question = bot.state.questions.latest(Place(ann.id), ann.id, since=bot.clock() - timedelta(minutes=1))
        assert question is not None
        bot.state.questions.stopped(question.id)
        stopped = await ann.sees(lambda post: "Try again" in post.labels)

    assert (stopped.text, stopped.id) == ("Stopped.", status.id)


async def test_person_waits_for_a_slow_question_but_nobody_else_does(
    telegram: Emulator, slow_news: Newsroom, ann: Person, tmp_path: Path, held: Event
) -> None:
    bob = telegram.person("Bob")
    async with answering(telegram, slow_news, tmp_path / "bot.sqlite"):
        ann.send(SLOW)
        await ann.sees(lambda post: post.text == "Writing…")
        ann.send(QUICK)
        waiting = await ann.sees(lambda post: "Stop" in post.labels)
        bob.send(QUICK)
        bobs = await answered(bob)
        held.set()
        anns = await ann.sees(lambda post: "21 strikes" in post.text)

    assert waiting.text == "Your earlier question comes first…"
    assert bobs.text.startswith("At least 21 strikes")
    assert anns.id == waiting.id


async def test_too_many_questions_at_once_are_refused_politely(
    telegram: Emulator, slow_news: Newsroom, ann: Person, tmp_path: Path, held: Event
) -> None:
    async with answering(telegram, slow_news, tmp_path / "bot.sqlite"):
        for _ in range(5):
            ann.send(SLOW)
        told = await ann.sees(lambda post: "still at work" in post.text)
        held.set()

    assert told.text == "I am still at work on your earlier questions. Please ask again when they are answered."


async def test_four_questions_at_once_are_answered_one_after_the_other(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite"):
        asked = [ann.send(QUICK).id for _ in range(4)]
        await until(lambda: sum("👍" in post.labels for post in ann.posts()) == 4)

    assert [post.reply_to for post in ann.posts()] == asked
