import asyncio

import pytest
from telegram.ext import ExtBot

from bot.telegram.receiving.connecting import connect
from bot.telegram.sending.pacing import Pacing, Ticket
from index.errors import SettingsError
from tests.telegram.emulator import TOKEN, Emulator
from tests.telegram.emulator.faults import bad_gateway

pytestmark = pytest.mark.anyio


def _bot(telegram: Emulator, token: str = TOKEN) -> ExtBot[Ticket]:
    return ExtBot(token, base_url=f"{telegram.url}/bot", rate_limiter=Pacing())


async def test_the_bot_learns_who_it_is(telegram: Emulator) -> None:
    bot = _bot(telegram)
    await connect(bot, asyncio.Event())
    assert bot.username == "dateline_test_bot"
    await bot.shutdown()


async def test_a_network_that_is_not_there_yet_is_waited_for(telegram: Emulator, caplog: pytest.LogCaptureFixture) -> None:
    telegram.fail(bad_gateway(method="getMe", times=2))
    bot = _bot(telegram)
    await connect(bot, asyncio.Event())
    assert (bot.username, caplog.messages[0]) == ("dateline_test_bot", "Telegram can't be reached; trying again")
    await bot.shutdown()


async def test_a_wrong_token_is_told_without_showing_it(telegram: Emulator) -> None:
    bot = _bot(telegram, "12345:wrong-token-of-somebody")
    with pytest.raises(SettingsError) as caught:
        await connect(bot, asyncio.Event())
    assert str(caught.value) == "Telegram does not know the token in TELEGRAM_BOT_TOKEN; copy it again from @BotFather"
    assert (caught.value.__cause__, caught.value.__suppress_context__) == (None, True)
    await bot.shutdown()


async def test_waiting_ends_when_the_program_is_told_to_stop(telegram: Emulator) -> None:
    telegram.refuse_connections()
    bot, stopping = _bot(telegram), asyncio.Event()
    connecting = asyncio.create_task(connect(bot, stopping))
    await asyncio.sleep(0)
    stopping.set()
    await asyncio.wait_for(connecting, 5)
    await bot.shutdown()
