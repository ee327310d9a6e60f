"""A model in this process that says what a test tells it to, and how tests ask with it."""

from collections.abc import Generator, Sequence
from typing import Protocol

from index import Answer
from index.chat import tokens
from index.chat.endpoint import Message
from index.errors import ModelError
from index.types import Usage

MAYOR = "Who was elected mayor of Aldermere?"
ROADS = "How many roads has the flood in Aldermere closed?"
ELECTED = "Ines Barrow was elected mayor of Aldermere on Sunday with 58 percent of the vote [1]."
AGED = "She is 41 years old and runs a boatyard [1]."


class Scripted:
    """A model that says what it is told to, word by word."""

    name = "scripted"
    context = 8192
    output = 600

    def __init__(self, *answers: str, failing_after: int | None = None, context: int = 8192) -> None:
        """One answer for each request; the last for all that follow. It fails after so many words."""
        self.answers = list(answers)
        self.asked: list[str] = []
        self.closed = 0
        self.context = context
        self._failing_after = failing_after

    def count(self, text: str) -> int:
        return tokens.count(text)

    def stream(self, messages: Sequence[Message]) -> Generator[str, None, Usage]:
        self.asked.append(messages[-1].text)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        try:
            for place, word in enumerate(answer.split(" ")):
                if place == self._failing_after:
                    raise ModelError("the endpoint broke off")
                yield f"{word} "
        except GeneratorExit:
            self.closed += 1
            raise
        return Usage(prompt=100, output=20, cost=0.5)


class Ask(Protocol):
    """The type of the fixture `told`."""

    def __call__(self, model: Scripted, question: str, *, history: Sequence[str] = ()) -> tuple[list[str], Answer]:
        """The sentences that came, and the answer."""
