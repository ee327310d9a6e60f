"""Who is let in: people and groups by id, everybody only when that is said."""

import pytest

from bot.telegram.access import Access

ADA, BEN, CLEO = 11, 12, 13
NEWSDESK, ELSEWHERE = -100200, -100300


def test_nobody_may_ask_unless_somebody_was_let_in() -> None:
    access = Access()
    assert (access.is_closed, access.may_ask(ADA, ADA), access.may_ask(ADA, NEWSDESK)) == (True, False, False)


@pytest.mark.parametrize(
    ("user", "chat", "may"),
    [
        (ADA, ADA, True),
        (ADA, ELSEWHERE, True),
        (BEN, BEN, False),
        (BEN, NEWSDESK, True),
        (BEN, ELSEWHERE, False),
        (CLEO, CLEO, True),
    ],
)
def test_people_ask_where_they_like_and_groups_let_in_whoever_is_there(user: int, chat: int, *, may: bool) -> None:
    access = Access(allowed=frozenset({ADA, NEWSDESK}), admins=frozenset({CLEO}))
    assert access.may_ask(user, chat) is may
    assert access.is_closed is False


def test_everybody_may_ask_a_public_bot() -> None:
    access = Access(public=True)
    assert (access.is_closed, access.may_ask(BEN, ELSEWHERE), access.is_admin(BEN)) == (False, True, False)


def test_who_may_ask_is_no_admin_for_it() -> None:
    access = Access(allowed=frozenset({ADA, NEWSDESK}), admins=frozenset({CLEO}))
    assert [access.is_admin(user) for user in (ADA, BEN, CLEO, NEWSDESK)] == [False, False, True, False]
