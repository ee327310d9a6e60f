"""What the passages given say, taken apart line by line, ready to be compared with a claim."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from index import sentences
from index.types import Passage
from index.verifying import claims, cleaning, moments, names, quantities
from index.verifying.claims import Kind, Unit
from index.verifying.quantities import Quantity

_MAY_BE_AMOUNT = re.compile(
    r"(?:by |in |from |since |until )?\d{4}|[\w-]+ (?:years?|months?|weeks?|days?|decades?)(?: ago| earlier| before)"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a passage, or what is known beside its text: title, outlet, day of publication."""

    passage: int
    """Number of the passage, from 1."""
    start: int
    """Place in the passage's text; -1 for what stands beside it."""
    end: int
    text: str
    units: tuple[Unit, ...]
    published: datetime | None

    @property
    def is_text(self) -> bool:
        """True for a sentence of the text, which can be quoted."""
        return self.start >= 0


def lines_of(passage: Passage, number: int) -> tuple[Line, ...]:
    """The sentences of a passage that state something, then its title, then its outlet with the day of publication."""
    published = passage.published
    lines = []
    for start, end in sentences.spans(passage.text):
        text = passage.text[start:end]
        if not cleaning.is_order(text):
            lines.append(Line(number, start, end, text, claims.read(text, published), published))
    about = ". ".join(part for part in (passage.source, published and f"{published.day} {published:%B %Y}") if part)
    lines.extend(Line(number, -1, -1, text, claims.read(text, published), published) for text in (passage.title, about) if text)
    return tuple(lines)


class Evidence:
    """Lines of one or more passages, their units in one row."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        self.units = tuple(unit for line in lines for unit in line.units)
        self.line_of = tuple(place for place, line in enumerate(lines) for _ in line.units)
        self.initials = {short: last for line in lines for short, last in names.initials(line.text).items()}
        self._by_key: dict[str, list[int]] = defaultdict(list)
        self._by_kind: dict[Kind, list[int]] = defaultdict(list)
        for place, unit in enumerate(self.units):
            if unit.kind in (Kind.WORD, Kind.NAME):
                self._by_key[unit.key].append(place)
            if unit.is_anchor or unit.opens:
                self._by_kind[unit.kind if unit.is_anchor else Kind.NAME].append(place)

    def partners(self, told: Unit, by_publication: Mapping[datetime | None, Unit], initials: Mapping[str, str]) -> list[int]:
        """Places of the units that say the same as a unit of a claim.

        `by_publication` is a time as it is counted from a passage's publication, `initials` are the short forms that the
        claim's own names may have.
        """
        match told.kind:
            case Kind.FIGURE | Kind.DATE:
                return [
                    place
                    for kind in (Kind.FIGURE, Kind.DATE)
                    for place in self._by_kind[kind]
                    if _says(self.units[place], by_publication.get(self.lines[self.line_of[place]].published, told))
                ]
            case Kind.WORD:
                return self._by_key.get(told.key, [])
        same = self._by_key.get(told.key, [])
        if told.text.isupper():
            # The health agency is no relative pronoun.
            same = [place for place in same if self.units[place].weight or self.units[place].text.isupper()]
        others = (place for place in self._by_kind[Kind.NAME] if place not in same)
        return same + [place for place in others if self._same_name(self.units[place], told, initials)]

    def _same_name(self, source: Unit, told: Unit, initials: Mapping[str, str]) -> bool:
        if names.same(source.word, told.word):
            return True
        return (told.text.isupper() and self.initials.get(told.word) == source.word) or (
            source.text.isupper() and initials.get(source.word) == told.word
        )


def _says(source: Unit, told: Unit) -> bool:
    """True when a figure or time of the evidence is told by one of the claim."""
    if source.kind is told.kind is Kind.DATE:
        return moments.bears_out(source, told)
    one, other = _quantity(source), _quantity(told)
    return one is not None and other is not None and quantities.bears_out(one, other)


def _quantity(unit: Unit) -> Quantity | None:
    """The number of a figure, and of what may be read as a time and as an amount: 2000, 35 years ago."""
    if unit.kind is Kind.FIGURE:
        return unit.quantity
    if not _MAY_BE_AMOUNT.fullmatch(unit.word):
        return None
    found = quantities.find(unit.text)
    return found[0] if len(found) == 1 else None
