import asyncio
import base64
from typing import Literal

import pytest

from bot.telegram.sending.failures import Undelivered, Unreachable
from bot.telegram.sending.outbox import Outbox
from bot.telegram.types import Button, Message, Place
from tests.telegram.emulator import Emulator, Person
from tests.telegram.emulator.faults import Fault, bad_gateway, dropped, internal_error, too_many_requests, unparsable
from tests.telegram.emulator.refusals import Refusal
from tests.telegram.sending.conftest import Pauses

pytestmark = pytest.mark.anyio

THUMBS = ((Button("👍", data="v1:up:a"), Button("👎", data="v1:down:a")),)
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
"""One pixel."""


@pytest.fixture
def ann(telegram: Emulator) -> Person:
    return telegram.person("Ann")


def _said(person: Person) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [(post.text, post.reply_to, post.labels) for post in person.posts()]


def _of(person: Person) -> Place:
    return Place(person.id)


async def test_messages_come_in_their_order_and_the_first_quotes_the_question(outbox: Outbox, ann: Person) -> None:
    question = ann.send("how many?")
    numbers = await outbox.show(_of(ann), (Message("<b>21</b>"), Message("Sources", THUMBS)), reply_to=question.id)
    assert _said(ann) == [("21", question.id, ()), ("Sources", None, ("👍", "👎"))]
    assert numbers == tuple(post.id for post in ann.posts())
    assert [post.styled("bold") for post in ann.posts()] == [("21",), ()]


async def test_a_question_that_was_deleted_is_answered_all_the_same(outbox: Outbox, ann: Person) -> None:
    await outbox.show(_of(ann), (Message("21"),), reply_to=99)
    assert _said(ann) == [("21", None, ())]


async def test_links_have_no_preview(outbox: Outbox, ann: Person) -> None:
    await outbox.show(_of(ann), (Message('<a href="https://example.org">1</a>'),))
    assert [(post.links, post.preview) for post in ann.posts()] == [(("https://example.org",), False)]


async def test_a_button_can_lead_to_a_page_or_into_the_input_line(outbox: Outbox, ann: Person) -> None:
    keyboard = ((Button("Read", url="https://example.org"),), (Button("Search", inline="strikes"),))
    await outbox.show(_of(ann), (Message("21", keyboard),))
    [post] = ann.posts()
    assert [(button.label, button.url, button.inline) for row in post.keyboard for button in row] == [
        ("Read", "https://example.org", None),
        ("Search", None, "strikes"),
    ]


