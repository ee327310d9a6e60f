"""Subscriptions: kept until they are ended, and each piece of news told by one replica alone."""

from dataclasses import replace

from bot.telegram.state import State, Subscription
from tests.telegram.state.asking import ADA, BEN, DESK, HERS, MINUTE, NOW, SPORT, TALLY, at_once
from tests.telegram.state.conftest import Open


def test_a_subscription_is_kept_with_what_was_known_then(state: State) -> None:
    made = state.subscriptions.add(HERS, ADA, "ferries  run aground\n", "es", now=NOW, arrival=41, reading=TALLY)
    assert made == Subscription(made.id, HERS, ADA, "ferries run aground", "es", NOW, 41, TALLY, 0)
    assert state.subscriptions.of(HERS, ADA) == (made,)


def test_a_topic_is_subscribed_once_a_person_and_place(state: State) -> None:
    first = state.subscriptions.add(HERS, ADA, "Ferries", "en", now=NOW, arrival=41, reading=TALLY)
    again = state.subscriptions.add(HERS, ADA, " FERRIES ", "es", now=NOW + MINUTE, arrival=50)
    other = state.subscriptions.add(DESK, ADA, "Ferries", "en", now=NOW + MINUTE, arrival=50)
    assert again == first
    assert state.subscriptions.all() == (first, other)


def test_a_topic_is_subscribed_once_by_many_replicas_at_once(open_state: Open) -> None:
    states = [open_state() for _ in range(6)]
    made = at_once(lambda state: state.subscriptions.add(HERS, ADA, "ferries", "en", now=NOW, arrival=1), states)
    assert set(made) == set(states[0].subscriptions.all())
    assert len(set(made)) == 1


def test_people_see_their_own_subscriptions_of_a_place(state: State) -> None:
    hers = state.subscriptions.add(SPORT, ADA, "ferries", "en", now=NOW, arrival=1)
    more = state.subscriptions.add(SPORT, ADA, "strikes", "en", now=NOW + MINUTE, arrival=1)
    his = state.subscriptions.add(SPORT, BEN, "ferries", "en", now=NOW, arrival=1)
    assert (state.subscriptions.of(SPORT, ADA), state.subscriptions.of(SPORT, BEN)) == ((hers, more), (his,))
    assert state.subscriptions.of(DESK, ADA) == ()


def test_only_who_subscribed_may_end_it(state: State) -> None:
    made = state.subscriptions.add(SPORT, ADA, "ferries", "en", now=NOW, arrival=1)
    assert [state.subscriptions.remove(made.id, user) for user in (BEN, ADA, ADA)] == [False, True, False]
    assert state.subscriptions.all() == ()


def test_a_chat_that_cannot_be_reached_loses_all_its_subscriptions(state: State) -> None:
    kept = state.subscriptions.add(HERS, ADA, "ferries", "en", now=NOW, arrival=1)
    for place, user in ((DESK, ADA), (SPORT, ADA), (SPORT, BEN)):
        state.subscriptions.add(place, user, "ferries", "en", now=NOW, arrival=1)
    assert (state.subscriptions.drop_place(DESK.chat), state.subscriptions.drop_place(DESK.chat)) == (3, 0)
    assert state.subscriptions.all() == (kept,)


def test_what_was_told_is_remembered(state: State) -> None:
    made = state.subscriptions.add(HERS, ADA, "ferries", "en", now=NOW, arrival=41)
    assert state.subscriptions.told(made, arrival=44, reading=TALLY) is True
    assert state.subscriptions.all() == (replace(made, arrival=44, reading=TALLY, version=1),)


def test_news_is_told_by_one_of_many_replicas(open_state: Open) -> None:
    states = [open_state() for _ in range(8)]
    made = states[0].subscriptions.add(HERS, ADA, "ferries", "en", now=NOW, arrival=41)
    won = at_once(lambda state: state.subscriptions.told(made, arrival=44), states)
    assert sorted(won) == [False] * 7 + [True]


def test_news_of_an_ended_subscription_is_not_told(state: State) -> None:
    made = state.subscriptions.add(HERS, ADA, "ferries", "en", now=NOW, arrival=41)
    state.subscriptions.remove(made.id, ADA)
    assert state.subscriptions.told(made, arrival=44) is False
