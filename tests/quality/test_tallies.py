"""The newsroom finds the newest figure of what the sample articles count."""

import re
from typing import NamedTuple

import pytest

from index import Answer, Article
from index.reading import files
from tests.articles import CORPUS
from tests.quality.conftest import AFTERWARDS, Told
from tests.quality.expectations import TALLIES, Expectation, load
from tests.quality.spelling import holds

LEAST_RIGHT = 0.87
"""Share of the questions that are to be answered right in full: words, citations, figure."""
LEAST_EXACT = 0.90
"""Share of the questions about one figure whose tally is to be at that figure."""

EXPECTATIONS = load(TALLIES)
ARTICLES = {
    article.url or "": article
    for path in CORPUS.iterdir()
    for article in files.read(path, retrieved=AFTERWARDS)
    if isinstance(article, Article)
}
KEYS = {
    "kind", "question", "now", "as_of", "history", "answers", "must_cite", "must_cite_also", "must_not_cite", "must_not_say",
    "must_mention", "cite_once", "trend", "abstain", "value", "also", "qualifier", "unit",
}  # fmt: skip
QUALIFIERS = {"at least", "more than", "nearly", "about", "up to"}
ANSWERED_IN_OTHER_WORDS = {"period_difference", "when"}
"""Kinds whose answer is computed, or is the day of an article."""
every_expectation = pytest.mark.parametrize("expected", EXPECTATIONS, ids=lambda expected: expected.label)


class Result(NamedTuple):
    """One question, answered."""

    expected: Expectation
    answer: Answer


@pytest.fixture(scope="module")
def results(told: Told) -> list[Result]:
    return [Result(expected, told(expected)) for expected in EXPECTATIONS]


def test_enough_questions_are_answered_right_in_full(results: list[Result]) -> None:
    misses = [f"{told.expected.label}: {'; '.join(lacks)}" for told in results if (lacks := told.expected.lacks(told.answer))]
    print(f"{len(results) - len(misses)} of {len(results)} right in full", *misses, sep="\n")
    assert 1 - len(misses) / len(results) >= LEAST_RIGHT


def test_enough_tallies_stand_at_the_expected_figure(results: list[Result]) -> None:
    counted = [told for told in results if told.expected.record["value"] is not None]
    misses = [told for told in counted if not told.expected.tells_the_figure(told.answer)]
    print(f"{len(counted) - len(misses)} of {len(counted)} exact", *(told.expected.label for told in misses), sep="\n")
    assert 1 - len(misses) / len(counted) >= LEAST_EXACT


def test_no_answer_as_of_a_day_cites_what_came_later(results: list[Result]) -> None:
    late = [
        (told.expected.label, cited.title)
        for told in results
        if (bound := told.expected.as_of) is not None
        for cited in told.answer.citations
        if (existed := ARTICLES[cited.url or ""].existed) is None or existed > bound
    ]
    assert late == []


def test_every_figure_of_a_tally_stands_at_the_citation_it_names(results: list[Result]) -> None:
    """Every number of a reading is that of a citation; what the quote holds is told by the quotes' own tests."""
    for told in results:
        numbers = {cited.number for cited in told.answer.citations}
        tally = told.answer.tally
        readings = (*tally.history, *tally.conflicts) if tally else ()
        assert {reading.citation for reading in readings} <= numbers, told.expected.label


def test_a_history_runs_from_the_oldest_reading_to_the_tally_itself(results: list[Result]) -> None:
    """Of a difference, the history is the two figures that it was worked out from."""
    for told in results:
        if (tally := told.answer.tally) is None or not tally.history:
            continue
        moments = [reading.as_of for reading in tally.history if reading.as_of is not None]
        assert moments == sorted(moments), told.expected.label
        first, last = tally.history[0].value, tally.history[-1].value
        stands_at = last - first if ", by difference: " in told.answer.text else last
        assert (stands_at, tally.history[-1].as_of) == (tally.value, tally.as_of), told.expected.label


def test_what_is_not_found_has_no_tally(results: list[Result]) -> None:
    assert [told.expected.label for told in results if told.answer.tally and not told.answer.found] == []


@every_expectation
def test_a_question_is_well_formed(expected: Expectation) -> None:
    record = expected.record
    assert {"kind", "question", "now", "value"} <= set(record) <= KEYS
    assert record.get("qualifier") in {None, *QUALIFIERS}
    if expected.abstains:
        assert (record["value"], record.get("answers", [])) == (None, [])
    else:
        assert record["answers"] != []
        assert record["must_cite"] != []


@every_expectation
def test_the_articles_that_are_named_exist(expected: Expectation) -> None:
    named = [part for key in KEYS if "cite" in key for part in expected.record.get(key, ())]
    assert {part: sum(part in url for url in ARTICLES) for part in named} == dict.fromkeys(named, 1)


@every_expectation
def test_an_article_to_be_cited_existed_then_and_holds_the_answer(expected: Expectation) -> None:
    record = expected.record
    parts = [*record.get("must_cite", ()), *record.get("must_cite_also", ())]
    sources = [article for part in parts for url, article in ARTICLES.items() if part in url]
    if (bound := expected.as_of) is not None:
        assert [article.title for article in sources if article.existed is None or article.existed > bound] == []
    texts = [f"{article.title}\n{article.text}" for article in sources]
    if record["kind"] not in ANSWERED_IN_OTHER_WORDS:
        spellings = [way for ways in record.get("answers", ()) for way in ways]
        assert [text for text in texts if not any(holds(text, spelling) for spelling in spellings)] == []
        assert [ways for ways in record.get("answers", ()) if not any(holds(text, way) for text in texts for way in ways)] == []
    if "qualifier" in record:
        assert re.search(
            {"about": r"\b([Aa]bout|[Ss]ome)\b"}.get(record["qualifier"], rf"(?i)\b{record['qualifier']}\b"), "\n".join(texts)
        )
