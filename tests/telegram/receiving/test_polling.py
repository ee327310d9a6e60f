import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

import pytest
from telegram.ext import ExtBot

from bot.telegram.receiving.polling import poll
from bot.telegram.sending.pacing import Ticket
from bot.telegram.state import State
from bot.telegram.types import Place
from index.errors import SettingsError
from tests.telegram.emulator import Emulator
from tests.telegram.emulator.faults import Fault, bad_gateway, conflict, dropped, too_many_requests
from tests.telegram.emulator.refusals import Refusal
from tests.telegram.receiving.conftest import Desk, running

pytestmark = pytest.mark.anyio

Bot = ExtBot[Ticket]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _polling(bot: Bot, desk: Desk, state: State) -> Any:
    stopping = asyncio.Event()
    work = asyncio.create_task(poll(bot, desk.inbox, state, stopping=stopping, now=lambda: NOW))
    return running(stopping, work)


async def test_what_people_write_is_recorded_and_handed_on_once(bot: Bot, telegram: Emulator, desk: Desk, state: State) -> None:
    ann = telegram.person()
    async with _polling(bot, desk, state):
        ann.send("how many?")
        first = await desk.text()
        ann.send("and now?")
        second = await desk.text()
    assert (first, second, desk.waiting()) == ("how many?", "and now?", [])
    assert state.questions.latest(Place(ann.id), ann.id, since=datetime.fromtimestamp(0, UTC)) is not None
    assert state.health.last("update") == NOW


async def test_what_was_not_confirmed_at_the_end_comes_again_and_is_not_taken_twice(
    bot: Bot, telegram: Emulator, desk: Desk, state: State
) -> None:
    ann = telegram.person()
    async with _polling(bot, desk, state):
        ann.send("how many?")
        await desk.text()
    again = Desk(state)
    async with _polling(bot, again, state):
        ann.send("and now?")
        text = await again.text()
    assert (text, again.waiting()) == ("and now?", [])


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (bad_gateway(method="getUpdates", times=2), "Telegram can't be reached; trying again"),
        (bad_gateway(method="getUpdates", as_page=True), "Telegram can't be reached; trying again"),
        (dropped("before", method="getUpdates"), "Telegram can't be reached; trying again"),
        (dropped("after", method="getUpdates"), "Telegram can't be reached; trying again"),
        (too_many_requests(1, method="getUpdates"), "Telegram tells to ask for updates less often; trying again"),
        (
            conflict(),
            "another program takes this bot's updates with the same token: only one may; stop the other one; trying again",
        ),
    ],
)
async def test_a_failure_is_told_once_and_updates_come_again(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, caplog: pytest.LogCaptureFixture, fault: Fault, told: str
) -> None:
    ann = telegram.person()
    telegram.fail(fault)
    ann.send("how many?")
    async with _polling(bot, desk, state):
        assert await desk.text() == "how many?"
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert ours[0] == told
    assert [line.split(" after ")[0] for line in ours[1:]] == ["Telegram answers again"]


async def test_polling_goes_on_soon_after_the_network_is_back(bot: Bot, telegram: Emulator, desk: Desk, state: State) -> None:
    ann = telegram.person()
    async with _polling(bot, desk, state):
        ann.send("before?")
        await desk.text()
        await asyncio.to_thread(telegram.refuse_connections)
        ann.send("during?")
        await asyncio.to_thread(telegram.accept_connections)
        back = asyncio.get_running_loop().time()
        text = await desk.text()
        took = asyncio.get_running_loop().time() - back
    assert (text, took < 10) == ("during?", True)


async def test_a_webhook_that_is_set_is_taken_away(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    ann = telegram.person()
    await bot.set_webhook("https://127.0.0.1:9/hook")
    ann.send("how many?")
    async with _polling(bot, desk, state):
        text = await desk.text()
    assert (text, telegram.world.updates.webhook) == ("how many?", None)
    assert "a webhook is set for this bot: it is taken away, since updates are fetched now" in caplog.messages


async def test_a_token_that_is_no_longer_known_ends_polling(bot: Bot, telegram: Emulator, desk: Desk, state: State) -> None:
    telegram.fail(Fault(Refusal(401, "Unauthorized"), "getUpdates"))
    with pytest.raises(SettingsError) as caught:
        await poll(bot, desk.inbox, state, stopping=asyncio.Event())
    assert str(caught.value) == "Telegram does not know the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather"
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)


async def test_an_update_that_can_not_be_read_does_not_hold_up_the_next(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, caplog: pytest.LogCaptureFixture
) -> None:
    ann = telegram.person()
    unreadable = Refusal(200, "")
    unreadable.page = b'{"ok": true, "result": [{"update_id": 700, "message": {"text": "private words"}}]}'
    telegram.fail(Fault(unreadable, "getUpdates", times=2))
    ann.send("how many?")
    caplog.set_level(logging.INFO)
    async with _polling(bot, desk, state):
        text = await desk.text()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert (text, ours) == ("how many?", ["update 700 can't be read and is left out"])


async def test_stopping_does_not_wait_for_telegram(bot: Bot, telegram: Emulator, desk: Desk, state: State) -> None:
    began = asyncio.get_running_loop().time()
    async with _polling(bot, desk, state):
        await asyncio.to_thread(telegram.until_polled)
    assert asyncio.get_running_loop().time() - began < 4
