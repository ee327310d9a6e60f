"""A question from a private chat: its answer, its conversation, and what is said when there is none."""

from pathlib import Path

import pytest
from telegram import Update

from bot.telegram.access import Access
from bot.telegram.handlers.reading import Reader
from bot.telegram.state import Limits
from index import Newsroom
from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import Bot, answered, answering, tapped

pytestmark = pytest.mark.anyio


async def test_question_is_answered_below_itself(bot: Bot, ann: Person) -> None:
    asked = ann.send("how many strikes so far?")

    answer = await answered(ann)

    assert answer.text.startswith("At least 21 strikes, as of 16 Nov 2025. [1]\nEarlier: 20 on 14 Nov [2]")
    assert (answer.reply_to, answer.preview) == (asked.id, False)
    assert answer.links[0] == "https://harborwire.example/2025/11/16/twenty-first-strike"
    assert answer.labels[:4] == ("Sources", "Timeline", "👍", "👎")


async def test_message_within_half_an_hour_follows_up(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    await answered(ann)
    bot.clock.move(minutes=29)
    ann.send("how has it grown?")

    answer = await answered(ann)

    assert "Understood as: how has the number of strikes grown?" in answer.text


async def test_message_after_half_an_hour_stands_alone(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    await answered(ann)
    bot.clock.move(minutes=31)
    ann.send("how has it grown?")

    answer = await answered(ann)

    assert "Understood as" not in answer.text


async def test_reply_to_an_older_answer_follows_that_one_up(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    strikes = await answered(ann)
    await bot.recorded(strikes)
    ann.send("/ask how many salmonella cases?")
    await answered(ann)
    bot.clock.move(minutes=60)
    ann.reply_to(strikes, "how has it grown?")

    answer = await answered(ann)

    assert "Understood as: how has the number of strikes grown?" in answer.text


async def test_new_begins_a_conversation(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    await answered(ann)
    ann.send("/new")
    ann.send("how has it grown?")

    answer = await answered(ann)

    assert "Understood as" not in answer.text


async def test_suggestion_is_asked_and_named_above_its_answer(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    first = await answered(ann)

    toast = await tapped(ann, first, "How has the number of strikes grown?")
    answer = await answered(ann)

    assert toast.text == ""
    assert answer.text.startswith("How has the number of strikes grown?\n\nAt least 21 strikes")
    assert (answer.styled("bold")[0], answer.reply_to) == ("How has the number of strikes grown?", None)


async def test_not_knowing_names_what_was_searched_and_what_comes_closest(bot: Bot, ann: Person) -> None:
    ann.send("Who won the chess olympiad in Budapest?")

    answer = await answered(ann)

    assert answer.text.startswith(
        "I found nothing on “Who won the chess olympiad in Budapest?” in 56 articles up to 19 Nov 2025."
    )
    assert "Closest:" in answer.text
    assert "Sources" in answer.labels


async def test_question_that_is_too_long_is_told_the_limit(bot: Bot, ann: Person) -> None:
    ann.send("why " * 501)

    told = await ann.sees()

    assert told.text == "That is too long for me: I read questions of up to 2,000 characters. Please shorten it."


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("photo", "I can’t look at pictures yet. Please write your question as text."),
        ("voice", "I can’t listen to recordings yet. Please write your question as text."),
        ("document", "I read text only. Please write your question."),
    ],
)
async def test_what_cannot_be_read_is_told_what_can(telegram: Emulator, bot: Bot, ann: Person, kind: str, says: str) -> None:
    ann.send(attachment=telegram.file(kind))

    assert (await ann.sees()).text == says


async def test_daily_limit_says_when_it_ends(telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite", limits=Limits(user_day=1)):
        ann.send("how many strikes so far?")
        await answered(ann)
        ann.send("how many salmonella cases?")
        told = await ann.sees()

    assert told.text.startswith("You have asked as much as one person may in a day. I can take your next question in ")


async def test_limit_of_nothing_answers_nobody(telegram: Emulator, news: Newsroom, ann: Person, tmp_path: Path) -> None:
    async with answering(telegram, news, tmp_path / "bot.sqlite", limits=Limits(all_day=0)):
        ann.send("how many strikes so far?")
        told = await ann.sees()

    assert told.text == "No questions are answered at the moment. Whoever runs this bot can change that."


async def test_spanish_reader_is_spoken_to_in_spanish(telegram: Emulator, bot: Bot) -> None:
    ines = telegram.person("Ines", language="es-MX")
    ines.send("how many strikes so far?")

    answer = await answered(ines)

    assert answer.labels[:2] == ("Fuentes", "Evolución")


async def test_empty_newsroom_says_so(telegram: Emulator, ann: Person, tmp_path: Path) -> None:
    with Newsroom.open(tmp_path / "home") as empty:
        async with answering(telegram, empty, tmp_path / "bot.sqlite"):
            ann.send("how many strikes so far?")
            told = await ann.sees()

    assert (told.text, told.labels) == (
        "There are no articles to answer from yet. Please come back a little later.",
        ("Try again",),
    )


async def test_repeated_new_leaves_the_next_conversation_alone(bot: Bot, telegram: Emulator, ann: Person) -> None:
    reader = Reader(bot.state, Access(public=True), username="dateline_test_bot", now=bot.clock)
    new = ann.send("/new")
    await ann.sees()
    ann.send("how many strikes so far?")
    await answered(ann)
    told = {"update_id": 1, "message": telegram.world.told(new)}

    reader(Update.de_json(told, None))
    ann.send("how has it grown?")
    answer = await answered(ann)

    assert "Understood as: how has the number of strikes grown?" in answer.text
