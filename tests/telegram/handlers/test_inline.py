"""Inline mode: articles while somebody types, and the way to the bot."""

import asyncio
from pathlib import Path

import pytest

from index import Newsroom
from tests.telegram.emulator import Emulator, Person
from tests.telegram.emulator.queries import Results
from tests.telegram.handlers.bot import Bot, answered, answering

pytestmark = pytest.mark.anyio


async def typed(person: Person, query: str) -> Results:
    """What the person is offered for what they typed."""
    return await asyncio.to_thread(person.results, person.inline(query))


async def test_articles_are_offered_each_once(bot: Bot, ann: Person) -> None:
    results = await typed(ann, "boat strikes")

    titles = [card.title for card in results.cards]
    assert len(titles) == len(set(titles)) == 10
    assert (results.cache_seconds, results.is_personal) == (120, True)


async def test_button_leads_to_the_bot_with_the_question(bot: Bot, ann: Person) -> None:
    results = await typed(ann, "how many strikes so far?")
    ann.start(results.start or "")

    answer = await answered(ann)

    assert results.button == "Ask me instead"
    assert answer.text.startswith("At least 21 strikes")


async def test_nothing_typed_offers_the_button_alone(bot: Bot, ann: Person) -> None:
    results = await typed(ann, "")

    assert (results.cards, results.start) == ((), "start")


async def test_stranger_is_offered_nothing(telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_PUBLIC="0"):
        results = await typed(ann, "boat strikes")

    assert (results.cards, results.button) == ((), "This bot answers only people it knows")


async def test_typing_on_leaves_no_error_behind(bot: Bot, ann: Person, caplog: pytest.LogCaptureFixture) -> None:
    for length in range(1, 12):
        last = ann.inline("boat strikes"[:length])
    await asyncio.to_thread(ann.results, last)

    assert "reference" not in caplog.text
