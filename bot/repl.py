"""The command `repl`: a conversation in the terminal, or over a pipe."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from bot import display, homes, opening
from bot.conversation import COMMANDS, Conversation
from bot.failures import complain, say

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output


def repl(*, home: Path | None) -> int:
    """Converse until the person leaves or the input ends. Returns the exit code."""
    with opening.newsroom(home) as news:
        opening.stock(news)
        conversation = Conversation(news, display.chosen())
        if not sys.stdin.isatty():
            return read(conversation, sys.stdin, home=home)
        converse(conversation, session(homes.folder(home) / "history"), home=home)
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
