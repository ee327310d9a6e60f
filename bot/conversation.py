"""One conversation: questions, follow-ups and the commands between them."""

from collections.abc import Callable
from datetime import datetime

from index.newsroom import Newsroom

from bot import moments, requests
from bot.display import Display
from bot.misuse import Misuse
from index.types import Answer

COMMANDS = {
    "/help": "what can be typed here",
    "/sources": "the sources of the last answer",
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
            self._question(requests.checked(words))

    def _question(self, question: str) -> None:
        events = self._news.stream(question, as_of=self._as_of, history=self._earlier)
        answer = self._display.follow(events)
        self._display.answer(answer)
        self._last = answer
        self._earlier = (*self._earlier, question)[-REMEMBERED:]

    def _command(self, words: str) -> None:
        name, _, argument = words.partition(" ")
        commands: dict[str, Callable[[str], None]] = {
            "/help": self._help,
            "/sources": self._sources,
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
