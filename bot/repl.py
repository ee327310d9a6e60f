"""The command `repl`: a conversation in the terminal, or over a pipe."""

import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import display, moments, opening
from bot.display import Display
from bot.failures import Misuse, complain, say
from index.newsroom import Newsroom
from index.types import Answer

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

COMMANDS = {
    "/help": "what can be typed here",
    "/sources": "the sources of the last answer",
    "/timeline": "how the tally of the last answer went, as a chart",
    "/as-of": "DATE: answer from what was known then; off: from everything",
    "/articles": "what is indexed",
    "/new": "forget the earlier questions",
    "/quit": "leave (or Ctrl-D)",
}
REMEMBERED = 20
"""Earlier questions that a follow-up may lean on."""


class Conversation:
    """Answers lines one after the other, remembering the questions so that a follow-up is understood."""

    def __init__(self, news: Newsroom, display: Display) -> None:
        self._news = news
        self._display = display
        self._as_of: datetime | None = None
        self._earlier: tuple[str, ...] = ()
        self._last: Answer | None = None
        self.ended = False
        """True once the person has asked to leave."""

    @property
    def prompt(self) -> str:
        """What stands before the line the person types."""
        return f"\nas of {moments.day(self._as_of)} > " if self._as_of else "\n> "

    def take(self, line: str) -> None:
        """Answer a question or follow a command; an empty line is nothing. Raises Misuse and what the newsroom raises."""
        words = line.strip()
        if words.startswith("/"):
            self._command(words)
        elif words:
            self._question(words)

    def _question(self, question: str) -> None:
        with closing(self._news.stream(question, as_of=self._as_of, history=self._earlier)) as events:
            answer = self._display.follow(events)
        self._display.answer(answer)
        self._last = answer
        self._earlier = (*self._earlier, question)[-REMEMBERED:]

    def _command(self, words: str) -> None:
        name, _, argument = words.partition(" ")
        commands: dict[str, Callable[[str], None]] = {
            "/help": self._help,
            "/sources": self._sources,
            "/timeline": self._timeline,
            "/as-of": self._set_as_of,
            "/articles": self._articles,
            "/new": self._forget,
            "/quit": self._leave,
        }
        if name not in commands:
            raise Misuse(f"there is no command {name!r}; /help lists them")
        commands[name](argument.strip())

    def _help(self, _: str) -> None:
        width = max(map(len, COMMANDS))
        self._display.say("\n".join(f"{name:{width}}  {purpose}" for name, purpose in COMMANDS.items()))

    def _sources(self, _: str) -> None:
        if self._last and self._last.citations:
            self._display.sources(self._last.citations)
        else:
            self._display.say("the last answer has no sources" if self._last else "nothing has been asked yet")

    def _timeline(self, _: str) -> None:
        if self._last and self._last.tally:
            self._display.timeline(self._last.tally)
        else:
            self._display.say("the last answer is no tally" if self._last else "nothing has been asked yet")

    def _set_as_of(self, argument: str) -> None:
        if not argument:
            raise Misuse("say a date, such as /as-of 2025-11-16, or /as-of off")
        self._as_of = None if argument == "off" else moments.end(argument)
        self._display.say(f"answering as of {moments.day(self._as_of)}" if self._as_of else "answering from everything")

    def _articles(self, _: str) -> None:
        self._display.overview(self._news.articles())

    def _forget(self, _: str) -> None:
        self._earlier, self._last = (), None
        self._display.say("a new conversation")

    def _leave(self, _: str) -> None:
        self.ended = True


def repl(*, home: Path | None) -> int:
    """Converse until the person leaves or the input ends. Returns the exit code."""
    with opening.newsroom(home) as news:
        opening.stock(news)
        conversation = Conversation(news, display.chosen())
        if not sys.stdin.isatty():
            return read(conversation, sys.stdin, home=home)
        converse(conversation, session(opening.folder(home) / "history"), home=home)
    return 0


def read(conversation: Conversation, source: Iterable[str], *, home: Path | None) -> int:
    """Answer line after line; returns 1 when a line could not be answered, else 0."""
    code = 0
    for line in source:
        code = max(code, _take(conversation, line, home=home))
        if conversation.ended:
            break
    return code


def converse(conversation: Conversation, prompts: "PromptSession[str]", *, home: Path | None) -> None:
    """Prompt, answer and prompt again. Ctrl-C drops the line or the running question, Ctrl-D leaves."""
    print("Ask about the news; /help lists the commands, Ctrl-D leaves.")
    while not conversation.ended:
        try:
            line = prompts.prompt(conversation.prompt)
        except KeyboardInterrupt:
            continue
        except EOFError:
            return
        try:
            _take(conversation, line, home=home)
        except KeyboardInterrupt:
            say("interrupted")


def session(history: Path, *, keyboard: "Input | None" = None, screen: "Output | None" = None) -> "PromptSession[str]":
    """A prompt that remembers its lines in the file `history`, which only its owner can read, and completes commands."""
    from prompt_toolkit import PromptSession  # here because a pipe needs none of it
    from prompt_toolkit.completion import WordCompleter
    from prompt_toolkit.history import FileHistory

    history.touch(mode=0o600, exist_ok=True)
    completer = WordCompleter(list(COMMANDS), meta_dict=COMMANDS, sentence=True)
    return PromptSession(history=FileHistory(history), completer=completer, input=keyboard, output=screen)


def _take(conversation: Conversation, line: str, *, home: Path | None) -> int:
    """Answer one line and explain what fails, so that the conversation goes on."""
    try:
        conversation.take(line)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - one failed question must not end a conversation
        complain(error, home=home)
        return 1
    return 0
