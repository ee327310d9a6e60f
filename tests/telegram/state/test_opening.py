"""Opening the state: where it may be kept, who may read it, and what is refused."""

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.telegram.state import State
from bot.telegram.state.database import Database
from bot.telegram.state.tables import schema
from index.errors import StorageError
from tests.telegram.postgres import Server
from tests.telegram.state.asking import ANSWER, HERS, NOW, at_once, question
from tests.telegram.state.conftest import Open

CLAIMS = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.telegram.state import State
place = sys.argv[1] if "://" in sys.argv[1] else Path(sys.argv[1])
with State.open(place, replica="one") as state:
    print(*(number for number in range(60) if state.updates.claim(number, now=datetime(2026, 3, 4, tzinfo=UTC))))
"""


def test_what_was_kept_is_there_after_a_restart(open_state: Open) -> None:
    before, asked = open_state(), question()
    before.updates.claim(1, now=NOW, question=asked)
    before.questions.answered(asked.id, ANSWER, [4], now=NOW)
    data = before.buttons.keep("sources", asked.id, place=HERS, user=None, now=NOW)
    before.close()
    after = open_state()
    tapped = after.buttons.look(data)
    assert tapped is not None
    assert (after.questions.get(tapped.subject), after.questions.answer(tapped.subject)) == (asked, ANSWER)
    assert after.updates.claim(1, now=NOW) is False


def test_a_state_of_another_version_is_refused(place: str | Path, open_state: Open) -> None:
    open_state().close()
    database = Database.open(place)
    with database.writing() as connection:
        connection.execute(update(schema).values(version=7))
    database.close()
    with pytest.raises(StorageError) as refused:
        open_state()
    assert str(refused.value) == (
        "the bot's state is of version 7, and this dateline needs version 1; "
        "run the dateline that made it, or name another place with DATELINE_STATE_URL"
    )


def test_many_replicas_may_open_a_new_state_at_once(open_state: Open) -> None:
    states = at_once(open_state, [str(number) for number in range(8)])
    claimed = [state.updates.claim(number, now=NOW) for number, state in enumerate(states)]
    assert claimed == [True] * 8


def test_processes_that_see_the_same_updates_share_them(place: str | Path) -> None:
    program = [sys.executable, "-W", "error", "-c", CLAIMS, str(place)]
    running = [subprocess.Popen(program, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(3)]
    claimed = [int(number) for one in running for number in one.communicate()[0].split()]
    assert (sorted(claimed), [one.returncode for one in running]) == (list(range(60)), [0, 0, 0])


def test_each_opening_is_a_replica_of_its_own(open_state: Open) -> None:
    names = {open_state("newsdesk").replicas.name for _ in range(3)}
    assert len(names) == 3
    assert all(name.startswith("newsdesk-") for name in names)


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "home" / "bot.sqlite"
    with State.open(path, replica="one") as state:
        state.questions.add(question())
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(["bot.sqlite", "bot.sqlite-wal", "bot.sqlite-shm", "bot.sqlite.lock"], 0o600)


def test_a_file_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    path.touch(0o644)
    State.open(path, replica="one").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_sqlite_may_be_named_by_url(tmp_path: Path) -> None:
    State.open(f"sqlite:///{tmp_path / 'bot state.sqlite'}", replica="one").close()
    assert (tmp_path / "bot state.sqlite").exists()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("no url", "the URL of the bot's state cannot be understood; see DATELINE_STATE_URL in the README"),
        ("sqlite://", "the bot's state can be kept in a file by SQLite or by PostgreSQL, not in None"),
        ("sqlite:///:memory:", "the bot's state can be kept in a file by SQLite or by PostgreSQL, not in ':memory:'"),
        (
            "mysql://bot:hidden@127.0.0.1/bot",
            "the bot's state can be kept in a file by SQLite or by PostgreSQL, not in mysql://bot:***@127.0.0.1/bot",
        ),
    ],
)
def test_no_other_database_will_do(url: str, reason: str) -> None:
    with pytest.raises(StorageError) as refused:
        State.open(url, replica="one")
    assert str(refused.value) == reason


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    path.write_text("notes of somebody, long enough to be no empty database" * 100, encoding="utf-8")
    with pytest.raises(StorageError) as refused:
        State.open(path, replica="one")
    assert str(refused.value) == f"the bot's state in {str(path)!r} cannot be used: file is not a database"


def test_a_database_of_somebody_else_keeps_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite"
    with sqlite3.connect(path) as theirs:
        theirs.execute("CREATE TABLE questions (theirs TEXT)")
        theirs.execute("INSERT INTO questions VALUES ('kept')")
    theirs.close()
    with State.open(path, replica="one") as state:
        state.questions.add(question())
    with sqlite3.connect(path) as theirs:
        assert theirs.execute("SELECT * FROM questions").fetchall() == [("kept",)]
    theirs.close()


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").touch()
    with pytest.raises(StorageError, match=r"^cannot keep the bot's state in '.*bot\.sqlite': "):
        State.open(tmp_path / "home" / "bot.sqlite", replica="one")


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(StorageError) as refused:
        State.open("postgresql://bot:hidden@127.0.0.1:1/bot", replica="one")
    assert str(refused.value).startswith("the bot's state in postgresql+psycopg://bot:***@127.0.0.1:1/bot cannot be used: ")
    assert "hidden" not in str(refused.value)


def test_a_failure_tells_nothing_of_the_question(state: State) -> None:
    asked = question("who leaked the memo?")
    state.questions.add(asked)
    with pytest.raises(StorageError) as refused:
        state.questions.add(asked)
    assert "memo" not in f"{refused.value} {refused.value.__cause__}"


def test_connections_that_the_server_ended_are_opened_again(postgresql: Server) -> None:
    with State.open(postgresql.new_database(), replica="one") as state:
        state.health.note("update", now=NOW)
        postgresql.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dateline'")
        assert state.health.last("update") == NOW
