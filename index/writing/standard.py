"""How well a written answer has to answer, to be given in place of the quoted one."""

from collections.abc import Sequence

from index.answering import numerals
from index.answering.coverage import Coverage
from index.answering.judging import Judged
from index.answering.offers import offer
from index.retrieval.questions import Kind, Plan
from index.types import Answer, Passage, Tally
from index.verifying.verifier import Verified
from index.vocabulary import content_words, stem, words

# Of 345 questions about AP_news: among the sentences of the passages that a model is shown, the first lets through at least one
# of those that answer for 0.94 of the questions that quotes answer rightly, and for 0.73 of the others; of sentences that do not
# answer it lets through 0.11.
_TRUSTED, _DOUBTED, _ALONE = 4.0, 0.3, 1.5
"""How much worse than the best sentence that on which a written one rests may be judged: when the model was careful, when it was
not, and when nothing was found to quote."""
_OFFERED, _OFFERED_OF_ANYTHING = 0.5, 0.2
"""What a sentence must have of the kind asked for."""
_ANYTHING = frozenset({Kind.THING, Kind.OPEN, Kind.YES_NO})
"""Kinds of questions to which anything new may be the answer."""
_COPIED = 0.6
"""Share of what the best sentence tells beyond the question that a model must tell which was not careful."""
_COVERED = 0.5


class Standard:
    """Compares what is written with the quoted answer."""

    def __init__(
        self, plan: Plan, draft: Answer, passages: Sequence[Passage], *, judged: Judged | None, coverage: Coverage
    ) -> None:
        """`passages` are those that the model was shown, the first as number 1; without `judged` all sentences count the same."""
        self._plan = plan
        self._draft = draft
        self._passages = passages
        self._judged = judged
        self._coverage = coverage
        self._known = {stem(word) for word in words(plan.question)}
        self._best = judged.sentences[0].text if judged else next((citation.quote for citation in draft.citations), "")

    def is_met(self, written: Sequence[Verified], *, is_careful: bool) -> bool:
        """True when what is written so far answers at least as well as the draft does; False of nothing.

        `is_careful` says that all that the model wrote was supported, and most of it marked.
        """
        if not written:
            return False
        if self._draft.tally:
            return _tells(written, self._draft.tally)
        text = " ".join(sentence.text for sentence in written)
        if not self._offers(text):
            return False
        behind = min(self._behind(sentence) for sentence in written)
        if not self._draft.found:
            return is_careful and behind <= _ALONE and self._is_about_the_question(written)
        return behind <= _TRUSTED if is_careful else behind <= _DOUBTED and self._copies(text)

    def _offers(self, text: str) -> bool:
        """True when the text has what the kind of question asks for, as far as the best sentence has it."""
        wanted = _OFFERED_OF_ANYTHING if self._plan.kind in _ANYTHING else _OFFERED
        return offer(self._plan, text) >= min(wanted, offer(self._plan, self._best))

    def _behind(self, written: Verified) -> float:
        """How much worse than the best sentence those on which a written one rests are judged, the best of them."""
        if self._judged is None:
            return 0.0
        resting = zip(written.passages, written.quotes, strict=True)
        quoted = [(self._passages[number - 1].id, quote) for number, quote in resting]
        scores = (
            score
            for sentence, score in zip(self._judged.sentences, self._judged.scores, strict=True)
            if any(sentence.passage.id == passage and sentence.text in quote for passage, quote in quoted)
        )
        return self._judged.scores[0] - max(scores, default=float("-inf"))

    def _copies(self, text: str) -> bool:
        """True when most of what the best sentence tells beyond the question is told."""
        new = {stem(word) for word in content_words(self._best)} - self._known
        told = {stem(word) for word in content_words(text)}
        return len(new & told) >= _COPIED * len(new)

    def _is_about_the_question(self, written: Sequence[Verified]) -> bool:
        """True when every name of the question is told of, and half of what else it asks about."""
        quoted = " ".join(quote for sentence in written for quote in (sentence.text, *sentence.quotes))
        titles = " ".join(self._passages[number - 1].title for sentence in written for number in sentence.passages)
        names = [word for name in self._plan.names for word in words(name)]
        covered = self._coverage.of([*names, *self._plan.core], f"{titles} {quoted}", names=frozenset(names))
        core = [covered[word] for word in self._plan.core]
        return all(covered[name] >= _COVERED for name in names) and sum(core) >= _COVERED * len(core)


def _tells(written: Sequence[Verified], tally: Tally) -> bool:
    """True when the tally's figure is told, as reserved as the tally is."""
    told = (numeral for sentence in written for numeral in numerals.find(sentence.text))
    return any(each.value == tally.value and each.qualifier == tally.qualifier for each in told)
