import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from telegram import WebhookInfo
from telegram.ext import ExtBot

from bot.telegram.receiving.webhook import is_well, listen
from bot.telegram.sending.pacing import Ticket
from bot.telegram.state import State
from index.errors import SettingsError
from tests.telegram.emulator import Emulator
from tests.telegram.emulator.faults import Fault, bad_gateway
from tests.telegram.emulator.refusals import Refusal
from tests.telegram.receiving.conftest import Desk, running

pytestmark = pytest.mark.anyio

Bot = ExtBot[Ticket]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SECRET = b"kQ3_x-7"


@dataclass
class Hook:
    """A webhook that is listened at."""

    url: str
    address: str

    async def post(self, content: bytes, *, secret: bytes | None = SECRET, path: str = "") -> int:
        shown = [] if secret is None else [(b"X-Telegram-Bot-Api-Secret-Token", secret)]
        async with httpx.AsyncClient() as client:
            answer = await client.post(self.url + path, content=content, headers=shown)
            return answer.status_code


@pytest.fixture
def hook() -> Hook:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    return Hook(f"http://{address}/hook", address)


@asynccontextmanager
async def _listening(bot: Bot, desk: Desk, state: State, hook: Hook, telegram: Emulator) -> AsyncIterator[None]:
    stopping = asyncio.Event()
    work = asyncio.create_task(
        listen(
            bot, desk.inbox, state, url=hook.url, address=hook.address, secret=SECRET.decode(), stopping=stopping, now=lambda: NOW
        )
    )
    async with running(stopping, work):
        await asyncio.to_thread(telegram.until, lambda it: it.called("getWebhookInfo"), hoped="a look at the webhook")
        async with asyncio.timeout(15):
            while await asyncio.to_thread(state.health.last, "update") is None:
                await asyncio.sleep(0)
        yield


async def test_what_telegram_brings_is_recorded_and_handed_on_once(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook
) -> None:
    ann = telegram.person()
    async with _listening(bot, desk, state, hook, telegram):
        ann.send("how many?")
        first = await desk.text()
        ann.send("and now?")
        second = await desk.text()
    webhook = telegram.world.updates.webhook
    assert webhook
    assert (first, second, desk.waiting(), webhook.secret) == ("how many?", "and now?", [], SECRET.decode())
    assert state.health.last("update") == NOW


@pytest.mark.parametrize("secret", [None, b"", b"guess", "é".encode()])
async def test_who_does_not_know_the_secret_is_refused(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook, secret: bytes | None
) -> None:
    async with _listening(bot, desk, state, hook, telegram):
        refused = await hook.post(b'{"update_id": 1, "message": {}}', secret=secret)
    assert (refused, desk.waiting()) == (403, [])


async def test_what_can_not_be_read_counts_as_taken(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    async with _listening(bot, desk, state, hook, telegram):
        answers = [await hook.post(content) for content in (b"no json", b"[]", b'{"update_id": 1, "message": {}}')]
    assert (answers, caplog.messages) == ([200] * 3, ["an update can't be read and is left out"] * 3)


async def test_nothing_else_is_served(bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook) -> None:
    async with _listening(bot, desk, state, hook, telegram):
        elsewhere = await hook.post(b"{}", path="/elsewhere")
        async with httpx.AsyncClient() as client:
            read = await client.get(hook.url)
    assert (elsewhere, read.status_code) == (404, 405)


async def test_what_can_not_be_recorded_is_to_be_brought_again(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook, tmp_path: Path
) -> None:
    brought = (
        b'{"update_id": 1, "message": {"message_id": 5, "date": 1795348800, "chat": {"id": 5, "type": "private"}, "text": "hi"}}'
    )
    async with _listening(bot, desk, state, hook, telegram):
        state.close()
        (tmp_path / "bot.sqlite").write_bytes(b"no database at all" * 100)
        answer = await hook.post(brought)
    assert (answer, desk.waiting()) == (503, [])


async def test_the_webhook_is_set_when_the_network_comes(
    bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook
) -> None:
    telegram.fail(bad_gateway(method="setWebhook", times=2))
    async with _listening(bot, desk, state, hook, telegram):
        assert [call.status for call in telegram.called("setWebhook")] == [502, 502, 200]


async def test_a_url_that_telegram_refuses_is_told(bot: Bot, telegram: Emulator, desk: Desk, state: State, hook: Hook) -> None:
    telegram.fail(Fault(Refusal(400, "Bad Request: bad webhook: an HTTPS URL must be provided for webhook"), "setWebhook"))
    with pytest.raises(SettingsError) as caught:
        await listen(bot, desk.inbox, state, url=hook.url, address=hook.address, secret=SECRET.decode(), stopping=asyncio.Event())
    told = "Telegram refuses the URL given by --webhook: Bad webhook: an https url must be provided for webhook"
    assert str(caught.value) == told


async def test_an_address_that_is_taken_is_told(bot: Bot, desk: Desk, state: State, hook: Hook) -> None:
    with socket.create_server(("127.0.0.1", int(hook.address.rpartition(":")[2]))), pytest.raises(SettingsError) as caught:
        await listen(bot, desk.inbox, state, url=hook.url, address=hook.address, secret=SECRET.decode(), stopping=asyncio.Event())
    assert str(caught.value) == f"cannot listen at {hook.address!r}: Address already in use; choose another place with --listen"


@pytest.mark.parametrize(
    ("waiting", "failed_ago", "well"), [(0, None, True), (5, None, True), (0, 5, True), (5, 5, False), (5, 61, True)]
)
def test_a_webhook_is_ill_when_updates_wait_and_one_failed_lately(waiting: int, failed_ago: int | None, well: bool) -> None:
    failed = None if failed_ago is None else NOW - timedelta(seconds=failed_ago)
    told = WebhookInfo("https://example.org", has_custom_certificate=False, pending_update_count=waiting, last_error_date=failed)
    assert is_well(told, NOW) is well
