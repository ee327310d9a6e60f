"""Answers written by a language model: what is asked of it, what of its sentences is given, when it is not given at all."""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime

from index.answering.coverage import Coverage
from index.answering.judging import Judged
from index.chat.model import Model
from index.errors import ModelError
from index.retrieval.questions import Plan
from index.types import Answer, Hit, Usage
from index.verifying.splitting import Splitter
from index.writing import carrying
from index.writing.briefing import Briefing, brief
from index.writing.manuscript import Manuscript
from index.writing.prompting import Prompt, compose


class Writer:
    """Has answers written by a language model, and gives nothing of it that the passages don't support. Safe for many threads."""

    def __init__(self, model: Model, *, coverage: Coverage) -> None:
        self.model = model
        self._coverage = coverage

    def write(
        self, plan: Plan, hits: Sequence[Hit], draft: Answer, *, asked: str, now: datetime, judged: Judged | None = None
    ) -> Generator[str, None, Answer]:
        """Sentences of the written answer, each when it is certain enough to be given, then the answer.

        `draft` is the quoted answer to the same question; `hits` are the passages to write from, those that it quotes first;
        `asked` is the question as the person put it; `judged` tells how well the sentences of the hits answer. The draft itself
        is the answer, with a notice of why, when the model fails, when less than half of its sentences are supported by the
        passages, and when what is left does not answer at least as well; sentences that came before are then withdrawn.
        Joined by spaces, the sentences are the written answer's text.
        """
        if carrying.is_worked_out(plan, draft):
            return replace(draft, notice="Worked out from figures of the articles, so it was not left to the language model.")
        told = brief(plan, draft, hits)
        prompt = compose(
            plan.question,
            told.passages,
            told.marked,
            now=now,
            as_of=plan.window.as_of or plan.bound,
            count=self.model.count,
            room=self.model.context - self.model.output,
        )
        if not prompt.passages:
            reason = "the question leaves no room for an article" if told.passages else "no article was found"
            return _quoted(draft, f"The language model was not asked: {reason}.")
        manuscript = Manuscript(plan, draft, Briefing(prompt.passages, told.facts), judged=judged, coverage=self._coverage)
        try:
            usage = yield from self._take(manuscript, prompt)
        except ModelError as error:
            return _quoted(draft, f"The language model could not be used: {str(error).rstrip('.')}.")
        if shortcoming := manuscript.shortcoming():
            return _quoted(replace(draft, usage=usage), shortcoming)
        ending, answer = manuscript.finished(asked)
        if ending:
            yield ending
        return replace(answer, usage=usage)

    def _take(self, manuscript: Manuscript, prompt: Prompt) -> Generator[str, None, Usage]:
        """Read what the model writes into the manuscript, and give what of it is ready; what the model took."""
        splitter = Splitter()
        written = ""
        with closing(self.model.stream(prompt.messages)) as pieces:
            while True:
                try:
                    piece = next(pieces)
                except StopIteration as ended:
                    usage: Usage = ended.value
                    break
                written += piece
                for sentence in splitter.feed(piece):
                    yield from manuscript.take(sentence)
                if manuscript.goes_in_circles:
                    return self._estimate(prompt, written)
        for sentence in splitter.finish():
            yield from manuscript.take(sentence)
        return usage

    def _estimate(self, prompt: Prompt, written: str) -> Usage:
        """What a request took that was not read to its end."""
        sent = sum(self.model.count(message.text) for message in prompt.messages)
        return Usage(prompt=sent, output=self.model.count(written))


def _quoted(draft: Answer, notice: str) -> Answer:
    """The quoted answer, and why it was not written; there is nothing to explain when no answer was found."""
    return replace(draft, notice=notice if draft.found else None)
