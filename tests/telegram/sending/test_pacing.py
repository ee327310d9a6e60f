import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.telegram.sending.pacing import Pacing, Ticket, Withdrawn
from bot.telegram.sending.schedule import Limits, Rank
from tests.telegram.sending.clock import Clock

pytestmark = pytest.mark.anyio

ANNA, BEN = 1, 2


class Wire:
    """What reaches Telegram through a pacing, and what Telegram says to it."""

    def __init__(self, limits: Limits | None = None) -> None:
        self.clock = Clock()
        self.pacing = Pacing(limits, monotonic=self.clock.now, later=self.clock.later)
        self.went: list[tuple[float, str]] = []
        self.answers: list[Exception] = []

    async def _post(self, name: str, hold: Callable[[], Awaitable[object]] | None) -> bool | dict[str, Any]:
        self.went.append((self.clock.now(), name))
        if hold:
            await hold()
        if self.answers:
            raise self.answers.pop(0)
        return {"name": name}

    def put(
        self,
        name: str,
        chat: int | None,
        *,
        endpoint: str = "sendMessage",
        message: int | None = None,
        ticket: Ticket | None = None,
        hold: Callable[[], Awaitable[object]] | None = None,
    ) -> "asyncio.Task[Any]":
        data = {name: value for name, value in (("chat_id", chat), ("message_id", message)) if value is not None}
        return asyncio.create_task(self.pacing.process_request(self._post, (name, hold), {}, endpoint, data, ticket))


async def test_messages_of_one_chat_are_a_second_apart_and_chats_do_not_wait_for_each_other() -> None:
    wire = Wire()
    tasks = [wire.put(name, chat) for name, chat in (("a1", ANNA), ("a2", ANNA), ("b1", BEN), ("a3", ANNA))]
    await wire.clock.advance(5)
    results = await asyncio.gather(*tasks)
    assert wire.went == [(0.0, "a1"), (0.0, "b1"), (1.0, "a2"), (2.0, "a3")]
    assert results == [{"name": "a1"}, {"name": "a2"}, {"name": "b1"}, {"name": "a3"}]


async def test_a_message_that_telegram_refused_for_its_pace_comes_again_when_it_may() -> None:
    wire = Wire()
    wire.answers = [RetryAfter(5)]
    told, other = wire.put("a1", ANNA), wire.put("b1", BEN)
    await wire.clock.advance(10)
    assert (wire.went, await told, await other) == ([(0.0, "a1"), (0.0, "b1"), (5.0, "a1")], {"name": "a1"}, {"name": "b1"})


async def test_an_answer_overtakes_what_waits_with_it_for_a_chat_that_was_told_to_wait() -> None:
    wire = Wire()
    wire.answers = [RetryAfter(5)]
    first = wire.put("note", ANNA)
    await wire.clock.advance(1)
    answer = wire.put("answer", ANNA, ticket=Ticket(Rank.ANSWER))
    await wire.clock.advance(10)
    await asyncio.gather(first, answer)
    assert wire.went == [(0.0, "note"), (5.0, "answer"), (6.0, "note")]


async def test_patience_ends_when_telegram_tells_to_wait_longer() -> None:
    wire = Wire()
    wire.answers = [RetryAfter(40), RetryAfter(40)]
    task = wire.put("a1", ANNA, ticket=Ticket(patience=60))
    await wire.clock.advance(100)
    with pytest.raises(RetryAfter):
        await task
    assert (wire.went, wire.pacing.waiting) == ([(0.0, "a1"), (40.0, "a1")], 0)


async def test_a_newer_edit_takes_the_place_of_the_waiting_one_and_both_get_its_result() -> None:
    wire = Wire()
    sent = wire.put("sent", ANNA)
    edits = [wire.put(f"edit {number}", ANNA, endpoint="editMessageText", message=7) for number in (1, 2, 3)]
    await wire.clock.advance(5)
    await sent
    assert (wire.went, await asyncio.gather(*edits)) == ([(0.0, "sent"), (1.0, "edit 3")], [{"name": "edit 3"}] * 3)


async def test_an_edit_that_comes_after_the_answer_of_the_same_message_is_never_shown() -> None:
    wire = Wire()
    sent = wire.put("sent", ANNA)
    answer = wire.put("answer", ANNA, endpoint="editMessageText", message=7, ticket=Ticket(Rank.ANSWER))
    await wire.clock.advance(0.5)
    late = wire.put("status", ANNA, endpoint="editMessageText", message=7, ticket=Ticket(Rank.STATUS))
    await wire.clock.advance(5)
    await asyncio.gather(sent, answer)
    assert (wire.went, await late) == ([(0.0, "sent"), (1.0, "answer")], {"name": "answer"})


