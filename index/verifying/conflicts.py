"""Where a claim contradicts the evidence that it is laid upon."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, pairwise

from index.verifying import moments, names, quantities
from index.verifying.aligning import Alignment
from index.verifying.claims import Kind, Unit

Alike = Callable[[str, str], bool]
_DASH = re.compile(r" (?:—|–|-) ")
_DATELINE = re.compile(r"^[A-Z][\w .,’'-]{1,40}\([A-Z][\w .]{1,30}\)\s*[—–-]+\s*")


def unfounded(alignment: Alignment) -> Iterator[str]:
    """The figures, times and names of the claim that stand nowhere in the evidence; figures must stand in a text."""
    units = alignment.claim.units
    for group in alignment.claim.groups:
        missing = [place for place in group if not _is_founded(alignment, place)]
        if not missing or (units[group[0]].kind is Kind.NAME and _is_full_name(alignment, group, missing)):
            continue
        if not _is_soft(units[group[0]]):
            yield " ".join(units[place].text for place in missing)


def _is_founded(alignment: Alignment, place: int) -> bool:
    sources = alignment.partners[place]
    if alignment.claim.units[place].kind is not Kind.FIGURE:
        return bool(sources)
    evidence = alignment.evidence
    return any(evidence.lines[evidence.line_of[source]].is_text for source in sources)


def replaced(alignment: Alignment, alike: Alike) -> Iterator[tuple[str, str]]:
    """What the claim tells where the evidence has another figure, time or name, and what the evidence has there.

    `alike` tells of two words whether they mean about the same.
    """
    claim, evidence = alignment.claim, alignment.evidence
    for group in chain(alignment.groups, _opening(alignment)):
        told = [claim.units[place] for place in group]
        places = [place for each in group if (place := alignment.place[each]) is not None]
        region = alignment.region(group)
        if told[0].kind is Kind.NAME and (rival := _other_surname(alignment, group)):
            yield told[-1].text, rival
        if any(place in region for place in places):
            continue
        for place in region:
            unit = evidence.units[place]
            if (
                not _is_rival(alignment, place, group, alike)
                or _agree(alignment, group, place)
                or _is_in_place(alignment, group, place)
            ):
                continue
            if places and is_aside(alignment, place, places[0]):
                continue
            if told[0].kind is Kind.NAME and (_are_listed(alignment, place, places) or _is_of_name(alignment, group, place)):
                continue
            yield " ".join(each.text for each in told), unit.text


def exchanged(alignment: Alignment) -> Iterator[tuple[str, str]]:
    """Figures, times and names that stand in each other's place: each alone, in one sentence, in another order."""
    claim, evidence = alignment.claim, alignment.evidence
    alone = [group[0] for group in alignment.groups if _is_alone(alignment, group)]
    for one, other in combinations(alone, 2):
        first, second = alignment.place[one], alignment.place[other]
        if first is None or second is None or first < second or claim.units[one].kind is not claim.units[other].kind:
            continue
        if evidence.line_of[first] != evidence.line_of[second] or _are_listed(alignment, first, [second]):
            continue
        yield claim.units[one].text, claim.units[other].text


def _is_alone(alignment: Alignment, group: tuple[int, ...]) -> bool:
    """True when a group was found without other words of meaning beside it."""
    run = alignment.run[group[0]]
    if run is None:
        return False
    units = alignment.claim.units
    return sum(units[place].weight for place in range(run.told, run.told + run.length) if place not in group) < 1.0


def _is_soft(unit: Unit) -> bool:
    return unit.quantity is not None and unit.quantity.is_soft


def _opening(alignment: Alignment) -> Iterable[tuple[int, ...]]:
    """The word that opens the claim, which may be a name for all that its capital tells."""
    units = alignment.claim.units
    return [(0,)] if units and units[0].opens and units[0].kind is Kind.WORD and units[0].weight == 1.0 else []


