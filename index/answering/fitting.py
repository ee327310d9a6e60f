"""How well what a figure counts is what a question wants counted."""

import re

from index.answering import occasions, senses, speakers
from index.answering.counting import Asked
from index.answering.coverage import Coverage
from index.answering.evidence import Sentence
from index.answering.figures import Figure, read
from index.answering.nouns import REPORTS
from index.answering.senses import Event, Group
from index.retrieval.questions import Plan
from index.vocabulary import content_words, fold, same_name, stem, words

_NO_PART = frozenset({Group.MEN, Group.ADULTS})
"""Those who are told of by the way: "three men died" counts no part of the dead."""
_ALIKE = 0.5
_NAMED_BEFORE = 0.9
_TOLD_BEFORE = 0.8
_OTHERWISE_CALLED = 0.1
"""What is counted may be called by quite another name: "2.3 million doses" of shots."""
_INCLUDING = re.compile(r"\b(?:including|among them|of (?:them|whom|those),?)\s+(?:some |the )?$")
_ANYBODY = 0.3
"""What a count of people is worth to a question about members."""
_CASES = 0.6
_BEFALLEN = 0.5
"""What a count of people whom something befell is worth to a question that speaks of something else."""
_SOME_KIND = 0.7
"""What a count of miners is worth to a question about people."""


