"""From a question and its hits to an answer."""

import math
from collections.abc import Sequence

from index.answering import counting, quotes, telling, weights
from index.answering.coverage import Coverage
from index.answering.evidence import gather
from index.answering.judging import Judged, asks_beyond, dated_first, doubts, is_of_the_kind, probability, rank
from index.answering.signals import Measuring
from index.answering.tallying import Tallying, is_sure
from index.retrieval.questions import Kind, Plan
from index.storage.embedding import Encoder
from index.storage.store import Store
from index.types import Answer, Hit, Overview

_WANTED, _WANTED_TO_COUNT = 20, 40
"""Hits looked for."""
_READ, _READ_TO_COUNT = 8, 14
"""Hits whose sentences are weighed. A count may stand in any of many articles, of which the newest is wanted."""


class Answerer:
    """Answers from what a store holds. Safe for many threads."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        self._encoder = encoder
        self.coverage = Coverage(encoder)
        self._tallying = Tallying(store, encoder, self.coverage)

    @staticmethod
    def wants(plan: Plan) -> int:
        """How many hits it wants: a figure may stand in any of many articles."""
        return _WANTED_TO_COUNT if counting.is_counting(plan) else _WANTED

    def answer(self, plan: Plan, hits: Sequence[Hit], overview: Overview, *, asked: str) -> Answer:
        """The answer in the articles' own words, or that they don't say; `asked` is the question as the person put it."""
        return self.draft(plan, hits, overview, asked=asked)[0]

    def draft(self, plan: Plan, hits: Sequence[Hit], overview: Overview, *, asked: str) -> tuple[Answer, Judged | None]:
        """The same answer, and how well the sentences answer that it was chosen from; None when there is none."""
        is_counting = counting.is_counting(plan)
        if not is_counting and (judged := self._of_episode(plan, hits, overview)):
            return quotes.found(plan, quotes.choose(judged), overview, asked=asked), judged
        judged, found = self.judge(plan, hits, overview)
        answerable = probability(found) if judged else 0.0
        is_beyond = is_counting and asks_beyond(plan, overview.last_published)
        tallied = self._tallying.tally(plan, hits) if is_counting and not is_beyond else None
        if tallied and is_sure(tallied, answerable=answerable):
            if tallied.asked.asks_ahead:  # what was foreseen is told in the words of who foresaw it
                return quotes.found(plan, [tallied.best.sentence], overview, asked=asked), judged
            is_bounded = plan.bound is not None or plan.window.as_of is not None
            reach = None if is_bounded else overview.last_published
            return telling.answer(tallied, overview, question=asked, reach=reach), judged
        if judged is None or is_beyond or not is_of_the_kind(plan, judged) or answerable < weights.LEAST:
            return quotes.unknown(plan, judged.sentences if judged else (), overview, asked=asked), judged
        chosen = quotes.choose(judged)
        if is_counting and not counting.is_told_of(counting.understand(plan), [each.text for each in chosen]):
            return quotes.unknown(plan, judged.sentences, overview, asked=asked), judged
        return quotes.found(plan, chosen, overview, asked=asked), judged

    def _of_episode(self, plan: Plan, hits: Sequence[Hit], overview: Overview) -> Judged | None:
        """The sentences of the articles that first told of the one event asked about: when it was, one that names the day first.

        None when nobody numbers it, or none of them answers.
        """
        told = self._tallying.of_episode(plan, hits)
        judged, found = self.judge(plan, told, overview) if told else (None, {})
        if judged and plan.kind is Kind.WHEN:
            return dated_first(judged)
        return judged if judged and is_of_the_kind(plan, judged) and probability(found) >= weights.LEAST else None

    def read(self, answer: Answer, hits: Sequence[Hit]) -> tuple[Hit, ...]:
        """The hits with the passages that an answer quotes, in the order of its citations, before all others."""
        known = {hit.passage.id: hit for hit in hits}
        quoted: dict[str, Hit] = {}
        for citation in answer.citations:
            passages = self.store.passages_of(citation.article_id)
            quoting = next((passage for passage in passages if citation.quote in passage.text), None)
            if quoting:
                quoted[quoting.id] = known.get(quoting.id) or Hit(quoting, score=0.0)
        return (*quoted.values(), *(hit for hit in hits if hit.passage.id not in quoted))

    def judge(self, plan: Plan, hits: Sequence[Hit], overview: Overview) -> tuple[Judged | None, dict[str, float]]:
        """The hits' sentences, ranked, and the doubts about the best one; None when there is no sentence."""
        sentences = gather(plan, hits[: _READ_TO_COUNT if plan.kind is Kind.COUNT else _READ])
        if not sentences:
            return None, {}
        measuring = Measuring(
            plan,
            sentences,
            titles=[hit.passage.title for hit in hits[:_WANTED]],
            encoder=self._encoder,
            coverage=self.coverage,
            rarity=self.store.rarity(plan.terms),
            rarest=math.log(2 * overview.passages + 2),
        )
        judged = rank(measuring.signals(), is_latest_wanted=plan.about_now and plan.kind is Kind.COUNT)
        best = judged.sentences[0].passage
        text = " ".join([best.title, *(passage.text for passage in self.store.passages_of(best.article_id))])
        covered = self.coverage.of(plan.terms, text, names=measuring.names)
        return judged, doubts(plan, judged, names=measuring.names, covered=covered, overview=overview)
