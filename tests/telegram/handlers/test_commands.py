"""Commands: what each says, and that Telegram offers them."""

import asyncio
from pathlib import Path

import pytest

from bot.telegram import application
from bot.telegram.handlers import menus
from bot.telegram.receiving.connecting import connect
from index import Newsroom
from tests.telegram.emulator import Emulator, Person, faults
from tests.telegram.handlers.bot import Bot, answered, answering, chosen_for, tapped

pytestmark = pytest.mark.anyio


async def test_start_says_what_is_known_and_gives_examples_that_work(bot: Bot, ann: Person) -> None:
    ann.start()
    welcome = await ann.sees()

    await tapped(ann, welcome, welcome.labels[0])
    answer = await answered(ann)

    assert "I have read 56 articles, from 2 Sep to 19 Nov 2025." in welcome.text
    assert len(welcome.labels) == 3
    assert "Closest:" not in answer.text


async def test_link_that_carries_a_question_has_it_answered(bot: Bot, ann: Person) -> None:
    ann.start("qaG93IG1hbnkgc3RyaWtlcyBzbyBmYXI_")

    answer = await answered(ann)

    assert answer.text.startswith("At least 21 strikes")


async def test_link_that_carries_something_else_is_a_plain_start(bot: Bot, ann: Person) -> None:
    ann.start("q___")

    assert (await ann.sees()).text.startswith("Hello!")


async def test_help_lists_the_commands(bot: Bot, ann: Person) -> None:
    ann.send("/help")

    lines = (await ann.sees()).text.splitlines()

    assert "/timeline — draw how a figure grew" in lines
    assert not any(line.startswith("/stats") for line in lines)


async def test_latest_lists_the_newest_articles(bot: Bot, ann: Person) -> None:
    ann.send("/latest")

    lines = (await ann.sees()).text.splitlines()

    assert lines[0] == "Latest articles"
    assert "Isthmus Daily · 19 Nov 2025" in lines


async def test_latest_of_a_topic_lists_its_articles_alone(bot: Bot, ann: Person) -> None:
    ann.send("/latest salmonella in sprouts")

    told = await ann.sees()

    assert told.text.startswith("Latest on “salmonella in sprouts”")
    assert "strike" not in told.text


async def test_timeline_of_a_topic_is_drawn(bot: Bot, ann: Person) -> None:
    asked = ann.send("/timeline boat strikes")

    picture = await ann.sees(lambda post: post.attachment is not None)

    assert picture.text.startswith("Strikes: ")
    assert (picture.reply_to, picture.labels) == (asked.id, ("As text", "Sources"))


async def test_timeline_without_a_figure_says_so_and_answers(bot: Bot, ann: Person) -> None:
    ann.send("/timeline Who is Volker Türk?")

    answer = await answered(ann)

    assert answer.text.startswith("There is no figure here that I could draw. This is what the articles say:\n\n")


async def test_timeline_alone_draws_the_last_answer(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    await answered(ann)
    ann.send("/timeline")

    picture = await ann.sees(lambda post: post.attachment is not None)

    assert picture.text.startswith("Strikes: 3 → at least 21")


async def test_timeline_alone_without_an_answer_says_what_to_write(bot: Bot, ann: Person) -> None:
    ann.send("/timeline")

    assert (await ann.sees()).text == "There is no figure here that I could draw. Write /timeline and what shall be counted."


async def test_sources_are_those_of_the_answer_replied_to(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    strikes = await answered(ann)
    await bot.recorded(strikes)
    ann.send("how many salmonella cases?")
    await answered(ann)
    ann.reply_to(strikes, "/sources")

    assert "[1] Three killed in twenty-first boat strike" in (await ann.sees()).text


async def test_sources_without_an_answer_says_so(bot: Bot, ann: Person) -> None:
    ann.send("/sources")

    assert (await ann.sees()).text.startswith("There is no answer here whose sources I could list.")


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("/new", "A new conversation: your next question stands on its own."),
        ("/ask", "Ask me a question, for example: /ask how many so far?"),
        ("/nonsense", "I don’t know that command. /help lists those that I know."),
        ("/stats", "I don’t know that command. /help lists those that I know."),
        ("/health", "I don’t know that command. /help lists those that I know."),
    ],
)
async def test_command_is_answered_in_a_line(bot: Bot, ann: Person, command: str, says: str) -> None:
    ann.send(command)

    assert (await ann.sees()).text == says


async def test_admin_sees_how_the_bot_fares(telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_ADMINS=str(ann.id)):
        ann.send("how many strikes so far?")
        await answered(ann)
        ann.send("/stats")
        stats = await ann.sees()
        ann.send("/health")
        health = await ann.sees()

    assert stats.text.splitlines() == [
        "Questions today: 1. People who asked: 1.",
        "Questions kept: 1. People who asked: 1.",
        "Answered: 1, of these from articles: 1. Stopped: 0. Failed: 0.",
        "👍 0 · 👎 0 · topics followed: 0",
    ]
    first, articles, _, queues, model = health.text.splitlines()
    assert first.startswith("Telegram last answered: ")
    assert articles == "Articles: 56 in 56 passages, encoder minilm."
    assert queues.startswith("Questions here: 0. Over all: 0 running, 0 waiting.")
    assert model == "Answers are quoted from the articles; no language model is set."


async def test_telegram_offers_the_commands_of_each_scope(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite", DATELINE_ADMINS=str(ann.id)):
        ann.start()
        await ann.sees()
        await asyncio.to_thread(telegram.until, lambda seen: len(seen.called("setMyCommands")) == 9 or None)

    everybody = ("ask", "latest", "timeline", "sources", "subscribe", "subscriptions", "unsubscribe", "new", "help")
    assert tuple(ann.offered_commands(scope="all_group_chats")) == everybody
    assert tuple(ann.offered_commands()) == (*everybody, "privacy", "export", "forget", "start")
    assert tuple(ann.offered_commands(scope="chat")) == (*everybody, "privacy", "export", "forget", "start", "stats", "health")


async def test_commands_are_offered_although_the_network_fails_at_first(telegram: Emulator, ann: Person) -> None:
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    bot = application.build(chosen_for(telegram))
    await connect(bot.bot, asyncio.Event())
    telegram.fail(faults.bad_gateway(method="setMyCommands", times=2), faults.dropped("before", method="setMyCommands"))
    await menus.offer(bot.bot, admins=[1], language="en", sleep=sleep)
    await bot.bot.shutdown()

    assert waited == [30.0] * 3
    assert ann.offered_commands()["help"] == "what I can do"
