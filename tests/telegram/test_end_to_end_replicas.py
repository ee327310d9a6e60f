"""Several copies of the shipped command with one state between them: SQLite in the home, or PostgreSQL."""

import pytest

from tests.telegram import postgres
from tests.telegram.conftest import Serve
from tests.telegram.emulator import Emulator
from tests.telegram.slow import Model
from tests.telegram.talking import ANSWERED, STRIKES, ask, said


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request: pytest.FixtureRequest) -> dict[str, str]:
    """The setting that gives all copies the same state."""
    if request.param == "sqlite":
        return {}
    server: postgres.Server = request.getfixturevalue("postgresql")
    return {"DATELINE_STATE_URL": server.new_database()}


def test_two_copies_answer_every_question_once(telegram: Emulator, serve: Serve, shared: dict[str, str]) -> None:
    people = [telegram.person(name) for name in ("Ann", "Bob", "Eva", "Ida")]
    with serve(**shared), serve(**shared) as second:
        for person in people:
            person.send(STRIKES)
        answers = [person.wait_for(lambda post: ANSWERED in post.labels, seconds=60, hoped="an answer") for person in people]
        assert second.stop() == 0
        for person, answer in zip(people, answers, strict=True):
            assert person.toast(person.tap(answer, "👍")).text == "Thank you!"
            assert [post.text[:20] for post in person.posts()] == ["At least 21 strikes,"]


def test_another_copy_apologises_for_what_a_dead_one_left_behind(
    telegram: Emulator, serve: Serve, model: Model, shared: dict[str, str]
) -> None:
    ann = telegram.person("Ann")
    with serve(**shared, **model.settings) as first:
        answer = ask(ann, STRIKES)
        question = model.holds(ann)
        with serve(**shared):
            first.kill()
            apology = said(ann, "Sorry, I was interrupted and lost this question.")
            assert (apology.reply_to, apology.labels) == (question.id, ("Try again",))
            assert ann.toast(ann.tap(answer, "Sources")).text == ""
            said(ann, "It was at least the 21st strike since the campaign began on Sept. 2.")
            assert len([post for post in ann.posts() if "Sorry" in post.text]) == 1
