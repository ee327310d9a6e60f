from dataclasses import replace

import pytest

from index.retrieval.duplicates import are_copies, collapse
from index.types import Hit, Passage

WIRE = (
    "Cranes stood still at the old quay on Thursday as the night shift walked out over pay. The harbour office said that "
    "nine freighters were waiting in the roads, and that the first of them would be sent on to Port Ellery if nothing moved by "
    "Sunday. A spokeswoman for the crews said that they would stay out for as long as it takes."
)
EDITED = WIRE.replace("Thursday", "the day before yesterday")
RETOLD = (
    "Nobody worked the cranes at the old quay on Thursday. Pay is what the night shift quarrels about, and nine freighters "
    "wait. If nothing moves by Sunday, Port Ellery gets the first one, says the harbour office; the crews say that they can wait."
)
LONGER = f"{WIRE} {' '.join(f'Line {number} of a longer report.' for number in range(40))}"
TEXTS = {"a": WIRE, "b": EDITED, "c": RETOLD, "d": WIRE}


def _hit(article: str, *, position: int = 0, score: float = 1.0, text: str | None = None) -> Hit:
    told = text or TEXTS[article]
    passage = Passage(f"{article}#{position}", article, position, 0, len(told), told, title=article)
    return Hit(passage, score)


def _never(article_id: str) -> str:
    raise AssertionError(f"nothing is alike, yet the text of {article_id} was asked for")


def test_wire_copies_stand_as_the_best_one_which_names_the_others() -> None:
    hits = [_hit("a", score=3), _hit("c", score=2), _hit("b", score=1), _hit("d", score=0.5)]
    assert collapse(hits, text_of=TEXTS.__getitem__) == (replace(hits[0], copies=("b", "d")), hits[1])


def test_a_copy_found_by_two_passages_is_named_once() -> None:
    hits = [_hit("a"), _hit("b"), _hit("b", position=1)]
    assert collapse(hits, text_of=TEXTS.__getitem__) == (replace(hits[0], copies=("b",)),)


def test_articles_that_tell_the_same_in_other_words_stay() -> None:
    hits = [_hit("a"), _hit("c")]
    assert collapse(hits, text_of=_never) == tuple(hits)


def test_passages_of_one_article_stay() -> None:
    hits = [_hit("a"), _hit("a", position=1)]
    assert collapse(hits, text_of=_never) == tuple(hits)


def test_a_shared_paragraph_does_not_make_two_articles_copies() -> None:
    hits = [_hit("a"), _hit("e", text=WIRE)]
    assert collapse(hits, text_of={"a": WIRE, "e": LONGER}.__getitem__) == tuple(hits)


def test_nothing_collapses_to_nothing() -> None:
    assert collapse([], text_of=_never) == ()


@pytest.mark.parametrize(
    ("one", "other", "copies"),
    [(WIRE, WIRE, True), (WIRE, EDITED, True), (WIRE, RETOLD, False), (WIRE, "", False), (WIRE, LONGER, False)],
    ids=["equal", "edited", "retold", "empty", "twice as long"],
)
def test_copies_are_told_from_other_articles(one: str, other: str, copies: bool) -> None:
    assert (are_copies(one, other), are_copies(other, one)) == (copies, copies)
