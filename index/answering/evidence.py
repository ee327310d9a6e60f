"""The sentences among which an answer is looked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from index import sentences
from index.answering import dates, numerals
from index.orders import gives_orders
from index.retrieval.questions import Plan
from index.retrieval.times import Moment
from index.types import Hit, Passage

_AS_OF = re.compile(r"\b[Aa]s of\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS, _FEWEST_TO_COUNT = 4, 3
"""Of two letters or more; the latter for a sentence that holds a figure: "It burned 14,630 acres."."""
_DATELINE = re.compile(r"^[A-Z][\w .,’'-]{1,40}\([A-Z][\w .]{1,30}\)\s*[—–-]+\s*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a hit's passage, with what stands around it there."""

    text: str
    start: int
    """Place in the article's text."""
    passage: Passage
    similarity: float
    """Cosine of the question and the passage."""
    rank: int
    """Of the passage among the hits, from 0."""
    before: str = ""
    after: str = ""

    @property
    def end(self) -> int:
        """Place in the article's text just behind the sentence."""
        return self.start + len(self.text)

    @property
    def around(self) -> str:
        """The title, the sentence and its neighbours."""
        return f"{self.passage.title}. {self.before} {self.text} {self.after}"

    @property
    def statement(self) -> str:
        """The sentence without the place and agency that open a wire report."""
        return _DATELINE.sub("", self.text)


def gather(plan: Plan, hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """All sentences of the hits that could answer.

    No questions, no orders to the reader, no crumbs, nothing not yet known at the time asked for.
    """
    found: list[Sentence] = []
    for rank, hit in enumerate(hits):
        found.extend(sentence for sentence in _sentences(hit, rank) if _can_answer(sentence) and is_known(plan, sentence))
    return tuple(found)


def is_known(plan: Plan, sentence: Sentence) -> bool:
    """True when the sentence may speak for the "as of", "by" or "until" of a question.

    It may when its article's text is not later, or when it names that very day, by date or by weekday.
    """
    if plan.bound is None:
        return True
    existed = sentence.passage.existed
    if existed is not None and existed <= plan.bound:
        return True
    return any(_names_day(sentence, moment) for moment in plan.moments if moment.bound == "as_of")


def _names_day(sentence: Sentence, moment: Moment) -> bool:
    if moment.end - moment.start > timedelta(days=1):
        return False
    month, day = moment.start.strftime("%b"), moment.start.day
    if re.search(rf"\b{month}[a-z]*\.? {day}\b|\b{day} {month}[a-z]*\b", sentence.text):
        return True
    return (
        _AS_OF.search(sentence.text) is not None
        and dates.resolve(sentence.text, sentence.passage.published) == moment.start.date()
    )


def _sentences(hit: Hit, rank: int) -> list[Sentence]:
    passage = hit.passage
    spans = sentences.spans(passage.text)
    texts = ["", *(passage.text[start:end] for start, end in spans), ""]
    return [
        Sentence(
            text=texts[place],
            start=passage.start + start,
            passage=passage,
            similarity=hit.similarity,
            rank=rank,
            before=texts[place - 1],
            after=texts[place + 1],
        )
        for place, (start, _) in enumerate(spans, start=1)
    ]


def _can_answer(sentence: Sentence) -> bool:
    if sentence.text.rstrip("”\"’'").endswith("?") or gives_orders(sentence.text):
        return False
    length = len(_WORD.findall(sentence.text))
    return length >= _FEWEST_WORDS or (length >= _FEWEST_TO_COUNT and bool(numerals.find(sentence.text)))
