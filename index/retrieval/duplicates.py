"""Wire copies: one text carried by several outlets, or twice by one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from index.types import Hit

_SHINGLE = 5
_MARK = 30
_PIECE = re.compile(r"\n\s*|(?<=[.!?]) ")
_SAME_PASSAGE = 0.6
_SAME_ARTICLE = 0.8

Runs = frozenset[int]
"""Hashes of runs of words, of 64 bits: three times as fast to make as the runs themselves."""


def _runs(text: str) -> Runs:
    """All runs of five words; of fewer words, the one of all."""
    told = text.lower().split()
    return frozenset(map(hash, zip(*(told[start:] for start in range(_SHINGLE)), strict=False))) or frozenset([hash(tuple(told))])


def collapse(hits: Sequence[Hit], *, text_of: Callable[[str], str]) -> tuple[Hit, ...]:
    """One hit instead of several of the same text, the best one standing for all and naming the others' articles.

    Two articles are copies when at least 0.8 of the runs of five words of the shorter one stand in the other, and neither is
    twice as long. `text_of` gives an article's whole text by its id; it is asked only when two passages are alike.
    """
    kept: list[Hit] = []
    owners: dict[str, int] = {}
    verdicts: dict[tuple[str, str], bool] = {}
    # In a large index many hits are alike, and each is compared with many.
    text_of, runs_of = cache(text_of), cache(_runs)
    for hit in hits:
        article = hit.passage.article_id
        marks = _marks(hit.passage.text)
        twin = None
        for place in sorted({owners[mark] for mark in marks if mark in owners}):
            pair = (kept[place].passage.article_id, article)
            if pair[0] == pair[1]:
                continue
            if not _are_alike(runs_of(kept[place].passage.text), runs_of(hit.passage.text), share=_SAME_PASSAGE):
                continue
            if pair not in verdicts:
                verdicts[pair] = are_copies(text_of(pair[0]), text_of(pair[1]), runs_of=runs_of)
            if verdicts[pair]:
                twin = place
                break
        if twin is None:
            for mark in marks:
                owners.setdefault(mark, len(kept))
            kept.append(hit)
        elif article not in kept[twin].copies:
            kept[twin] = replace(kept[twin], copies=(*kept[twin].copies, article))
    return tuple(kept)


def are_copies(one: str, other: str, *, runs_of: Callable[[str], Runs] = _runs) -> bool:
    """True when two texts are the same but for small edits."""
    first, second = len(one), len(other)
    return max(first, second) < 2 * min(first, second) and _are_alike(runs_of(one), runs_of(other), share=_SAME_ARTICLE)


def _are_alike(first: Runs, second: Runs, *, share: float) -> bool:
    """True when that share of the runs of the shorter text stands in the other."""
    return len(first & second) >= share * min(len(first), len(second))


def _marks(text: str) -> set[str]:
    """Openings of a passage's sentences, roughly cut, by which copies are noticed cheaply: they share at least one."""
    return {piece[:_MARK].lower() for piece in _PIECE.split(text) if len(piece) >= _MARK}
