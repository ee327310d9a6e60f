"""The small parts that need no Telegram: links, spans of time, turns, giving up."""

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.handlers import links
from bot.telegram.handlers.limits import duration, refusal
from bot.telegram.handlers.running import Running, unless
from bot.telegram.handlers.turns import Turns
from bot.telegram.handlers.typists import Typing
from bot.telegram.messages.language import words
from bot.telegram.state import Refused
from index import Stop, Stopped

NOW = datetime(2025, 11, 21, 12, tzinfo=UTC)
ENGLISH = words("en")


@given(st.text(min_size=1, max_size=47))
def test_link_gives_back_the_question_it_carries(question: str) -> None:
    carried = links.parameter(question)

    assert carried is None or (len(carried) <= 64 and links.question(carried) == question)


@given(st.text(max_size=80))
def test_link_of_somebody_else_is_no_question_or_a_text(parameter: str) -> None:
    assert isinstance(links.question(parameter), str)


def test_question_too_long_for_a_link_is_not_carried() -> None:
    assert (links.parameter("x" * 47), links.parameter("x" * 48), links.parameter("")) == ("q" + "eHh4" * 15 + "eHg", None, None)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(), "1 second"),
        (timedelta(seconds=12.2), "13 seconds"),
        (timedelta(seconds=61), "2 minutes"),
        (timedelta(minutes=120), "120 minutes"),
        (timedelta(minutes=121), "3 hours"),
        (timedelta(hours=48), "48 hours"),
        (timedelta(hours=49), "3 days"),
    ],
)
def test_time_to_wait_is_rounded_up(span: timedelta, said: str) -> None:
    assert duration(span, ENGLISH) == said


def test_every_reason_for_a_refusal_has_its_words() -> None:
    told = [
        refusal(Refused(reason, NOW + timedelta(seconds=30)), ENGLISH, now=NOW) for reason in ("burst", "user_day", "all_day")
    ]

    assert [text.rpartition("in ")[2] for text in told] == ["30 seconds."] * 3
    assert len(set(told)) == 3


def test_line_of_one_person_is_four_questions_long() -> None:
    turns = Turns()
    with turns.line(1), turns.line(1), turns.line(1), turns.line(1), turns.line(2) as other:
        with turns.line(1) as fifth:
            length = turns.length
        assert other is not None
        assert (fifth, length, other.is_set()) == (None, 5, True)

    assert turns.length == 0


def test_whoever_leaves_a_line_lets_the_next_one_come() -> None:
    turns = Turns()
    with ExitStack() as first, ExitStack() as second:
        ahead = first.enter_context(turns.line(1))
        waiting = second.enter_context(turns.line(1))
        with turns.line(1) as last:
            assert [turn and turn.is_set() for turn in (ahead, waiting, last)] == [True, False, False]
            second.close()
            assert last is not None
            assert not last.is_set()
            first.close()
            assert last.is_set()


@pytest.mark.anyio
async def test_query_that_was_gone_on_from_is_not_looked_for() -> None:
    typing = Typing()
    wanted: dict[str, bool] = {}

    async def look(query: str) -> None:
        async with typing.turn(1, query) as is_newest:
            wanted[query] = is_newest

    async with typing.turn(2, "x"), typing.turn(3, "y"):
        looking = [asyncio.create_task(look(query)) for query in ("b", "bo", "boat")]
        await asyncio.sleep(0)
    await asyncio.gather(*looking)

    assert wanted == {"b": False, "bo": False, "boat": True}


@pytest.mark.anyio
async def test_work_that_does_not_heed_the_stop_is_left_at_once() -> None:
    stop = Stop()
    asyncio.get_running_loop().call_soon(stop.set)

    with pytest.raises(Stopped):
        await unless(stop, asyncio.Event().wait())


@pytest.mark.anyio
async def test_what_is_under_way_is_given_up_when_patience_ends() -> None:
    running = Running()

    async def work() -> bool:
        with running.question("one", user=1) as stop:
            await asyncio.to_thread(stop.wait, 30)
            return stop.is_set

    working = asyncio.create_task(work())
    await asyncio.sleep(0)
    is_idle = await running.finish(patience=0.0, farewell=10.0)

    assert (is_idle, await working, running.is_closing) == (True, True, True)


@pytest.mark.anyio
async def test_only_the_persons_own_questions_are_given_up() -> None:
    running = Running()
    with running.question("one", user=1) as one, running.question("two", user=2) as two:
        running.stop_all_of(1)

        assert (one.is_set, two.is_set) == (True, False)
        assert (running.stop("two"), running.stop("three")) == (True, False)
