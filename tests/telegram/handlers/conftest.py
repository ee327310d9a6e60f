"""The whole bot on the test's own loop, over a newsroom of sample articles, against the emulated Telegram."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from index import Newsroom
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import Bot, answering

CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the sample articles are indexed; tests leave it as it is."""
    home = tmp_path_factory.mktemp("indexed")
    with Newsroom.open(home) as news:
        news.ingest([CORPUS])
    return home


@pytest.fixture(scope="session")
def news(indexed: Path) -> Iterator[Newsroom]:
    """The newsroom of that home, without a language model."""
    with Newsroom.open(indexed) as news:
        news.warm_up()
        yield news


@pytest.fixture
async def bot(telegram: Emulator, news: Newsroom, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot, open to everybody."""
    async with answering(telegram, news, tmp_path / "bot.sqlite") as bot:
        yield bot


@pytest.fixture
def ann(telegram: Emulator) -> Person:
    """Somebody who speaks English."""
    return telegram.person("Ann")
