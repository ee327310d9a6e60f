"""What becomes of questions when the program ends, crashes, or fails: each is answered or apologised for, once."""

import asyncio
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from bot.telegram.handlers.apologies import apologise
from bot.telegram.state import State
from bot.telegram.types import Place, Question
from index import Newsroom
from index.chat.endpoint import Endpoint
from index.storage.embedding import MiniLM
from tests.chat import endpoint
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import answered, answering, office, tapped

pytestmark = pytest.mark.anyio


@pytest.fixture
def broken(corpus_home: Path, encoder: MiniLM, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom whose catalogue cannot be read."""
    shutil.copytree(corpus_home, tmp_path / "home")
    for file in (tmp_path / "home").rglob("*.sqlite*"):
        file.write_bytes(b"not a database" * 400)
    with Newsroom.open(tmp_path / "home", encoder=encoder) as news:
        yield news


async def test_failure_is_told_with_a_reference_that_the_log_has(
    telegram: Emulator, broken: Newsroom, ann: Person, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with answering(telegram, broken, tmp_path / "bot.sqlite"):
        ann.send("how many zeppelins so far?")
        told = await ann.sees(lambda post: "Try again" in post.labels)

    assert told.text.startswith("Sorry, something went wrong on my side.")
    assert f"reference {told.styled('code')[0]}: StorageError: " in caplog.text
    assert "zeppelins" not in caplog.text


async def test_question_that_a_crash_interrupted_can_be_tried_again(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with office(telegram, news, tmp_path / "bot.sqlite") as before:
        asked = ann.send("how many strikes so far?")
        moment = before.now()
        lost = Question("lost", Place(ann.id), ann.id, asked.text, "en", moment, message=asked.id)
        before.state.questions.add(lost)
        await apologise(before, lost)
        left = before.state.questions.orphans(now=moment + timedelta(hours=1), silence=timedelta())
    apology = ann.posts()[-1]
    async with answering(telegram, news, tmp_path / "bot.sqlite"):
        await tapped(ann, apology, "Try again")
        answer = await ann.sees(lambda post: "21 strikes" in post.text)

    assert (apology.text, apology.reply_to) == ("Sorry, I was interrupted and lost this question.", asked.id)
    assert (left, answer.reply_to) == ((), asked.id)
    assert ann.posts()[0].labels == ()


async def test_question_under_way_is_finished_before_the_end(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite") as bot:
        ann.send("how many strikes so far?")
        await asyncio.to_thread(telegram.until, lambda seen: seen.called("sendChatAction") or None)
        await bot.stop()

    assert [post.text[:19] for post in ann.posts()] == ["At least 21 strikes"]


async def test_question_that_cannot_be_finished_is_apologised_for(
    telegram: Emulator, corpus_home: Path, encoder: MiniLM, ann: Person, tmp_path: Path
) -> None:
    forever = Event()
    with (
        endpoint.serving(endpoint.Reply("Never said.", hold=forever)) as served,
        Newsroom.open(corpus_home, encoder=encoder, endpoint=Endpoint(model="small", base_url=served.url, timeout=60)) as news,
    ):
        async with answering(telegram, news, tmp_path / "bot.sqlite") as bot:
            ann.send("What did the Senate decide?")
            await ann.sees(lambda post: post.text == "Writing…")
            await bot.stop()
        assert served.disconnected.wait(10)

    [post] = ann.posts()
    with State.open(tmp_path / "bot.sqlite", replica="next") as state:
        left = state.questions.orphans(now=bot.clock() + timedelta(hours=1), silence=timedelta())
    assert post.text == "Sorry, I am being restarted, so this question is not answered. Please try again in a moment."
    assert (post.labels, left) == (("Try again",), ())


async def test_what_was_written_while_the_bot_was_away_is_noted_once(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    ann.send("how many strikes so far?")
    ann.send("how many salmonella cases?")
    async with answering(telegram, news, tmp_path / "bot.sqlite") as bot:
        bot.clock.move(minutes=11)
        note = await ann.sees()
        ann.send("/new")
        await ann.sees(lambda post: post.text.startswith("A new conversation"))

    assert note.text == "I was away, and skipped what was written here meanwhile. Please ask again what still matters."
    assert len(ann.posts()) == 2


async def test_same_update_brought_twice_is_answered_once(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    ann.send("how many strikes so far?")
    async with answering(telegram, news, tmp_path / "bot.sqlite"):
        await answered(ann)
    async with answering(telegram, news, tmp_path / "bot.sqlite"):
        ann.send("/new")
        await ann.sees()

    assert [post.text[:8] for post in ann.posts()] == ["At least", "A new co"]
