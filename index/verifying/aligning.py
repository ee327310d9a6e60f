"""Which words of a claim come from where in the evidence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from index.verifying import claims, names
from index.verifying.claims import Kind, Unit
from index.verifying.evidence import Evidence

_LIGHT = 0.12
"""What a word without meaning of its own adds to a run."""
_SAME_LINE = 0.9
"""What a run gains when the rest of its line is told of, too: at most."""
_JOINED = 2.0
"""Weight from which on a run holds more than one word of meaning, so that its place means something."""
_BESIDE_TEXT = 0.4
"""What a run counts for in a title, which tells again what the text tells."""
_REACH = 4
"""Units across which a neighbour tells where a word was to be expected."""


class Claim:
    """A sentence taken apart, its times counted from each publication in turn."""

    def __init__(self, text: str, published: datetime | None) -> None:
        self.text = text
        self.units = claims.read(text, published)
        self.initials = names.initials(text)
        self._published = published

    def by_publication(self, place: int, evidence: Evidence) -> dict[datetime | None, Unit]:
        """A time of the claim as it reads beside each line of the evidence."""
        unit = self.units[place]
        found = {self._published: unit}
        for published in {line.published for line in evidence.lines} - {self._published}:
            same = (each for each in claims.read(self.text, published) if each.start == unit.start)
            found[published] = next((each for each in same if each.kind is Kind.DATE), unit)
        return found

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Places of the anchors; the words of one name stand together."""
        found: list[list[int]] = []
        for place, unit in enumerate(self.units):
            if not unit.is_anchor:
                continue
            if found and unit.kind is Kind.NAME and found[-1][-1] == place - 1:
                previous = self.units[place - 1]
                if previous.kind is Kind.NAME and not self.text[previous.end : unit.start].strip(" .-’'"):
                    found[-1].append(place)
                    continue
            found.append([place])
        return tuple(map(tuple, found))


@dataclass(frozen=True, slots=True)
class Run:
    """Units of a claim that stand in the same order, side by side, in a line of the evidence."""

    told: int
    source: int
    length: int


