"""What is kept of people: all of it is handed over, all of it is deleted, and in time it goes by itself."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.telegram.state import Allowed, Forgotten, Limits, Refused, State, Stats
from bot.telegram.types import Question
from tests.telegram.state.asking import ADA, ANSWER, BEN, DAY, DESK, HERS, MINUTE, NOW, SECOND, SPORT, TALLY, at_once, question
from tests.telegram.state.conftest import Open


def answered(state: State, asked: Question, sent: list[int]) -> Question:
    """Have a question asked, counted and answered."""
    state.questions.add(asked)
    state.budget.take(asked.user, now=asked.asked_at)
    state.questions.begin(asked.id, now=asked.asked_at)
    state.questions.answered(asked.id, ANSWER, sent, now=asked.asked_at + 2 * SECOND)
    return asked


def test_everything_kept_of_a_person_is_handed_over(state: State) -> None:
    first = answered(state, question(message=7), [8])
    answered(state, question(user=BEN, place=SPORT), [8])
    state.feedback.set(first.id, ADA, up=True, now=NOW)
    subscribed = state.subscriptions.add(SPORT, ADA, "ferries", "en", now=NOW, arrival=41, reading=TALLY)
    data = state.buttons.keep("sources", first.id, place=HERS, user=ADA, now=NOW)
    kept = json.loads(json.dumps(state.people.export(ADA)))
    answer, reading = kept["questions"][0].pop("answer"), kept["subscriptions"][0].pop("reading")
    moment = "2026-03-04T12:30:15.250000+00:00"
    assert (answer["text"], answer["tally"]["value"], reading["unit"]) == (ANSWER.text, 12.0, "ferries")
    assert kept == {
        "questions": [
            {
                "id": first.id,
                "chat": ADA,
                "thread": 0,
                "person": ADA,
                "text": first.text,
                "language": "en",
                "asked_at": moment,
                "message": 7,
                "parent": None,
                "state": "answered",
                "open": True,
                "begun_at": moment,
                "answered_at": "2026-03-04T12:30:17.250000+00:00",
                "found": True,
            }
        ],
        "answer_messages": [{"chat": ADA, "message": 8, "question": first.id}],
        "feedback": [{"question": first.id, "person": ADA, "up": True, "given_at": moment}],
        "subscriptions": [
            {
                "id": subscribed.id,
                "chat": SPORT.chat,
                "thread": 5,
                "person": ADA,
                "topic": "ferries",
                "language": "en",
                "since": moment,
                "arrival": 41,
            }
        ],
        "buttons": [
            {
                "id": data.rpartition(":")[2],
                "verb": "sources",
                "subject": first.id,
                "chat": ADA,
                "thread": 0,
                "person": ADA,
                "kept_at": moment,
            }
        ],
        "budget": [{"person": ADA, "level_at": "2026-03-04T12:30:21.250000+00:00", "day": "2026-03-04", "taken": 1}],
    }


def test_of_a_stranger_nothing_is_kept(state: State) -> None:
    answered(state, question(), [8])
    names = ("questions", "feedback", "subscriptions", "buttons", "budget", "answer_messages")
    assert state.people.export(BEN) == {name: [] for name in names}
    assert state.people.forget(BEN) == Forgotten(questions=0, feedback=0, subscriptions=0, buttons=0)


def test_forgetting_deletes_everything_of_that_person_alone(state: State) -> None:
    hers = [answered(state, question(), [8, 9]), answered(state, question(place=SPORT), [10])]
    his = answered(state, question(place=SPORT, user=BEN), [11])
    for asked in (*hers, his):
        state.feedback.set(asked.id, asked.user, up=True, now=NOW)
    state.feedback.set(hers[0].id, BEN, up=False, now=NOW)
    state.subscriptions.add(DESK, ADA, "ferries", "en", now=NOW, arrival=1)
    kept = state.subscriptions.add(DESK, BEN, "ferries", "en", now=NOW, arrival=1)
    data = [state.buttons.keep("sources", asked.id, place=asked.place, user=asked.user, now=NOW) for asked in (*hers, his)]
    before = state.people.export(BEN)
    assert state.people.forget(ADA) == Forgotten(questions=2, feedback=3, subscriptions=1, buttons=2)
    left = state.people.export(ADA)
    assert {name for name, rows in left.items() if rows} == {"budget"}
    assert [state.questions.get(asked.id) for asked in (*hers, his)] == [None, None, his]
    assert [state.questions.of_message(HERS, 8), state.questions.of_message(SPORT, 10)] == [None, None]
    assert [state.buttons.look(one) is None for one in data] == [True, True, False]
    assert state.subscriptions.all() == (kept,)
    after = state.people.export(BEN)
    assert before | {"feedback": before["feedback"][1:]} == after | {"feedback": before["feedback"][1:]}
    assert [row["question"] for row in after["feedback"]] == [his.id]


def test_forgetting_does_not_lift_the_limit_of_the_day(open_state: Open) -> None:
    state = open_state(limits=Limits(user_day=1))
    assert state.budget.take(ADA, now=NOW) == Allowed()
    state.people.forget(ADA)
    assert isinstance(state.budget.take(ADA, now=NOW + MINUTE), Refused)


def test_nothing_is_kept_of_a_question_that_was_forgotten_while_it_was_answered(state: State) -> None:
    asked = question()
    state.questions.add(asked)
    state.questions.begin(asked.id, now=NOW)
    state.people.forget(ADA)
    assert state.questions.holds(asked.id) is False
    state.questions.answered(asked.id, ANSWER, [8], now=NOW)
    assert state.feedback.set(asked.id, ADA, up=True, now=NOW) is False
    assert {name for name, rows in state.people.export(ADA).items() if rows} == set()
    assert (state.questions.answer(asked.id), state.questions.of_message(HERS, 8)) == (None, None)


def test_answering_and_forgetting_at_once_leaves_nothing(open_state: Open) -> None:
    one, other = open_state(), open_state()
    asked = [question() for _ in range(15)]
    for each in asked:
        one.questions.add(each)

    def answer() -> None:
        for number, each in enumerate(asked):
            one.questions.answered(each.id, ANSWER, [number], now=NOW)
            one.feedback.set(each.id, ADA, up=True, now=NOW)

    def forget() -> None:
        other.people.forget(ADA)

    at_once(lambda doing: doing(), [answer, forget, forget])
    assert {name for name, rows in one.people.export(ADA).items() if rows} == set()
    assert [one.questions.of_message(HERS, number) for number in range(15)] == [None] * 15


def test_forgotten_words_are_in_no_file(tmp_path: Path) -> None:
    with State.open(tmp_path / "bot.sqlite", replica="one") as state:
        state.questions.add(question("who leaked the memorandum?"))
        state.questions.add(question("and who printed it?", user=BEN))
        state.people.forget(ADA)
        found = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert (b"memorandum" in found, b"printed" in found) == (False, True)


def test_what_is_older_than_the_days_kept_expires(state: State) -> None:
    old = answered(state, question(asked_at=NOW - 30 * DAY - SECOND), [8])
    young = answered(state, question(asked_at=NOW - 30 * DAY, parent=old), [9])
    data = [state.buttons.keep("sources", asked.id, place=HERS, user=ADA, now=asked.asked_at) for asked in (old, young)]
    for asked in (old, young):
        state.feedback.set(asked.id, ADA, up=True, now=asked.asked_at)
    subscribed = state.subscriptions.add(HERS, ADA, "ferries", "en", now=NOW - 90 * DAY, arrival=1)
    assert state.expire(now=NOW, days=30) == 1
    assert [state.questions.get(asked.id) for asked in (old, young)] == [None, young]
    assert [state.questions.of_message(HERS, message) for message in (8, 9)] == [None, young]
    assert [state.buttons.look(one) is None for one in data] == [True, False]
    kept = state.people.export(ADA)
    assert ([row["question"] for row in kept["feedback"]], kept["budget"]) == ([young.id], [])
    assert (state.subscriptions.all(), state.questions.history(young)) == ((subscribed,), ())


def test_updates_are_remembered_for_as_long_as_telegram_may_send_them_again(state: State) -> None:
    state.updates.claim(5, now=NOW)
    state.expire(now=NOW + 2 * DAY, days=30)
    assert state.updates.claim(5, now=NOW + 2 * DAY) is False
    state.expire(now=NOW + 2 * DAY + SECOND, days=30)
    assert state.updates.claim(5, now=NOW + 2 * DAY) is True


def test_expiry_leaves_the_budgets_of_today_alone(open_state: Open) -> None:
    state = open_state(limits=Limits(user_day=1, all_day=2))
    state.budget.take(ADA, now=NOW)
    state.budget.take(BEN, now=NOW)
    state.expire(now=NOW + MINUTE, days=1)
    assert [state.budget.take(user, now=NOW + MINUTE) for user in (ADA, 13)] == [
        Refused("user_day", NOW.replace(hour=0, minute=0, second=0, microsecond=0) + DAY),
        Refused("all_day", NOW.replace(hour=0, minute=0, second=0, microsecond=0) + DAY),
    ]


def test_expiry_forgets_no_replica_that_left_a_question(open_state: Open) -> None:
    gone, alive = open_state(), open_state()
    gone.replicas.beat(now=NOW - 3 * DAY)
    asked = question(asked_at=NOW)
    gone.questions.add(asked)
    alive.expire(now=NOW, days=30)
    assert alive.questions.orphans(now=NOW, silence=timedelta(minutes=1)) == (asked,)


@pytest.mark.parametrize("seconds", [0, 5])
def test_the_last_thumb_counts(state: State, seconds: int) -> None:
    asked = answered(state, question(), [8])
    for up in (True, True, False):
        state.feedback.set(asked.id, ADA, up=up, now=NOW + seconds * SECOND)
    stats = state.stats(now=NOW)
    assert (stats.up, stats.down) == (0, 1)


def test_the_last_success_is_remembered_by_kind(state: State) -> None:
    state.health.note("update", now=NOW)
    state.health.note("update", now=NOW + SECOND)
    assert (state.health.last("update"), state.health.last("alert")) == (NOW + SECOND, None)


def test_an_older_success_of_another_replica_changes_nothing(open_state: Open) -> None:
    one, other = open_state(), open_state()
    one.health.note("update", now=NOW)
    other.health.note("update", now=NOW - MINUTE)
    assert one.health.last("update") == NOW


def test_the_numbers_of_an_empty_state_are_zero(state: State) -> None:
    assert state.stats(now=NOW) == Stats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, seconds=None)


def test_the_numbers_tell_how_the_bot_fares(state: State) -> None:
    answered(state, question(asked_at=NOW - DAY), [1])
    thumbed = answered(state, question(), [2])
    waiting, running, stopped, failed = (question(user=BEN) for _ in range(4))
    for asked in (waiting, running, stopped, failed):
        state.questions.add(asked)
    state.questions.begin(running.id, now=NOW)
    state.questions.stopped(stopped.id)
    state.questions.failed(failed.id)
    state.feedback.set(thumbed.id, ADA, up=True, now=NOW)
    state.subscriptions.add(HERS, ADA, "ferries", "en", now=NOW, arrival=1)
    assert state.stats(now=NOW) == Stats(
        questions=6,
        people=2,
        questions_today=5,
        people_today=2,
        answered=2,
        found=2,
        stopped=1,
        failed=1,
        waiting=1,
        running=1,
        up=1,
        down=0,
        subscriptions=1,
        seconds=2.0,
    )
