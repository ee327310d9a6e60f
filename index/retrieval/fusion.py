"""Several rankings made into one."""

from collections.abc import Mapping, Sequence


def fuse(rankings: Sequence[Sequence[str]], *, weights: Sequence[float], k: int = 60) -> dict[str, float]:
    """Merge rankings of passage ids by reciprocal rank (Cormack, Clarke and Büttcher, SIGIR 2009).

    The score of an id is the sum of weight / (k + rank) over the rankings that hold it, rank from 1. Best first; ties keep the
    order of the first ranking.
    """
    scores: dict[str, float] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for rank, passage_id in enumerate(ranking, start=1):
            scores[passage_id] = scores.get(passage_id, 0.0) + weight / (k + rank)
    return in_order(scores)


def in_order(scores: Mapping[str, float]) -> dict[str, float]:
    """The same scores, best first; ties stay in the order they had."""
    return dict(sorted(scores.items(), key=lambda item: -item[1]))
