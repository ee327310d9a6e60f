"""Every button: what it does, that its tap is always answered, and whose tap counts."""

import asyncio

import pytest

from tests.telegram.emulator import Emulator, Person
from tests.telegram.handlers.bot import Bot, answered, tapped

pytestmark = pytest.mark.anyio


async def test_sources_lists_every_source_with_its_quote(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)

    toast = await tapped(ann, answer, "Sources")
    listed = await ann.sees(lambda post: post.text.startswith("Sources"))

    assert (toast.text, listed.reply_to, listed.preview) == ("", answer.id, False)
    assert "[10] Three strikes on four boats kill 14 in Pacific" in listed.text
    assert "“It was at least the 21st strike since the campaign began on Sept. 2.”" in listed.text


async def test_timeline_is_a_picture_and_the_same_as_text(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)

    await tapped(ann, answer, "Timeline")
    picture = await ann.sees(lambda post: post.attachment is not None)
    await tapped(ann, picture, "As text")
    text = await ann.sees(lambda post: post.reply_to == picture.id)

    assert picture.attachment is not None
    assert (picture.attachment.kind, picture.attachment.content[:4]) == ("photo", b"\x89PNG")
    assert picture.text == (
        "Strikes: 3 → at least 21\n20 Sep – 16 Nov 2025\nLatest: at least 21 on 16 Nov, 20 on 14 Nov, 19 on 10 Nov."
    )
    assert text.text.splitlines()[:3] == ["Strikes", "20 Sep: 3 [5]", "9 Oct: 4 [6]"]


async def test_answer_without_a_course_has_no_timeline(bot: Bot, ann: Person) -> None:
    ann.send("how many donors has the Harrow Ridge fund?")

    answer = await answered(ann)

    assert answer.labels[:3] == ("Sources", "👍", "👎")


async def test_thumbs_are_counted_and_may_change(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)

    toasts = [await tapped(ann, answer, "👍"), await tapped(ann, answer, "👎")]
    counted = bot.state.stats(now=bot.clock())

    assert [toast.text for toast in toasts] == ["Thank you!", "Thank you!"]
    assert (counted.up, counted.down) == (0, 1)


async def test_in_a_group_only_the_askers_thumb_counts(telegram: Emulator, bot: Bot, ann: Person) -> None:
    bob = telegram.person("Bob")
    desk = telegram.group("Desk", ann, bob)
    ann.send("/ask how many strikes so far?", group=desk)
    answer = await answered(ann, group=desk)

    bobs, anns = await tapped(bob, answer, "👎"), await tapped(ann, answer, "👍")
    counted = bot.state.stats(now=bot.clock())

    assert bobs.text == "Only the person who asked can use this button."
    assert anns.text == "Thank you!"
    assert (counted.up, counted.down) == (1, 0)


@pytest.mark.parametrize("data", ["v1:up:unknown-id", "v1:nonsense:x", "something else"])
async def test_unknown_button_says_kindly_that_it_expired(bot: Bot, ann: Person, data: str) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)

    tap = ann.send_tap(answer, data)

    assert (await asyncio.to_thread(ann.toast, tap)).text == "This button has expired. Please ask again."


async def test_button_of_one_chat_does_nothing_in_another(telegram: Emulator, bot: Bot, ann: Person) -> None:
    bob = telegram.person("Bob")
    ann.send("how many strikes so far?")
    anns = await answered(ann)
    bob.send("how many salmonella cases?")
    bobs = await answered(bob)

    tap = bob.send_tap(bobs, anns.button("Sources").data or "")

    assert (await asyncio.to_thread(bob.toast, tap)).text == "This button has expired. Please ask again."


async def test_button_of_a_forgotten_question_has_expired(bot: Bot, ann: Person) -> None:
    ann.send("how many strikes so far?")
    answer = await answered(ann)
    bot.state.expire(now=bot.clock(), days=0)

    toast = await tapped(ann, answer, "Sources")

    assert toast.text == "This button has expired. Please ask again."
