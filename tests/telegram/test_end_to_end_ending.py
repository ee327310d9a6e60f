"""Questions that are given up: by the person, by a signal, by a crash. A language model that never answers holds them up."""

import signal

from tests.telegram.conftest import Serve
from tests.telegram.emulator import Emulator, Person, Post
from tests.telegram.slow import Model
from tests.telegram.talking import STRIKES, ask, said


def _about(person: Person, question: Post) -> list[str]:
    """What the bot said to a question, as it stands now."""
    return [post.text for post in person.posts() if post.reply_to == question.id]


def test_stop_gives_a_question_up_and_the_model_is_told_at_once(telegram: Emulator, serve: Serve, model: Model) -> None:
    ann = telegram.person("Ann")
    with serve(**model.settings):
        question = model.holds(ann)
        (status,) = [post for post in ann.posts() if "Stop" in post.labels]
        assert ann.toast(ann.tap(status, "Stop")).text == "Stopping…"
        stopped = said(ann, "Stopped.")
        assert model.endpoint.disconnected.wait(10)
        assert (stopped.id, stopped.labels, _about(ann, question)) == (status.id, ("Try again",), ["Stopped."])
        assert ask(ann, STRIKES).text.startswith("At least 21 strikes")


def test_a_slow_question_keeps_nobody_else_waiting(telegram: Emulator, serve: Serve, model: Model) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    with serve(**model.settings):
        model.holds(ann)
        assert ask(bob, STRIKES).text.startswith("At least 21 strikes")


def test_the_next_question_of_the_same_person_waits_for_its_turn(telegram: Emulator, serve: Serve, model: Model) -> None:
    ann = telegram.person("Ann")
    with serve(**model.settings):
        model.holds(ann)
        (status,) = [post for post in ann.posts() if "Stop" in post.labels]
        second = ann.send(STRIKES)
        said(ann, "Your earlier question comes first…")
        ann.tap(status, "Stop")
        answer = ann.wait_for(lambda post: post.reply_to == second.id and "👎" in post.labels, seconds=60)
        assert answer.text.startswith("At least 21 strikes")


def test_a_status_is_edited_at_most_four_times_and_becomes_the_answer(telegram: Emulator, serve: Serve, model: Model) -> None:
    ann = telegram.person("Ann")
    with serve(**model.settings):
        question = model.holds(ann)
        (status,) = [post for post in ann.posts() if "Stop" in post.labels]
        ann.tap(status, "Stop")
        said(ann, "Stopped.")
        (last,) = [post for post in ann.posts() if post.reply_to == question.id]
        assert (last.id, len(last.earlier) <= 5) == (status.id, True)


def test_a_signal_lets_running_questions_end_with_an_apology_and_the_exit_is_clean(
    telegram: Emulator, serve: Serve, model: Model
) -> None:
    ann = telegram.person("Ann")
    with serve(**model.settings) as bot:
        question = model.holds(ann)
        assert bot.stop(seconds=25) == 0
        (apology,) = [post for post in ann.posts() if post.reply_to == question.id]
        assert (apology.text[:30], apology.labels) == ("Sorry, I am being restarted, s", ("Try again",))
    with serve():
        ann.toast(ann.tap(apology, "Try again"))
        ann.wait_for(lambda post: "👎" in post.labels and "Pellwick" in post.text, seconds=60, hoped="an answer")


def test_a_second_signal_ends_at_once(telegram: Emulator, serve: Serve, model: Model) -> None:
    ann = telegram.person("Ann")
    with serve(**model.settings) as bot:
        model.holds(ann)
        bot.process.send_signal(signal.SIGTERM)
        bot.until_logged("stopping: running questions are finished first")
        bot.process.send_signal(signal.SIGINT)
        assert bot.ends(seconds=10) != 0


def test_a_question_in_flight_at_a_crash_is_apologised_for_once_and_can_be_asked_again(
    telegram: Emulator, serve: Serve, model: Model
) -> None:
    ann, bob = telegram.person("Ann"), telegram.person("Bob")
    with serve(**model.settings) as bot:
        answer = ask(bob, STRIKES)
        question = model.holds(ann)
        bot.kill()
    bob.send("/help")
    with serve():
        apology = said(ann, "Sorry, I was interrupted and lost this question.")
        said(bob, "/subscribe")
        assert apology.labels == ("Try again",)
        ann.toast(ann.tap(apology, "Try again"))
        ann.wait_for(lambda post: "👎" in post.labels and "Pellwick" in post.text, seconds=60, hoped="an answer")
        assert [text for text in _about(ann, question) if "Sorry" in text] == [apology.text]
        assert bob.toast(bob.tap(answer, "Sources")).text == ""
        said(bob, "It was at least the 21st strike since the campaign began on Sept. 2.")
        assert len([post for post in bob.posts() if "At least 21 strikes, as of" in post.text]) == 1
