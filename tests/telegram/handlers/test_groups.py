"""Groups and forums: what the bot hears there, what it leaves alone, and how conversations are kept apart."""

from pathlib import Path

import pytest

from bot.telegram.types import Place
from index import Newsroom
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import Bot, answered, answering, until

pytestmark = pytest.mark.anyio


async def test_ask_quotes_the_asker(telegram: Emulator, bot: Bot, ann: Person) -> None:
    desk = telegram.group("Desk", ann)
    asked = ann.send("/ask how many strikes so far?", group=desk)

    answer = await answered(ann, group=desk)

    assert answer.text.startswith("At least 21 strikes")
    assert answer.reply_to == asked.id


async def test_ask_that_names_another_bot_is_left_alone(telegram: Emulator, bot: Bot, ann: Person) -> None:
    desk = telegram.group("Desk", ann)
    ann.send("/ask@another_bot how many strikes so far?", group=desk)
    ann.send("/ask@dateline_test_bot how many salmonella cases?", group=desk)

    await answered(ann, group=desk)

    assert [post.text[:20] for post in ann.posts(desk)] == ["63 confirmed and pro"]


async def test_reply_to_an_answer_follows_it_up(telegram: Emulator, bot: Bot, ann: Person) -> None:
    bob = telegram.person("Bob")
    desk = telegram.group("Desk", ann, bob)
    ann.send("/ask how many strikes so far?", group=desk)
    answer = await answered(ann, group=desk)
    await bot.recorded(answer)
    bob.reply_to(answer, "how has it grown?")

    followed = await answered(bob, group=desk)

    assert "Understood as: " in followed.text


async def test_mention_that_is_delivered_is_answered(telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path) -> None:
    telegram.world.privacy = False
    desk = telegram.group("Desk", ann)
    async with answering(telegram, news, tmp_path / "bot.sqlite"):
        ann.send("@dateline_test_bot how many strikes so far?", group=desk)
        answer = await answered(ann, group=desk)

    assert answer.text.startswith("At least 21 strikes")


async def test_what_is_not_addressed_to_the_bot_is_neither_answered_nor_stored(
    telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path
) -> None:
    telegram.world.privacy = False
    desk = telegram.group("Desk", ann)
    async with answering(telegram, news, tmp_path / "bot.sqlite") as bot:
        ann.send("how many strikes so far?", group=desk)
        ann.send("/weather", group=desk)
        ann.send(attachment=telegram.file("photo"), group=desk)
        ann.send("/new", group=desk)
        await ann.sees(group=desk)
        kept = bot.state.people.export(ann.id)

    assert [post.text for post in ann.posts(desk)] == ["A new conversation: your next question stands on its own."]
    assert kept["questions"] == []


async def test_topics_of_a_forum_are_conversations_of_their_own(telegram: Emulator, bot: Bot, ann: Person) -> None:
    forum = telegram.group("Forum", ann, is_forum=True)
    strikes, sprouts = forum.topic("Strikes", ann), forum.topic("Sprouts", ann)
    ann.send("/ask how many strikes so far?", group=forum, topic=strikes)
    first = await answered(ann, group=forum)
    ann.send("/ask how has it grown?", group=forum, topic=sprouts)
    second = await answered(ann, group=forum)

    assert (first.thread, second.thread) == (strikes, sprouts)
    assert "Understood as" not in second.text


async def test_group_shows_no_status_message(telegram: Emulator, bot: Bot, ann: Person) -> None:
    desk = telegram.group("Desk", ann)
    ann.send("/ask how many strikes so far?", group=desk)

    answer = await answered(ann, group=desk)

    assert answer.earlier == ()
    assert telegram.called("sendChatAction")


async def test_private_matters_are_not_told_in_a_group(telegram: Emulator, bot: Bot, ann: Person) -> None:
    desk = telegram.group("Desk", ann)
    for command in ("/export", "/forget"):
        ann.send(command, group=desk)
        told = await ann.sees(group=desk)

        assert told.text == "That is between you and me: please write it to me in private."
        assert told.button("Write to me").url == "https://t.me/dateline_test_bot?start=privacy"


async def test_group_that_takes_the_bot_in_is_told_how_to_ask(telegram: Emulator, bot: Bot, ann: Person) -> None:
    desk = telegram.group("Desk", ann)
    desk.throw_bot_out(ann)
    ann.change_standing(desk.chat, absence=None)

    told = await ann.sees(group=desk)

    assert told.text.startswith("Hello! Write /ask and your question")


async def test_subscriptions_end_with_the_group(telegram: Emulator, bot: Bot, ann: Person) -> None:
    desk = telegram.group("Desk", ann)
    ann.send("/subscribe boat strikes", group=desk)
    await ann.sees(group=desk)
    assert len(bot.state.subscriptions.of(Place(desk.id), ann.id)) == 1

    desk.throw_bot_out(ann)

    await until(lambda: bot.state.subscriptions.all() == ())
