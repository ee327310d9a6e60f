"""An answer's text, cut into what is translated and what is not: quotes stay as they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.types import Answer

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_END = re.compile(r"(?:(?<=\])|(?<=\]\.)|(?<=[a-z0-9)%][.!?]))\s+(?=[^a-z\s\[(])")


@dataclass(frozen=True, slots=True)
class Statement:
    """A part of an answer, with a placeholder such as {1} for each of its quotes."""

    text: str
    quotes: tuple[str, ...]
    """Of the whole answer: the first is meant by {1}."""

    @property
    def has_words(self) -> bool:
        """True when there is anything to translate."""
        return any(sign.isalpha() for sign in self.text)

    def whole(self, translated: str | None) -> str:
        """The statement with its quotes in place, in its translation if there is one."""
        return _PLACEHOLDER.sub(lambda match: self.quotes[int(match[1]) - 1], translated or self.text)


def cut(answer: Answer, sentences: Sequence[str] = ()) -> tuple[Statement, ...]:
    """The statements of an answer: joined by spaces, they are its text.

    They are the `sentences`, when these are its text. Text that holds braces with numbers of its own is one whole quote.
    """
    if _PLACEHOLDER.search(answer.text):
        return (Statement("{1}", (answer.text,)),)
    quotes: list[str] = []

    def kept(quote: str) -> str:
        quotes.append(quote)
        return f"{{{len(quotes)}}}"

    text = answer.text
    for quote in sorted(
        {told for cited in answer.citations for told in (cited.quote, cited.title) if told}, key=len, reverse=True
    ):
        # Quotes may hold quotation marks of their own.
        for quoted in (f"“{quote}”", quote if quote[0] in '“"' else ""):
            if quoted and quoted in text:
                text = text.replace(quoted, kept(quoted))
    text = _QUOTED.sub(lambda match: kept(match[0]), text)
    if " ".join(sentences) == answer.text and not quotes:
        return tuple(Statement(sentence, ()) for sentence in sentences)
    return tuple(Statement(part, tuple(quotes)) for part in _END.split(text))
