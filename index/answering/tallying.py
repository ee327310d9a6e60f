"""From a count question and its hits to a tally: read what was found, look for more in the words of the best, resolve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from index.answering import counting, episodes, tallies, weights
from index.answering.counting import Asked
from index.answering.coverage import Coverage
from index.answering.evidence import gather
from index.answering.judging import logistic
from index.answering.matching import Candidate, Matching
from index.answering.signals import names_of
from index.answering.tallies import Series
from index.retrieval.questions import Kind, Plan
from index.storage.embedding import Encoder, Vector
from index.storage.store import Store
from index.types import Hit

_MORE = 40
"""Passages looked for by the words of the best figure's sentence: a story is told in the same words from day to day."""


_NEVER = datetime.max.replace(tzinfo=UTC)
_AFTERMATH = 3.0
"""What one day has cost seldom comes to more than so many times what was first said of it."""
_OF_ALL = 0.4
"""What is counted fits no better than this when all are counted, and only some were asked for."""
_SAYS_NOTHING, _MEANS_ANOTHER = 0.05, 0.5
_ONE_DAY, _SHORT = timedelta(days=1), timedelta(days=200)
"""A span of time shorter than this is asked for by itself; a longer one, such as this year, is a count as far as it has come."""


@dataclass(frozen=True, slots=True)
class Tallied:
    """A tally and what of it was asked."""

    asked: Asked
    series: Series
    best: Candidate
    """The figure that fits best; the tally was read from those like it."""
    ends: tuple[Candidate, Candidate] | None = None
    """For a span of time that no figure is stated for: where the tally stood before it, and at its end."""


def chance(tallied: Tallied, *, answerable: float) -> float:
    """The probability, 0 to 1, that the tally is what was asked; `answerable` is that of a sentence answering at all."""
    best = tallied.best
    found = {**best.features, "score": best.score, "answerable": answerable}
    return logistic(weights.TALLIED_BIAS, weights.TALLIED, found)


def is_sure(tallied: Tallied, *, answerable: float) -> bool:
    """True when the tally is likely enough what was asked to be told: never a count of all for one of the children or sailors."""
    if tallied.best.features["group"] < 0.0 or (tallied.asked.is_of_some and tallied.best.features["unit"] < _OF_ALL):
        return False
    is_silent = bool(tallied.asked.about) and tallied.best.features["said"] < _SAYS_NOTHING
    if is_silent and tallied.best.features["meaning"] < _MEANS_ANOTHER:
        return False  # its article says nothing of what the question is about
    least = weights.LEAST_OF_MONEY if tallied.asked.kind == "money" else weights.LEAST_TALLIED
    return chance(tallied, answerable=answerable) >= least


def _tallied(asked: Asked, candidates: Sequence[Candidate]) -> Tallied | None:
    series = tallies.resolve(asked, candidates)
    if series is None or candidates[0].score < weights.LEAST_FIGURE:
        return None
    return Tallied(asked, series, candidates[0])


def _follows(told: Series, later: Series | None) -> bool:
    """True when what was said on later days can be of what was said of one day."""
    return later is not None and tallies.value(later.newest) <= _AFTERMATH * tallies.value(told.newest)


