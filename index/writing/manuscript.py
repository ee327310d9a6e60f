"""A written answer while it grows: which of its sentences stand, which are held back, what is still missing."""

from collections.abc import Iterator

from index.answering.coverage import Coverage
from index.answering.judging import Judged
from index.orders import passes_on_orders
from index.retrieval.questions import Plan
from index.types import Answer
from index.verifying import markers
from index.verifying.numbering import Numbering
from index.verifying.verifier import Verified, Verifier
from index.vocabulary import fold
from index.writing import briefing, carrying
from index.writing.briefing import Briefing
from index.writing.prompting import UNKNOWN
from index.writing.standard import Standard

_DOES_NOT_ANSWER = "The articles are quoted: what the language model wrote does not answer as well as they do."
_UNSUPPORTED = "The articles are quoted: less than half of what the language model wrote is supported by them."
_UNKNOWN = "The articles are quoted: the language model found no answer in them."


class Manuscript:
    """Takes a model's sentences one by one. They are held back until together they answer as well as the quoted answer."""

    def __init__(self, plan: Plan, draft: Answer, told: Briefing, *, judged: Judged | None, coverage: Coverage) -> None:
        """`told` holds what the model was shown, the first passage as number 1; `judged` tells how well sentences answer."""
        self._draft = draft
        self._told = told
        self._verifier = Verifier(briefing.with_facts(told.passages, told.facts), coverage=coverage)
        self._standard = Standard(plan, draft, told.passages, judged=judged, coverage=coverage)
        self._numbering = Numbering(told.passages)
        self._kept: list[Verified] = []
        self._given: list[str] = []
        self._seen: set[str] = set()
        self._dropped = 0
        self._marked = 0
        self._says_unknown = False
        self.goes_in_circles = False
        """True once the model has repeated itself: nothing new will come."""

    def take(self, sentence: str) -> Iterator[str]:
        """Take the next sentence; yields those that can now be given, numbered in order of use."""
        key = fold(sentence)
        if key in self._seen:
            self.goes_in_circles = True
            return
        self._seen.add(key)
        if _is_unknown(sentence):
            self._says_unknown = True
            return
        if passes_on_orders(sentence):
            return  # an article's, not the model's: it says nothing of how careful the model is
        verified = self._verifier.verify(sentence)
        if verified is None:
            self._dropped += 1
            return
        self._kept.append(briefing.quoting(verified, self._told.passages, self._told.facts))
        self._marked += bool(markers.read(sentence).numbers)
        if self._given or self._is_good():
            for ready in self._kept[len(self._given) :]:
                self._given.append(self._numbering.cite(ready))
                yield self._given[-1]

    def shortcoming(self) -> str | None:
        """Why the written answer cannot be given, in one line for the person; None when it can."""
        if not self._kept and self._says_unknown:
            return _UNKNOWN
        if len(self._kept) < max(1, self._dropped):
            return _UNSUPPORTED
        return None if self._given else _DOES_NOT_ANSWER

    def finished(self, asked: str) -> tuple[str, Answer]:
        """The sentences that end the answer, which no model writes, and the answer with them; nothing may follow."""
        told = " ".join(self._given)
        citations = self._numbering.citations
        as_of = self._draft.as_of if self._draft.tally else citations[0].published
        ending = carrying.ending(self._draft, told, as_of)
        ending, citations, tally = carrying.renumbered(self._draft, ending, citations)
        answer = Answer(
            question=asked,
            text=f"{told} {ending}".strip(),
            found=True,
            as_of=as_of,
            mode="model",
            citations=citations,
            tally=tally,
            searched=self._draft.searched,
        )
        return ending, answer

    def _is_good(self) -> bool:
        is_careful = not self._dropped and 2 * self._marked >= len(self._kept)
        return self._standard.is_met(self._kept, is_careful=is_careful)


def _is_unknown(sentence: str) -> bool:
    return fold(markers.read(sentence).text).rstrip(".") == fold(UNKNOWN).rstrip(".")
