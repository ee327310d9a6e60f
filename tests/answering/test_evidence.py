from datetime import UTC, datetime

import pytest

from index.answering.evidence import Sentence, gather
from index.retrieval.questions import Plan, plan
from index.types import Hit, Passage

NOW = datetime(2025, 11, 20, 12, tzinfo=UTC)
BEFORE, AFTER = datetime(2025, 10, 30, tzinfo=UTC), datetime(2025, 11, 2, tzinfo=UTC)


def _plan(question: str = "How many strikes so far?") -> Plan:
    return plan(question, now=NOW, newest=NOW)


def _hit(text: str, *, start: int = 0, published: datetime | None = BEFORE) -> Hit:
    passage = Passage("a#0", "a", 0, start, start + len(text), text, title="Boats", published=published)
    return Hit(passage, score=1.0, similarity=0.5)


def _texts(question: str, text: str, *, published: datetime | None = BEFORE) -> list[str]:
    return [sentence.text for sentence in gather(_plan(question), [_hit(text, published=published)])]


def test_sentences_know_their_places_ranks_and_neighbours() -> None:
    first = _hit("Nobody was hurt there. Two boats were sunk.", start=40)
    second = _hit("A third boat was sunk.")
    found = gather(_plan(), [first, second])
    assert found == (
        Sentence("Nobody was hurt there.", 40, first.passage, 0.5, 0, before="", after="Two boats were sunk."),
        Sentence("Two boats were sunk.", 63, first.passage, 0.5, 0, before="Nobody was hurt there.", after=""),
        Sentence("A third boat was sunk.", 0, second.passage, 0.5, 1),
    )
    assert [(sentence.end, sentence.around) for sentence in found] == [
        (62, "Boats.  Nobody was hurt there. Two boats were sunk."),
        (83, "Boats. Nobody was hurt there. Two boats were sunk. "),
        (22, "Boats.  A third boat was sunk. "),
    ]


def test_questions_and_crumbs_answer_nothing() -> None:
    text = "How many boats were sunk there? “Who will count them all?” Two boats. 1 2 3 4 5. Three boats were sunk."
    assert _texts("How many boats?", text) == ["Three boats were sunk."]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("PANAMA CITY (Valley Press) — Two boats were sunk.", "Two boats were sunk."),
        ("Two boats (both old) were sunk.", "Two boats (both old) were sunk."),
    ],
)
def test_a_statement_leaves_out_the_place_and_agency_of_a_wire_report(text: str, statement: str) -> None:
    (sentence,) = gather(_plan(), [_hit(text)])
    assert sentence.statement == statement


@pytest.mark.parametrize(
    ("question", "text", "published", "is_kept"),
    [
        ("How many as of Oct. 31?", "Two boats were sunk.", BEFORE, True),
        ("How many as of Oct. 31?", "Two boats were sunk.", AFTER, False),
        ("How many as of Oct. 31?", "Two boats were sunk by Oct. 31.", AFTER, True),
        ("How many as of Oct. 31?", "Two boats were sunk by 31 October.", AFTER, True),
        ("How many as of Oct. 31?", "Two boats were sunk by Oct. 30.", AFTER, False),
        ("How many as of Oct. 31?", "Two boats were sunk.", None, False),
        ("How many by the end of October?", "Two boats were sunk by Oct. 31.", AFTER, False),
        ("How many since Oct. 31?", "Two boats were sunk.", AFTER, True),
        ("How many on Oct. 31?", "Two boats were sunk.", AFTER, True),
        ("How many?", "Two boats were sunk.", None, True),
    ],
)
def test_a_later_article_speaks_for_an_as_of_only_when_it_names_the_day(
    question: str, text: str, published: datetime | None, is_kept: bool
) -> None:
    assert _texts(question, text, published=published) == ([text] if is_kept else [])


def test_no_hits_hold_no_sentences() -> None:
    assert gather(_plan(), []) == ()
