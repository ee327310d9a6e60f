"""Budgets: so many questions in a row, in a day and by all together, for all replicas at once."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.telegram.state import Allowed, Limits, Refused
from tests.telegram.state.asking import ADA, BEN, DAY, NOW, SECOND, at_once
from tests.telegram.state.conftest import Open

MIDNIGHT = datetime(2026, 3, 5, tzinfo=UTC)
EVERY = timedelta(seconds=6)


def test_a_burst_is_allowed_and_then_one_at_a_time(open_state: Open) -> None:
    budget = open_state(limits=Limits(burst=3, every=EVERY)).budget
    assert [budget.take(ADA, now=NOW) for _ in range(4)] == [Allowed()] * 3 + [Refused("burst", NOW + EVERY)]
    assert budget.take(ADA, now=NOW + EVERY - SECOND) == Refused("burst", NOW + EVERY)
    assert budget.take(ADA, now=NOW + EVERY) == Allowed()
    assert budget.take(ADA, now=NOW + EVERY) == Refused("burst", NOW + 2 * EVERY)


def test_after_a_pause_the_whole_burst_is_there_again_and_no_more(open_state: Open) -> None:
    budget = open_state(limits=Limits(burst=3, every=EVERY)).budget
    for _ in range(3):
        budget.take(ADA, now=NOW)
    later = NOW + timedelta(hours=1)
    assert [budget.take(ADA, now=later) for _ in range(4)] == [Allowed()] * 3 + [Refused("burst", later + EVERY)]


def test_one_persons_burst_is_nobody_elses(open_state: Open) -> None:
    budget = open_state(limits=Limits(burst=1)).budget
    assert [budget.take(user, now=NOW) for user in (ADA, BEN)] == [Allowed(), Allowed()]


def test_a_person_has_so_many_questions_a_day(open_state: Open) -> None:
    budget = open_state(limits=Limits(user_day=2)).budget
    assert [budget.take(ADA, now=NOW) for _ in range(3)] == [Allowed(), Allowed(), Refused("user_day", MIDNIGHT)]
    assert budget.take(BEN, now=NOW) == Allowed()
    assert budget.take(ADA, now=MIDNIGHT - SECOND) == Refused("user_day", MIDNIGHT)
    assert budget.take(ADA, now=MIDNIGHT) == Allowed()


def test_all_together_have_so_many_questions_a_day(open_state: Open) -> None:
    budget = open_state(limits=Limits(all_day=2)).budget
    taken = [budget.take(user, now=NOW) for user in (ADA, BEN, ADA, BEN)]
    assert taken == [Allowed(), Allowed(), Refused("all_day", MIDNIGHT), Refused("all_day", MIDNIGHT)]
    assert budget.take(BEN, now=MIDNIGHT) == Allowed()


def test_a_refused_question_is_not_counted(open_state: Open) -> None:
    budget = open_state(limits=Limits(burst=1, every=EVERY, user_day=2, all_day=2)).budget
    budget.take(ADA, now=NOW)
    assert {budget.take(ADA, now=NOW) for _ in range(5)} == {Refused("burst", NOW + EVERY)}
    assert budget.take(ADA, now=NOW + EVERY) == Allowed()


def test_a_day_is_one_of_utc(open_state: Open) -> None:
    budget = open_state(limits=Limits(user_day=1)).budget
    east = datetime(2026, 3, 5, 4, tzinfo=timezone(timedelta(hours=5)))
    assert [budget.take(ADA, now=moment) for moment in (NOW, east)] == [Allowed(), Refused("user_day", MIDNIGHT)]


@pytest.mark.parametrize(
    ("limits", "refused"),
    [
        (Limits(user_day=0), Refused("user_day", None)),
        (Limits(all_day=0), Refused("all_day", None)),
        (Limits(burst=0), Refused("burst", None)),
    ],
)
def test_a_limit_of_nothing_means_nothing(open_state: Open, limits: Limits, refused: Refused) -> None:
    assert open_state(limits=limits).budget.take(ADA, now=NOW) == refused


def test_a_clock_that_is_set_back_gives_nothing_away(open_state: Open) -> None:
    budget = open_state(limits=Limits(burst=2, every=EVERY)).budget
    for _ in range(2):
        budget.take(ADA, now=NOW)
    assert budget.take(ADA, now=NOW - timedelta(minutes=5)) == Refused("burst", NOW + EVERY)


@pytest.mark.parametrize(
    ("limits", "allowed"),
    [(Limits(burst=7), 7), (Limits(burst=99, user_day=7), 7), (Limits(burst=99, all_day=7), 7)],
    ids=["burst", "user_day", "all_day"],
)
def test_many_replicas_at_once_allow_no_more_than_the_limit(open_state: Open, limits: Limits, allowed: int) -> None:
    states = [open_state(limits=limits) for _ in range(6)]
    taken = at_once(lambda state: [state.budget.take(ADA, now=NOW) for _ in range(4)], states)
    assert sum(one == Allowed() for some in taken for one in some) == allowed


def test_all_peoples_questions_at_once_are_all_counted(open_state: Open) -> None:
    people = {user: open_state(limits=Limits(all_day=10)) for user in range(1, 7)}
    taken = at_once(lambda user: [people[user].budget.take(user, now=NOW) for _ in range(3)], list(people))
    assert sum(one == Allowed() for some in taken for one in some) == 10


def test_a_new_day_begins_with_the_questions_of_that_day_alone(open_state: Open) -> None:
    budget = open_state(limits=Limits(burst=99, user_day=3, all_day=4)).budget
    for day in range(3):
        moment = NOW + day * DAY
        assert [budget.take(ADA, now=moment) for _ in range(4)][2:] == [Allowed(), Refused("user_day", MIDNIGHT + day * DAY)]
        assert [budget.take(BEN, now=moment) for _ in range(2)] == [Allowed(), Refused("all_day", MIDNIGHT + day * DAY)]
