"""Wire copies: one text carried by several outlets, or twice by one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.types import Hit

_SHINGLE = 5
_SAME_PASSAGE = 0.6
_SAME_ARTICLE = 0.8


def collapse(hits: Sequence[Hit], *, text_of: Callable[[str], str]) -> tuple[Hit, ...]:
    """One hit instead of several of the same text, the best one standing for all and naming the others' articles.

    Two articles are copies when at least 0.8 of the runs of five words of the shorter one stand in the other, and neither is
    twice as long. `text_of` gives an article's whole text by its id; it is asked only when two passages are alike.
    """
    kept: list[Hit] = []
    owner: dict[str, int] = {}
    sizes: list[int] = []
    verdicts: dict[tuple[str, str], bool] = {}
    for hit in hits:
        article = hit.passage.article_id
        runs = _runs(hit.passage.text)
        shared = Counter(owner[run] for run in runs if run in owner)
        twin = None
        for place, count in shared.most_common():
            pair = (kept[place].passage.article_id, article)
            if pair[0] == pair[1] or count < _SAME_PASSAGE * min(sizes[place], len(runs)):
                continue
            if pair not in verdicts:
                verdicts[pair] = are_copies(text_of(pair[0]), text_of(pair[1]))
            if verdicts[pair]:
                twin = place
                break
        if twin is None:
            owner.update(dict.fromkeys(runs - owner.keys(), len(kept)))
            kept.append(hit)
            sizes.append(len(runs))
        elif article not in kept[twin].copies:
            kept[twin] = replace(kept[twin], copies=(*kept[twin].copies, article))
    return tuple(kept)


def are_copies(one: str, other: str) -> bool:
    """True when two texts are the same but for small edits."""
    first, second = _runs(one), _runs(other)
    longer, shorter = max(len(first), len(second)), min(len(first), len(second))
    return longer < 2 * shorter and len(first & second) >= _SAME_ARTICLE * shorter


def _runs(text: str) -> frozenset[str]:
    """All runs of five words."""
    told = text.lower().split()
    return frozenset(" ".join(told[start : start + _SHINGLE]) for start in range(max(1, len(told) - _SHINGLE + 1)))
