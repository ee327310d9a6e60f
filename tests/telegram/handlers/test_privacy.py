"""What is kept of a person: told, handed over, and deleted at once."""

import asyncio
import json

import pytest

from tests.telegram.emulator import Person
from tests.telegram.handlers.bot import Bot, answered, tapped

pytestmark = pytest.mark.anyio


async def test_privacy_tells_what_is_kept_and_for_how_long(bot: Bot, ann: Person) -> None:
    ann.send("/privacy")

    told = await ann.sees()

    assert "Questions and answers are deleted after 30 days." in told.text
    assert "language model" not in told.text


async def test_export_is_a_file_with_everything(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)
    await tapped(ann, answer, "👍")
    ann.send("/subscribe boat strikes")
    await ann.sees()
    ann.send("/export")
    sent = await ann.sees(lambda post: post.attachment is not None)

    assert sent.attachment is not None
    kept = json.loads(sent.attachment.content)
    assert [question["text"] for question in kept["questions"]] == ["how many strikes so far?"]
    assert [subscription["topic"] for subscription in kept["subscriptions"]] == ["boat strikes"]
    assert len(kept["feedback"]) == 1


async def test_forget_deletes_at_once_and_says_what(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)
    await tapped(ann, answer, "👍")
    ann.send("/forget")
    asked = await ann.sees()
    await tapped(ann, asked, "Yes, delete it")
    told = await ann.sees(lambda post: "Deleted:" in post.text)

    kept = bot.state.people.export(ann.id)

    assert told.text.startswith("Done. Deleted: 1 question with its answer, 1 thumb")
    assert (told.id, told.labels) == (asked.id, ())
    assert (kept["questions"], kept["feedback"], kept["subscriptions"]) == ([], [], [])


async def test_forgotten_answer_keeps_no_working_button(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)
    ann.send("/forget")
    await tapped(ann, await ann.sees(), "Yes, delete it")
    await ann.sees(lambda post: "Deleted:" in post.text)

    tap = ann.tap(answer, "Sources")

    assert (await asyncio.to_thread(ann.toast, tap)).text == "This button has expired. Please ask again."


async def test_forget_can_be_thought_better_of(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    await answered(ann)
    ann.send("/forget")
    toast = await tapped(ann, await ann.sees(), "No, keep it")
    told = await ann.sees(lambda post: post.text == "Nothing was deleted.")

    assert toast.text == "Nothing was deleted."
    assert told.labels == ()
    assert len(bot.state.people.export(ann.id)["questions"]) == 1