async def test_typing_goes_at_once_and_is_dropped_where_a_chat_was_told_to_wait() -> None:
    wire = Wire()
    wire.answers = [RetryAfter(5)]
    message = wire.put("a1", ANNA)
    await wire.clock.advance(1)
    dropped = await wire.put("typing", ANNA, endpoint="sendChatAction")
    await wire.clock.advance(5)
    shown = await wire.put("typing", ANNA, endpoint="sendChatAction")
    await message
    assert (dropped, shown, wire.went) == (True, {"name": "typing"}, [(0.0, "a1"), (5.0, "a1"), (6.0, "typing")])


async def test_typing_that_telegram_refuses_is_not_tried_again() -> None:
    wire = Wire()
    wire.answers = [RetryAfter(5)]
    assert (await wire.put("typing", ANNA, endpoint="sendChatAction"), wire.went) == (True, [(0.0, "typing")])


async def test_the_answer_to_a_button_does_not_queue() -> None:
    wire = Wire()
    wire.answers = [RetryAfter(3)]
    tasks = [wire.put(f"tap {number}", None, endpoint="answerCallbackQuery") for number in (1, 2)]
    await wire.clock.advance(5)
    await asyncio.gather(*tasks)
    assert wire.went == [(0.0, "tap 1"), (0.0, "tap 2"), (3.0, "tap 1")]


async def test_a_withdrawn_message_is_never_sent() -> None:
    wire = Wire()
    ticket = Ticket(Rank.STATUS)
    sent, status = wire.put("a1", ANNA), wire.put("status", ANNA, ticket=ticket)
    await wire.clock.advance(0.5)
    assert ticket.withdraw() is True
    await wire.clock.advance(5)
    await sent
    with pytest.raises(Withdrawn):
        await status
    assert wire.went == [(0.0, "a1")]


async def test_a_message_withdrawn_before_it_was_put_is_never_sent() -> None:
    wire = Wire()
    ticket = Ticket()
    ticket.withdraw()
    with pytest.raises(Withdrawn):
        await wire.put("a1", ANNA, ticket=ticket)
    assert wire.went == []


async def test_a_message_under_way_can_not_be_withdrawn() -> None:
    wire = Wire()
    arrived = asyncio.Event()
    ticket = Ticket()
    task = wire.put("a1", ANNA, ticket=ticket, hold=arrived.wait)
    await wire.clock.advance(1)
    assert ticket.withdraw() is False
    arrived.set()
    assert await task == {"name": "a1"}


async def test_a_caller_that_gives_up_takes_its_waiting_message_along() -> None:
    wire = Wire()
    first, second = wire.put("a1", ANNA), wire.put("a2", ANNA)
    await wire.clock.advance(0.5)
    second.cancel()
    await wire.clock.advance(5)
    assert (await first, wire.went, wire.pacing.waiting) == ({"name": "a1"}, [(0.0, "a1")], 0)


async def test_a_refusal_belongs_to_its_caller_and_the_next_message_goes_on() -> None:
    wire = Wire()
    wire.answers = [BadRequest("chat not found")]
    first, second = wire.put("a1", ANNA), wire.put("a2", ANNA)
    await wire.clock.advance(5)
    with pytest.raises(BadRequest):
        await first
    assert (await second, wire.went) == ({"name": "a2"}, [(0.0, "a1"), (1.0, "a2")])


async def test_what_waits_at_the_end_is_let_go() -> None:
    wire = Wire()
    first, second = wire.put("a1", ANNA), wire.put("a2", ANNA)
    await wire.clock.advance(0.5)
    await wire.pacing.shutdown()
    with pytest.raises(Withdrawn):
        await second
    assert (await first, wire.pacing.waiting) == ({"name": "a1"}, 0)


async def test_forty_people_are_answered_within_the_limit_for_all() -> None:
    wire = Wire()
    tasks = [wire.put(f"{chat}", chat) for chat in range(1, 41)]
    await wire.clock.advance(5)
    await asyncio.gather(*tasks)
    assert [moment for moment, _ in wire.went] == [0.0] * 30 + [1.0] * 10
