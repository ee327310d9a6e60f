"""The way of one question through the newsroom: understood, looked for, answered."""

import logging
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from index.answering.answerer import Answerer
from index.answering.crediting import credit
from index.errors import ModelError
from index.retrieval.followups import stand_alone
from index.retrieval.questions import Plan, plan
from index.retrieval.retriever import Retriever
from index.types import Answer, Hit, Overview, Progress, Usage, Window

if TYPE_CHECKING:
    from index.chat.model import Model
    from index.writing.locales import Language
    from index.writing.translating import Understood

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What it takes to answer one question."""

    retriever: Retriever
    answerer: Answerer
    overview: Overview
    model: "Model | None"
    now: datetime
    as_of: datetime | None

    def events(self, question: str, history: Sequence[str]) -> Generator[Progress | str | Answer, None, None]:
        """What is being done, the sentences that a model writes, and last the Answer; `history` holds earlier questions."""
        articles = self.overview.articles
        yield Progress(f"searching {articles} articles")
        language = self._language(question, history)
        english, translating = self._in_english(question, history, language) if language else (None, None)
        understood, earlier = (english.question, english.history) if english else (question, history)
        alone, rewriting = self._stand_alone(understood, earlier)
        planned = plan(alone, now=self.now, newest=self.overview.last_published, window=Window(as_of=self.as_of))
        rewritten = alone if alone != " ".join(question.split()) else None
        if rewritten:
            yield Progress(f"understood as: {rewritten}")
        hits = self._hits(planned)
        yield Progress(f"reading {len({hit.passage.article_id for hit in hits})} of {articles} articles")
        answering = self._answer(planned, hits, asked=question)
        answer = yield from self._translated(answering, language) if language and english else answering
        credited = credit(answer, hits, passages_of=self.answerer.store.passages_of)
        yield replace(credited, rewritten=rewritten, usage=_sum(translating, rewriting, answer.usage))

    def _language(self, question: str, history: Sequence[str]) -> "Language | None":
        """The language of a question that is to be translated; None for English, and without a model."""
        if self.model is None:
            return None
        # What needs a model is imported by those who have set one.
        from index.writing import languages, locales

        code = languages.language(question, history)
        return None if code == languages.ENGLISH else locales.language(code)

    def _in_english(
        self, question: str, history: Sequence[str], language: "Language"
    ) -> tuple["Understood | None", Usage | None]:
        """The question in English, unless the model fails at that, and what it took."""
        from index.writing.translating import into_english

        assert self.model
        try:
            return into_english(self.model, question, history, language)
        except ModelError as error:
            logger.info("a question is taken as it was put: %s", error)
            return None, None

    def _translated(
        self, answering: Generator[Progress | str, None, Answer], language: "Language"
    ) -> Generator[Progress | str, None, Answer]:
        """The same in the language of the question; its sentences come when all of them were written in English."""
        from index.writing.translating import translated

        assert self.model
        sentences: list[str] = []
        with closing(answering):
            while True:
                try:
                    event = next(answering)
                except StopIteration as end:
                    answer: Answer = end.value
                    break
                if isinstance(event, str):
                    sentences.append(event)
                else:
                    yield event
        yield Progress(f"translating into {language.name}")
        telling = translated(self.model, answer, sentences if answer.mode == "model" else (), language)
        with closing(telling):
            while True:
                try:
                    statement = next(telling)
                except StopIteration as end:
                    told: Answer = end.value[0]
                    return replace(told, usage=_sum(answer.usage, end.value[1]))
                if answer.mode == "model":
                    yield statement

    def _stand_alone(self, question: str, history: Sequence[str]) -> tuple[str, Usage | None]:
        """A follow-up as it is understood, by the language model or else by rules, and what the former took."""
        if self.model and history:
            # What asks a model is imported by those who have set one.
            from index.writing.rewriting import rewrite

            try:
                return rewrite(self.model, question, history)
            except ModelError as error:
                logger.info("a follow-up is understood by rules: %s", error)
        return stand_alone(question, history), None

    def _hits(self, planned: Plan) -> tuple[Hit, ...]:
        """What was published up to the time that the question names, else what may speak of that time later."""
        find = partial(self.retriever.retrieve, limit=Answerer.wants(planned), newest=self.overview.last_published)
        return find(planned.bounded()) or find(planned)

    def _answer(self, planned: Plan, hits: Sequence[Hit], *, asked: str) -> Generator[Progress | str, None, Answer]:
        """The sentences that a model writes, if there is one, and the answer."""
        answer, judged = self.answerer.draft(planned, hits, self.overview, asked=asked)
        if self.model is None:
            return answer
        from index.writing.writer import Writer

        yield Progress("writing")
        read = self.answerer.read(answer, hits)
        writer = Writer(self.model, coverage=self.answerer.coverage)
        return (yield from writer.write(planned, read, answer, asked=asked, now=self.now, judged=judged))


def _sum(*taken: Usage | None) -> Usage | None:
    """What several calls took together, None among them aside; without a cost when that of one is unknown."""
    known = [each for each in taken if each]
    if not known:
        return None
    costs = [each.cost for each in known if each.cost is not None]
    cost = sum(costs) if len(costs) == len(known) else None
    return Usage(sum(each.prompt for each in known), sum(each.output for each in known), cost)
