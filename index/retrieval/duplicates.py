"""Wire copies: one text carried by several outlets, or twice by one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.types import Hit
from index.vocabulary import words

_SHINGLE = 5
_SAME_PASSAGE = 0.6
_SAME_ARTICLE = 0.8


def collapse(hits: Sequence[Hit], *, text_of: Callable[[str], str]) -> tuple[Hit, ...]:
    """One hit instead of several of the same text, the best one standing for all and naming the others' articles.

    Two articles are copies when at least 0.8 of the runs of five words of the shorter one stand in the other, and neither is
    twice as long. `text_of` gives an article's whole text by its id; it is asked only when two passages are alike.
    """
    kept: list[Hit] = []
    runs = [_runs(hit.passage.text) for hit in hits]
    kept_runs: list[frozenset[int]] = []
    verdicts: dict[tuple[str, str], bool] = {}
    for hit, own in zip(hits, runs, strict=True):
        article = hit.passage.article_id
        twin = None
        for place, (other, others) in enumerate(zip(kept, kept_runs, strict=True)):
            pair = (other.passage.article_id, article)
            if pair[0] == pair[1] or _share(own, others) < _SAME_PASSAGE:
                continue
            if pair not in verdicts:
                verdicts[pair] = are_copies(text_of(pair[0]), text_of(pair[1]))
            if verdicts[pair]:
                twin = place
                break
        if twin is None:
            kept.append(hit)
            kept_runs.append(own)
        elif article not in kept[twin].copies:
            kept[twin] = replace(kept[twin], copies=(*kept[twin].copies, article))
    return tuple(kept)


def are_copies(one: str, other: str) -> bool:
    """True when two texts are the same but for small edits."""
    first, second = _runs(one), _runs(other)
    longer, shorter = max(len(first), len(second)), min(len(first), len(second))
    return shorter > 0 and longer < 2 * shorter and _share(first, second) >= _SAME_ARTICLE


def _runs(text: str) -> frozenset[int]:
    """Hashes of all runs of five words."""
    told = list(words(text))
    return frozenset(hash(tuple(told[start : start + _SHINGLE])) for start in range(max(1, len(told) - _SHINGLE + 1)))


def _share(one: Iterable[int], other: Iterable[int]) -> float:
    first, second = set(one), set(other)
    return len(first & second) / max(1, min(len(first), len(second)))
