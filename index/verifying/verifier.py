"""Verification of what a language model writes: only what the passages say goes on to the reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.answering.coverage import Coverage
from index.orders import passes_on_orders
from index.types import Passage
from index.verifying import cleaning, markers, quotations, quoting, support
from index.verifying.aligning import Alignment, Claim
from index.verifying.claims import Kind
from index.verifying.evidence import Evidence, Line, lines_of
from index.verifying.support import Support
from index.vocabulary import stems


@dataclass(frozen=True, slots=True)
class _Bar:
    """What a sentence must reach to be kept."""

    covered: float
    """Share of its words that the passages must hold, 0 to 1."""
    best: float
    """Share that one sentence of them must hold alone."""
    probability: float
    """Chance that it is supported, as calibrated."""


_AS_CITED = _Bar(covered=0.6, best=0.3, probability=0.5)
_AS_FOUND = _Bar(covered=0.75, best=0.6, probability=0.6)
"""For a passage that the sentence does not name."""
_WORD_FOR_WORD = 0.95
"""Share of a sentence's words that stand in one sentence of a passage, from which on its meaning need not be compared."""
_LOOKED_THROUGH = 4
"""Passages in which a sentence without a marker is looked for, those with most of its words."""
_FEWEST_WORDS = 3
_DANGLES = re.compile(r"\b(?:at|to|on|via|from|visit|see|by|with|for|in|or|and|call|email|contact|follow)\W*$", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Mm]y|[Yy]our?)\b")
_IN_QUOTES = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)")


@dataclass(frozen=True, slots=True)
class Verified:
    """A sentence that the passages support."""

    text: str
    """Without markers, links and Markdown."""
    passages: tuple[int, ...]
    """Numbers of the passages that support it, as they were shown to the model; a number comes again for a quote of its own."""
    quotes: tuple[str, ...]
    """For each of them what supports it there, word for word."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A sentence that some passages support, with the places that do."""

    lines: tuple[Line, ...]
    covered: float


