"""What speaks for a sentence as the answer to a question, in numbers."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from index.answering import dates
from index.answering.coverage import Coverage, gap, share
from index.answering.evidence import Sentence
from index.answering.offers import beside_focus, is_running, offer
from index.retrieval.questions import Kind, Plan
from index.retrieval.recency import fits_named_time
from index.storage.embedding import Encoder
from index.storage.splitting import embedded_text
from index.types import Passage
from index.vocabulary import content_words, stem, words

NAMES = (
    "meaning", "passage", "context", "article", "offer", "timely", "overlap", "fresh", "number", "core", "core_context", "focus",
    "beside_focus", "names", "gap_context", "gap_article", "rank", "rarest", "predicate", "best", "prominence", "running",
    "newness",
)  # fmt: skip
"""The columns of `Signals.table`."""
_MID_SENTENCE = re.compile(r"(?<=[a-z,] )[^\W\d_][\w’'.-]*")
_MOSTLY = 0.6
_RAREST = 3
_VAGUE = 2
"""A question of that few telling words does not say which story it is about."""
_HALF_LIFE = timedelta(days=21)


@dataclass(frozen=True, slots=True)
class Signals:
    """One row for each sentence, one column for each of NAMES."""

    sentences: tuple[Sentence, ...]
    table: npt.NDArray[np.float64]


class Measuring:
    """Measures sentences against one question."""

    def __init__(
        self,
        plan: Plan,
        sentences: Sequence[Sentence],
        *,
        titles: Sequence[str],
        encoder: Encoder,
        coverage: Coverage,
        rarity: Mapping[str, float],
        rarest: float,
    ) -> None:
        """`titles` are those of all articles found, `rarity` holds the inverse document frequency of each of the plan's
        terms, and `rarest` is that of a word that stands nowhere.
        """
        self._plan = plan
        self._sentences = tuple(sentences)
        self._titles = tuple(titles)
        self._encoder = encoder
        self._coverage = coverage
        self._rarity = rarity
        self._rarest = rarest
        self.names = names_of(plan, sentences)
        """Those of the plan's terms that are names."""
        self._asked = {stem(word) for word in content_words(plan.question)}
        self._texts: dict[str, str] = {}
        for sentence in sentences:
            key = sentence.passage.article_id
            if sentence.passage.text not in self._texts.get(key, ""):
                self._texts[key] = self._texts.get(key, sentence.passage.title) + "\n" + sentence.passage.text

    def signals(self) -> Signals:
        """Every sentence measured."""
        if not self._sentences:
            return Signals((), np.zeros((0, len(NAMES))))
        self._coverage.learn([*self._plan.terms, *self._texts.values()])
        question = self._encoder.embed_question(self._plan.question)
        meaning = self._encoder.embed_passages([f"{each.passage.title}. {each.text}" for each in self._sentences]) @ question
        passages = self._passage_similarities(question)
        best: dict[str, float] = {}
        for sentence, cosine in zip(self._sentences, meaning, strict=True):
            key = sentence.passage.article_id
            best[key] = max(best.get(key, -1.0), float(cosine))
        articles = {key: self._covered(text) for key, text in self._texts.items()}
        in_passages = {each.passage.id: self._covered(f"{each.passage.title} {each.passage.text}") for each in self._sentences}
        prominence = self._prominence()
        newest = max((each.passage.published for each in self._sentences if each.passage.published), default=None)
        rows = []
        for sentence, cosine in zip(self._sentences, meaning, strict=True):
            passage = sentence.passage
            running = float(is_running(self._plan, sentence.text))
            rows.append(
                [
                    float(cosine),
                    passages[passage.id],
                    *self._row(sentence, in_passages[passage.id], articles[passage.article_id]),
                    best[passage.article_id],
                    prominence[passage.title],
                    running,
                    running * self._newness(passage, newest),
                ]
            )
        return Signals(self._sentences, np.array(rows))

    def _row(self, sentence: Sentence, passage: dict[str, float], article: dict[str, float]) -> list[float]:
        """The signals from `context` to `predicate`."""
        plan, rarity = self._plan, self._rarity
        own = self._covered(sentence.text)
        around = self._covered(sentence.around)
        names = [term for term in plan.terms if term in self.names]
        rarest = sorted(plan.core, key=lambda term: -rarity[term])[:_RAREST]
        return [
            share(around, plan.terms, rarity=rarity) or 0.0,
            share(passage, plan.terms, rarity=rarity) or 0.0,
            offer(plan, sentence.statement),
            float(fits_named_time(plan, _told_time(plan, sentence))),
            *self._shared_words(sentence),
            float(any(character.isdigit() for character in sentence.text)),
            _or(share(own, plan.core, rarity=rarity), 0.0),
            _or(share(around, plan.core, rarity=rarity), 0.0),
            self._focus_share(sentence),
            beside_focus(plan, sentence.statement),
            _or(share(around, names, rarity=rarity), 1.0),
            gap(around, plan.core, rarity=rarity) / self._rarest,
            gap(article, plan.terms, rarity=rarity) / self._rarest,
            1 / (1 + sentence.rank),
            min((own[term] for term in rarest), default=0.5),
            min((around[term] for term in plan.core if term not in self.names and term not in plan.focus), default=1.0),
        ]

    def _covered(self, text: str) -> dict[str, float]:
        return self._coverage.of(self._plan.terms, text, names=self.names)

    def _passage_similarities(self, question: npt.NDArray[np.float32]) -> dict[str, float]:
        """Cosine of question and passage; what only its words had found has none yet."""
        found = {each.passage.id: each.similarity for each in self._sentences}
        unknown = {each.passage.id: each.passage for each in self._sentences if not each.similarity}
        if unknown:
            cosines = self._encoder.embed_passages([embedded_text(passage) for passage in unknown.values()]) @ question
            found.update(zip(unknown, map(float, cosines), strict=True))
        return found

    def _prominence(self) -> dict[str, float]:
        """How near each article's title is to the mean of all found: the story that most of them tell comes near to 1.

        0 for a question that says enough to tell its own story.
        """
        if len(self._plan.core) > _VAGUE:
            return defaultdict(float)
        titles = list(dict.fromkeys([*self._titles, *(each.passage.title for each in self._sentences)]))
        vectors = self._encoder.embed_passages(titles)
        middle = vectors.mean(axis=0)
        cosines = vectors @ (middle / max(float(np.linalg.norm(middle)), 1e-9))
        return dict(zip(titles, map(float, cosines), strict=True))

    def _newness(self, passage: Passage, newest: datetime | None) -> float:
        """Halved with every three weeks that the article is older than the newest; 0 unless the question is about now."""
        if not self._plan.about_now or newest is None or passage.published is None:
            return 0.0
        return math.pow(0.5, (newest - passage.published) / _HALF_LIFE)

    def _shared_words(self, sentence: Sentence) -> tuple[float, float]:
        """Words shared with the question as a part of the shorter one's, and the part of the sentence's not shared."""
        known = self._asked
        told = {stem(word) for word in content_words(sentence.text)}
        shared = len(told & known)
        return shared / max(1, min(len(told), len(known))), 1.0 - shared / max(1, len(told))

    def _focus_share(self, sentence: Sentence) -> float:
        focus = {stem(word) for part in self._plan.focus for word in part.split("-")}
        if not focus:
            return 0.5
        return len(focus & {stem(word) for word in words(sentence.text)}) / len(focus)


