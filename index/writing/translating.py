"""A language model as translator: of a question into English, and of an answer into the language of its question."""

import logging
import re
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from index.chat.endpoint import Message
from index.chat.model import AROUND_A_MESSAGE, Model
from index.errors import ModelError
from index.types import Answer, Usage
from index.writing import faithful
from index.writing.fencing import on_one_line
from index.writing.locales import Language
from index.writing.statements import Statement, cut
from prompts import fill

logger = logging.getLogger(__name__)

_EARLIER = 3
"""Questions of the history that are put into English, the newest ones."""
_LONGEST_EARLIER = 500
_NUMBERED = re.compile(r"^\s*(?:\*\*)?(\d+)\s*[.):]\s*(?:\*\*)?\s*(.*?)\s*$")
_KEPT = re.compile(r"(\[\d+\]|\{\d+\})")
_TIMES, _ROOM = 3, 200
"""A model is stopped when it has written so many times what it was given, and so many characters beyond."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A question in English, and the newest of those before it."""

    question: str
    history: tuple[str, ...]


def into_english(model: Model, question: str, history: Sequence[str], language: Language) -> tuple[Understood | None, Usage]:
    """A question of that language in English, with those before it, and what the model took; ModelError when it fails.

    None when what the model wrote cannot be the same question; an earlier one that it got wrong is left out.
    """
    asked = [*(earlier[:_LONGEST_EARLIER] for earlier in history[-_EARLIER:]), question]
    written: dict[int, str] = {}
    with closing(_lines(model, _messages("english", asked, language), count=len(asked))) as lines:
        while True:
            try:
                number, text = next(lines)
            except StopIteration as end:
                usage: Usage = end.value
                break
            written.setdefault(number, text)
    english = [_kept(original, written.get(number), language) for number, original in enumerate(asked, start=1)]
    if english[-1] is None:
        return None, usage
    return Understood(english[-1], tuple(each for each in english[:-1] if each)), usage


def translated(
    model: Model, answer: Answer, sentences: Sequence[str], language: Language
) -> Generator[str, None, tuple[Answer, Usage | None]]:
    """The statements of an answer in that language, each as soon as it is certain; the answer that they make, and what it took.

    `sentences` are those that its text consists of, as far as they are known. What quotes, what the model leaves out, and what
    it does not translate faithfully stays in English. A model that fails costs no more than the translation.
    """
    statements = cut(answer, sentences)
    told: dict[int, str] = {}
    given = 0
    with closing(_faithful(model, answer, statements, language)) as translating:
        while True:
            try:
                place, text = next(translating)
            except StopIteration as end:
                usage: Usage | None = end.value
                break
            if place < given:
                continue
            told[place] = text
            for ready in range(given, place + 1):
                yield statements[ready].whole(told.get(ready))
            given = place + 1
    for rest in statements[given:]:
        yield rest.whole(None)
    if not told:
        return answer, usage
    text = " ".join(statement.whole(told.get(place)) for place, statement in enumerate(statements))
    return replace(answer, text=text, english=answer.text, language=language.code), usage


def _faithful(
    model: Model, answer: Answer, statements: Sequence[Statement], language: Language
) -> Generator[tuple[int, str], None, Usage | None]:
    """The places of statements that the model translates faithfully, with what they become; what it took, unless it failed."""
    wanted = [place for place, statement in enumerate(statements) if statement.has_words]
    if not wanted:
        return None
    known = faithful.known_names(cited.quote for cited in answer.citations)
    messages = _messages("translate", [statements[place].text for place in wanted], language)
    with closing(_lines(model, messages, count=len(wanted))) as lines:
        while True:
            try:
                number, text = next(lines)
            except StopIteration as end:
                usage: Usage = end.value
                return usage
            except ModelError as error:
                logger.info("the rest of an answer stays in English: %s", error)
                return None
            place = wanted[number - 1]
            if faithful.says_the_same(statements[place].text, text, language, known=known):
                yield place, text


def _kept(original: str, written: str | None, language: Language) -> str | None:
    """What a model made of a question, when that can be the same question."""
    if written is None or written == original:
        return None
    return written if faithful.asks_the_same(original, written, language) else None


def _messages(prompt: str, lines: Sequence[str], language: Language) -> tuple[Message, ...]:
    told = "\n".join(f"{number}. {_fenced(line)}" for number, line in enumerate(lines, start=1))
    return Message("system", fill(prompt, language=language.name)), Message("user", told)


def _fenced(line: str) -> str:
    """The line made harmless, its markers and placeholders as they are."""
    parts = [part if _KEPT.fullmatch(part) else _spaced(part) for part in _KEPT.split(line)]
    return " ".join("".join(parts).split())


def _spaced(part: str) -> str:
    """Text made harmless, with the spaces around it."""
    return f"{part[: len(part) - len(part.lstrip())]}{on_one_line(part)}{part[len(part.rstrip()) :] if part.strip() else ''}"


def _lines(model: Model, messages: Sequence[Message], *, count: int) -> Generator[tuple[int, str], None, Usage]:
    """The lines that a model writes, with their numbers, 1 to `count`, each as soon as it is complete; what the model took."""
    most = _ROOM + _TIMES * len(messages[-1].text)
    written, rest = 0, ""
    seen: set[int] = set()
    with closing(model.stream(messages)) as pieces:
        while written <= most and len(seen) < count:
            try:
                piece = next(pieces)
            except StopIteration as end:
                usage: Usage = end.value
                # What was cut at the limit of its length may look complete.
                if usage.output < model.output:
                    yield from _read(rest, count)
                return usage
            written += len(piece)
            *complete, rest = (rest + piece).split("\n")
            for line in complete:
                for numbered in _read(line, count):
                    seen.add(numbered[0])
                    yield numbered
    asked = sum(model.count(message.text) + AROUND_A_MESSAGE for message in messages)
    return Usage(prompt=asked, output=model.count("x" * written))


def _read(line: str, count: int) -> Generator[tuple[int, str], None, None]:
    """The line with its number, if it is one of those asked for; a single one may lack it."""
    match = _NUMBERED.match(line)
    if match and 1 <= int(match[1]) <= count:
        yield int(match[1]), match[2]
    elif count == 1 and line.strip():
        yield 1, line.strip()
