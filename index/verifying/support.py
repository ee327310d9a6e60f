"""How far evidence supports a claim."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from index.answering.coverage import Coverage
from index.verifying import conflicts, names, support_weights, turns
from index.verifying.aligning import Alignment
from index.verifying.claims import Kind
from index.verifying.evidence import Evidence

_ALIKE = 0.3
"""Likeness from which on two words may mean the same."""
_MOST_LINES = 3
_WORTH_A_LINE = 2.0
"""Weight of what a further sentence must tell of the claim to be counted in."""


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for a claim."""

    lines: tuple[int, ...]
    """Places of the sentences that it rests on, the one that tells most first; beside it, what stands beside the text."""
    covered: float
    """Share of the claim's words, by weight, that these sentences hold or have synonyms for, 0 to 1."""
    best: float
    """The share that the best one holds alone."""
    joined: float
    """The share that stands in runs of two or more words of meaning, as it does there."""
    longest: float
    """Weight of the longest such run; a word of meaning weighs 1."""
    unfounded: int
    """Figures, times and names that stand nowhere in the evidence."""
    contradictions: int
    """Figures, times and names put in the place of others, denials and doubts dropped or brought in, opposites."""


@dataclass(frozen=True, slots=True)
class Overlap:
    """What of a claim stands in the evidence, in the same words; weights, of which `whole` is all."""

    lines: tuple[int, ...]
    """As in `Support`."""
    missing: tuple[int, ...]
    """Places of the claim's words that these lines don't hold."""
    whole: float
    best: float
    joined: float
    longest: float


def overlap(alignment: Alignment) -> Overlap:
    """What an alignment shows by words alone."""
    lines = _lines(alignment)
    held = {*lines, *(line for line, each in enumerate(alignment.evidence.lines) if not each.is_text)}
    units = alignment.claim.units
    missing = [
        place
        for place, unit in enumerate(units)
        if unit.weight
        and alignment.line(place) not in held
        and not any(alignment.evidence.line_of[source] in lines for source in alignment.partners[place])
    ]
    return Overlap(
        lines=lines,
        missing=tuple(missing),
        whole=sum(unit.weight for unit in units),
        best=sum(unit.weight for place, unit in enumerate(units) if lines and alignment.line(place) == lines[0]),
        joined=sum(unit.weight for place, unit in enumerate(units) if alignment.is_joined(place)),
        longest=max(map(alignment.weight, filter(None, alignment.run)), default=0.0),
    )


def measure(alignment: Alignment, coverage: Coverage) -> Support:
    """Measure what an alignment shows, by words and by their meaning."""
    shown = overlap(alignment)
    units = alignment.claim.units
    likenesses = _by_meaning(alignment, shown, coverage) if shown.missing else {}
    lacking = sum(units[place].weight * (1.0 - likenesses.get(place, 0.0)) for place in shown.missing)

    def alike(one: str, other: str) -> bool:
        return coverage.of([one], other, names=())[one] >= _ALIKE

    whole = shown.whole or 1.0
    return Support(
        lines=shown.lines,
        covered=(shown.whole - lacking) / whole,
        best=shown.best / whole,
        joined=shown.joined / whole,
        longest=shown.longest,
        unfounded=sum(1 for _ in conflicts.unfounded(alignment)) + _opens_unfounded(alignment, likenesses),
        contradictions=sum(1 for _ in contradictions(alignment, alike)),
    )


def is_out_of_reach(alignment: Alignment, *, covered: float, best: float) -> bool:
    """True when no likeness of words can bring a claim's `covered` and `best` so far, or something speaks against it anyhow."""
    shown = overlap(alignment)
    units = alignment.claim.units
    lacking = sum(units[place].weight * (0.1 if units[place].kind is Kind.WORD else 1.0) for place in shown.missing)
    if not shown.lines or shown.best < best * shown.whole or shown.whole - lacking < covered * shown.whole:
        return True
    against = chain(conflicts.unfounded(alignment), contradictions(alignment, lambda _one, _other: True))
    return next(against, None) is not None


def contradictions(alignment: Alignment, alike: conflicts.Alike) -> Iterator[tuple[str, str]]:
    """What the claim tells against the evidence, with what the evidence has instead."""
    return chain(conflicts.replaced(alignment, alike), conflicts.exchanged(alignment), turns.turned(alignment))


def probability(text: str, found: Support, evidence: Evidence, coverage: Coverage) -> float:
    """The chance, 0 to 1, that a claim is supported, by what was measured and by its meaning."""
    told = features(text, found, evidence, coverage)
    odds = support_weights.BIAS + sum(support_weights.SUPPORT[name] * value for name, value in told.items())
    return 1.0 / (1.0 + math.exp(-odds))


def features(text: str, support: Support, evidence: Evidence, coverage: Coverage) -> dict[str, float]:
    """What the chance is reckoned from; `cosine` is that of the claim and the sentences that it rests on."""
    rests_on = " ".join(evidence.lines[line].text for line in support.lines)
    told, source = coverage.vectors([text, rests_on])
    return {
        "covered": support.covered,
        "best": support.best,
        "joined": support.joined,
        "longest": math.log1p(support.longest),
        "unfounded": min(support.unfounded, 3),
        "contradictions": min(support.contradictions, 3),
        "cosine": float(told @ source) if rests_on else 0.0,
    }


def _lines(alignment: Alignment) -> tuple[int, ...]:
    """The sentences that the claim rests on, the one that tells most first."""
    lines = alignment.evidence.lines
    told = [0.0] * len(lines)
    holds_anchor = [False] * len(lines)
    for place, unit in enumerate(alignment.claim.units):
        line = alignment.line(place)
        if line is not None:
            told[line] += unit.weight
            holds_anchor[line] |= unit.kind in (Kind.FIGURE, Kind.DATE) and unit.weight >= 1.0
    ranked = sorted((line for line in range(len(lines)) if told[line] and lines[line].is_text), key=lambda line: -told[line])
    wanted = [line for line in ranked[1:] if told[line] >= _WORTH_A_LINE or holds_anchor[line]]
    return tuple(ranked[:1] + wanted[: _MOST_LINES - 1])


def _by_meaning(alignment: Alignment, shown: Overlap, coverage: Coverage) -> dict[int, float]:
    """For each of the claim's words that the sentences don't hold, how near they come to its meaning, 0 to 0.9."""
    units = alignment.claim.units
    missing = [place for place in shown.missing if units[place].kind is Kind.WORD]
    if not missing or not shown.lines:
        return dict.fromkeys(missing, 0.0)
    text = " ".join(alignment.evidence.lines[line].text for line in shown.lines)
    covered = coverage.of([units[place].word for place in missing], text, names=())
    return {place: covered[units[place].word] for place in missing}


def _opens_unfounded(alignment: Alignment, likenesses: dict[int, float]) -> bool:
    """True when the word that opens the claim stands nowhere, nor does its meaning: it may be a name."""
    first = alignment.claim.units[0]
    if not first.opens or alignment.partners[0] or names.is_general(first.word):
        return False
    return likenesses.get(0, _ALIKE) < _ALIKE
