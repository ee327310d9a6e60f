"""Which sentences of a passage are quoted as one run."""

from collections.abc import Iterable

_LONGEST_GAP = 200
"""Characters between two sentences, about one sentence, that are quoted with them."""


def are_close(first: tuple[int, int], second: tuple[int, int]) -> bool:
    """True when two runs, each from start to end, touch or have about a sentence between them, in either order."""
    return first[0] <= second[1] + _LONGEST_GAP and second[0] <= first[1] + _LONGEST_GAP


def spanning(first: tuple[int, int], second: tuple[int, int]) -> tuple[int, int]:
    """The run from the beginning of the one to the end of the other."""
    return min(first[0], second[0]), max(first[1], second[1])


def runs(sentences: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs that hold the sentences, in the order of the text."""
    found: list[tuple[int, int]] = []
    for each in sorted(set(sentences)):
        if found and are_close(found[-1], each):
            found[-1] = spanning(found[-1], each)
        else:
            found.append(each)
    return found
