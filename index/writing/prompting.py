"""What a language model is given to answer a question from."""

import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from index import sentences
from index.answering import dates
from index.chat.endpoint import Message
from index.chat.model import AROUND_A_MESSAGE
from index.types import Passage
from index.writing.fencing import harmless, on_one_line
from prompts import fill

UNKNOWN = "The articles don't say."
"""What a model is told to write, and nothing else, when the passages do not answer."""
MOST_WORDS = 100
"""Length of an answer that a model is asked for."""

_NONCE_BYTES = 6
_MARKER_TOKENS = 4
_BETWEEN = "\n\n"
_MARKER = re.compile(r"[ \t]*\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent to a model, and the passages in it: `passages[0]` is the one with the number 1."""

    messages: tuple[Message, ...]
    passages: tuple[Passage, ...]
    """As they went in: the last may be cut short, and is still a verbatim run of its article."""


def compose(
    question: str,
    passages: Sequence[Passage],
    facts: Sequence[str],
    *,
    now: datetime,
    as_of: datetime | None,
    count: Callable[[str], int],
    room: int,
    nonce: str | None = None,
) -> Prompt:
    """The prompt for a question: as many of the passages, best first, as fit into `room` tokens, the last cut at a sentence.

    Facts are what code has resolved from the passages. A marker such as [3] in a fact names the third of the passages as given
    here; it is renumbered to the number that the passage gets, and left out when the passage is. Passages that facts name go in
    first. Question and facts are never cut: when they leave no room, `Prompt.passages` is empty, and there is nothing to ask.
    `count` tells the tokens of a text; `nonce`, at random unless given, is the code on the marks around every passage.
    """
    desk = _Desk(question, facts, now=now, as_of=as_of, nonce=nonce or secrets.token_hex(_NONCE_BYTES))
    order = desk.order(len(passages))
    left = room - _tokens(desk.messages((), order), count) - _MARKER_TOKENS * sum(len(_MARKER.findall(fact)) for fact in facts)
    kept: list[Passage] = []
    for place in order:
        cost = desk.cost(len(kept) + 1, passages[place], count)
        if cost > left:
            kept.extend(desk.cut(len(kept) + 1, passages[place], count, room=left))
            break
        kept.append(passages[place])
        left -= cost
    # Parts may be counted as less than the whole they make.
    while kept and _tokens(desk.messages(kept, order), count) > room:
        kept.pop()
    return Prompt(desk.messages(kept, order), tuple(kept))


class _Desk:
    """Lays out one question's prompt for any number of passages."""

    def __init__(self, question: str, facts: Sequence[str], *, now: datetime, as_of: datetime | None, nonce: str) -> None:
        self._question = on_one_line(question, nonce=nonce)
        self._facts = facts
        self._day = f"Today is {dates.written(now)}."
        if as_of is not None:
            self._day += f" Answer as of {dates.written(as_of)}: nothing later counts."
        self._nonce = nonce
        self._rules = fill("answer", unknown=UNKNOWN, words=str(MOST_WORDS), nonce=nonce)

    def order(self, count: int) -> list[int]:
        """Places of so many passages in the order in which they go in: those that facts name first."""
        named = (int(number) - 1 for fact in self._facts for number in _MARKER.findall(fact))
        return list(dict.fromkeys([*(place for place in named if 0 <= place < count), *range(count)]))

    def messages(self, passages: Sequence[Passage], order: Sequence[int]) -> tuple[Message, ...]:
        """The conversation; `passages` are the first ones of the order."""
        blocks = [self._block(number, passage) for number, passage in enumerate(passages, start=1)]
        numbers = {place + 1: number for number, place in enumerate(order[: len(passages)], start=1)}
        told = "\n".join(f"- {self._fact(fact, numbers)}" for fact in self._facts)
        parts = [self._day, *blocks, f"Facts:\n{told}" if told else "", f"Question: {self._question}"]
        return Message("system", self._rules), Message("user", _BETWEEN.join(part for part in parts if part))

    def cost(self, number: int, passage: Passage, count: Callable[[str], int]) -> int:
        """Tokens that a passage adds."""
        return count(self._block(number, passage)) + count(_BETWEEN)

    def cut(self, number: int, passage: Passage, count: Callable[[str], int], *, room: int) -> Iterator[Passage]:
        """The passage up to the last of its sentences with which it fits; none when not even the first does."""
        for _, end in reversed(sentences.spans(passage.text)[:-1]):
            short = replace(passage, text=passage.text[:end], end=passage.start + end)
            if self.cost(number, short, count) <= room:
                yield short
                return

    def _block(self, number: int, passage: Passage) -> str:
        """A passage between its marks, with all that is known of when and where it was published."""
        lines = [
            f"<passage {number} {self._nonce}>",
            f"Title: {on_one_line(passage.title, nonce=self._nonce)}",
            f"Source: {on_one_line(passage.source, nonce=self._nonce)}" if passage.source else "",
            f"Published: {dates.written(passage.published) if passage.published else 'date unknown'}{_updated(passage)}",
            "",
            harmless(passage.text, nonce=self._nonce),
            f"</passage {number} {self._nonce}>",
        ]
        return "\n".join(line for place, line in enumerate(lines) if line or place == 4)

    def _fact(self, fact: str, numbers: dict[int, int]) -> str:
        """The fact with the numbers of this prompt; what stands between its markers may come from articles."""
        told = []
        for place, part in enumerate(_MARKER.split(fact)):
            if place % 2 == 0:
                told.append(" ".join(harmless(part, nonce=self._nonce).split()))
            elif int(part) in numbers:
                told[-1] += f" [{numbers[int(part)]}]"
        return _joined(told)


def _joined(parts: Sequence[str]) -> str:
    """The parts of a sentence; no space before a stop."""
    return re.sub(r" (?=[.,;:!?](?:\s|$))", "", " ".join(part for part in parts if part))


def _updated(passage: Passage) -> str:
    """When the text was last changed, unless it was on the day of publication."""
    if passage.updated is None or (passage.published and passage.updated.date() == passage.published.date()):
        return ""
    return f". Updated: {dates.written(passage.updated)}"


def _tokens(messages: Sequence[Message], count: Callable[[str], int]) -> int:
    return sum(count(message.text) + AROUND_A_MESSAGE for message in messages)
