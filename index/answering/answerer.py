"""From a question and its hits to an answer."""

from collections.abc import Sequence

from index.answering import quotes, weights
from index.answering.coverage import Coverage
from index.answering.evidence import gather
from index.answering.judging import Judged, doubts, probability, rank
from index.answering.signals import Measuring
from index.retrieval.questions import Plan
from index.storage.embedding import Encoder
from index.storage.store import Store
from index.types import Answer, Hit, Overview


class Answerer:
    """Answers from what a store holds. Safe for many threads."""

    PASSAGES = 8
    """How many hits it wants to read."""

    def __init__(self, store: Store, encoder: Encoder) -> None:
        self.store = store
        self._encoder = encoder
        self._coverage = Coverage(encoder)

    def answer(self, plan: Plan, hits: Sequence[Hit], overview: Overview, *, asked: str) -> Answer:
        """The answer in the articles' own words, or that they don't say; `asked` is the question as the person put it."""
        judged, found = self.judge(plan, hits, overview)
        if judged is None or probability(found) < weights.LEAST:
            return quotes.unknown(plan, judged.sentences if judged else (), overview, asked=asked)
        return quotes.found(plan, quotes.choose(judged), overview, asked=asked)

    def judge(self, plan: Plan, hits: Sequence[Hit], overview: Overview) -> tuple[Judged | None, dict[str, float]]:
        """The hits' sentences, ranked, and the doubts about the best one; None when there is no sentence."""
        sentences = gather(plan, hits)
        if not sentences:
            return None, {}
        rarity = self.store.rarity(plan.terms)
        measuring = Measuring(plan, sentences, encoder=self._encoder, coverage=self._coverage, rarity=rarity)
        judged = rank(measuring.signals())
        best = judged.sentences[0].passage
        text = " ".join([best.title, *(passage.text for passage in self.store.passages_of(best.article_id))])
        covered = self._coverage.of(plan.terms, text, names=measuring.names)
        return judged, doubts(plan, judged, names=measuring.names, covered=covered, newest=overview.last_published)
