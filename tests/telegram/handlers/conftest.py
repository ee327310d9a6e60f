"""The whole bot on the test's own loop, over a newsroom of sample articles, against the emulated Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from index import Newsroom
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import Bot, answering


@pytest.fixture(scope="session")
def news(samples: Newsroom) -> Newsroom:
    """The newsroom of the sample articles, without a language model, ready to answer."""
    samples.warm_up()
    return samples


@pytest.fixture
async def bot(telegram: Emulator, news: Newsroom, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot, open to everybody."""
    async with answering(telegram, news, tmp_path / "bot.sqlite") as bot:
        yield bot


@pytest.fixture
def ann(telegram: Emulator) -> Person:
    """Somebody who speaks English."""
    return telegram.person("Ann")
