"""Where a claim turns round what the evidence says: denials, doubts, opposites."""

from collections.abc import Iterator, Sequence

from index.answering import figures
from index.answering.roles import Role
from index.verifying import opposites
from index.verifying.aligning import Alignment
from index.verifying.claims import Kind, Unit
from index.verifying.conflicts import is_aside

_NEAR = 5
"""Units within which a denial belongs to a word."""
_ADJACENT = 2.0
"""Weight of what may stand between a word that undoes and what it undoes."""
_FORSWEARING = frozenset("no none nobody never neither nothing".split())
_FROM_OPENING = 3
"""Units of a clause within which a denial holds for all of it."""
_NOT_SO = (Role.DENIED, Role.PREDICTION, Role.EARLIER)
_BESIDE = 2
"""Units from a denial to the words that it stands between."""


def turned(alignment: Alignment) -> Iterator[tuple[str, str]]:
    """Denials and doubts that the claim drops or brings in, and opposites of what the evidence says."""
    yield from _brought_in(alignment)
    yield from _dropped(alignment)
    yield from _opposed(alignment)
    yield from _forsworn(alignment)
    yield from _meant_otherwise(alignment)


def _brought_in(alignment: Alignment) -> Iterator[tuple[str, str]]:
    units, evidence = alignment.claim.units, alignment.evidence
    for place, unit in enumerate(units):
        if not opposites.denies(unit.word) or alignment.place[place] is not None:
            continue
        between = _between(alignment.place, place)
        if between is None:
            near = [alignment.place[each] for each in range(max(0, place - 3), min(len(units), place + 4))]
            between = [each for source in near if source is not None for each in _around(alignment, source)]
        if not any(opposites.undoes(evidence.units[each].word) for each in between):
            yield unit.text, ""


def _dropped(alignment: Alignment) -> Iterator[tuple[str, str]]:
    """Words of the evidence that undo or doubt what the claim tells from right behind them."""
    units, evidence = alignment.claim.units, alignment.evidence
    tellers = [alignment.told.get(place) for place in range(len(evidence.units))]
    for place, unit in enumerate(evidence.units):
        if place in alignment.told or unit.is_anchor:
            continue
        undoes, doubts = opposites.undoes(unit.word), opposites.doubts(unit.word)
        if not undoes and not doubts:
            continue
        between = _between(tellers, place) if opposites.denies(unit.word) else None
        if between is None:
            teller = _teller_behind(alignment, place)
            if teller is None:
                continue
            between = list(range(max(0, teller - 2 * _NEAR), min(len(units), teller + _NEAR)))
        same = opposites.undoes if undoes else opposites.doubts
        if not any(same(units[each].word) for each in between):
            yield "", unit.text


def _around(alignment: Alignment, place: int) -> Iterator[int]:
    """Places of the evidence near one, in its sentence."""
    lines = alignment.evidence.line_of
    for each in range(max(0, place - _NEAR), min(len(lines), place + _NEAR + 1)):
        if lines[each] == lines[place]:
            yield each


def _between(places: Sequence[int | None], place: int) -> list[int] | None:
    """Places between those of the nearest two neighbours on the other side; None when these are not side by side there."""
    left = next((each for step in range(1, _BESIDE + 1) if place >= step and (each := places[place - step]) is not None), None)
    behind = (places[place + step] for step in range(1, _BESIDE + 1) if place + step < len(places))
    right = next((each for each in behind if each is not None), None)
    if left is None or right is None or not 0 < right - left <= 2 * _BESIDE:
        return None
    return list(range(left + 1, right))


def _teller_behind(alignment: Alignment, place: int) -> int | None:
    """The unit of the claim that tells the next word of meaning behind a place of the evidence."""
    evidence, weight = alignment.evidence, 0.0
    following = place + 1
    while following < len(evidence.units) and evidence.line_of[following] == evidence.line_of[place] and weight < _ADJACENT:
        unit = evidence.units[following]
        if unit.weight >= 1.0:
            teller = alignment.told.get(following)
            is_beside = teller is not None and not is_aside(alignment, place, following)
            return teller if unit.kind is Kind.WORD and is_beside else None
        weight += 0.34
        following += 1
    return None


def _opposed(alignment: Alignment) -> Iterator[tuple[str, str]]:
    claim, evidence = alignment.claim, alignment.evidence
    for place, unit in enumerate(claim.units):
        against = opposites.opposites(unit.key)
        if not against:
            continue
        source = alignment.place[place]
        region = alignment.region((place,))
        if source is not None and (source in region or alignment.is_joined(place)):
            continue
        for each in region:
            if evidence.units[each].key in against and each not in alignment.told:
                yield unit.text, evidence.units[each].text


def _forsworn(alignment: Alignment) -> Iterator[tuple[str, str]]:
    """What the evidence denies as a whole, from the beginning of a clause on: "In no case has …"."""
    claim, evidence = alignment.claim, alignment.evidence
    if any(opposites.undoes(unit.word) for unit in claim.units):
        return
    for place, unit in enumerate(evidence.units):
        if place in alignment.told or unit.word not in _FORSWEARING:
            continue
        line = evidence.lines[evidence.line_of[place]]
        opening = place
        while (
            opening
            and evidence.line_of[opening - 1] == evidence.line_of[place]
            and not _parts(line.text, evidence.units, opening)
        ):
            opening -= 1
        if place - opening >= _FROM_OPENING:
            continue
        following = place + 1
        while following < len(evidence.units) and evidence.line_of[following] == evidence.line_of[place]:
            if _parts(line.text, evidence.units, following):
                break
            teller = alignment.told.get(following)
            if teller is not None and alignment.is_joined(teller) and evidence.units[following].weight >= 1.0:
                yield "", unit.text
                return
            following += 1


def _parts(text: str, units: Sequence[Unit], place: int) -> bool:
    """True when a comma or the like stands between a unit of a sentence and the one before it."""
    return any(sign in text[units[place - 1].end : units[place].start] for sign in ",;:—–")


def _meant_otherwise(alignment: Alignment) -> Iterator[tuple[str, str]]:
    """Figures told as what is, which the evidence denies, expects, or has from before."""
    claim, evidence = alignment.claim, alignment.evidence
    meant = {figure.numeral.start: figure.role for figure in figures.read(claim.text)}
    for place, unit in enumerate(claim.units):
        source = alignment.place[place]
        if unit.quantity is None or source is None:
            continue
        line = evidence.lines[evidence.line_of[source]]
        told = {figure.numeral.start: figure.role for figure in figures.read(line.text)}
        role = told.get(evidence.units[source].start)
        if (
            role in _NOT_SO
            and meant.get(unit.start, Role.STATED) in (Role.STATED, Role.CHANGE)
            and role is not meant.get(unit.start)
        ):
            yield unit.text, evidence.units[source].text
