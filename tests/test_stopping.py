"""A wish to stop reaches whoever works, whenever it is made."""

from collections.abc import Generator
from threading import Thread

import pytest

from index.errors import Stopped
from index.stopping import Stop, until


def _counting() -> Generator[int, None, str]:
    yield 1
    yield 2
    return "done"


def test_callbacks_are_called_once_in_their_order_when_it_is_set() -> None:
    stop, told = Stop(), list[str]()
    stop.on_set(lambda: told.append("first"))
    stop.on_set(lambda: told.append("second"))
    assert (stop.is_set, told) == (False, [])
    stop.set()
    stop.set()
    assert (stop.is_set, told) == (True, ["first", "second"])


def test_a_callback_that_comes_late_is_called_at_once() -> None:
    stop, told = Stop(), list[str]()
    stop.set()
    stop.on_set(lambda: told.append("late"))
    assert told == ["late"]


def test_a_callback_that_is_taken_back_is_not_called() -> None:
    stop, told = Stop(), list[str]()
    forget = stop.on_set(lambda: told.append("first"))
    stop.on_set(lambda: told.append("second"))
    forget()
    forget()
    stop.set()
    assert told == ["second"]


def test_a_callback_may_look_at_what_called_it() -> None:
    stop, told = Stop(), list[bool]()

    def look() -> None:
        stop.on_set(lambda: told.append(stop.is_set))

    stop.on_set(look)
    stop.set()
    assert told == [True]


def test_whoever_waits_is_woken() -> None:
    stop, woken = Stop(), list[bool]()
    waiting = Thread(target=lambda: woken.append(stop.wait(60)))
    waiting.start()
    stop.set()
    waiting.join(10)
    assert (woken, Stop().wait(0)) == ([True], False)


def test_pieces_pass_with_their_result_while_nobody_stops_them() -> None:
    pieces = until(Stop(), _counting())
    assert [next(pieces), next(pieces)] == [1, 2]
    with pytest.raises(StopIteration) as end:
        next(pieces)
    assert end.value.value == "done"


@pytest.mark.parametrize("before", [0, 1, 2])
def test_in_place_of_the_next_piece_it_is_told_that_it_was_stopped(before: int) -> None:
    stop, source = Stop(), _counting()
    pieces = until(stop, source)
    assert [next(pieces) for _ in range(before)] == [1, 2][:before]
    stop.set()
    with pytest.raises(Stopped, match=r"^stopped before the answer was there$"):
        next(pieces)
    assert list(source) == []


def test_what_is_stopped_while_it_works_gives_no_piece_of_that_work() -> None:
    stop = Stop()

    def working() -> Generator[str, None, None]:
        stop.set()
        yield "too late"

    with pytest.raises(Stopped):
        next(until(stop, working()))
