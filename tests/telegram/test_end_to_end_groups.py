"""Groups and forums, with the shipped command in them."""

import pytest

from tests.telegram.emulator import Person
from tests.telegram.talking import STRIKES, Newsdesk, ask, said


@pytest.fixture
def ann(newsdesk: Newsdesk) -> Person:
    return newsdesk.telegram.person("Ann")


@pytest.fixture
def bob(newsdesk: Newsdesk) -> Person:
    return newsdesk.telegram.person("Bob")


def test_a_question_in_a_group_is_answered_with_ask_and_quotes_who_asked(newsdesk: Newsdesk, ann: Person, bob: Person) -> None:
    group = newsdesk.telegram.group("Desk", ann, bob)
    bob.send("Anybody up for lunch?", group=group)
    bob.send("@dateline_test_bot how many strikes so far?", group=group)
    answer = ask(ann, f"/ask {STRIKES}", group=group)
    assert answer.text.startswith("At least 21 strikes, as of 16 Nov 2025. [1]")
    assert ann.posts(group) == (answer,)


def test_a_reply_to_an_answer_in_a_group_follows_it_up(newsdesk: Newsdesk, ann: Person, bob: Person) -> None:
    group = newsdesk.telegram.group("Desk", ann, bob)
    answer = ask(ann, f"/ask@dateline_test_bot {STRIKES}", group=group)
    # Sources are told once the answer is kept, some milliseconds after it is shown: only then can it be followed up.
    ann.toast(ann.tap(answer, "Sources"))
    followed = ask(bob, "And by 28 October?", group=group, reply_to=answer)
    assert "Understood as: How many strikes by 28 October?" in followed.text


def test_in_a_group_the_bot_only_types_until_it_answers(newsdesk: Newsdesk, ann: Person) -> None:
    group = newsdesk.telegram.group("Desk", ann)
    assert ask(ann, f"/ask {STRIKES}", group=group).earlier == ()


def test_in_a_group_only_the_thumbs_of_who_asked_count(newsdesk: Newsdesk, ann: Person, bob: Person) -> None:
    answer = ask(ann, f"/ask {STRIKES}", group=newsdesk.telegram.group("Desk", ann, bob))
    assert bob.toast(bob.tap(answer, "👍")).text == "Only the person who asked can use this button."
    assert ann.toast(ann.tap(answer, "👍")).text == "Thank you!"


def test_everybody_in_a_group_may_see_the_sources(newsdesk: Newsdesk, ann: Person, bob: Person) -> None:
    group = newsdesk.telegram.group("Desk", ann, bob)
    answer = ask(ann, f"/ask {STRIKES}", group=group)
    bob.toast(bob.tap(answer, "Sources"))
    said(bob, "It was at least the 21st strike since the campaign began on Sept. 2.", group=group)


def test_every_topic_of_a_forum_is_a_conversation_of_its_own(newsdesk: Newsdesk, ann: Person) -> None:
    forum = newsdesk.telegram.group("Desk", ann, is_forum=True)
    boats, fires = forum.topic("Boats", ann), forum.topic("Fires", ann)
    answer = ask(ann, f"/ask {STRIKES}", group=forum, topic=boats)
    assert (answer.thread, answer.in_topic) == (boats, True)
    elsewhere = ask(ann, "/ask And by 28 October?", group=forum, topic=fires)
    assert (elsewhere.thread, "Understood as" in elsewhere.text) == (fires, False)
    followed = ask(ann, "/ask And by 28 October?", group=forum, topic=boats)
    assert "Understood as: How many strikes by 28 October?" in followed.text


def test_what_is_not_addressed_to_the_bot_is_not_kept_even_when_it_arrives(newsdesk: Newsdesk, ann: Person) -> None:
    group = newsdesk.telegram.group("Desk", ann)
    group.chat.bot_is_admin = True
    ann.send("The zeppelin picnic is on Friday", group=group)
    ask(ann, f"/ask {STRIKES}", group=group)
    state = b"".join(path.read_bytes() for path in newsdesk.home.glob("bot.sqlite*"))
    assert (b"zeppelin" in state, b"How many strikes" in state) == (False, True)


def test_private_matters_are_left_to_the_private_chat(newsdesk: Newsdesk, ann: Person) -> None:
    group = newsdesk.telegram.group("Desk", ann)
    for command in ("/export", "/forget"):
        ann.send(command, group=group)
        said(ann, "That is between you and me: please write it to me in private.", group=group)
