"""The valley's newsroom, and its API as programs reach it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.api.application import Api
from index import Newsroom
from tests.api.serving import serving

TOKEN = "a-token-of-some-length-0123456789"


@pytest.fixture(scope="session")
def home(valley_home: Path) -> Path:
    """A home that holds the valley's articles. Tests only read it."""
    return valley_home


@pytest.fixture(scope="session")
def news(valley: Newsroom) -> Newsroom:
    """The newsroom of the valley, without a model."""
    return valley


@pytest.fixture(scope="session")
def url(news: Newsroom) -> Iterator[str]:
    """Where the newsroom's API is, which needs no token."""
    with serving(Api(news)) as address:
        yield address


@pytest.fixture(scope="session")
def client(url: str) -> Iterator[httpx.Client]:
    """A client of it."""
    with httpx.Client(base_url=url, timeout=30) as opened:
        yield opened