class Verifier:
    """Checks sentences of a language model against the passages that it was shown, numbered from 1."""

    def __init__(self, passages: Sequence[Passage], *, coverage: Coverage) -> None:
        self._passages = tuple(passages)
        self._coverage = coverage
        self._lines: dict[int, tuple[Line, ...]] = {}
        self._evidence: dict[tuple[int, ...], Evidence] = {}

    def verify(self, sentence: str) -> Verified | None:
        """The sentence with the passages that support it, or None when none does.

        A marker counts only when its passage supports the sentence, alone or together with the others named. Else, and
        without a marker, a single passage that supports all of it is looked for.
        """
        marked = markers.read(sentence)
        if passes_on_orders(marked.text):
            return None
        text = cleaning.clean(marked.text)
        if not _states(text, leads_away=cleaning.leads_away(marked.text)):
            return None
        numbers = [number for number in marked.numbers if 0 < number <= len(self._passages)]
        return (self._as_cited(text, numbers) if numbers else None) or self._found(text)

    def _as_cited(self, text: str, numbers: Sequence[int]) -> Verified | None:
        alone = [judged for number in numbers if (judged := self._judge(text, (number,), bar=_AS_CITED))]
        if alone:
            return self._verified(text, [line for judged in alone for line in judged.lines])
        together = self._judge(text, tuple(numbers), bar=_AS_CITED) if len(numbers) > 1 else None
        return self._verified(text, together.lines) if together else None

    def _found(self, text: str) -> Verified | None:
        """The sentence by the one passage that supports it best, wherever the model had it from."""
        judged = [self._judge(text, (number,), bar=_AS_FOUND) for number in self._likely(text)]
        best = max((each for each in judged if each), key=lambda each: each.covered, default=None)
        return self._verified(text, best.lines) if best else None

    def _judge(self, text: str, numbers: tuple[int, ...], *, bar: _Bar) -> _Judged | None:
        evidence = self._evidence_of(numbers)
        if not all(quotations.is_held(each, self._plain(numbers)) for each in quotations.quoted(text)):
            return None
        claim = Claim(text, self._passages[numbers[0] - 1].published)
        alignment = Alignment(claim, evidence)
        if support.is_out_of_reach(alignment, covered=bar.covered, best=bar.best):
            return None
        found = support.measure(alignment, self._coverage)
        if found.unfounded or found.contradictions or found.covered < bar.covered or found.best < bar.best:
            return None
        if not _speaks_as_told(text, alignment, found):
            return None
        if found.best < _WORD_FOR_WORD and support.probability(text, found, evidence, self._coverage) < bar.probability:
            return None
        return _Judged(_quotable(alignment, found), found.covered)

    def _verified(self, text: str, lines: Sequence[Line]) -> Verified:
        quotes: list[tuple[int, str]] = []
        for number in dict.fromkeys(line.passage for line in lines):
            passage = self._passages[number - 1].text
            runs = quoting.runs((line.start, line.end) for line in lines if line.passage == number)
            quotes.extend((number, passage[start:end]) for start, end in runs)
        ended = text if re.search(r"[.!?…][\"'”’)]*$", text) else f"{text.rstrip(',;:')}."
        return Verified(ended[0].upper() + ended[1:], tuple(number for number, _ in quotes), tuple(quote for _, quote in quotes))

    def _likely(self, text: str) -> list[int]:
        """Numbers of the passages that hold most of the sentence's words."""
        wanted = stems(text)
        shared = {number: len(wanted & _stems(passage)) for number, passage in enumerate(self._passages, start=1)}
        ranked = sorted(shared, key=lambda number: -shared[number])
        return [number for number in ranked[:_LOOKED_THROUGH] if shared[number]]

    def _evidence_of(self, numbers: tuple[int, ...]) -> Evidence:
        if numbers not in self._evidence:
            for number in numbers:
                if number not in self._lines:
                    self._lines[number] = lines_of(self._passages[number - 1], number)
            self._evidence[numbers] = Evidence([line for number in numbers for line in self._lines[number]])
        return self._evidence[numbers]

    def _plain(self, numbers: tuple[int, ...]) -> str:
        return " | ".join(_plain(f"{each.title} | {each.text}") for each in (self._passages[number - 1] for number in numbers))


@lru_cache(maxsize=256)
def _plain(text: str) -> str:
    return quotations.plain(text)


@lru_cache(maxsize=256)
def _stems(passage: Passage) -> frozenset[str]:
    return stems(f"{passage.title} {passage.text}")


def _states(text: str, *, leads_away: bool) -> bool:
    """True when a cleaned sentence states something of the news."""
    if len(re.findall(r"[^\W_]+", text)) < _FEWEST_WORDS or cleaning.is_chatter(text):
        return False
    return not (leads_away and _DANGLES.search(text))


def _speaks_as_told(text: str, alignment: Alignment, found: Support) -> bool:
    """True unless the sentence says "I" or "you" of its own: outside quotations, and not as the evidence does."""
    spoken = _FIRST_PERSON.findall(_IN_QUOTES.sub(" ", text))
    told = " ".join(alignment.evidence.lines[line].text for line in found.lines)
    return all(re.search(rf"\b{re.escape(word)}\b", told, re.IGNORECASE) for word in spoken)


def _quotable(alignment: Alignment, found: Support) -> tuple[Line, ...]:
    """The sentences to quote, in the order of the passages: those that tell most, and those that hold the figures."""
    evidence = alignment.evidence
    wanted = set(found.lines)
    for place, unit in enumerate(alignment.claim.units):
        if unit.kind is Kind.FIGURE and alignment.place[place] is not None:
            holding = {evidence.line_of[source] for source in alignment.partners[place]}
            texts = {line for line in holding if evidence.lines[line].is_text}
            if texts and not texts & wanted:
                wanted.add(min(texts))
    return tuple(evidence.lines[line] for line in sorted(wanted))
