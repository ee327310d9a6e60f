"""A browser for the tests of the page, and tabs in it that complain of what a page must not do."""

import os
from collections.abc import Iterator

import pytest

from tests.api.page.browser import Browser, Missing, Tab, chromium
from tests.api.page.wire import Wire, served


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One Chromium for all. Where there is none the test is skipped, but on CI it fails."""
    try:
        with chromium(tmp_path_factory.mktemp("chromium")) as running:
            yield running
    except Missing as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A page of its own, as wide as a telephone's."""
    with browser.tab() as opened:
        opened.looks(width=390, height=800, motion="reduce")
        yield opened


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def address(wire: Wire) -> Iterator[str]:
    """Where the page is that speaks to the wire."""
    with served(wire.application()) as url:
        yield url