class Fitting:
    """Compares what figures count with what one question asks for."""

    def __init__(self, plan: Plan, asked: Asked, coverage: Coverage) -> None:
        self._plan = plan
        self._asked = asked
        self._coverage = coverage

    def unit(self, figure: Figure, sentence: Sentence) -> float | None:
        """How well what is counted is what was asked: 1 is the same, 0 says nothing; None when it is something else."""
        asked, numeral = self._asked, figure.numeral
        if (numeral.kind == "money") != (asked.kind == "money") or (asked.kind == "percent" and numeral.kind != "percent"):
            return None
        if asked.kind == "money":
            return 0.5
        if asked.kind == "percent":
            return self._of_share(figure)
        if asked.event is not None:
            return self._of_event(figure, sentence)
        if not asked.head:
            return None if figure.head in occasions.TIMES else 0.5
        if (figure.head in occasions.TIMES) != (asked.head in occasions.TIMES):
            return None
        told = max(
            self._alike(asked.head, figure),
            self._of_people(figure, sentence),
            self._of_joined(figure, sentence),
            self._of_cases(figure, sentence),
        )
        if senses.is_event_noun(figure.head) and (asked.is_people or told < _ALIKE):
            return None
        if figure.event is not None and not asked.is_people and told < _ALIKE:
            return None
        if numeral.kind == "ordinal" and told < 0.8:
            return None
        if figure.event in (Event.DEATH, Event.ARREST, Event.BIRTH) and figure.head and not senses.is_event_noun(figure.head):
            told = min(told, _BEFALLEN)
        if not figure.head:
            return self._of_nameless(figure, sentence)
        return max(told, _OTHERWISE_CALLED)

    def _of_people(self, figure: Figure, sentence: Sentence) -> float:
        """How likely people are those asked for, who are called so near by: "8,700 people have enrolled" of enrollees."""
        head = self._asked.head
        if not self._asked.is_people or not _counts_people(figure):
            return 0.0
        if senses.is_of_a_place(head):
            return _SOME_KIND if senses.is_anybody(figure.head) else 0.0
        near = f"{sentence.before} {sentence.text} {sentence.passage.title}".replace("-", " ")
        told = self._coverage.of([head], near, names=())[head]
        return max(0.6 * told if told > _ALIKE else 0.0, _ANYBODY * senses.is_anybody(figure.head))

    def _of_cases(self, figure: Figure, sentence: Sentence) -> float:
        """What a count of cases is worth to a question that calls them by what they are of: "the measles count"."""
        if figure.event is not Event.ILLNESS or not senses.is_event_noun(figure.head) or self._asked.is_people:
            return 0.0
        near = f"{sentence.before} {sentence.text} {sentence.passage.title}"
        return _CASES if stem(self._asked.head) in {stem(word) for word in words(near)} else 0.0

    def _of_joined(self, figure: Figure, sentence: Sentence) -> float:
        """1 when what is counted is joined to what is asked for: "1.4 million appointments and operations"."""
        head, own = self._asked.head, figure.head
        if not head or not own:
            return 0.0
        one, other = re.escape(own), re.escape(head)
        joined = re.compile(rf"\b{one} (?:and|or) (?:\w+ )?{other}\b|\b{other} (?:and|or) (?:\w+ )?{one}\b")
        asks_both = joined.search(fold(self._plan.question)) is not None
        return 1.0 if asks_both or joined.search(fold(sentence.text)) else 0.0

    def _of_nameless(self, figure: Figure, sentence: Sentence) -> float | None:
        """What a figure that names nothing counts, by what is named before it: "landslides have now numbered 61"."""
        head = self._asked.head
        before = figure.clause.partition(figure.numeral.written)[0].rpartition(",")[2]
        if stem(head) in {stem(word) for word in words(before)}:
            return _NAMED_BEFORE
        told = [each for each in read(sentence.text) if each.numeral.end <= figure.numeral.start and each.head]
        if told and stem(told[-1].head) == stem(head):
            return _TOLD_BEFORE
        near = f"{sentence.before} {sentence.text}".replace("-", " ")
        if self._asked.is_people or self._coverage.of([head], near, names=())[head] > _ALIKE:
            return 0.3
        return None

    def _of_share(self, figure: Figure) -> float:
        """How well what a share is of is what was asked."""
        asked = self._asked
        if asked.event is not None and figure.event is not None:
            return 1.0 if asked.event is figure.event else 0.1
        return 0.2 + 0.8 * self._alike(asked.head, figure)

    def _of_event(self, figure: Figure, sentence: Sentence) -> float | None:
        asked = self._asked
        assert asked.event is not None
        if figure.event is asked.event:
            if figure.head in occasions.TIMES or (asked.head in occasions.TIMES and senses.is_event_noun(figure.head)):
                return 1.0
            if asked.event is Event.ATTACK and figure.numeral.kind == "count" and not senses.is_event_noun(figure.head):
                return None
            if figure.head and not senses.is_event_noun(figure.head) and not _counts_people(figure):
                return _SOME_KIND if senses.is_anybody(asked.head) else self._of_those(figure, sentence)
            return self._of_those(figure, sentence)
        if figure.numeral.kind in ("ordinal", "percent") or asked.event is Event.ATTACK:
            return None
        if figure.event is not None:
            return 0.4 if senses.are_related(figure.event, asked.event) else None
        is_told = any(senses.event(word) is asked.event for word in words(sentence.text))
        if figure.head in REPORTS or (is_told and (not figure.head or _counts_people(figure))):
            return 0.3
        return None

    def _of_those(self, figure: Figure, sentence: Sentence) -> float | None:
        """1 when it counts the people asked for; None when only some, such as firefighters, are, and nothing names them."""
        head = self._asked.head
        if not head or senses.is_event_noun(head) or senses.is_anybody(head) or senses.group([head]) or head.endswith("ans"):
            return 1.0
        told = self._coverage.of([head], f"{sentence.before} {sentence.text}".replace("-", " "), names=())[head]
        own = self._coverage.of([head], figure.noun, names=())[head] if figure.noun else told
        if max(own, told) <= _ALIKE:
            return 0.3 if senses.is_anybody(figure.head) else None
        return max(own, 0.6 * told)

    def _alike(self, head: str, figure: Figure) -> float:
        """How much the counted thing is the one asked for: by its head, else by another word of its phrase."""
        if not figure.head or not head:
            return 0.3
        if stem(figure.head) == stem(head) or same_name(figure.head, head):
            return 1.0
        if self._asked.is_people and _counts_people(figure) and (senses.is_anybody(head) or senses.group([head])):
            return 0.8
        told = self._coverage.of([head], figure.head, names=())[head]
        if figure.noun and stem(head) in {stem(word) for word in words(figure.noun)}:
            told = max(told, 0.6)
        return told

    def group(self, figure: Figure, sentence: Sentence) -> float:
        """1 when it counts the people asked for, below 0 when it counts a part of them or others."""
        own = senses.group(words(figure.noun)) - _NO_PART
        if not self._asked.groups or (own and not own & self._asked.groups):
            return -1.0 if own else 0.0
        for text, worth in (
            (figure.noun, 1.0),
            (figure.clause, 0.9),
            (sentence.text, 0.7),
            (f"{sentence.before} {sentence.passage.title}", 0.4),
        ):
            if self._asked.groups & senses.group(words(text)):
                return worth
        return -1.0

    def excess(self, figure: Figure, sentence: Sentence) -> float:
        """The part of the counted phrase that the question says nothing of: a count of some is no count of all."""
        is_part = _INCLUDING.search(sentence.text[: figure.numeral.qualified_start]) is not None
        told = [
            word for word in content_words(figure.noun) if word != figure.head and senses.event(word) is not self._asked.event
        ]
        told = [word for word in told if not senses.group([word]) & self._asked.groups] if self._asked.groups else told
        if is_part and stem(figure.head) != stem(self._asked.head) and not told:
            return 1.0
        if not told or not self._plan.terms:
            return 0.0
        known = self._coverage.of(told, self._plan.question, names=())
        return min(1.0, sum(1.0 - known[word] for word in told) / 3.0)

    def speaker(self, speaker: str | None, sentence: Sentence) -> float:
        """1 when the asked-for source says it, -1 when another does."""
        asked = self._asked
        said = speaker or sentence.passage.source
        if asked.shunned and said and speakers.is_same(said, asked.shunned):
            return -1.0
        if not asked.speaker:
            return 0.0
        if said is None:
            return -0.3
        if speaker is None:
            return 1.0 if speakers.is_same(said, asked.speaker) else -0.3
        return 1.0 if speakers.is_same(speaker, asked.speaker) else -1.0


def _counts_people(figure: Figure) -> bool:
    return (
        not figure.head
        or senses.is_person(figure.head)
        or figure.head in REPORTS
        or figure.head.endswith(("ans", "ians", "ese"))
        or bool(senses.group(words(figure.noun)))
    )