async def test_a_forum_topic_is_answered_where_it_is(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    forum = telegram.group("Desk", ann, is_forum=True)
    topic = forum.topic("Strikes", ann)
    await outbox.show(Place(forum.id, topic), (Message("21"),))
    assert [(post.text, post.thread) for post in ann.posts(forum)] == [("21", topic)]


async def test_html_that_telegram_refuses_goes_out_as_plain_text(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    telegram.fail(unparsable())
    await outbox.show(_of(ann), (Message("<b>21</b> &lt;strikes&gt;", THUMBS),))
    assert _said(ann) == [("21 <strikes>", None, ("👍", "👎"))]


async def test_an_edit_that_telegram_refuses_goes_out_as_plain_text(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    [number] = await outbox.show(_of(ann), (Message("Searching"),))
    telegram.fail(unparsable(method="editMessageText"))
    await outbox.replace(_of(ann), number, (Message("<b>21</b>"),))
    assert _said(ann) == [("21", None, ())]


@pytest.mark.parametrize("fault", [bad_gateway(times=3), bad_gateway(times=3, as_page=True), internal_error(times=3)])
async def test_a_failing_server_is_asked_again(
    outbox: Outbox, telegram: Emulator, ann: Person, pauses: Pauses, fault: Fault
) -> None:
    telegram.fail(fault)
    await outbox.show(_of(ann), (Message("21"),))
    assert (_said(ann), pauses.taken) == ([("21", None, ())], [0.5, 1.0, 2.0])


async def test_a_note_is_given_up_after_a_minute_and_an_answer_after_ten(
    outbox: Outbox, telegram: Emulator, ann: Person, pauses: Pauses
) -> None:
    telegram.refuse_connections()
    with pytest.raises(Undelivered, match=r"^Telegram could not be reached$"):
        await outbox.show(_of(ann), (Message("21"),), urgent=False)
    note = pauses.now()
    with pytest.raises(Undelivered, match=r"^Telegram could not be reached$"):
        await outbox.show(_of(ann), (Message("21"),))
    assert (note, pauses.now() - note) == (63.5, 603.5)


async def test_an_answer_waits_for_a_network_that_is_down(
    outbox: Outbox, telegram: Emulator, ann: Person, pauses: Pauses
) -> None:
    telegram.refuse_connections()
    showing = asyncio.create_task(outbox.show(_of(ann), (Message("21"),)))
    while len(pauses.taken) < 3:
        await asyncio.sleep(0)
    telegram.accept_connections()
    await showing
    assert _said(ann) == [("21", None, ())]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_an_answer_whose_connection_broke_is_shown_once(
    outbox: Outbox, telegram: Emulator, ann: Person, when: Literal["before", "after"]
) -> None:
    question = ann.send("how many?")
    telegram.fail(dropped(when, method="sendMessage"))
    numbers = await outbox.show(_of(ann), (Message("21", THUMBS),), reply_to=question.id)
    await outbox.drain(5)
    assert [(post.text, post.labels) for post in ann.posts()] == [("21", ("👍", "👎"))]
    assert numbers == tuple(post.id for post in ann.posts())


async def test_looking_for_a_double_leaves_other_messages_as_they_are(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    ben = telegram.person("Ben")
    await outbox.show(_of(ann), (Message("20", ((Button("Sources", data="v1:sources:z"),),)),))
    question = ann.send("and now?")
    telegram.fail(dropped("after", method="sendMessage"))
    showing = asyncio.create_task(outbox.show(_of(ann), (Message("21", THUMBS),), reply_to=question.id))
    await outbox.show(_of(ben), (Message("Hello", THUMBS),))
    ann.send("thanks")
    await showing
    await outbox.drain(5)
    assert [(post.text, post.labels) for post in ann.posts()] == [("20", ("Sources",)), ("21", ("👍", "👎"))]
    assert [(post.text, post.labels) for post in ben.posts()] == [("Hello", ("👍", "👎"))]


async def test_a_chat_told_to_wait_gets_its_message_then(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    telegram.fail(too_many_requests(1, method="sendMessage"))
    await outbox.show(_of(ann), (Message("21"),))
    waited = telegram.called("sendMessage")[1].at - telegram.called("sendMessage")[0].at
    assert (_said(ann), 1.0 <= waited < 3.0) == ([("21", None, ())], True)


async def test_who_blocked_the_bot_is_unreachable(outbox: Outbox, ann: Person) -> None:
    ann.block()
    with pytest.raises(Unreachable):
        await outbox.show(_of(ann), (Message("21"),))
    with pytest.raises(Unreachable):
        await outbox.photo(_of(ann), PNG, "21")
    await outbox.typing(_of(ann))


async def test_a_chat_that_does_not_exist_is_unreachable(outbox: Outbox) -> None:
    with pytest.raises(Unreachable):
        await outbox.show(Place(404), (Message("21"),))


async def test_what_telegram_refuses_for_another_reason_is_undelivered(outbox: Outbox, ann: Person) -> None:
    with pytest.raises(Undelivered, match=r"^Telegram refused a message: Message text is empty$") as caught:
        await outbox.show(_of(ann), (Message("<b></b>"),))
    assert not isinstance(caught.value, Unreachable)


async def test_an_answer_takes_the_place_of_a_message_and_goes_on_below_it(outbox: Outbox, ann: Person) -> None:
    [number] = await outbox.show(_of(ann), (Message("Searching", THUMBS),))
    numbers = await outbox.replace(_of(ann), number, (Message("21"), Message("Sources", THUMBS)))
    assert (numbers[0], _said(ann)) == (number, [("21", None, ()), ("Sources", None, ("👍", "👎"))])


async def test_an_answer_whose_message_is_gone_is_sent_anew(outbox: Outbox, ann: Person) -> None:
    question = ann.send("how many?")
    [number] = await outbox.show(_of(ann), (Message("Searching"),))
    await outbox.delete(_of(ann), number)
    numbers = await outbox.replace(_of(ann), number, (Message("21"),), reply_to=question.id)
    assert (numbers != (number,), _said(ann)) == (True, [("21", question.id, ())])


async def test_an_edit_that_changes_nothing_is_well(outbox: Outbox, ann: Person) -> None:
    [number] = await outbox.show(_of(ann), (Message("21", THUMBS),))
    await outbox.edit_keyboard(_of(ann), number, THUMBS)
    assert await outbox.replace(_of(ann), number, (Message("21", THUMBS),)) == (number,)


async def test_an_edit_whose_connection_broke_is_made_once_more(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    [number] = await outbox.show(_of(ann), (Message("Searching"),))
    telegram.fail(dropped("after", method="editMessageText"))
    await outbox.replace(_of(ann), number, (Message("21"),))
    assert [(post.text, post.earlier) for post in ann.posts()] == [("21", ("Searching",))]


async def test_a_keyboard_can_be_changed_and_taken_away(outbox: Outbox, ann: Person) -> None:
    [number] = await outbox.show(_of(ann), (Message("21", THUMBS),))
    await outbox.edit_keyboard(_of(ann), number, ((Button("Thanks", data="v1:no:a"),),))
    changed = _said(ann)
    await outbox.edit_keyboard(_of(ann), number, ())
    assert (changed, _said(ann)) == ([("21", None, ("Thanks",))], [("21", None, ())])


async def test_what_is_gone_needs_no_deleting_and_no_keyboard(outbox: Outbox, ann: Person) -> None:
    await outbox.delete(_of(ann), 99)
    await outbox.edit_keyboard(_of(ann), 99, THUMBS)
    assert _said(ann) == []


async def test_a_picture_comes_with_its_caption_and_buttons(outbox: Outbox, ann: Person) -> None:
    question = ann.send("/timeline strikes")
    number = await outbox.photo(_of(ann), PNG, "<b>1 to 21</b>", reply_to=question.id, keyboard=THUMBS)
    [post] = ann.posts()
    assert (post.id, post.text, post.reply_to, post.labels) == (number, "1 to 21", question.id, ("👍", "👎"))
    assert (post.attachment and (post.attachment.kind, post.attachment.content)) == ("photo", PNG)


async def test_a_file_comes_under_its_name(outbox: Outbox, ann: Person) -> None:
    await outbox.document(_of(ann), "dateline.json", b"{}", caption="All that is kept")
    [post] = ann.posts()
    kept = post.attachment and (post.attachment.kind, post.attachment.name, post.attachment.content)
    assert (post.text, kept) == ("All that is kept", ("document", "dateline.json", b"{}"))


async def test_an_outbox_is_drained_when_everything_has_left(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    before = await outbox.drain(0)
    telegram.fail(too_many_requests(1, method="sendMessage"))
    showing = asyncio.create_task(outbox.show(_of(ann), (Message("21"),)))
    await asyncio.sleep(0)
    at_once, in_time = await outbox.drain(0), await outbox.drain(10)
    await showing
    assert (before, at_once, in_time) == (True, False, True)


async def test_a_group_that_became_a_supergroup_is_found_there(outbox: Outbox, telegram: Emulator, ann: Person) -> None:
    old, new = telegram.group("Desk", ann, id=-40), telegram.group("Desk", ann)
    moved = Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.id)
    telegram.fail(Fault(moved, "sendMessage"))
    await outbox.show(Place(old.id), (Message("21"),))
    assert ([post.text for post in ann.posts(new)], ann.posts(old)) == (["21"], ())
