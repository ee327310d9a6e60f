"""Telegram and the network at their worst, and what people see of it: every question is answered, once."""

import pytest

from tests.telegram.conftest import Serve
from tests.telegram.emulator import Emulator, Person, Post, faults
from tests.telegram.emulator.faults import Fault
from tests.telegram.talking import STRIKES, ask, said

FIGURE = "At least 21 strikes, as of 16 Nov 2025. [1]"


def _about(person: Person, question: Post) -> list[str]:
    """The first line of everything that the bot said to a question and that still stands."""
    return [post.text.splitlines()[0] for post in person.posts() if post.reply_to == question.id]


@pytest.mark.parametrize(
    "coming",
    [
        [faults.bad_gateway(method="sendMessage", times=3)],
        [faults.bad_gateway(method="sendMessage", times=2, as_page=True)],
        [faults.internal_error(method="sendMessage", times=2)],
        [faults.too_many_requests(3, method="sendMessage")],
        [faults.dropped("before", method="sendMessage", times=2)],
        [faults.dropped("after", method="sendMessage")],
        [faults.bad_gateway(method="sendChatAction", times=9), faults.internal_error(method="editMessageText")],
    ],
    ids=["502", "502 as a page", "500", "429", "dropped before", "dropped after", "typing and edits"],
)
def test_an_answer_outlives_what_befalls_it_and_comes_once(telegram: Emulator, serve: Serve, coming: list[Fault]) -> None:
    ann = telegram.person("Ann")
    with serve():
        telegram.fail(*coming)
        question = ann.send(STRIKES)
        ann.wait_for(lambda post: "👎" in post.labels, seconds=60, hoped="an answer")
        telegram.until(lambda _: _about(ann, question) == [FIGURE], hoped="the answer alone")
        ann.send("/help")
        said(ann, "/subscribe")
        assert _about(ann, question) == [FIGURE]


def test_a_text_that_telegram_cannot_read_is_sent_as_plain_text(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    with serve():
        telegram.fail(faults.unparsable(method="sendMessage"), faults.unparsable(method="editMessageText"))
        answer = ask(ann, STRIKES)
        assert answer.text.startswith(FIGURE)
        telegram.world.faults.clear()


def test_only_the_chat_that_was_told_to_wait_waits(telegram: Emulator, serve: Serve) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    with serve():
        telegram.fail(faults.too_many_requests(5, chat=ann.id, method="sendMessage"))
        question = ann.send(STRIKES)
        telegram.until(lambda _: telegram.world.faults.are_over, seconds=30, hoped="a refusal")
        assert ask(bob, STRIKES).text.startswith(FIGURE)
        ann.wait_for(lambda post: "👎" in post.labels, seconds=60, hoped="an answer")
        refused, *later = [
            call for call in telegram.calls if call.method in ("sendMessage", "editMessageText") and call.chat == ann.id
        ]
        others = [call.at for call in telegram.called("sendMessage") if call.chat == bob.id]
        assert refused.status == 429
        assert later[0].at - refused.at >= 5
        assert others[0] - refused.at < 5
        assert len([post for post in ann.posts() if post.reply_to == question.id]) == 1


def test_polling_goes_on_after_conflicts_and_failures(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    with serve() as bot:
        polling = [
            faults.conflict(times=2),
            faults.bad_gateway(method="getUpdates"),
            faults.bad_gateway(method="getUpdates", as_page=True),
        ]
        telegram.fail(*polling, faults.dropped("after", method="getUpdates"), faults.too_many_requests(1, method="getUpdates"))
        question = ann.send(STRIKES)
        ann.wait_for(lambda post: "👎" in post.labels, seconds=60, hoped="an answer")
        assert len([post for post in ann.posts() if post.reply_to == question.id]) == 1
        assert "another program takes this bot's updates with the same token" in bot.logged()


def test_the_bot_is_back_within_ten_seconds_of_the_network(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    with serve() as bot:
        ask(ann, STRIKES)
        telegram.refuse_connections()
        failures = bot.logged()
        ann.send("/help")
        with pytest.raises(TimeoutError):
            ann.wait_for(seconds=12, hoped="nothing")
        assert bot.process.poll() is None
        telegram.accept_connections()
        back = telegram.world.monotonic()
        said(ann, "/subscribe")
        assert telegram.world.monotonic() - back < 10
        assert telegram.token not in failures + bot.logged()


def test_what_cannot_reach_a_person_who_blocked_the_bot_troubles_nobody_else(telegram: Emulator, serve: Serve) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    with serve() as bot:
        ann.send(STRIKES)
        ann.block()
        assert ask(bob, STRIKES).text.startswith(FIGURE)
        ann.unblock()
        assert ask(ann, STRIKES).text.startswith(FIGURE)
        assert "Traceback" not in bot.logged()


def test_a_group_that_threw_the_bot_out_troubles_nobody_else(telegram: Emulator, serve: Serve) -> None:
    ann = telegram.person("Ann")
    group = telegram.group("Desk", ann)
    with serve() as bot:
        ann.send(f"/ask {STRIKES}", group=group)
        group.throw_bot_out(ann)
        assert ask(ann, STRIKES).text.startswith(FIGURE)
        assert "Traceback" not in bot.logged()
