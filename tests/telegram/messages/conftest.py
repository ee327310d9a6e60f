"""What the sample articles answer, and words in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from bot.telegram.messages.language import Words, words
from index.newsroom import Newsroom
from index.types import Answer

NOW = datetime(2025, 11, 20, tzinfo=UTC)
Ask = Callable[[str], Answer]


@pytest.fixture(scope="session")
def ask(samples: Newsroom) -> Ask:
    """Ask the sample articles."""
    return lambda question: samples.ask(question, now=NOW)


@pytest.fixture(scope="session")
def english() -> Words:
    """English words."""
    return words("en")


@pytest.fixture(scope="session")
def spanish() -> Words:
    """Spanish words."""
    return words("es")
