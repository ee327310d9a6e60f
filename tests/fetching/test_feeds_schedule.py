"""When to look again, for clocks and chances that are given."""

from datetime import timedelta
from itertools import pairwise

import pytest

from index.fetching import schedule
from index.fetching.refreshing import spread

MINUTE = timedelta(minutes=1)


def test_a_feed_that_brings_something_is_read_more_often_up_to_every_ten_minutes() -> None:
    assert [schedule.interval(minutes * MINUTE, brought=True) / MINUTE for minutes in (120, 60, 15, 10)] == [60, 30, 10, 10]


def test_a_quiet_feed_is_read_more_seldom_down_to_every_two_hours() -> None:
    assert [schedule.interval(minutes * MINUTE, brought=False) / MINUTE for minutes in (10, 60, 100, 120)] == [15, 90, 120, 120]


@pytest.mark.parametrize(("pause", "minutes"), [(None, 10), (5, 10), (60, 60), (10_080, 1_440)])
def test_a_feed_is_left_alone_as_long_as_it_asks_but_a_day_at_most(pause: int | None, minutes: int) -> None:
    assert schedule.interval(10 * MINUTE, brought=True, pause=pause) == minutes * MINUTE


def test_a_feed_that_fails_is_left_alone_twice_as_long_each_time_up_to_a_day() -> None:
    waits = [schedule.after_failures(15 * MINUTE, failures=failures) for failures in (1, 2, 3, 7, 1_000)]
    assert [wait / MINUTE for wait in waits] == [30, 60, 120, 1_440, 1_440]


def test_chance_moves_a_wait_by_a_tenth_at_most() -> None:
    assert [schedule.jittered(100 * MINUTE, chance=chance) / MINUTE for chance in (0.0, 0.5, 1.0)] == [90, 100, 110]


def test_a_page_is_looked_at_seven_times_in_a_day_and_a_half() -> None:
    waits = [schedule.next_look(looks, age=None) for looks in range(1, 8)]
    assert [wait and wait / MINUTE for wait in waits] == [30, 60, 120, 240, 480, 960, None]


def test_a_page_that_is_older_than_three_days_is_settled() -> None:
    ages = (timedelta(days=3), timedelta(days=3, seconds=1))
    assert [schedule.next_look(1, age=age) for age in ages] == [30 * MINUTE, None]


def test_a_failure_that_may_pass_is_tried_five_more_times_and_another_one_once() -> None:
    passing = [schedule.retry(failures, is_passing=True) for failures in range(1, 7)]
    lasting = [schedule.retry(failures, is_passing=False) for failures in (1, 2)]
    assert [wait and wait / MINUTE for wait in passing] == [15, 60, 240, 960, 3_840, None]
    assert lasting == [60 * MINUTE, None]


def test_hosts_take_turns() -> None:
    turns = spread(["a1", "a2", "a3", "b1", "c1", "c2"], by=lambda name: name[0])
    assert turns == ["a1", "b1", "c1", "a2", "c2", "a3"]
    assert all(one[0] != other[0] for one, other in pairwise(turns))
