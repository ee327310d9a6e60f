"""Topics that people follow: how that begins and ends, and what they are told when articles arrive."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.telegram.types import Place
from bot.telegram.watching import is_change, look
from index import Article, Newsroom, Tally
from index.storage.embedding import MiniLM
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import Bot, answered, answering, office, tapped, until

pytestmark = pytest.mark.anyio


@pytest.fixture
def growing(corpus_home: Path, encoder: MiniLM, tmp_path: Path) -> Iterator[Newsroom]:
    """A newsroom of the sample articles into which others may be put."""
    shutil.copytree(corpus_home, tmp_path / "home")
    with Newsroom.open(tmp_path / "home", encoder=encoder) as news:
        yield news


@pytest.fixture
async def watching(telegram: Emulator, growing: Newsroom, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot over that newsroom, looking every second."""
    async with answering(telegram, growing, tmp_path / "bot.sqlite", DATELINE_ALERT_SECONDS="1") as bot:
        yield bot


def article(number: int, title: str, text: str) -> Article:
    """An article of 21 November 2025."""
    moment = datetime(2025, 11, 21, 12, tzinfo=UTC)
    url = f"https://harborwire.example/2025/11/21/{number}"
    return Article(
        id=f"{number:016x}", title=title, text=text, origin=url, url=url, retrieved=moment, published=moment, source="Harbor Wire"
    )


STRIKE = article(
    22,
    "Twenty-second boat strike kills four in Pacific",
    "WASHINGTON — The military struck a boat in the eastern Pacific on Friday, killing four people, the Pentagon said. "
    "It was the 22nd strike on boats since the campaign began on Sept. 2.",
)
RECIPE = article(
    23,
    "How to bake rye bread",
    "Rye bread is baked slowly. Mix rye flour with water, leave it overnight, and bake the bread for an hour.",
)


async def test_watched_figure_that_changes_is_told(watching: Bot, growing: Newsroom, ann: Person) -> None:
    ann.send("/subscribe boat strikes")
    confirmed = await ann.sees()
    await asyncio.to_thread(growing.ingest, [STRIKE])
    alert = await ann.sees(lambda post: "🔔" in post.text)

    assert "21 strikes" in confirmed.text
    assert "→ 22 strikes, as of 21 Nov 2025." in alert.text
    assert STRIKE.url in alert.links
    assert alert.labels == ("🔍 boat strikes", "🔕 boat strikes")


async def test_article_on_a_topic_without_a_figure_is_told(watching: Bot, growing: Newsroom, ann: Person) -> None:
    ann.send("/subscribe rye bread")
    await ann.sees()
    await asyncio.to_thread(growing.ingest, [RECIPE])

    alert = await ann.sees(lambda post: "🔔" in post.text)

    assert "How to bake rye bread" in alert.text


async def test_article_on_something_else_is_not_told(watching: Bot, growing: Newsroom, telegram: Emulator, ann: Person) -> None:
    bob = telegram.person("Bob")
    ann.send("/subscribe salmonella in sprouts")
    await ann.sees()
    bob.send("/subscribe rye bread")
    await bob.sees()
    await asyncio.to_thread(growing.ingest, [RECIPE])
    await bob.sees(lambda post: "🔔" in post.text)

    assert len(ann.posts()) == 1


async def test_each_arrival_is_told_once_over_all_replicas(
    telegram: Emulator, growing: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with (
        office(telegram, growing, tmp_path / "bot.sqlite") as one,
        office(telegram, growing, tmp_path / "bot.sqlite") as two,
    ):
        one.state.subscriptions.add(Place(ann.id), ann.id, "rye bread", "en", now=one.now(), arrival=growing.mark(), reading=None)
        growing.ingest([RECIPE])
        told = await asyncio.gather(look(one), look(two))
        told_again = await look(two)

    assert (sorted(told), told_again) == ([0, 1], 0)
    assert len(ann.posts()) == 1


async def test_subscription_of_a_chat_that_is_gone_ends(
    telegram: Emulator, growing: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with office(telegram, growing, tmp_path / "bot.sqlite") as one:
        one.state.subscriptions.add(Place(ann.id), ann.id, "rye bread", "en", now=one.now(), arrival=growing.mark())
        ann.block()
        growing.ingest([RECIPE])
        told = await look(one)
        left = one.state.subscriptions.all()

    assert (told, left) == (0, ())


async def test_alert_is_asked_about_with_its_button(watching: Bot, growing: Newsroom, ann: Person) -> None:
    ann.send("/subscribe boat strikes")
    await ann.sees()
    await asyncio.to_thread(growing.ingest, [STRIKE])
    alert = await ann.sees(lambda post: "🔔" in post.text)
    await tapped(ann, alert, "🔍 boat strikes")

    answer = await answered(ann)

    assert "22" in answer.text


async def test_subscription_ends_with_its_button(bot: Bot, ann: Person) -> None:
    ann.send("/subscribe boat strikes")
    confirmed = await ann.sees()

    toasts = [await tapped(ann, confirmed, "🔕 boat strikes") for _ in range(2)]

    assert [toast.text for toast in toasts] == ["You won’t hear any more about it.", "That is done already."]
    assert bot.state.subscriptions.of(Place(ann.id), ann.id) == ()


async def test_subscriptions_are_listed_and_ended_by_name(bot: Bot, ann: Person) -> None:
    for topic in ("boat strikes", "salmonella"):
        ann.send(f"/subscribe {topic}")
        await ann.sees()
    ann.send("/subscriptions")
    listed = await ann.sees()
    ann.send("/unsubscribe Salmonella")
    ended = await ann.sees()
    ann.send("/unsubscribe")
    left = await ann.sees()

    assert listed.labels == ("🔕 boat strikes", "🔕 salmonella")
    assert ended.text == "You won’t hear any more about salmonella."
    assert left.labels == ("🔕 boat strikes",)


async def test_blocked_person_is_not_written_to_any_more(bot: Bot, ann: Person) -> None:
    ann.send("/subscribe boat strikes")
    await ann.sees()
    assert len(bot.state.subscriptions.all()) == 1

    ann.block()

    await until(lambda: bot.state.subscriptions.all() == ())


@pytest.mark.parametrize("topic", ["", "x" * 201])
async def test_topic_must_be_given_and_short(bot: Bot, ann: Person, topic: str) -> None:
    ann.send(f"/subscribe {topic}")

    assert (await ann.sees()).text.startswith("Write /subscribe and a topic of up to 200 characters")


def tally(value: int, day: int | None, unit: str = "strikes") -> Tally:
    """A tally of November 2025."""
    return Tally(value, None, unit, datetime(2025, 11, day, tzinfo=UTC) if day else None)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (tally(21, 16), tally(22, 17), True),
        (tally(21, 16), tally(20, 17), True),
        (tally(21, 16), tally(21, 17), False),
        (tally(21, 16), tally(20, 15), False),
        (tally(21, 16), tally(82, 17, "people dead"), False),
        (tally(21, 16), tally(22, None), False),
        (tally(21, None), tally(22, None), True),
    ],
)
def test_only_a_newer_figure_of_the_same_count_is_a_change(before: Tally, now: Tally, expected: bool) -> None:
    assert is_change(before, now) is expected
