"""Numbers of an answer's citations."""

from datetime import UTC, datetime

import pytest

from index.types import Citation, Passage
from index.verifying.numbering import Numbering
from index.verifying.verifier import Verified

FIRST = "Two boats sank."
SECOND = "Nobody was hurt."
FAR = "The harbour opens again on Monday."
FILLER = "The pilots' office keeps a list of all that ever sank there, and it is a long one. " * 4
TEXT = f"{FIRST} {SECOND} {FILLER}{FAR}"
MOMENT = datetime(2025, 5, 2, tzinfo=UTC)


def passage(key: str, text: str) -> Passage:
    return Passage(f"{key}#0", key, 0, 0, len(text), text, f"Title {key}", "River Post", f"https://{key}.example", MOMENT)


PASSAGES = (passage("a", TEXT), passage("b", "A tram burned down."))


def citation(number: int, key: str, quote: str) -> Citation:
    return Citation(number, key, f"Title {key}", quote, "River Post", f"https://{key}.example", MOMENT)


def test_numbers_run_from_one_in_order_of_use() -> None:
    numbering = Numbering(PASSAGES)
    assert numbering.cite(Verified("A tram burned.", (2,), ("A tram burned down.",))) == "A tram burned. [1]"
    assert numbering.cite(Verified("Boats sank.", (1, 2), (FIRST, "A tram burned down."))) == "Boats sank. [2][1]"
    assert numbering.citations == (citation(1, "b", "A tram burned down."), citation(2, "a", FIRST))


def test_quotes_that_touch_are_one_citation_that_spans_both() -> None:
    numbering = Numbering(PASSAGES)
    numbering.cite(Verified("Nobody was hurt.", (1,), (SECOND,)))
    assert numbering.cite(Verified("Two boats sank.", (1,), (FIRST,))) == "Two boats sank. [1]"
    assert numbering.citations == (citation(1, "a", f"{FIRST} {SECOND}"),)


def test_quotes_far_apart_in_one_passage_are_two_citations() -> None:
    numbering = Numbering(PASSAGES)
    both = Verified("Two boats sank, and the harbour opens on Monday.", (1, 1), (FIRST, FAR))
    assert numbering.cite(both) == "Two boats sank, and the harbour opens on Monday. [1][2]"
    assert numbering.citations == (citation(1, "a", FIRST), citation(2, "a", FAR))


def test_every_quote_stands_in_its_passage_word_for_word() -> None:
    numbering = Numbering(PASSAGES)
    for quote in (FAR, FIRST, SECOND):
        numbering.cite(Verified("So it is.", (1,), (quote,)))
    assert [cited.quote in TEXT for cited in numbering.citations] == [True, True]


def test_a_quote_that_its_passage_does_not_hold_is_a_bug() -> None:
    with pytest.raises(ValueError, match="substring not found"):
        Numbering(PASSAGES).cite(Verified("So it is.", (1,), ("Nowhere to be found.",)))