class Tallying:
    """Tallies what a store holds. Safe for many threads."""

    def __init__(self, store: Store, encoder: Encoder, coverage: Coverage) -> None:
        self._store = store
        self._encoder = encoder
        self._coverage = coverage

    def tally(self, plan: Plan, hits: Sequence[Hit]) -> Tallied | None:
        """What the question wants counted and the tally of it; None when no figure fits."""
        asked = counting.understand(plan)
        return self._tally(plan, asked, hits, self.candidates(plan, asked, hits))

    def _tally(self, plan: Plan, asked: Asked, hits: Sequence[Hit], found: Sequence[Candidate]) -> Tallied | None:
        """The tally that the candidates `found` in the hits tell."""
        if asked.asks_ahead:
            return Tallied(asked, Series((found[0],), ()), found[0]) if found else None
        if asked.period and asked.period[1] - asked.period[0] < _SHORT:
            return self._of_period(plan, asked, asked.period, hits, found)
        return self._whole(plan, asked, hits, found)

    def _of_period(
        self, plan: Plan, asked: Asked, period: tuple[datetime, datetime], hits: Sequence[Hit], found: Sequence[Candidate]
    ) -> Tallied | None:
        """The figure stated for a span of time, else the difference of two that stand at its ends.

        What happened on one day is counted on the days after it, too: how far that has come is better than what was first said.
        """
        stated = [each for each in found if each.features["period"] >= 1.0]
        told = _tallied(asked, stated)
        if told and period[1] - period[0] > _ONE_DAY:
            return told
        unbound = replace(asked, period=None)
        whole = self._whole(plan, unbound, hits, self.candidates(plan, unbound, hits))
        if whole is None or (told and not _follows(told.series, tallies.within(whole.series, period))):
            return told
        if ends := tallies.over(whole.series, period):
            return replace(whole, asked=asked, ends=ends)
        within = tallies.within(whole.series, period)
        return replace(whole, asked=asked, series=within) if within else None

    def _whole(self, plan: Plan, asked: Asked, hits: Sequence[Hit], found: Sequence[Candidate]) -> Tallied | None:
        if asked.episode == episodes.LATEST and (told := self.of_episode(plan, hits)):
            latest = _tallied(asked, self.candidates(plan, asked, told, looks_further=False))
            if latest:
                return latest
        return _tallied(asked, found)

    def candidates(self, plan: Plan, asked: Asked, hits: Sequence[Hit], *, looks_further: bool = True) -> list[Candidate]:
        """The figures that could be what was asked, best first; unless `looks_further`, from these hits alone."""
        sentences = gather(plan, hits)
        matching = Matching(
            plan,
            asked,
            encoder=self._encoder,
            coverage=self._coverage,
            rarity=self._store.rarity(asked.about),
            names=names_of(plan, sentences) | {term for term in asked.about if term == counting.AMERICA},
            text_of=self._text_of,
        )
        found = matching.candidates(sentences)
        if not found or not looks_further:
            return found
        more = self._more(plan, matching.vector_of(found[0]), hits)
        return matching.candidates([*sentences, *gather(plan, more)]) if more else found

    def _more(self, plan: Plan, vector: Vector, hits: Sequence[Hit]) -> list[Hit]:
        """Passages near to the best figure's sentence that are not among the hits."""
        known = {hit.passage.id for hit in hits}
        near = dict(self._store.nearest(vector, limit=_MORE, window=plan.bounded().window))
        passages = self._store.passages([key for key in near if key not in known])
        return [Hit(passages[key], near[key], near[key]) for key in near if key in passages]

    def of_episode(self, plan: Plan, hits: Sequence[Hit]) -> list[Hit]:
        """The passages of the articles that first told of the one event which a question is about; none when it is about no
        such one, or nobody numbers it.
        """
        episode, question = episodes.which(plan.question), episodes.counted(plan.question)
        if episode is None or question is None:
            return []
        count = replace(plan, question=question, kind=Kind.COUNT)
        asked = counting.understand(count)
        found = self.candidates(count, asked, hits)
        tallied = self._tally(count, asked, hits, found)
        if tallied is None:
            return []
        number = tallies.value(tallied.series.newest) if episode == episodes.LATEST else episode
        told = [each for each in found if tallies.value(each) == number]
        told = [each for each in told if each.figure.numeral.kind == "ordinal" and each.figure.event is asked.event]
        first = min((each.sentence.passage.published or _NEVER for each in told), default=_NEVER)
        told = [each for each in told if (each.sentence.passage.published or _NEVER) - first <= _ONE_DAY]
        articles = sorted({each.sentence.passage.article_id for each in told})
        return [Hit(passage, 1.0) for article in articles for passage in self._store.passages_of(article)]

    def _text_of(self, article_id: str) -> str:
        return " ".join(passage.text for passage in self._store.passages_of(article_id))
