"""The shipped command, told of updates instead of asking for them."""

import socket
from pathlib import Path

import httpx

from tests.telegram.conftest import Serve
from tests.telegram.emulator import Emulator
from tests.telegram.served import settings_of, started
from tests.telegram.talking import STRIKES, ask, said
from tests.telegram.webhooking import SECRET, free_address
from tests.warm import Warm


def test_a_bot_behind_a_webhook_answers_and_lets_nobody_else_in(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    address = free_address()
    url = f"http://{address}/telegram"
    with serve("--webhook", url, "--listen", address, DATELINE_WEBHOOK_SECRET=SECRET) as bot:
        webhook = telegram.world.updates.webhook
        assert webhook
        assert (webhook.url, webhook.secret) == (url, SECRET)
        answer = ask(ann, STRIKES)
        assert answer.text.startswith("At least 21 strikes, as of 16 Nov 2025. [1]")
        assert ann.toast(ann.tap(answer, "👍")).text == "Thank you!"
        forged = {"update_id": 5, "message": {}}
        secrets: list[dict[str, str]] = [{}, {"X-Telegram-Bot-Api-Secret-Token": "wrong"}]
        assert [httpx.post(url, json=forged, headers=secret).status_code for secret in secrets] == [403, 403]
        assert bot.stop() == 0
        assert SECRET not in bot.logged()


def test_an_update_that_is_delivered_twice_is_answered_once(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    address = free_address()
    with serve("--webhook", f"http://{address}/telegram", "--listen", address, DATELINE_WEBHOOK_SECRET=SECRET):
        question = ann.send("/help")
        said(ann, "/ask")
        told = telegram.world.told(question)
        update = {"update_id": telegram.world.updates.last_id, "message": told}
        headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
        assert httpx.post(f"http://{address}/telegram", json=update, headers=headers).status_code == 200
        ask(ann, STRIKES)
        assert len([post for post in ann.posts() if "/subscribe" in post.text]) == 1


def test_a_webhook_without_a_secret_is_refused(telegram: Emulator, home: Path, tmp_path: Path, warm: Warm) -> None:
    arguments = ("--webhook", "https://bot.example.org/telegram")
    with started(home, *arguments, log=tmp_path / "log", settings=settings_of(telegram), warm=warm) as bot:
        assert bot.ends() == 1
        assert "DATELINE_WEBHOOK_SECRET is not set" in bot.logged()
    assert telegram.calls == ()


def test_polling_after_a_webhook_takes_the_webhook_away(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    with socket.socket() as unserved:
        unserved.bind(("127.0.0.1", 0))
        httpx.post(
            f"{telegram.url}/bot{telegram.token}/setWebhook", json={"url": f"http://127.0.0.1:{unserved.getsockname()[1]}/old"}
        )
    ann.send("/help")
    telegram.until(lambda _: telegram.world.updates.failure, hoped="a failed delivery")
    with serve():
        said(ann, "/ask")
        assert telegram.world.updates.webhook is None