def names_of(plan: Plan, sentences: Sequence[Sentence]) -> frozenset[str]:
    """Those of the plan's terms that are names: as the passages write them, else as the question does."""
    upper: dict[str, int] = {}
    total: dict[str, int] = {}
    for text in {sentence.passage.text for sentence in sentences}:
        written_in = _mid_sentence(text)
        for term in written_in.keys() & plan.terms:
            times, capitalised = written_in[term]
            total[term] = total.get(term, 0) + times
            upper[term] = upper.get(term, 0) + capitalised
    written = {word for name in plan.names for word in words(name)}
    return frozenset(
        term
        for term in plan.terms
        if (upper.get(term, 0) >= _MOSTLY * total[term] if total.get(term, 0) >= 2 else term in written or upper.get(term, 0))
    )


@lru_cache(maxsize=2048)
def _mid_sentence(text: str) -> Mapping[str, tuple[int, int]]:
    """The folded words that don't begin a sentence: how often each is there, and how often with a capital letter."""
    found: dict[str, tuple[int, int]] = {}
    for match in _MID_SENTENCE.finditer(text):
        for word in words(match[0]):
            times, capitalised = found.get(word, (0, 0))
            found[word] = times + 1, capitalised + match[0][0].isupper()
    return found


def _told_time(plan: Plan, sentence: Sentence) -> datetime | None:
    """The day that a sentence tells a question of when, else the time of its article."""
    published = sentence.passage.published
    day = dates.resolve(sentence.text, published) if plan.kind is Kind.WHEN else None
    return datetime.combine(day, time(12), tzinfo=UTC) if day else published


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value
