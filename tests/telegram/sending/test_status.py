import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.telegram.sending.outbox import Outbox
from bot.telegram.sending.pacing import Pacing, Ticket
from bot.telegram.sending.status import Status
from bot.telegram.types import Button, Message, Place
from tests.telegram.emulator import TOKEN, Emulator, Person
from tests.telegram.emulator.faults import bad_gateway, dropped
from tests.telegram.sending.clock import Clock
from tests.telegram.sending.conftest import UNHURRIED

pytestmark = pytest.mark.anyio

STOP = ((Button("Stop", data="v1:stop:a"),),)
ANSWER = (Message("21"),)


@pytest.fixture
def ann(telegram: Emulator) -> Person:
    return telegram.person("Ann")


class Line(HTTPXRequest):
    """The connection to Telegram; what is under way on it can be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: set[asyncio.Task[Any]] = set()

    async def do_request(self, *given: Any, **options: Any) -> tuple[int, bytes]:
        request = asyncio.ensure_future(super().do_request(*given, **options))
        self.requests.add(request)
        request.add_done_callback(self.requests.discard)
        return await request


class Work:
    """A bot at work, on a clock that the test moves."""

    def __init__(self, telegram: Emulator, pacing: Pacing) -> None:
        self.clock = Clock()
        self._line = Line()
        self.bot: ExtBot[Ticket] = ExtBot(TOKEN, base_url=f"{telegram.url}/bot", rate_limiter=pacing, request=self._line)
        self.outbox = Outbox(self.bot)
        self._telegram = telegram

    def status(self, place: Place, *, reply_to: int | None = None) -> Status:
        return Status(self.outbox, place, stop=STOP, reply_to=reply_to, sleep=self.clock.sleep)

    async def passes(self, seconds: float) -> None:
        """Let time pass in steps of a quarter of a second, and what goes out arrive in no time."""
        for _ in range(round(seconds * 4)):
            await self.clock.advance(0.25)
            while self._line.requests:
                await asyncio.wait(self._line.requests)
                await self.clock.advance(0)

    def methods(self) -> list[str]:
        return [call.method for call in self._telegram.calls if call.method != "getMe"]


@pytest.fixture
async def work(telegram: Emulator) -> AsyncIterator[Work]:
    work = Work(telegram, Pacing(UNHURRIED))
    async with work.bot:
        yield work


async def test_a_quick_answer_is_one_message_after_typing(work: Work, ann: Person) -> None:
    question = ann.send("how many?")
    async with work.status(Place(ann.id), reply_to=question.id) as status:
        status.tell("Searching")
        await work.passes(1.75)
        numbers = await status.replace(ANSWER)
    assert work.methods() == ["sendChatAction", "sendMessage"]
    assert [(post.id, post.text, post.reply_to, post.labels) for post in ann.posts()] == [(numbers[0], "21", question.id, ())]


async def test_after_two_seconds_one_message_tells_how_far_it_is_and_the_answer_takes_its_place(work: Work, ann: Person) -> None:
    question = ann.send("how many?")
    async with work.status(Place(ann.id), reply_to=question.id) as status:
        status.tell("Searching")
        await work.passes(2.25)
        told = [(post.text, post.reply_to, post.labels) for post in ann.posts()]
        status.tell("Reading")
        status.tell("Writing")
        await work.passes(1.5)
        await status.replace(ANSWER)
    assert told == [("Searching", question.id, ("Stop",))]
    assert [(post.text, post.earlier, post.labels) for post in ann.posts()] == [("21", ("Searching", "Writing"), ())]


async def test_the_message_is_edited_four_times_at_most_and_not_too_often(work: Work, ann: Person) -> None:
    async with work.status(Place(ann.id)) as status:
        for step in range(40):
            status.tell(f"Step {step}")
            await work.passes(0.25)
        await status.replace(ANSWER)
    [post] = ann.posts()
    assert post.earlier == ("Step 7", "Step 12", "Step 17", "Step 22", "Step 27")


async def test_typing_is_kept_up(work: Work, telegram: Emulator, ann: Person) -> None:
    async with work.status(Place(ann.id)) as status:
        await work.passes(9)
        await status.replace(ANSWER)
    await work.passes(10)
    assert len(telegram.called("sendChatAction")) == 3


async def test_groups_see_typing_alone(work: Work, telegram: Emulator, ann: Person) -> None:
    group = telegram.group("Desk", ann)
    async with work.status(Place(group.id)) as status:
        status.tell("Searching")
        await work.passes(3)
        status.tell("Reading")
        await work.passes(3)
        await status.replace(ANSWER)
    assert work.methods() == ["sendChatAction", "sendChatAction", "sendMessage"]


async def test_nothing_is_told_while_there_is_nothing_to_tell(work: Work, ann: Person) -> None:
    async with work.status(Place(ann.id)) as status:
        await work.passes(5)
        before = ann.posts()
        status.tell("Reading")
        await work.passes(0.25)
        after = [post.text for post in ann.posts()]
        await status.replace(ANSWER)
    assert (before, after) == ((), ["Reading"])


async def test_leaving_without_an_answer_takes_the_message_away(work: Work, ann: Person) -> None:
    async with work.status(Place(ann.id)) as status:
        status.tell("Searching")
        await work.passes(2.25)
        told = [post.text for post in ann.posts()]
    assert (told, ann.posts()) == (["Searching"], ())


async def test_an_error_takes_the_message_away_and_stays_an_error(work: Work, ann: Person) -> None:
    async def fail() -> None:
        async with work.status(Place(ann.id)) as status:
            status.tell("Searching")
            await work.passes(2.25)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert ann.posts() == ()


async def test_a_message_that_could_not_be_shown_does_not_hold_up_the_answer(work: Work, telegram: Emulator, ann: Person) -> None:
    telegram.fail(bad_gateway(method="sendMessage"))
    async with work.status(Place(ann.id)) as status:
        status.tell("Searching")
        await work.passes(4)
        await status.replace(ANSWER)
    assert [(post.text, post.earlier) for post in ann.posts()] == [("21", ())]


async def test_a_message_that_waits_for_its_turn_gives_way_to_the_answer(telegram: Emulator, ann: Person) -> None:
    pace = Clock()
    pacing = Pacing(monotonic=pace.now, later=pace.later)
    work = Work(telegram, pacing)
    async with work.bot:
        await work.outbox.show(Place(ann.id), (Message("earlier"),))
        async with work.status(Place(ann.id)) as status:
            status.tell("Searching")
            await work.clock.advance(3)
            queued = pacing.waiting
            showing = asyncio.create_task(status.replace(ANSWER))
            await pace.advance(1.1)
            await showing
    assert (queued, [post.text for post in ann.posts()]) == (1, ["earlier", "21"])


async def test_a_message_that_arrived_unnoticed_is_taken_away_when_the_answer_is_there(
    work: Work, telegram: Emulator, ann: Person
) -> None:
    telegram.fail(dropped("after", method="sendMessage"))
    async with work.status(Place(ann.id)) as status:
        status.tell("Searching")
        await work.passes(4)
        told = [post.text for post in ann.posts()]
        await status.replace((Message("21", ((Button("Sources", data="v1:sources:a"),),)),))
    await work.outbox.drain(5)
    assert (told, [(post.text, post.labels) for post in ann.posts()]) == (["Searching"], [("21", ("Sources",))])
