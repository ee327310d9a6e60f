"""Conversations: over a pipe, at a prompt with keys pressed, and step by step."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.input.base import PipeInput
from prompt_toolkit.output import DummyOutput

from bot import plain, repl
from bot.display import Events, Plain
from bot.failures import Misuse
from bot.repl import Conversation
from index.errors import QuestionError
from index.newsroom import Newsroom
from index.types import Answer

Command = Callable[..., CompletedProcess[str]]

CTRL_C, CTRL_D, UP = "\x03", "\x04", "\x1b[A"
QUESTION = "how many passengers were hurt?"


class Recorder(Plain):
    """A display that keeps the answers it shows, and during which Ctrl-C can be pressed."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.interrupted = False

    def follow(self, events: Events) -> Answer:
        if self.interrupted:
            self.interrupted = False
            raise KeyboardInterrupt
        return super().follow(events)

    def answer(self, given: Answer) -> None:
        self.answers.append(given)


@pytest.fixture
def display() -> Recorder:
    return Recorder()


@pytest.fixture
def conversation(news: Newsroom, display: Recorder) -> Conversation:
    return Conversation(news, display)


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    with create_pipe_input() as keys:
        yield keys


def test_a_follow_up_is_asked_with_the_earlier_questions(conversation: Conversation, display: Recorder, news: Newsroom) -> None:
    conversation.take(QUESTION)
    conversation.take("and as of March 3?")
    assert display.answers == [news.ask(QUESTION), news.ask("and as of March 3?", history=[QUESTION])]


def test_a_new_conversation_knows_no_earlier_question(conversation: Conversation, display: Recorder, news: Newsroom) -> None:
    for line in (QUESTION, "/new", "and as of March 3?"):
        conversation.take(line)
    assert display.answers[-1] == news.ask("and as of March 3?")


def test_as_of_holds_until_it_is_switched_off(conversation: Conversation, display: Recorder, news: Newsroom) -> None:
    for line in ("/as-of 2025-03-03", QUESTION, "/new", "/as-of off", QUESTION):
        conversation.take(line)
    assert display.answers == [news.ask(QUESTION, as_of=datetime(2025, 3, 3, 23, 59, 59, tzinfo=UTC)), news.ask(QUESTION)]


def test_the_prompt_shows_the_moment_that_holds(conversation: Conversation) -> None:
    before = conversation.prompt
    conversation.take("/as-of 2025-03-03")
    assert (before, conversation.prompt) == ("\n> ", "\nas of 3 Mar 2025 > ")


def test_sources_are_those_of_the_last_answer(
    conversation: Conversation, display: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in ("/sources", QUESTION, "/sources"):
        conversation.take(line)
    assert capsys.readouterr().out == f"nothing has been asked yet\n{plain.sources(display.answers[0].citations)}\n"


def test_a_timeline_is_that_of_the_last_answer(
    conversation: Conversation, display: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in ("/timeline", "who is the mayor?", "/timeline"):
        conversation.take(line)
    assert capsys.readouterr().out == "nothing has been asked yet\nthe last answer is no tally\n"


def test_a_tally_is_drawn_after_its_answer(
    conversation: Conversation, display: Recorder, capsys: pytest.CaptureFixture[str]
) -> None:
    for line in (QUESTION, "/timeline"):
        conversation.take(line)
    tally = display.answers[0].tally
    assert tally
    assert [reading.value for reading in tally.history] == [9, 11]
    assert capsys.readouterr().out == plain.timeline(tally) + "\n"


def test_help_names_every_command(conversation: Conversation, capsys: pytest.CaptureFixture[str]) -> None:
    conversation.take("/help")
    named = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert named == ["/help", "/sources", "/timeline", "/as-of", "/articles", "/new", "/quit"]


def test_articles_are_those_of_the_newsroom(
    conversation: Conversation, news: Newsroom, capsys: pytest.CaptureFixture[str]
) -> None:
    conversation.take("/articles")
    assert capsys.readouterr().out == plain.overview(news.articles()) + "\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/source", "there is no command '/source'; /help lists them"),
        ("/as-of", "say a date, such as /as-of 2025-11-16, or /as-of off"),
    ],
)
def test_a_line_that_cannot_be_followed_is_refused(conversation: Conversation, line: str, reason: str) -> None:
    with pytest.raises(Misuse) as refused:
        conversation.take(line)
    assert str(refused.value) == reason


def test_a_question_that_is_too_long_is_refused_and_forgotten(
    conversation: Conversation, display: Recorder, news: Newsroom
) -> None:
    with pytest.raises(QuestionError, match=r"^the question has 3,000 characters; at most 2,000 are read, so shorten it$"):
        conversation.take("x" * 3_000)
    conversation.take(QUESTION)
    assert display.answers == [news.ask(QUESTION)]


def test_ctrl_c_drops_the_line_and_ctrl_d_leaves(
    conversation: Conversation, display: Recorder, keyboard: PipeInput, tmp_path: Path
) -> None:
    keyboard.send_text(f"who sank{CTRL_C}{QUESTION}\r{CTRL_D}")
    repl.converse(conversation, repl.session(tmp_path / "history", keyboard=keyboard, screen=DummyOutput()), home=tmp_path)
    assert [answer.question for answer in display.answers] == [QUESTION]


def test_ctrl_c_interrupts_the_running_question_and_the_conversation_goes_on(
    conversation: Conversation, display: Recorder, keyboard: PipeInput, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    display.interrupted = True
    keyboard.send_text(f"who is the mayor?\r{QUESTION}\r/quit\r")
    repl.converse(conversation, repl.session(tmp_path / "history", keyboard=keyboard, screen=DummyOutput()), home=tmp_path)
    assert [answer.question for answer in display.answers] == [QUESTION]
    assert capsys.readouterr().err == "dateline: interrupted\n"


def test_lines_are_remembered_after_a_restart(
    conversation: Conversation, display: Recorder, keyboard: PipeInput, tmp_path: Path
) -> None:
    for keys in (f"{QUESTION}\r{CTRL_D}", f"{UP}\r{CTRL_D}"):
        keyboard.send_text(keys)
        repl.converse(conversation, repl.session(tmp_path / "history", keyboard=keyboard, screen=DummyOutput()), home=tmp_path)
    assert [answer.question for answer in display.answers] == [QUESTION, QUESTION]


def test_the_history_is_for_its_owner_alone(tmp_path: Path, keyboard: PipeInput) -> None:
    repl.session(tmp_path / "history", keyboard=keyboard, screen=DummyOutput())
    assert (tmp_path / "history").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("typed", "offered"), [("/s", ["/sources"]), ("/a", ["/as-of", "/articles"]), ("who /s", [])])
def test_commands_are_completed(tmp_path: Path, keyboard: PipeInput, typed: str, offered: list[str]) -> None:
    completer = repl.session(tmp_path / "history", keyboard=keyboard, screen=DummyOutput()).completer
    assert completer is not None
    assert [completion.text for completion in completer.get_completions(Document(typed), CompleteEvent())] == offered


def test_a_conversation_over_a_pipe_answers_line_by_line(dateline: Command, home: Path) -> None:
    done = dateline("repl", "--home", home, stdin=f"/as-of 2025-03-05\n\n{QUESTION}\n/nonsense\n/quit\nnever asked\n")
    answered = dateline("ask", QUESTION, "--as-of", "2025-03-05", "--home", home)
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        f"answering as of 5 Mar 2025\n{answered.stdout}",
        "dateline: there is no command '/nonsense'; /help lists them\n",
    )
