"""The files of the page, as they are sent."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.api.page import router
from tests.api.page.browser import Broken, Tab
from tests.api.page.wire import served
from tests.articles import CHECKOUT

_FRONT = CHECKOUT / "bot" / "api" / "front"
_FILES = sorted(_FRONT.iterdir())


@pytest.fixture(scope="module")
def sent() -> Iterator[httpx.Client]:
    """A client of the page alone."""
    application = FastAPI(openapi_url=None)
    application.include_router(router())
    with served(application) as address, httpx.Client(base_url=address, trust_env=False) as client:
        yield client


def test_a_browser_may_run_and_load_nothing_but_the_pages_own_files(sent: httpx.Client) -> None:
    page = sent.get("/")
    assert (page.status_code, page.text) == (200, (_FRONT / "page.html").read_text(encoding="utf-8"))
    kept = {name: value for name, value in page.headers.items() if name not in {"date", "server", "etag", "content-length"}}
    assert kept == {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
            "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        ),
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "cache-control": "no-cache",
    }


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.name)
def test_each_file_is_sent_whole_once_and_holds_no_foreign_address(sent: httpx.Client, file: Path) -> None:
    kinds = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    first = sent.get(f"/page/{file.name}")
    assert (first.content, first.headers["content-type"]) == (file.read_bytes(), f"{kinds[file.suffix]}; charset=utf-8")
    again = sent.get(f"/page/{file.name}", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert set(re.findall(r"\w+://[\w.]+", first.text)) <= {"http://www.w3.org"}  # the name of SVG, which nothing fetches
    assert len(first.text.splitlines()) < 300


def test_the_page_is_small() -> None:
    assert sum(file.stat().st_size for file in _FILES) < 48_000


@pytest.mark.parametrize("path", ["/page/", "/page/nothing.js", "/page/..%2Fpage.py", "/page/%2e%2e/page.py"])
def test_nothing_else_is_sent(sent: httpx.Client, path: str) -> None:
    assert sent.get(path).status_code == 404


def test_the_head_alone_can_be_asked_for(sent: httpx.Client) -> None:
    head = sent.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str((_FRONT / "page.html").stat().st_size)


def test_the_browser_itself_keeps_text_from_becoming_markup(tab: Tab, sent: httpx.Client) -> None:
    tab.open(str(sent.base_url))
    with pytest.raises(Broken, match="requires 'TrustedHTML' assignment"):
        tab.run("document.body.innerHTML = '<b>bold</b>'")