def _is_rival(alignment: Alignment, place: int, group: tuple[int, ...], alike: Alike) -> bool:
    """True when what the evidence has at a place could have been told instead of the claim's group."""
    told, unit = alignment.claim.units[group[0]], alignment.evidence.units[place]
    if told.kind is Kind.FIGURE and unit.kind is Kind.DATE:
        is_ranked = told.quantity is not None and told.quantity.is_soft
        return (bool(quantities.find(unit.text)) and not moments.is_calendar(unit)) or (
            is_ranked and unit.word.startswith(("last", "this", "next", "past"))
        )
    if told.kind in (Kind.FIGURE, Kind.DATE):
        return unit.kind is told.kind
    may_name = unit.kind is Kind.NAME or (unit.kind is Kind.WORD and unit.opens and unit.weight == 1.0)
    if told.kind is Kind.NAME or not may_name:
        return may_name
    source = alignment.place[group[0]]
    is_name = unit.kind is Kind.NAME or (source is not None and alignment.evidence.units[source].kind is Kind.NAME)
    return is_name or not (names.is_general(told.word) or alike(told.word, unit.word))


def _other_surname(alignment: Alignment, group: tuple[int, ...]) -> str | None:
    """The name that goes on otherwise in the evidence: "Portland City Council" told as "Portland Oregon"."""
    evidence = alignment.evidence
    for one, other in pairwise(group):
        place, following = alignment.place[one], alignment.place[other]
        if place is None or following == place + 1 or place + 1 == len(evidence.units):
            continue
        unit, before = evidence.units[place + 1], evidence.units[place]
        is_next = evidence.line_of[place] == evidence.line_of[place + 1] and unit.start - before.end <= 1
        if (
            is_next
            and unit.kind is Kind.NAME
            and not _agree(alignment, group, place + 1)
            and not _agree(alignment, group, place + 2)
        ):
            return unit.text
    return None


def is_aside(alignment: Alignment, place: int, other: int) -> bool:
    """True when one place of the evidence stands between dashes or in brackets, and the other, in its sentence, does not."""
    evidence = alignment.evidence
    if evidence.line_of[place] != evidence.line_of[other]:
        return False
    line = evidence.lines[evidence.line_of[place]].text
    aside, another = (_DATELINE.sub("", line[: evidence.units[each].start]) for each in (place, other))
    return _is_open(aside) and not _is_open(another)


def _is_open(text: str) -> bool:
    """True when a bracket or a dash before the text's end is not closed in it."""
    return text.count("(") > text.count(")") or len(_DASH.findall(text)) % 2 == 1


def _is_in_place(alignment: Alignment, group: tuple[int, ...], place: int) -> bool:
    """True when the group was found together with other words, in the same sentence of the evidence: something was left out."""
    run = alignment.run[group[0]]
    if run is None or alignment.evidence.line_of[run.source] != alignment.evidence.line_of[place]:
        return False
    units = alignment.claim.units
    beside = (units[each].weight for each in range(run.told, run.told + run.length) if each not in group)
    return sum(beside) >= 1.0


def _agree(alignment: Alignment, group: tuple[int, ...], place: int) -> bool:
    return any(place in alignment.partners[each] for each in group)


def _is_of_name(alignment: Alignment, group: tuple[int, ...], place: int) -> bool:
    """True when the place belongs to a longer form of the name that is told, or the other way round."""
    own = {source for each in group for source in alignment.partners[each]}
    units = alignment.evidence.units
    for step in (-1, 1):
        near = place + step
        while (
            0 <= near < len(units)
            and units[near].kind is Kind.NAME
            and alignment.evidence.line_of[near] == alignment.evidence.line_of[place]
        ):
            if near in own:
                return True
            near += step
    return False


def _are_listed(alignment: Alignment, place: int, places: list[int]) -> bool:
    """True when both stand in one list of names, where their order means nothing."""
    units, lines = alignment.evidence.units, alignment.evidence.line_of
    for other in places:
        if lines[other] != lines[place] or abs(other - place) > 12:
            continue
        between = units[min(other, place) + 1 : max(other, place)]
        joined = any(unit.word in ("and", "or") for unit in between)
        if joined and all(unit.kind is Kind.NAME or unit.word in ("and", "or", "the") for unit in between):
            return True
    return False


def _is_full_name(alignment: Alignment, group: tuple[int, ...], missing: list[int]) -> bool:
    """True when the rest of the name stands in the evidence as its short form: WHO for World Health Organization."""
    claim, evidence = alignment.claim, alignment.evidence
    last = claim.units[group[-1]]
    return group[-1] not in missing and any(
        evidence.units[source].text.isupper() and claim.initials.get(evidence.units[source].word) == last.word
        for source in alignment.partners[group[-1]]
    )
