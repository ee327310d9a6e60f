from contextlib import suppress
from threading import Barrier, Thread

import pytest

from index.chat.breaker import Breaker
from index.errors import ModelError


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker("news.example", failures=2, pause=30.0, clock=clock)


def fail(breaker: Breaker, *, retryable: bool = True) -> None:
    with pytest.raises(ModelError, match="down"), breaker.guarded():
        raise ModelError("down", retryable=retryable)


def cut(breaker: Breaker) -> None:
    with breaker.guarded() as alive:
        alive()
        raise ModelError("cut", retryable=True)


def refused(breaker: Breaker) -> str:
    with pytest.raises(ModelError) as failure, breaker.guarded():
        pytest.fail("the call was let through")
    assert failure.value.retryable
    return str(failure.value)


def succeed(breaker: Breaker) -> None:
    with breaker.guarded():
        pass


def test_failures_in_a_row_open_it_for_the_pause(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    fail(breaker)
    clock.time += 12
    assert refused(breaker) == "news.example failed 2 times in a row and is left alone; it will be asked again in 18 seconds"


def test_a_success_between_failures_starts_the_count_anew(breaker: Breaker) -> None:
    fail(breaker)
    succeed(breaker)
    fail(breaker)
    succeed(breaker)


def test_failures_that_are_not_the_endpoints_fault_never_open_it(breaker: Breaker) -> None:
    for _ in range(9):
        fail(breaker, retryable=False)
    succeed(breaker)


def test_after_the_pause_one_call_tries_and_the_others_wait_for_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    fail(breaker)
    clock.time += 30
    with breaker.guarded():
        assert refused(breaker).endswith("it will be asked again once it has answered another question")
    succeed(breaker)


def test_the_others_are_let_in_as_soon_as_the_trial_hears_something(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    fail(breaker)
    clock.time += 30
    with breaker.guarded() as alive:
        alive()
        succeed(breaker)


def test_a_trial_that_hears_something_and_fails_then_opens_it_again(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    fail(breaker)
    clock.time += 30
    with pytest.raises(ModelError, match="cut"):
        cut(breaker)
    assert "failed 3 times in a row" in refused(breaker)


def test_a_failed_trial_opens_it_for_another_pause(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    fail(breaker)
    clock.time += 30
    fail(breaker)
    clock.time += 29
    assert refused(breaker).endswith("in 1 seconds")


def test_a_trial_that_is_given_up_leaves_the_trial_to_the_next(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    fail(breaker)
    clock.time += 30
    with pytest.raises(KeyboardInterrupt), breaker.guarded():
        raise KeyboardInterrupt
    succeed(breaker)
    succeed(breaker)


def test_failures_of_many_threads_are_all_counted(clock: Clock) -> None:
    breaker, together = Breaker("news.example", failures=16, clock=clock), Barrier(16)

    def fail_together() -> None:
        with suppress(ModelError), breaker.guarded():
            together.wait(10)
            raise ModelError("down", retryable=True)

    threads = [Thread(target=fail_together) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "failed 16 times in a row" in refused(breaker)
