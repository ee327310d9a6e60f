"""Who may ask: nobody who was not let in, and they are told how to be."""

from pathlib import Path

import pytest

from index import Newsroom
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import answered, answering, tapped

pytestmark = pytest.mark.anyio


async def test_stranger_is_told_their_number_once_and_nothing_is_kept(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    bob = telegram.person("Bob")
    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_ALLOWED=str(bob.id), DATELINE_PUBLIC="0") as bot:
        ann.send("how many strikes so far?")
        told = await ann.sees()
        ann.send("/start")
        bob.send("how many strikes so far?")
        await answered(bob)
        kept = bot.state.people.export(ann.id)

    assert told.text == f"This bot answers only people it knows. To be let in, give whoever runs it your number: {ann.id}"
    assert len(ann.posts()) == 1
    assert not any(kept.values())


async def test_allowed_group_is_answered_whoever_asks(telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path) -> None:
    desk, other = telegram.group("Desk", ann), telegram.group("Other", ann)
    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_ALLOWED=str(desk.id), DATELINE_PUBLIC="0"):
        ann.send("/ask how many strikes so far?", group=desk)
        answer = await answered(ann, group=desk)
        ann.send("/ask how many strikes so far?", group=other)
        told = await ann.sees(group=other)

    assert answer.text.startswith("At least 21 strikes")
    assert told.text.endswith(f"whoever runs it adds the group’s number: {other.id}")


async def test_button_is_of_no_use_to_who_is_not_let_in_any_more(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite"):
        ann.send("how many strikes so far?")
        answer = await answered(ann)
    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_PUBLIC="0"):
        toast = await tapped(ann, answer, "Sources")

    assert toast.text == "This bot answers only people it knows."
