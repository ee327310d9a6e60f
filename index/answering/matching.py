"""Figures that may answer, and how well each fits what a question wants counted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from index.answering import episodes, numerals, spans, speakers, weights
from index.answering.counting import RATE, Asked, Form
from index.answering.coverage import Coverage
from index.answering.evidence import Sentence
from index.answering.figures import Figure, read
from index.answering.fitting import Fitting
from index.answering.roles import Role
from index.answering.surroundings import Surroundings
from index.retrieval.questions import Plan
from index.storage.embedding import Encoder, Vector
from index.vocabulary import fold, stem

_MOST_EMBEDDED = 48
"""Sentences whose meaning is looked at: those of the figures that fit best by their words."""
_SEEDS = 3
"""The best figures, with whose sentences the others are compared: one story is told in the same words from day to day."""
_ONE_STORY = 0.75
_STORY_SPREAD = 0.5
_TEMPERATURE = 2.0
_BY_STORY = 0.9
_SPEAKS_OF_IT, _ELSEWHERE = 0.15, 0.5
"""Share of what the question is about that articles of its story say, mostly; and what all others may weigh beside them."""
_ABOUT_AS_MANY = 0.8
_OTHER_STORY, _SAME_STORY = 0.5, 0.9


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that may answer."""

    figure: Figure
    sentence: Sentence
    speaker: str | None
    moment: datetime | None
    """The moment it holds for."""
    period: tuple[datetime, datetime] | None
    """The span of time that it counts, as far as its sentence tells."""
    features: Mapping[str, float]
    likeness: float
    """Cosine of its sentence and the best candidate's."""
    score: float
    """Logarithm of the odds that it is what was asked."""

    @property
    def told(self) -> str:
        """Its sentence, under the article's title."""
        return f"{self.sentence.passage.title}. {self.sentence.text}"

    @property
    def said_by(self) -> str | None:
        """Whose figure it is: the speaker's that its sentence names, else the outlet's."""
        return self.speaker or self.sentence.passage.source


