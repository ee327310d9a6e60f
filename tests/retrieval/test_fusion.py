import pytest

from index.retrieval.fusion import fuse, in_order


def test_scores_are_sums_of_weighted_reciprocal_ranks() -> None:
    scores = fuse([["a", "b"], ["b", "c"]], weights=(1.0, 2.0), k=20)
    assert scores == {"b": 1 / 22 + 2 / 21, "c": 2 / 22, "a": 1 / 21}
    assert list(scores) == ["b", "c", "a"]


def test_the_constant_is_sixty_unless_told() -> None:
    assert fuse([["a"]], weights=(1.0,)) == {"a": 1 / 61}


def test_ties_keep_the_first_rankings_order() -> None:
    assert list(fuse([["a", "b"], ["b", "a"]], weights=(1.0, 1.0))) == ["a", "b"]


def test_no_rankings_and_empty_rankings_give_nothing() -> None:
    assert (fuse([], weights=()), fuse([[], []], weights=(1.0, 2.0))) == ({}, {})


def test_every_ranking_needs_its_weight() -> None:
    with pytest.raises(ValueError, match="shorter"):
        fuse([["a"], ["b"]], weights=(1.0,))


def test_scores_in_order_are_best_first_and_ties_stay() -> None:
    assert list(in_order({"a": 1.0, "b": 3.0, "c": 1.0, "d": 2.0})) == ["b", "d", "a", "c"]
