"""Every test of the state runs twice: on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.telegram.state import Limits, State
from tests.telegram import postgres

Open = Callable[..., State]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str | Path:
    """Where a new state can be kept."""
    if request.param == "sqlite":
        return tmp_path / "home" / "bot.sqlite"
    server: postgres.Server = request.getfixturevalue("postgresql")
    return server.new_database()


@pytest.fixture
def open_state(place: str | Path) -> Iterator[Open]:
    """Opens the state as one more replica; closed at the end of the test."""
    with ExitStack() as stack:

        def open_one(replica: str = "one", limits: Limits | None = None) -> State:
            return stack.enter_context(State.open(place, replica=replica, limits=limits))

        yield open_one


@pytest.fixture
def state(open_state: Open) -> State:
    """An empty state."""
    return open_state()
