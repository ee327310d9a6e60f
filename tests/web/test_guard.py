"""Who is let in: by the name that a request calls the server, by the page that it comes from, and by its token."""

import json
from collections.abc import Iterator

import pytest

from bot.web.asgi import Receive, Scope, Send, send_json
from bot.web.guard import Guard
from tests.web.wire import Wire, live, serving

TOKEN = "a-token-of-some-length"


async def hello(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        await live(receive, send)
        return
    await send_json(send, status=200, record={"hello": True})


@pytest.fixture(scope="module")
def local() -> Iterator[Wire]:
    """A server for this machine, which a proxy publishes as news.example and a page of app.example may ask."""
    origins = ["https://News.example", "https://app.example:8443"]
    with serving(Guard(hello, token=None, origins=origins, is_local=True)) as wire:
        yield wire


@pytest.fixture(scope="module")
def guarded() -> Iterator[Wire]:
    """A server for everybody who has the token; its path /open needs none."""
    with serving(Guard(hello, token=TOKEN, is_local=False, is_open=lambda path: path == "/open")) as wire:
        yield wire


def told(wire: Wire, *headers: str, path: str = "/") -> tuple[int, str]:
    """Status of the answer, and the message of the error if it is one."""
    status, body = wire.ask("\r\n".join([f"GET {path} HTTP/1.1", *headers]))
    record = json.loads(body)
    return status, record["error"]["message"] if status >= 400 else ""


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "127.3.2.1", "[::1]:8000", "news.example", "News.Example:443"]
)
def test_a_server_of_this_machine_answers_to_its_own_names(local: Wire, host: str) -> None:
    assert told(local, f"Host: {host}") == (200, "")


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("evil.example", "evil.example"),
        ("localhost.evil.example", "localhost.evil.example"),
        ("127.0.0.1.evil.example:80", "127.0.0.1.evil.example"),
        ("192.0.2.1", "192.0.2.1"),
        ("[::ffff:192.0.2.1]", "::ffff:192.0.2.1"),
    ],
)
def test_a_name_that_somebody_else_points_here_is_not_answered(local: Wire, host: str, name: str) -> None:
    message = f"this server is not called {name!r}; if it is, start it with --origin https://{name}"
    assert told(local, f"Host: {host}") == (403, message)


@pytest.mark.parametrize("origin", ["http://localhost:8000", "https://news.example", "HTTPS://APP.example:8443"])
def test_pages_of_ours_may_ask(local: Wire, origin: str) -> None:
    assert told(local, "Host: localhost:8000", f"Origin: {origin}") == (200, "")


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost:8001", "http://app.example:8443", "null", "http://[", "", "file://"]
)
def test_pages_of_others_may_not(local: Wire, origin: str) -> None:
    message = f"pages of {origin!r} may not ask; to let them, start with --origin"
    assert told(local, "Host: localhost:8000", f"Origin: {origin}") == (403, message)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("mode", ["no-cors", "navigate"])
def test_what_a_page_of_others_loads_or_leads_to_is_not_answered(local: Wire, site: str, mode: str) -> None:
    foreign = ["Host: localhost", f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}"]
    assert told(local, *foreign) == (403, "pages of other sites may not ask")


def test_a_page_of_others_may_lead_to_what_is_open_but_not_load_it(guarded: Wire) -> None:
    foreign = ["Host: a", "Sec-Fetch-Site: cross-site"]
    assert told(guarded, *foreign, "Sec-Fetch-Mode: navigate", path="/open") == (200, "")
    assert told(guarded, *foreign, "Sec-Fetch-Mode: no-cors", path="/open") == (403, "pages of other sites may not ask")


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_what_a_page_of_ours_or_the_person_asks_for_is_answered(local: Wire, site: str) -> None:
    assert told(local, "Host: localhost", f"Sec-Fetch-Site: {site}", "Sec-Fetch-Mode: navigate") == (200, "")


@pytest.mark.parametrize("shown", [f"Bearer {TOKEN}", f"bearer {TOKEN}", f"BEARER  {TOKEN} "])
def test_who_shows_the_token_is_let_in(guarded: Wire, shown: str) -> None:
    assert told(guarded, "Host: anything.example", f"Authorization: {shown}") == (200, "")


@pytest.mark.parametrize(
    "shown",
    [
        [TOKEN],
        [f"Basic {TOKEN}"],
        ["Bearer"],
        ["Bearer "],
        [f"Bearer {TOKEN}x"],
        [f"Bearer {TOKEN[:-1]}"],
        [f"Bearer {TOKEN.upper()}"],
        [f"Bearer {TOKEN} {TOKEN}"],
        ["Bearer \u00fc"],
        [f"Bearer {TOKEN}", f"Bearer {TOKEN}"],
    ],
)
def test_who_shows_another_one_is_not(guarded: Wire, shown: list[str]) -> None:
    message = "the token is not the right one; send the header Authorization: Bearer TOKEN, with DATELINE_API_TOKEN's value"
    assert told(guarded, "Host: a", *(f"Authorization: {one}" for one in shown)) == (401, message)


def test_who_shows_none_is_not_either(guarded: Wire) -> None:
    status, message = told(guarded, "Host: a", "Cookie: token=" + TOKEN, path=f"/?token={TOKEN}")
    expected = "a token is needed; send the header Authorization: Bearer TOKEN, with DATELINE_API_TOKEN's value"
    assert (status, message) == (401, expected)


@pytest.mark.parametrize("path", ["/open/", "/open%00", "//open", "/Open", "/x/../open"])
def test_only_the_open_path_is_open(guarded: Wire, path: str) -> None:
    assert told(guarded, "Host: a", path="/open") == (200, "")
    assert told(guarded, "Host: a", path=path)[0] == 401


@pytest.mark.parametrize("length", ["Content-Length: 9", "Transfer-Encoding: chunked"])
def test_a_body_is_awaited_from_nobody_without_the_token(guarded: Wire, length: str) -> None:
    client = guarded.client()
    client.send(f"POST /open HTTP/1.1\r\nHost: a\r\n{length}\r\n\r\n".encode())
    assert client.problem()[0] == 401


def test_a_browser_is_told_how_to_show_it(guarded: Wire) -> None:
    client = guarded.client()
    client.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
    status, headers, _ = client.answer()
    assert (status, headers["www-authenticate"], headers["cache-control"]) == (401, "Bearer", "no-store")
