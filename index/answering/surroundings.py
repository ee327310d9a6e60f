"""How far what stands around a figure speaks of what a question is about."""

import math
import re
from collections.abc import Callable, Mapping

from index.answering import speakers
from index.answering.counting import Asked
from index.answering.coverage import Coverage, share
from index.answering.evidence import Sentence
from index.answering.figures import Figure, read
from index.retrieval.questions import Plan
from index.vocabulary import content_words, fold, same_name, stem, words

_PLACED = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Aa]cross|from|near|throughout|[Ii]nside|around|of|for|[Oo]ff)\s+(?:the\s+)?"
    r"(?:(?:north|south|east|west)(?:ern)?\s+|central\s+|northeastern\s+|northwestern\s+|southeastern\s+|southwestern\s+)?((?:U\.S\.|U\.K\."
    r"|[A-Z][\w’'-]+\.?)(?:\s+(?:of\s+)?[A-Z][\w’'-]+)*)"
    r"|\b((?:[A-Z][\w-]+)(?:\s[A-Z][\w-]+)*)[’']s\b"
)
_PART = re.compile(
    r"\b(?:state|city|county|district|town|province|village|region|company|hospital|school)[’']s\b|\bin (?:the|that|his|her|its) "
    r"(?:state|city|county|district|town|province|village)\b",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^\W*(?:(?:[Ii]n|[Ss]ince|[Ss]o far|[Aa]s of"
    r"|[Oo]n)\b[^,]{0,40}, )?(?:[Tt]he )?(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*) (?:has|have|had|recorded|registered"
    r"|saw|documented"
    r"|reported|counted|confirmed)\b"
)
"""A place, or somebody, whose figure it is: "Brazil has recorded"."""
_DIRECTLY = re.compile(r"(?:\b(?:and|while|but)|,) (?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)*),? $")
"""A place right before its figure: "and Florida 138"."""
_SEPARATE = re.compile(
    r"^\W*(?:(?:[Ii]n|[Aa]n?|[Oo]ne|[Tt]he|[Aa]t least one)\s+){0,2}"
    r"(?:separate|unrelated|different|another|earlier|previous)\s+(?P<event>[a-z]+)\b",
    re.IGNORECASE,
)
"""What a clause says is not the event that the article is about."""
_LEADING = re.compile(
    r"^\W*[Ii]n\s+(?:the\s+|all\s+of\s+)?(?P<name>(?:U\.S\.|[A-Z][\w’'-]+)(?:\s+(?:of\s+)?[A-Z][\w’'-]+)*)(?:\s+alone)?,"
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sept sep oct nov "
    "dec monday tuesday wednesday thursday friday saturday sunday".split()
)
_ONE_OF_MANY = re.compile(
    r"\b(?:an?|the|one|that|this|single|latest|[’']s) (?:\w+ ){0,4}?(?P<event>strike|attack|airstrike|bombing|crash|fire|blast"
    r"|shooting|explosion|raid|collision|ambush|accident)\b(?!s)[^.;]{0,80}\b(?:kill\w*|injur\w*|wound\w*|left|claimed"
    r"|dead|died)",
    re.IGNORECASE,
)
_OF_THEM = re.compile(r" of (?:the|those|these|them)\b")
_AMONG_THEM = re.compile(r"\b[Oo]f (?:the|those|these) $")
"""What tells a part of several: "ten of the strikes", "of the 16 strikes, ten"."""
_OF_ALL = 0.5
"""What a figure that is told of no part is worth to a question about one."""
_THE_WHOLE = re.compile(r"(?:\brepresent(?:s|ing)?|\b(?:has|have|had|with) a total of|[’']s|s[’'])\s*$")
_OF_THE_WHOLE = 0.3
"""What a sentence says was done is seldom done by all: "the country's 13,000 doctors"."""
_BESIDE = 4
_NEAR, _IN_PASSAGE, _IN_ARTICLE = 0.97, 0.95, 0.92
"""What a word is worth that stands not in the figure's clause, but beside it or in the title, in the passage, in the article."""
_NAMED = 0.9
_LISTED = re.compile(r"[A-Z][\w.]+(?: [A-Z][\w.]+)*(?:, [A-Z][\w.]+(?: [A-Z][\w.]+)*)+,? and [A-Z][\w.]+(?: [A-Z][\w.]+)*")
_TOGETHER = 3.0
"""How foreign a figure is that counts the place asked for together with others."""
_AMONG_OTHERS = 0.8
"""How foreign a figure is whose clause names other places beside the one asked for."""
_DONE_NEAR = 0.7
"""What was done is told with the figure, not beside it: "the country has 140,000 doctors" after "doctors walked out"."""
_NAME_NEAR, _NAME_IN_PASSAGE, _NAME_IN_ARTICLE = 0.85, 0.6, 0.35


class Surroundings:
    """Compares what stands around figures with what one question is about."""

    def __init__(
        self,
        plan: Plan,
        asked: Asked,
        *,
        coverage: Coverage,
        rarity: Mapping[str, float],
        names: frozenset[str],
        text_of: Callable[[str], str],
    ) -> None:
        """`rarity` is the inverse document frequency of each word that the question is about, `names` are those of them that
        are names, and `text_of` gives the text of an article by its id.
        """
        self._plan = plan
        self._asked = asked
        self._coverage = coverage
        self._rarity = {term: math.sqrt(rarity[term]) for term in asked.about}
        self._names = names
        self._text_of = text_of
        self._covered: dict[str, dict[str, float]] = {}
        self._articles: dict[str, frozenset[str]] = {}

    def topic(self, figure: Figure, sentence: Sentence, *, is_foreign: bool) -> dict[str, float]:
        """How far the figure's surroundings speak of what the question is about.

        That it is the same story may stand anywhere in the article; whose figure it is must stand near.
        """
        about = self._asked.about
        names = [term for term in about if term in self._names]
        common = [term for term in about if term not in self._names]
        own, near = self._of(figure.clause), self._of(f"{sentence.before} {sentence.text}")
        title, passage = self._of(sentence.passage.title), self._of(sentence.passage.text)
        article = self._stems_of(sentence.passage.article_id)
        name_near = _NAME_IN_ARTICLE if is_foreign else _NAME_NEAR
        told = {
            term: max(
                max(near[term], title[term]) * (name_near if term in self._names else _NEAR),
                passage[term] * (min(name_near, _NAME_IN_PASSAGE) if term in self._names else _IN_PASSAGE),
                (stem(term) in article) * (_NAME_IN_ARTICLE if term in self._names else _IN_ARTICLE),
                own[term],
            )
            for term in about
        }
        return {
            "topic": (said := _or(share(told, common, rarity=self._rarity), 1.0)),
            "said": said,
            "names": _or(share(told, names, rarity=self._rarity), 1.0),
            "own": _or(share(own, about, rarity=self._rarity), 1.0),
        }

    def _stems_of(self, article_id: str) -> frozenset[str]:
        """The stems of all words of an article."""
        known = self._articles.get(article_id)
        if known is None:
            known = self._articles[article_id] = frozenset(map(stem, words(self._text_of(article_id).replace("-", " "))))
        return known

    def part(self, sentence: Sentence, own: float) -> float:
        """How far the figure, whose clause says `own` of what the question is about, is of the part that it asks for."""
        if not self._asked.is_part:
            return 0.0
        text, told = sentence.text, [each.numeral for each in read(sentence.text)]
        is_of_part = any(_OF_THEM.match(text, each.end) or _AMONG_THEM.search(text[: each.start]) for each in told)
        return own if is_of_part else _OF_ALL * own

    def is_one_event(self, figure: Figure, sentence: Sentence) -> bool:
        """True when the figure is told of one event, and the question is not about just that one."""
        if match := _ONE_OF_MANY.search(sentence.text[: figure.numeral.end]):
            return fold(match["event"]) not in set(words(self._plan.question))
        return figure.is_one_event and not figure.is_running and not self._asked.is_rate

    def predicate(self, figure: Figure, sentence: Sentence) -> float:
        """How far what the counted did or suffered is what the question says: 1 when it asks for an event."""
        if not self._asked.predicate:
            return 1.0
        if self._asked.kind == "money":
            beside = _beside(figure, sentence.text)
            return max(self._coverage.of([word], beside, names=())[word] for word in self._asked.predicate)
        own, near = self._of(sentence.text), self._of(f"{sentence.before} {sentence.passage.title}")
        worth = _OF_THE_WHOLE if _THE_WHOLE.search(sentence.text[: figure.numeral.qualified_start]) else 1.0
        return worth * sum(max(own[word], _DONE_NEAR * near[word]) for word in self._asked.predicate) / len(self._asked.predicate)

    def _of(self, text: str) -> dict[str, float]:
        known = self._covered.get(text)
        if known is None:
            # What is hyphenated speaks of its parts: "lead-tainted".
            known = self._covered[text] = self._coverage.of(self._asked.about, text.replace("-", " "), names=self._names)
        return known

    def foreign(self, figure: Figure, sentence: Sentence, speaker: str | None) -> float:
        """How surely the figure's clause puts it at a place, or with somebody, of whom the question does not speak, 0 to 1."""
        if self._is_elsewhere(figure.clause) or self._is_of_others(figure):
            return 1.0
        named = [term for term in self._asked.about if term in self._names]
        if named and self._is_of_several(figure.clause):
            return _TOGETHER
        is_placed = self._is_placed(figure.clause, {*words(speaker or "")})
        if named and min(self._of(figure.clause)[term] for term in named) >= _NAMED:
            return _AMONG_OTHERS if is_placed else 0.0
        if is_placed or (_PART.search(figure.clause) and not self._is_meant(sentence, named)):
            return 1.0
        subject = _SUBJECT.match(figure.clause) or _DIRECTLY.search(sentence.text[: figure.numeral.qualified_start])
        return float(subject is not None and not speakers.is_agency(subject["name"]) and self._is_other(subject["name"], set()))

    def _is_of_several(self, clause: str) -> bool:
        """True for a clause that lists the place asked for among others: a count of them all is none of that one."""
        for listed in _LISTED.finditer(clause):
            names = [each for each in re.split(r",? and |, ", listed[0]) if each]
            others = [each for each in names if self._is_other(each, set(_MONTHS))]
            if len(others) > 1 and len(others) < len(names):
                return True
        return False

    def _is_meant(self, sentence: Sentence, named: list[str]) -> bool:
        """True when "the city" can only be the place asked for, which the sentence before or the title names."""
        near = self._of(f"{sentence.before} {sentence.passage.title}")
        return bool(named) and min(near[term] for term in named) >= _NAMED

    def _is_placed(self, clause: str, known: set[str]) -> bool:
        """True for a clause that names a place of which the question does not speak; `known` are words that name none."""
        placed = _PLACED.finditer(speakers.without_agencies(clause))
        return any(self._is_other(match[1] or match[2], {*known, *_MONTHS}) for match in placed)

    def _is_other(self, name: str, known: set[str]) -> bool:
        """True for a name of which the question does not speak."""
        own = {*words(self._plan.question), *self._asked.about, *known}
        told = [word for word in content_words(name) if word not in own]
        return bool(told) and not any(same_name(word, term) for word in told for term in self._names)

    def _is_of_others(self, figure: Figure) -> bool:
        """True for a count of the people of a place that the question does not name: "750,000 Floridians"."""
        if not (figure.head.endswith(("ans", "ese")) and any(word[0].isupper() for word in figure.noun.split()[-1:])):
            return False
        terms = {*words(self._plan.question), *self._asked.about}
        return figure.head != "americans" and not any(same_name(figure.head, term) for term in terms)

    def _is_elsewhere(self, clause: str) -> bool:
        """True for a clause that begins with another place, or with another event, than the question names."""
        asked = {*words(self._plan.question), *self._asked.about}
        if (other := _SEPARATE.match(clause)) and not asked & set(words(other[0])) - {other["event"].lower()}:
            return True
        leading = _LEADING.match(clause)
        return leading is not None and self._is_other(leading["name"], set(_MONTHS))


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else value


def _beside(figure: Figure, sentence: str) -> str:
    """The few words before and behind a figure."""
    before, behind = sentence[: figure.numeral.qualified_start].split(), sentence[figure.numeral.end :].split()
    return " ".join([*before[-_BESIDE:], *behind[:_BESIDE]])