class Matching:
    """Weighs the figures of sentences against one question."""

    def __init__(
        self,
        plan: Plan,
        asked: Asked,
        *,
        encoder: Encoder,
        coverage: Coverage,
        rarity: Mapping[str, float],
        names: frozenset[str],
        text_of: Callable[[str], str],
    ) -> None:
        self._plan = plan
        self._asked = asked
        self._encoder = encoder
        self._question = encoder.embed_question(plan.question)
        self._vectors: dict[str, Vector] = {}
        self._fitting = Fitting(plan, asked, coverage)
        self._surroundings = Surroundings(plan, asked, coverage=coverage, rarity=rarity, names=names, text_of=text_of)

    def candidates(self, sentences: Sequence[Sentence]) -> list[Candidate]:
        """The figures that could be what was asked, best first."""
        found = []
        for sentence in sentences:
            for figure in read(sentence.text):
                unit = self._fitting.unit(figure, sentence)
                if unit is not None and self._is_admissible(figure) and self._is_of_episode(figure, sentence):
                    weighed_one = self._weighed(figure, sentence, unit)
                    if not spans.is_of_another_time(self._asked.period, weighed_one.period, sentence.passage.published):
                        found.append(weighed_one)
        found = _unique(found) if self._asked.is_part else _beside_titles(_unique(found))
        found.sort(key=_merit)
        return sorted((self._with_meaning(found[:_MOST_EMBEDDED]) if found else []), key=_merit)

    def _vectors_of(self, texts: Sequence[str]) -> Mapping[str, Vector]:
        """The vectors of texts: what comes with more sentences a second time is not encoded again."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if unknown:
            self._vectors.update(zip(unknown, self._encoder.embed_passages(unknown), strict=True))
        return self._vectors

    def vector_of(self, candidate: Candidate) -> Vector:
        """The vector of a candidate's sentence, under its article's title."""
        return self._vectors_of([candidate.told])[candidate.told]

    def _is_admissible(self, figure: Figure) -> bool:
        if figure.role is Role.PREDICTION or self._asked.asks_ahead:
            return self._asked.asks_ahead and figure.role is Role.PREDICTION
        if figure.numeral.kind == "ordinal" and (not figure.head or self._asked.is_part):
            return False  # the 17th is the 17th of all
        return figure.role not in (Role.CHANGE, Role.SIZE, Role.DENIED, Role.OTHERWISE)

    def _is_of_episode(self, figure: Figure, sentence: Sentence) -> bool:
        """True unless the question is about one of several events, and the figure of more than that one, or of another."""
        if self._asked.episode is None:
            return True
        around, numeral = (sentence.before, sentence.passage.title), figure.numeral
        return episodes.is_of(self._asked.episode, sentence.text, around, start=numeral.qualified_start, end=numeral.end)

    def _weighed(self, figure: Figure, sentence: Sentence, unit: float) -> Candidate:
        speaker = speakers.speaker(sentence.text, sentence.before)
        moment, period = spans.when(figure, sentence)
        foreign = self._surroundings.foreign(figure, sentence, speaker)
        features = {
            "unit": unit,
            "group": self._fitting.group(figure, sentence),
            **(around := self._surroundings.topic(figure, sentence, is_foreign=foreign > 0.0)),
            "part": self._surroundings.part(sentence, around["own"]),
            "foreign": foreign,
            "running": float(figure.is_running) * (1.0 + self._asked.is_running),
            "one_event": float(self._surroundings.is_one_event(figure, sentence)),
            "rate": float(self._asked.is_rate != (RATE.search(fold(figure.clause)) is not None)),
            "predicate": self._surroundings.predicate(figure, sentence),
            "zero": float(figure.numeral.value == 0),
            "ordinal": float(figure.numeral.kind == "ordinal" and figure.numeral.value == 1),
            "earlier": float(figure.role is Role.EARLIER),
            "kind": float(figure.numeral.kind not in (self._asked.kind, "ordinal")),
            "extra": self._fitting.excess(figure, sentence),
            "period": self._of_period(period, sentence.passage.published),
            "speaker": self._fitting.speaker(speaker, sentence),
            "beside_title": 0.0,
            "rank": 1.0 / (1.0 + sentence.rank),
            "meaning": 0.0,
            "likeness": 0.0,
        }
        return Candidate(figure, sentence, speaker, moment, period, features, 1.0, weighed(features))

    def _of_period(self, period: spans.Span | None, published: datetime | None) -> float:
        """How well the span of time fits; how a count grew from year to year is told of years that are past."""
        if self._asked.form is Form.GROWTH and self._asked.period is None:
            return 0.0
        return spans.fit(self._asked.period, period, published)

    def _with_meaning(self, found: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with what the meaning of their sentences adds: near to the question, near to the best of them."""
        found = self._of_story(found)
        texts = list(dict.fromkeys(each.told for each in found))
        vectors = self._vectors_of(texts)
        near = sorted((_with(each, meaning=float(vectors[each.told] @ self._question)) for each in found), key=_merit)
        stated = [each for each in near if each.figure.role is Role.STATED] or near
        seeds = list(dict.fromkeys(each.told for each in stated))[:_SEEDS]
        told = [_with(each, likeness=_likeness(each.told, seeds, vectors)) for each in near]
        best = vectors[
            max((each for each in told if each.figure.role is Role.STATED), key=lambda each: each.score, default=told[0]).told
        ]
        return [replace(each, likeness=float(vectors[each.told] @ best)) for each in told]

    def _of_story(self, found: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with a topic as near as their articles are to the story that the best figures, taken together, tell.

        It is all there is to go by when the question does not say which story it is about.
        """
        titles = list(dict.fromkeys(each.sentence.passage.title for each in found))
        known = self._vectors_of(titles)
        vectors = np.stack([known[title] for title in titles])
        best = np.array([max(each.score for each in found if each.sentence.passage.title == title) for title in titles])
        weights_of = np.exp((best - best.max()) / _TEMPERATURE)
        said = np.array(
            [max(each.features["said"] for each in found if each.sentence.passage.title == title) for title in titles]
        )
        if self._asked.about and (speaks := said >= _SPEAKS_OF_IT).any():
            # Else many articles of one other story would outweigh the few of the story that the question names.
            most = _ELSEWHERE * weights_of[speaks].sum() / max(weights_of[~speaks].sum(), 1e-9)
            weights_of = np.where(speaks, weights_of, weights_of * min(1.0, most))
        middle = weights_of @ vectors
        cosines = vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
        near = dict(zip(titles, np.clip(1.0 - (cosines.max() - cosines) / _STORY_SPREAD, 0.0, 1.0).tolist(), strict=True))
        is_told = bool(self._asked.about)
        told = []
        for each in found:
            story = near[each.sentence.passage.title]
            # One article of a story may call it by none of the question's words.
            by_story = min(1.0, max(0.0, (story - _OTHER_STORY) / (_SAME_STORY - _OTHER_STORY)))
            topic = max(each.features["topic"], _BY_STORY * by_story) if is_told else story
            told.append(_with(each, topic=topic))
        return told


def _likeness(text: str, seeds: Sequence[str], vectors: Mapping[str, Vector]) -> float:
    """The nearest of the other seeds, cosine, cut where sentences are of one story."""
    return min(_ONE_STORY, max((float(vectors[text] @ vectors[seed]) for seed in seeds if seed != text), default=0.0))


def _with(candidate: Candidate, **found: float) -> Candidate:
    features = {**candidate.features, **found}
    return replace(candidate, features=features, score=weighed(features))


def weighed(features: Mapping[str, float]) -> float:
    """The weighted sum of a figure's features."""
    return weights.FIGURE_BIAS + sum(weight * features[name] for name, weight in weights.FIGURE.items())


def _merit(candidate: Candidate) -> tuple[float, str, int, int]:
    passage = candidate.sentence.passage
    return (-candidate.score, passage.article_id, candidate.sentence.start, candidate.figure.numeral.start)


def _beside_titles(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates; those that are smaller than one of their kind which their article's title tells, too, are marked."""
    in_title = [each for each in found if _stands_in(each, each.sentence.passage.title)]
    outdone = {
        id(each)
        for each in found
        for other in in_title
        if each.sentence.passage.article_id == other.sentence.passage.article_id
        and each.sentence.start != other.sentence.start
        and each.figure.event is other.figure.event
        and (each.figure.event is not None or stem(each.figure.head) == stem(other.figure.head))
        and each.figure.numeral.value < _ABOUT_AS_MANY * other.figure.numeral.value
    }
    return [_with(each, beside_title=1.0) if id(each) in outdone else each for each in found]


def _stands_in(candidate: Candidate, title: str) -> bool:
    return any(told.value == candidate.figure.numeral.value for told in numerals.find(title))


def _unique(found: Sequence[Candidate]) -> list[Candidate]:
    """Each figure once, though its sentence may stand in two passages."""
    return list(
        {(each.sentence.passage.article_id, each.sentence.start, each.figure.numeral.start): each for each in found}.values()
    )
