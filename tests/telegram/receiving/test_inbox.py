import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from telegram import Chat, Message, Update, User

from bot.telegram.receiving.inbox import Inbox
from bot.telegram.sending.failures import Unreachable
from bot.telegram.state import State
from bot.telegram.types import Place
from index.errors import StorageError
from tests.telegram.receiving.conftest import Desk, question_in

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANN, GROUP = 11, -1_002_000_000_300


def _update(number: int, text: str, *, ago: timedelta = timedelta(0), chat: int = ANN, topic: int | None = None) -> Update:
    kind = Chat.PRIVATE if chat > 0 else Chat.SUPERGROUP
    person = User(ANN, "Ann", is_bot=False, language_code="es")
    message = Message(
        number,
        NOW - ago,
        Chat(chat, kind),
        from_user=person,
        text=text,
        message_thread_id=topic,
        is_topic_message=topic is not None,
    )
    return Update(number, message=message)


async def test_a_question_is_recorded_before_it_is_handed_on(state: State) -> None:
    desk = Desk(state, now=NOW)
    await desk.inbox.take(_update(26, "how many?"))
    kept = state.questions.get("1a")
    assert kept
    assert (kept.text, kept.user, desk.waiting()) == ("how many?", ANN, ["how many?"])


async def test_what_comes_again_is_not_handed_on_again(state: State) -> None:
    desk = Desk(state, now=NOW)
    for _ in range(2):
        await desk.inbox.take(_update(26, "how many?"))
    assert desk.waiting() == ["how many?"]


async def test_what_another_process_has_taken_is_not_handed_on(state: State, tmp_path: Path) -> None:
    with State.open(tmp_path / "bot.sqlite", replica="there") as other:
        await Desk(other, now=NOW).inbox.take(_update(26, "how many?"))
    desk = Desk(state, now=NOW)
    await desk.inbox.take(_update(26, "how many?"))
    assert desk.waiting() == []


async def test_what_can_not_be_recorded_is_not_handed_on(tmp_path: Path) -> None:
    state = State.open(tmp_path / "bot.sqlite", replica="here")
    desk = Desk(state, now=NOW)
    state.close()
    (tmp_path / "bot.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageError):
        await desk.inbox.take(_update(26, "how many?"))
    assert desk.waiting() == []


async def test_old_messages_are_skipped_with_one_note_a_chat(state: State) -> None:
    desk = Desk(state, now=NOW)
    old = timedelta(minutes=10, seconds=1)
    for number, (text, chat) in enumerate((("one?", ANN), ("hello", ANN), ("two?", GROUP), ("to others", -5)), start=1):
        await desk.inbox.take(_update(number, text, ago=old, chat=chat))
    await desk.inbox.take(_update(5, "new?", ago=timedelta(minutes=10)))
    await asyncio.sleep(0)
    assert (desk.waiting(), desk.noted) == (["new?"], [(Place(ANN), "es"), (Place(GROUP), "es")])
    assert state.questions.get("1") is None


async def test_a_note_on_old_messages_is_told_in_their_topic(state: State) -> None:
    desk = Desk(state, now=NOW)
    await desk.inbox.take(_update(1, "one?", ago=timedelta(hours=3), chat=GROUP, topic=7))
    await asyncio.sleep(0)
    assert desk.noted == [(Place(GROUP, 7), "es")]


async def test_the_next_downtime_is_noted_again(state: State) -> None:
    moments = [NOW, NOW + timedelta(minutes=9), NOW + timedelta(minutes=11)]
    queue: asyncio.Queue[object] = asyncio.Queue()
    noted: list[Place] = []

    async def note(place: Place, _: str) -> None:
        noted.append(place)

    inbox = Inbox(state, queue, question_in=question_in, note_skipped=note, now=lambda: moments[len(seen)])
    seen: list[int] = []
    for number in range(3):
        await inbox.take(_update(number + 1, "one?", ago=timedelta(hours=1)))
        await asyncio.sleep(0)
        seen.append(len(noted))
    assert seen == [1, 1, 2]


async def test_a_chat_that_can_not_be_told_holds_nothing_up(state: State) -> None:
    queue: asyncio.Queue[object] = asyncio.Queue()

    async def note(_place: Place, _language: str) -> None:
        raise Unreachable("blocked")

    inbox = Inbox(state, queue, question_in=question_in, note_skipped=note, now=lambda: NOW)
    await inbox.take(_update(1, "one?", ago=timedelta(hours=1)))
    await asyncio.sleep(0)
    await inbox.take(_update(2, "two?"))
    assert queue.qsize() == 1
