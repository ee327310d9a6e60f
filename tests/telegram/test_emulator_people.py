import pytest

from tests.telegram.conftest import Api
from tests.telegram.emulator import Emulator, World, serving


def _reached(telegram: Emulator) -> list[str]:
    """The texts of the messages that the bot is told of."""
    return [update["message"]["text"] for update in telegram.world.updates.pending if "text" in update.get("message", {})]


def test_with_privacy_the_bot_sees_in_a_group_what_is_meant_for_it(telegram: Emulator, api: Api) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    group = telegram.group("Desk", ann, bob)
    api("sendMessage", chat_id=group.id, text="I am here")
    (own,) = ann.posts(group)
    lunch = bob.send("Lunch?", group=group)
    bob.send("@dateline_test_bot how many?", group=group)
    bob.send("/ask@other_bot how many?", group=group)
    ann.reply_to(lunch, "Yes")
    bob.send("/ask how many?", group=group)
    bob.send("/ask@dateline_test_bot how many?", group=group)
    ann.reply_to(own, "And since?")
    assert _reached(telegram) == ["/ask how many?", "/ask@dateline_test_bot how many?", "And since?"]


def test_without_privacy_or_as_admin_the_bot_sees_everything() -> None:
    with serving(World(privacy=False)) as telegram:
        ann = telegram.person("Ann")
        ann.send("Lunch?", group=telegram.group("Desk", ann))
        assert _reached(telegram) == ["Lunch?"]
    with serving() as telegram:
        ann = telegram.person("Ann")
        group = telegram.group("Desk", ann)
        group.chat.bot_is_admin = True
        ann.send("Lunch?", group=group)
        assert _reached(telegram) == ["Lunch?"]


def test_commands_and_mentions_are_marked_as_an_app_marks_them(telegram: Emulator) -> None:
    post = telegram.person().send("😀 /ask@dateline_test_bot and @somebody, a/b, x@y.example")
    assert [(entity.kind, entity.covers(post.text)) for entity in post.entities] == [
        ("bot_command", "/ask@dateline_test_bot"),
        ("mention", "@somebody"),
    ]


def test_every_message_of_a_topic_replies_to_the_one_that_opened_it(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    forum = telegram.group("Desk", ann, is_forum=True)
    boats, fires = forum.topic("Boats", ann), forum.topic("Fires", ann)
    question = ann.send("/ask how many?", group=forum, topic=boats)
    told = telegram.world.updates.pending[-1]["message"]
    assert (told["message_thread_id"], told["is_topic_message"], told["chat"]["is_forum"]) == (boats, True, True)
    assert told["reply_to_message"]["forum_topic_created"]["name"] == "Boats"
    answer = api("sendMessage", chat_id=forum.id, text="21", reply_parameters={"message_id": question.id})
    assert answer["message_thread_id"] == boats
    assert api("sendMessage", chat_id=forum.id, text="9", message_thread_id=fires)["message_thread_id"] == fires
    assert api("sendMessage", chat_id=forum.id, text="9", message_thread_id=77) == "400 Bad Request: message thread not found"


def test_replies_in_a_group_have_a_thread_that_nothing_can_be_sent_to(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    group = telegram.group("Desk", ann)
    api("sendMessage", chat_id=group.id, text="21")
    (answer,) = ann.posts(group)
    reply = ann.reply_to(answer, "Since when?")
    told = telegram.world.updates.pending[-1]["message"]
    assert (told["message_thread_id"], "is_topic_message" in told) == (answer.id, False)
    assert api("sendMessage", chat_id=group.id, text="x", message_thread_id=reply.thread) == (
        "400 Bad Request: message thread not found"
    )


def test_messages_of_groups_are_numbered_apart(telegram: Emulator) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    group = telegram.group("Desk", ann, bob)
    sent = [ann.send("a"), bob.send("b"), ann.send("/c", group=group), ann.send("d")]
    assert [post.id for post in sent] == [1, 2, 1, 3]


def test_a_bot_that_is_blocked_is_told_so_and_refused(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    ann.block()
    told = telegram.world.updates.pending[-1]["my_chat_member"]
    assert (told["old_chat_member"]["status"], told["new_chat_member"]["status"]) == ("member", "kicked")
    assert api("sendMessage", chat_id=ann.id, text="x") == "403 Forbidden: bot was blocked by the user"
    ann.unblock()
    assert api("sendMessage", chat_id=ann.id, text="x")["text"] == "x"


def test_a_bot_that_is_thrown_out_of_a_group_is_refused_there(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    group = telegram.group("Desk", ann)
    group.throw_bot_out(ann)
    assert api("sendChatAction", chat_id=group.id, action="typing") == "403 Forbidden: bot was kicked from the supergroup chat"


def test_a_person_waits_for_what_came_after_their_own_message(telegram: Emulator, api: Api) -> None:
    ann = telegram.person("Ann")
    api("sendMessage", chat_id=ann.id, text="before")
    ann.start("topic_boats")
    with pytest.raises(TimeoutError, match=r"an answer did not happen within 0\.01 s\.\nThe bot's last calls:\nsendMessage 200"):
        ann.wait_for(seconds=0.01, hoped="an answer")
    api("sendMessage", chat_id=ann.id, text="after")
    assert ann.wait_for().text == "after"


def test_a_voice_message_and_a_photo_reach_the_bot(telegram: Emulator) -> None:
    ann = telegram.person("Ann")
    ann.send(attachment=telegram.file("voice"))
    ann.send("what is this?", attachment=telegram.file("photo"))
    voice, photo = (update["message"] for update in telegram.world.updates.pending)
    assert (voice["voice"]["duration"], photo["photo"][0]["width"], photo["caption"]) == (3, 90, "what is this?")
