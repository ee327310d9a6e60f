"""Questions: recorded once, worked on by one replica, handed on when it falls silent, and answered for good."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.telegram.state import State
from bot.telegram.types import Question
from index.errors import StorageError
from index.types import Answer
from tests.telegram.state.asking import ADA, ANSWER, BEN, DAY, DESK, HERS, MINUTE, NOW, SECOND, SPORT, at_once, question
from tests.telegram.state.conftest import Open

SILENCE = timedelta(seconds=15)


def test_an_update_is_claimed_once(state: State) -> None:
    assert [state.updates.claim(number, now=NOW) for number in (5, 5, 6, 5)] == [True, False, True, False]


def test_an_update_is_claimed_once_by_many_replicas_at_once(open_state: Open) -> None:
    states = [open_state() for _ in range(8)]
    claimed = at_once(lambda state: [state.updates.claim(number, now=NOW) for number in range(20)], states)
    assert [sum(one) for one in zip(*claimed, strict=True)] == [1] * 20


def test_the_question_of_an_update_is_recorded_with_it(state: State) -> None:
    first, again = question(message=41), question(message=41)
    state.updates.claim(5, now=NOW, question=first)
    state.updates.claim(5, now=NOW, question=again)
    assert (state.questions.get(first.id), state.questions.get(again.id)) == (first, None)


def test_an_update_whose_question_cannot_be_recorded_is_not_claimed(state: State) -> None:
    asked = question()
    state.questions.add(asked)
    with pytest.raises(StorageError):
        state.updates.claim(5, now=NOW, question=asked)
    assert state.updates.claim(5, now=NOW) is True


@pytest.mark.parametrize(
    "asked",
    [
        question(),
        question(place=SPORT, user=BEN, message=2**31 + 5, parent=question()),
        question("¿cuántos \U0001f6a2? \u202eenod\u202c 'x'; DROP TABLE dateline_questions; -- %s :id"),
        question("x" * 20_000),
        question(""),
    ],
    ids=["plain", "full", "hostile", "long", "empty"],
)
def test_a_question_comes_back_as_it_was_asked(state: State, asked: Question) -> None:
    state.questions.add(asked)
    assert state.questions.get(asked.id) == asked


def test_what_no_database_takes_is_replaced(state: State) -> None:
    asked = question("how\0 many \ud83d ferries?")
    state.questions.add(asked)
    state.questions.answered(asked.id, replace(ANSWER, question=asked.text), [], now=NOW)
    answer = state.questions.answer(asked.id)
    assert answer is not None
    assert (state.questions.get(asked.id), answer.question) == (
        replace(asked, text="how? many ? ferries?"),
        "how\0 many ? ferries?",
    )


def test_moments_keep_their_instant_whatever_their_zone(state: State) -> None:
    asked = question(asked_at=datetime(2026, 3, 4, 14, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=30))))
    state.questions.add(asked)
    kept = state.questions.get(asked.id)
    assert kept is not None
    assert (kept.asked_at, kept.asked_at.tzinfo) == (asked.asked_at, UTC)


def test_a_moment_without_a_zone_is_a_mistake(state: State) -> None:
    with pytest.raises(ValueError, match=r"^a moment without a time zone: "):
        state.questions.add(question(asked_at=NOW.replace(tzinfo=None)))


def test_ids_fit_in_buttons_and_differ(state: State) -> None:
    ids = {state.questions.new_id() for _ in range(1000)}
    assert (len(ids), {len(one) for one in ids}) == (1000, {12})


def test_a_question_is_begun_once(state: State) -> None:
    asked = question()
    assert state.questions.begin(asked.id, now=NOW) is False
    state.questions.add(asked)
    assert [state.questions.begin(asked.id, now=NOW) for _ in range(2)] == [True, False]


def test_a_question_is_begun_once_by_many_replicas_at_once(open_state: Open) -> None:
    states = [open_state() for _ in range(8)]
    asked = question()
    states[0].questions.add(asked)
    begun = at_once(lambda state: state.questions.begin(asked.id, now=NOW), states)
    assert sorted(begun) == [False] * 7 + [True]
    assert [state.questions.holds(asked.id) for state in states] == begun


@pytest.mark.parametrize(
    "answer", [ANSWER, Answer("what is a ferry?", "", found=False, searched=3)], ids=["full", "nothing found"]
)
def test_an_answer_comes_back_as_it_was_given(state: State, answer: Answer) -> None:
    asked = question()
    state.questions.add(asked)
    assert state.questions.answer(asked.id) is None
    state.questions.answered(asked.id, answer, [], now=NOW)
    assert state.questions.answer(asked.id) == answer


def test_every_message_of_an_answer_leads_to_its_question(state: State) -> None:
    hers, theirs = question(), question(place=SPORT, user=BEN)
    for asked, sent in ((hers, [8, 9]), (theirs, [9])):
        state.questions.add(asked)
        state.questions.answered(asked.id, ANSWER, sent, now=NOW)
    found = [state.questions.of_message(*where) for where in ((HERS, 8), (HERS, 9), (SPORT, 9), (DESK, 9), (HERS, 7))]
    assert found == [hers, hers, theirs, theirs, None]


def test_an_answer_that_is_given_again_takes_the_place_of_the_first(state: State) -> None:
    asked, other = question(), replace(ANSWER, text="At least 13 ferries. [1]")
    state.questions.add(asked)
    state.questions.answered(asked.id, ANSWER, [8], now=NOW)
    state.questions.answered(asked.id, other, [8, 9], now=NOW)
    assert (state.questions.answer(asked.id), state.questions.of_message(HERS, 8)) == (other, asked)


def test_a_stopped_question_is_no_longer_held(state: State) -> None:
    asked = question()
    state.questions.add(asked)
    state.questions.begin(asked.id, now=NOW)
    assert (state.questions.holds(asked.id), state.questions.stopped(asked.id)) == (True, True)
    assert (state.questions.holds(asked.id), state.questions.stopped(asked.id), state.questions.failed(asked.id)) == (
        False,
        False,
        False,
    )


def test_what_was_answered_cannot_be_stopped(state: State) -> None:
    asked = question()
    state.questions.add(asked)
    state.questions.answered(asked.id, ANSWER, [8], now=NOW)
    assert (state.questions.stopped(asked.id), state.questions.answer(asked.id)) == (False, ANSWER)


def test_history_follows_the_questions_back(state: State) -> None:
    first = question("how many ferries so far?")
    second = question("and in March?", parent=first)
    third = question("who says so?", parent=second, user=BEN)
    aside = question("and in April?", parent=first)
    for asked in (first, second, third, aside):
        state.questions.add(asked)
    assert state.questions.history(first) == ()
    assert state.questions.history(third) == ("how many ferries so far?", "and in March?")
    assert state.questions.history(aside) == ("how many ferries so far?",)


def test_history_holds_the_newest_ten(state: State) -> None:
    asked = question("0")
    state.questions.add(asked)
    for number in range(1, 13):
        asked = question(str(number), parent=asked)
        state.questions.add(asked)
    assert state.questions.history(asked) == tuple(map(str, range(2, 12)))


def test_history_ends_at_a_question_that_is_gone(state: State) -> None:
    second = question("and in March?", parent=question())
    state.questions.add(second)
    assert state.questions.history(question(parent=second)) == ("and in March?",)


def test_a_message_follows_up_the_newest_question_within_the_time(state: State) -> None:
    older, newer, same_second = question(asked_at=NOW - MINUTE), question(), question()
    for asked in (newer, older, same_second):
        state.questions.add(asked)
    assert state.questions.latest(HERS, ADA, since=NOW - 30 * MINUTE) == same_second
    assert state.questions.latest(HERS, ADA, since=NOW) == same_second
    assert state.questions.latest(HERS, ADA, since=NOW + SECOND) is None


def test_each_topic_and_person_has_a_conversation_of_its_own(state: State) -> None:
    asked = {where: question(place=where[0], user=where[1]) for where in ((DESK, ADA), (SPORT, ADA), (SPORT, BEN))}
    for one in asked.values():
        state.questions.add(one)
    latest = {where: state.questions.latest(*where, since=NOW) for where in (*asked, (DESK, BEN), (HERS, ADA))}
    assert latest == {**asked, (DESK, BEN): None, (HERS, ADA): None}


def test_a_closed_conversation_is_not_followed_up(state: State) -> None:
    hers, elsewhere, his = question(place=SPORT), question(place=DESK), question(place=SPORT, user=BEN)
    for asked in (hers, elsewhere, his):
        state.questions.add(asked)
    state.questions.close(SPORT, ADA)
    where = ((SPORT, ADA), (DESK, ADA), (SPORT, BEN))
    assert [state.questions.latest(*one, since=NOW) for one in where] == [None, elsewhere, his]
    fresh = question(place=SPORT)
    state.questions.add(fresh)
    assert state.questions.latest(SPORT, ADA, since=NOW) == fresh


def test_unfinished_questions_of_a_silent_replica_are_handed_out_oldest_first(open_state: Open) -> None:
    silent, alive = open_state(), open_state()
    silent.replicas.beat(now=NOW)
    waiting, running, answered, stopped, failed = (question() for _ in range(5))
    for asked in (waiting, running, answered, stopped, failed):
        silent.questions.add(asked)
    silent.questions.begin(running.id, now=NOW)
    silent.questions.answered(answered.id, ANSWER, [], now=NOW)
    silent.questions.stopped(stopped.id)
    silent.questions.failed(failed.id)
    assert alive.questions.orphans(now=NOW + SILENCE, silence=SILENCE) == ()
    assert alive.questions.orphans(now=NOW + SILENCE + SECOND, silence=SILENCE) == (waiting, running)
    assert alive.questions.orphans(now=NOW + DAY, silence=SILENCE) == ()


def test_questions_of_a_replica_that_lives_stay_with_it(open_state: Open) -> None:
    busy, other = open_state(), open_state()
    asked = question(asked_at=NOW - DAY)
    busy.questions.add(asked)
    busy.replicas.beat(now=NOW)
    assert other.questions.orphans(now=NOW + SECOND, silence=SILENCE) == ()
    assert busy.questions.orphans(now=NOW + DAY, silence=SILENCE) == ()


def test_what_was_handed_on_is_no_longer_the_first_replicas_to_answer(open_state: Open) -> None:
    frozen, alive = open_state(), open_state()
    waiting, running = question(), question()
    for asked in (waiting, running):
        frozen.questions.add(asked)
    frozen.questions.begin(running.id, now=NOW)
    assert [frozen.questions.holds(asked.id) for asked in (waiting, running)] == [True, True]
    alive.questions.orphans(now=NOW + DAY, silence=SILENCE)
    assert [frozen.questions.holds(asked.id) for asked in (waiting, running)] == [False, False]
    assert frozen.questions.begin(waiting.id, now=NOW + DAY) is False


def test_a_replica_that_left_has_its_questions_handed_out_at_once(open_state: Open) -> None:
    leaving, alive = open_state(), open_state()
    leaving.replicas.beat(now=NOW)
    asked = question()
    leaving.questions.add(asked)
    leaving.replicas.leave()
    assert alive.questions.orphans(now=NOW, silence=SILENCE) == (asked,)


def test_every_orphan_is_handed_out_once_to_many_replicas_at_once(open_state: Open) -> None:
    silent, *alive = (open_state() for _ in range(7))
    asked = [question() for _ in range(30)]
    for one in asked:
        silent.questions.add(one)
    taken = at_once(lambda state: state.questions.orphans(now=NOW + DAY, silence=SILENCE), alive)
    assert sorted(one.id for some in taken for one in some) == [one.id for one in asked]


def test_an_orphan_is_handed_out_again_when_who_took_it_falls_silent(open_state: Open) -> None:
    first, second, third = (open_state() for _ in range(3))
    told, untold = question(), question()
    for asked in (told, untold):
        first.questions.add(asked)
    second.replicas.beat(now=NOW + MINUTE)
    assert second.questions.orphans(now=NOW + MINUTE, silence=SILENCE) == (told, untold)
    assert second.questions.failed(told.id) is True
    third.replicas.beat(now=NOW + 2 * MINUTE)
    assert third.questions.orphans(now=NOW + 2 * MINUTE, silence=SILENCE) == (untold,)


def test_a_question_stopped_while_orphans_are_handed_out_is_not_among_them(open_state: Open) -> None:
    slow, alive = open_state(), open_state()
    asked = [question() for _ in range(20)]
    for one in asked:
        slow.questions.add(one)

    def stop() -> tuple[Question, ...]:
        return tuple(one for one in asked if slow.questions.stopped(one.id))

    def take_over() -> tuple[Question, ...]:
        return alive.questions.orphans(now=NOW + DAY, silence=SILENCE)

    stopped, taken = at_once(lambda doing: doing(), [stop, take_over])
    assert {one.id for one in asked} == {one.id for one in (*stopped, *taken)}
    assert all(slow.questions.holds(one.id) is False for one in asked)
