import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.telegram.conftest import Api
from tests.telegram.emulator import Emulator, Rates, World, faults, serving

CONFLICT = "409 Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Hook(ThreadingHTTPServer):
    """A bot's webhook, which answers with each of these statuses in turn, the last one for good."""

    def __init__(self, statuses: list[int]) -> None:
        super().__init__(("127.0.0.1", 0), _HookHandler)
        self.statuses = statuses
        self.got: list[tuple[str | None, dict[str, Any]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _HookHandler(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        update = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.headers["X-Telegram-Bot-Api-Secret-Token"], update))
        self.send_response(self.server.statuses.pop(0) if len(self.server.statuses) > 1 else self.server.statuses[0])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Keep quiet."""


@contextmanager
def _hook(*statuses: int) -> Iterator[Hook]:
    with Hook(list(statuses)) as hook:
        thread = Thread(target=hook.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield hook
        finally:
            hook.shutdown()
            thread.join()


def test_updates_stay_until_they_are_confirmed(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    ann.send("a")
    ann.send("b")
    first, second = api("getUpdates")
    assert [first["message"]["text"], second["message"]["text"]] == ["a", "b"]
    assert api("getUpdates", limit=1) == [first]
    assert api("getUpdates", offset=second["update_id"]) == [second]
    assert api("getUpdates", offset=second["update_id"] + 1) == []


def test_a_long_poll_ends_when_something_happens(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    with ThreadPoolExecutor() as pool:
        polling = pool.submit(api, "getUpdates", timeout=30)
        telegram.until(lambda _: telegram.world.updates.polls, hoped="a poll")
        ann.send("a")
        assert [update["message"]["text"] for update in polling.result(10)] == ["a"]


def test_of_two_that_poll_the_earlier_gets_a_conflict(telegram: Emulator, api: Api) -> None:
    with ThreadPoolExecutor() as pool:
        earlier = pool.submit(api, "getUpdates", timeout=30)
        telegram.until(lambda _: telegram.world.updates.polls, hoped="a poll")
        assert api("getUpdates") == []
        assert earlier.result(10) == CONFLICT


def test_kinds_that_are_not_asked_for_are_not_told(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    api("getUpdates", allowed_updates=["message"])
    ann.inline("boats")
    ann.send("a")
    assert [sorted(update) for update in api("getUpdates")] == [["message", "update_id"]]


def test_a_webhook_is_told_with_its_secret_and_nobody_polls_meanwhile(telegram: Emulator, api: Api) -> None:
    with _hook(200) as hook:
        assert api("setWebhook", url=hook.url, secret_token="s3cret_Token-1") is True
        assert api("getUpdates") == (
            "409 Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
        telegram.person("Ann").send("a")
        telegram.until(lambda _: telegram.world.updates.taken == 1, hoped="a delivery")
        ((secret, update),) = hook.got
        assert (secret, update["message"]["text"]) == ("s3cret_Token-1", "a")
        assert api("getWebhookInfo")["pending_update_count"] == 0


def test_a_webhook_that_fails_is_told_again(telegram: Emulator, api: Api) -> None:
    with _hook(500, 403, 200) as hook:
        api("setWebhook", url=hook.url)
        telegram.person("Ann").send("a")
        telegram.until(lambda _: telegram.world.updates.taken == 1, hoped="a delivery")
        assert [update["message"]["text"] for _, update in hook.got] == ["a", "a", "a"]
        assert api("getWebhookInfo")["last_error_message"] == "Wrong response from the webhook: 403 Forbidden"


def test_updates_wait_for_a_webhook_that_cannot_be_reached(telegram: Emulator, api: Api) -> None:
    with _hook(200) as hook:
        gone = hook.url
    api("setWebhook", url=gone)
    telegram.person("Ann").send("a")
    telegram.until(lambda _: telegram.world.updates.failure, hoped="a failed delivery")
    assert api("getWebhookInfo")["last_error_message"] == "Connection failed: ConnectError"
    with _hook(200) as hook:
        api("setWebhook", url=hook.url)
        telegram.until(lambda _: telegram.world.updates.taken == 1, hoped="a delivery")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"url": "http://bot.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://bot.example/hook", "secret_token": "ä"}, "secret token contains unallowed characters"),
        ({"url": "https://bot.example/hook", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)
def test_a_webhook_that_telegram_refuses_is_refused(api: Api, given: dict[str, str], refusal: str) -> None:
    assert api("setWebhook", **given) == f"400 Bad Request: {refusal}"


def test_faults_befall_the_calls_they_are_meant_for(telegram: Emulator, api: Api) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    telegram.fail(faults.too_many_requests(5, method="sendMessage", chat=ann.id, times=2), faults.internal_error(method="getMe"))
    sent = [api("sendMessage", chat_id=person.id, text="x") for person in (bob, ann, ann, ann)]
    late = "429 Too Many Requests: retry after 5"
    assert [told if isinstance(told, str) else told["text"] for told in sent] == ["x", late, late, "x"]
    assert api("getMe") == "500 Internal Server Error: restart"
    assert telegram.world.faults.are_over
    assert [(call.method, call.status) for call in telegram.calls] == [
        ("sendMessage", 200),
        ("sendMessage", 429),
        ("sendMessage", 429),
        ("sendMessage", 200),
        ("getMe", 500),
    ]


def test_a_fault_knows_its_chat_in_a_form_too(telegram: Emulator) -> None:
    ann = telegram.person("Ann")
    telegram.fail(faults.too_many_requests(5, chat=ann.id))
    url = f"{telegram.url}/bot{telegram.token}/sendMessage"
    assert [httpx.post(url, data={"chat_id": ann.id, "text": "x"}).status_code for _ in range(2)] == [429, 200]


def test_a_bad_gateway_may_answer_with_a_web_page(telegram: Emulator) -> None:
    telegram.fail(faults.bad_gateway(as_page=True), faults.bad_gateway())
    url = f"{telegram.url}/bot{telegram.token}/getMe"
    page, told = httpx.get(url), httpx.get(url)
    assert (page.status_code, page.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert told.json() == {"ok": False, "error_code": 502, "description": "Bad Gateway"}


@pytest.mark.parametrize(("when", "sent"), [("before", []), ("after", ["x"])])
def test_a_connection_breaks_before_or_after_the_call_is_carried_out(
    telegram: Emulator, api: Api, when: Any, sent: list[str]
) -> None:
    ann = telegram.person("Ann")
    telegram.fail(faults.dropped(when))
    with pytest.raises(httpx.RemoteProtocolError):
        api("sendMessage", chat_id=ann.id, text="x")
    assert [post.text for post in ann.posts()] == sent
    assert [call.status for call in telegram.calls] == [0]


def test_connections_are_refused_for_a_while(telegram: Emulator, api: Api) -> None:
    url = telegram.url
    with ThreadPoolExecutor() as pool:
        polling = pool.submit(api, "getUpdates", timeout=30)
        telegram.until(lambda _: telegram.world.updates.polls, hoped="a poll")
        telegram.refuse_connections()
        assert isinstance(polling.exception(10), httpx.TransportError)
    with pytest.raises(httpx.ConnectError):
        api("getMe")
    telegram.accept_connections()
    assert (api("getMe")["is_bot"], telegram.url) == (True, url)


def test_a_chat_takes_one_message_a_second_edits_included() -> None:
    clock = Clock()
    with serving(World(rates=Rates(), monotonic=clock)) as telegram, httpx.Client(base_url=telegram.url) as client:
        ann, bob = telegram.person("Ann"), telegram.person("Bob")

        def call(method: str, **given: object) -> int:
            return client.post(f"/bot{telegram.token}/{method}", json=given).status_code

        sent = [call("sendMessage", chat_id=person.id, text="x") for person in (ann, bob, ann)]
        clock.now += 0.5
        early = call("editMessageText", chat_id=ann.id, message_id=1, text="y")
        clock.now += 0.5
        late = call("editMessageText", chat_id=ann.id, message_id=1, text="y")
        typing = call("sendChatAction", chat_id=ann.id, action="typing")
        assert (sent, early, late, typing) == ([200, 200, 429], 429, 200, 200)
        assert telegram.world.limits.impatient == 1


def test_a_group_takes_twenty_messages_a_minute_and_all_chats_thirty_a_second() -> None:
    clock = Clock()
    with serving(World(rates=Rates(chat_per_second=None), monotonic=clock)) as telegram:
        ann = telegram.person("Ann")
        group = telegram.group("Desk", ann)
        with httpx.Client(base_url=f"{telegram.url}/bot{telegram.token}") as client:

            def send(chat: int) -> dict[str, Any]:
                told: dict[str, Any] = client.post("/sendMessage", json={"chat_id": chat, "text": "x"}).json()
                return told

            assert [send(group.id)["ok"] for _ in range(20)] == [True] * 20
            assert send(group.id) == {
                "ok": False,
                "error_code": 429,
                "description": "Too Many Requests: retry after 60",
                "parameters": {"retry_after": 60},
            }
            assert [send(ann.id)["ok"] for _ in range(10)] == [True] * 10
            assert send(ann.id)["parameters"] == {"retry_after": 1}
