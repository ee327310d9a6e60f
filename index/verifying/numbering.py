"""Numbers of an answer's citations: 1 to n, in order of use."""

from collections.abc import Sequence

from index.answering.quotes import cite
from index.types import Citation, Passage
from index.verifying import quoting
from index.verifying.verifier import Verified


class Numbering:
    """Cites verified sentences one after the other. The numbers are the same whether or not the answer is streamed.

    Quotes of one passage that touch, or have about a sentence between them, are one citation, which grows; others are
    citations of their own.
    """

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = tuple(passages)
        self._quotes: list[tuple[int, tuple[int, int]]] = []
        """For each citation its passage, and from where to where it quotes it."""

    def cite(self, verified: Verified) -> str:
        """The sentence with its markers behind it."""
        numbers = [self._number(passage, quote) for passage, quote in zip(verified.passages, verified.quotes, strict=True)]
        return f"{verified.text} {''.join(f'[{number}]' for number in dict.fromkeys(numbers))}"

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations of all sentences so far, in order."""
        return tuple(
            cite(number, self._passages[passage - 1], self._passages[passage - 1].text[start:end])
            for number, (passage, (start, end)) in enumerate(self._quotes, start=1)
        )

    def _number(self, passage: int, quote: str) -> int:
        start = self._passages[passage - 1].text.index(quote)
        run = (start, start + len(quote))
        for place, (other, quoted) in enumerate(self._quotes):
            if other == passage and quoting.are_close(quoted, run):
                self._quotes[place] = (passage, quoting.spanning(quoted, run))
                return place + 1
        self._quotes.append((passage, run))
        return len(self._quotes)
