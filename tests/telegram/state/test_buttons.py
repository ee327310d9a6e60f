"""Buttons: what is tapped leads to what was shown, and nothing else does."""

import pytest

from bot.telegram.state import State, Tapped
from tests.telegram.state.asking import ADA, HERS, NOW, SPORT


def test_a_tapped_button_says_what_it_stands_for(state: State) -> None:
    data = state.buttons.keep("follow_up", "¿y en marzo? \U0001f6a2" * 50, place=SPORT, user=ADA, now=NOW)
    assert len(data.encode()) <= 64
    assert state.buttons.look(data) == Tapped("follow_up", "¿y en marzo? \U0001f6a2" * 50, SPORT, ADA)


def test_a_button_may_be_for_everybody(state: State) -> None:
    data = state.buttons.keep("ask", "how many ferries?", place=HERS, user=None, now=NOW)
    assert state.buttons.look(data) == Tapped("ask", "how many ferries?", HERS, None)


def test_a_whole_keyboard_is_kept_in_order(state: State) -> None:
    shown = [("sources", "q1"), ("up", "q1"), ("up", "q1"), ("down", "q1")]
    data = state.buttons.keep_all(shown, place=HERS, user=ADA, now=NOW)
    assert [state.buttons.look(one) for one in data] == [Tapped(verb, subject, HERS, ADA) for verb, subject in shown]
    assert len(set(data)) == 4
    assert state.buttons.keep_all([], place=HERS, user=ADA, now=NOW) == ()


@pytest.mark.parametrize("verb", ["", "Up", "a:b", "x" * 41, "ü"])
def test_a_verb_that_would_not_come_back_is_refused(state: State, verb: str) -> None:
    with pytest.raises(ValueError, match=r"^a verb of small letters and _ is needed"):
        state.buttons.keep(verb, "q1", place=HERS, user=ADA, now=NOW)


def test_the_longest_verb_fits(state: State) -> None:
    data = state.buttons.keep("x" * 40, "q1", place=HERS, user=ADA, now=NOW)
    assert (len(data.encode()) <= 64, state.buttons.look(data)) == (True, Tapped("x" * 40, "q1", HERS, ADA))


def test_data_that_was_never_given_out_stands_for_nothing(state: State) -> None:
    data = state.buttons.keep("up", "q1", place=HERS, user=ADA, now=NOW)
    other_verb = data.replace(":up:", ":down:")
    others = [
        "",
        "v1",
        "v1:up:",
        "v2" + data[2:],
        other_verb,
        f"{data}x",
        f"{data}\n",
        data[:-1],
        "v1:up:" + "A" * 12,
        "\ud83d\0",
        "9" * 10_000,
    ]
    assert [state.buttons.look(other) for other in others] == [None] * len(others)