class Alignment:
    """A claim laid upon evidence: each of its units at most at one place."""

    def __init__(self, claim: Claim, evidence: Evidence) -> None:
        self.claim = claim
        self.evidence = evidence
        self.partners = [
            evidence.partners(unit, claim.by_publication(place, evidence) if unit.kind is Kind.DATE else {}, claim.initials)
            for place, unit in enumerate(claim.units)
        ]
        self.place: list[int | None] = [None] * len(claim.units)
        """For each unit of the claim its place in the evidence."""
        self.run: list[Run | None] = [None] * len(claim.units)
        self.told: dict[int, int] = {}
        """For each place of the evidence that is used, the unit of the claim."""
        self._lay()

    @cached_property
    def groups(self) -> tuple[tuple[int, ...], ...]:
        """Those of the claim, cut where two words stand side by side that are no one name in the evidence."""
        found: list[tuple[int, ...]] = []
        for group in self.claim.groups:
            start = 0
            for cut in range(1, len(group)):
                if not self._are_one_name(group[cut - 1], group[cut]):
                    found.append(group[start:cut])
                    start = cut
            found.append(group[start:])
        return tuple(found)

    def _are_one_name(self, one: int, other: int) -> bool:
        """True when two words of the claim stand close in the evidence, too, or one of them stands nowhere."""
        if not self.partners[one] or not self.partners[other]:
            return True
        lines = self.evidence.line_of
        return any(
            0 < second - first <= 3 and lines[first] == lines[second]
            for first in self.partners[one]
            for second in self.partners[other]
        )

    def line(self, place: int) -> int | None:
        """The line that a unit of the claim was found in."""
        source = self.place[place]
        return None if source is None else self.evidence.line_of[source]

    def is_joined(self, place: int) -> bool:
        """True when a unit of the claim was found together with another one of meaning."""
        run = self.run[place]
        return run is not None and self.weight(run) >= _JOINED

    def weight(self, run: Run) -> float:
        """What the units of a run weigh together."""
        return sum(unit.weight for unit in self.claim.units[run.told : run.told + run.length])

    def region(self, group: tuple[int, ...]) -> list[int]:
        """Places of the evidence where the units of a group were to be expected, by what stands beside them in the claim.

        What stands beside them alone shows less than what was found with other words, and nothing of a group that was.
        """
        left, right = self._neighbour(group, -1, least=_JOINED), self._neighbour(group, 1, least=_JOINED)
        if left is None and right is None and not self.is_joined(group[0]):
            left, right = self._neighbour(group, -1), self._neighbour(group, 1)
        lines = self.evidence.line_of
        if left is not None and right is not None and lines[left] == lines[right] and 0 < right - left <= 3 * _REACH:
            return list(range(left + 1, right))
        found: list[int] = []
        for source, step in ((left, 1), (right, -1)):
            if source is not None:
                found.extend(self._beside(source, step, group))
        return found

    def _beside(self, source: int, step: int, group: tuple[int, ...]) -> Iterator[int]:
        """Places next to one, in its line, up to what belongs to another part of the claim."""
        line, weight = self.evidence.line_of[source], 0.0
        place = source + step
        while 0 <= place < len(self.evidence.units) and self.evidence.line_of[place] == line and weight < _REACH:
            unit = self.evidence.units[place]
            teller = self.told.get(place)
            if teller is not None and unit.weight >= 1.0 and not unit.is_anchor and teller not in group:
                return
            yield place
            weight += unit.weight
            place += step

    def _neighbour(self, group: tuple[int, ...], step: int, *, least: float = 0.0) -> int | None:
        """Where the nearest unit stands in the evidence that is in a run so heavy, and not in the group's own."""
        own = {self.run[place] for place in group} - {None}
        place = (group[0] if step < 0 else group[-1]) + step
        weight = 0.0
        while 0 <= place < len(self.claim.units) and weight < _REACH:
            run = self.run[place]
            if run is not None and run not in own and self.weight(run) >= least:
                return self.place[place]
            weight += self.claim.units[place].weight
            place += step
        return None

    def _lay(self) -> None:
        """Longest runs first; of equally long ones the one in the line of which most is told."""
        told_of = self._told_of_lines()
        waiting = [(self._merit(run, told_of), -place, run) for place, run in enumerate(self._runs())]
        waiting.sort(key=lambda each: each[:2])
        while waiting:
            _, _, run = waiting.pop()
            free = list(self._free(run))
            if len(free) == 1 and free[0] == run:
                self._take(run)
            elif free:
                waiting.extend((self._merit(part, told_of), 0, part) for part in free)
                waiting.sort(key=lambda each: each[:2])

    def _take(self, run: Run) -> None:
        if not any(self.claim.units[run.told + step].weight for step in range(run.length)):
            return
        for step in range(run.length):
            self.place[run.told + step] = run.source + step
            self.run[run.told + step] = run
            self.told[run.source + step] = run.told + step

    def _free(self, run: Run) -> Iterator[Run]:
        """The parts of a run none of whose units is taken."""
        start = None
        for step in range(run.length + 1):
            is_free = step < run.length and self.place[run.told + step] is None and run.source + step not in self.told
            if is_free and start is None:
                start = step
            elif not is_free and start is not None:
                yield Run(run.told + start, run.source + start, step - start)
                start = None

    def _runs(self) -> Iterator[Run]:
        pairs = {(place, source) for place, sources in enumerate(self.partners) for source in sources}
        lines = self.evidence.line_of
        for place, source in sorted(pairs):
            if (place - 1, source - 1) in pairs and lines[source - 1] == lines[source]:
                continue
            length = 1
            while (place + length, source + length) in pairs and lines[source + length] == lines[source]:
                length += 1
            if any(self.claim.units[place + step].weight for step in range(length)):
                yield Run(place, source, length)

    def _told_of_lines(self) -> list[float]:
        """For each line the share of the claim that it may tell."""
        weights = [0.0] * len(self.evidence.lines)
        for unit, sources in zip(self.claim.units, self.partners, strict=True):
            for line in {self.evidence.line_of[source] for source in sources}:
                weights[line] += unit.weight
        whole = sum(unit.weight for unit in self.claim.units) or 1.0
        return [weight / whole for weight in weights]

    def _merit(self, run: Run, told_of: list[float]) -> float:
        units = self.claim.units[run.told : run.told + run.length]
        line = self.evidence.line_of[run.source]
        own = sum(max(unit.weight, _LIGHT) for unit in units) + _SAME_LINE * told_of[line]
        return own if self.evidence.lines[line].is_text else _BESIDE_TEXT * own
