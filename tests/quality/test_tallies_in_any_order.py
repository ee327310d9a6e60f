"""The order in which articles came in never changes an answer."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import pytest

from index import Answer, Newsroom
from index.storage.embedding import MiniLM
from tests.articles import CORPUS
from tests.quality.conftest import AFTERWARDS, Told
from tests.quality.expectations import TALLIES, Expectation, load

QUESTIONS = load(TALLIES)
ORDERS = range(20)


def _answers(questions: Sequence[Expectation], home: Path, batches: Sequence[list[Path]], encoder: MiniLM) -> dict[str, Answer]:
    """The answer to each question, once the batches of articles have come in one after the other."""
    with Newsroom.open(home, encoder=encoder) as news:
        for batch in batches:
            assert news.ingest(batch, now=AFTERWARDS).added == len(batch)
        return {question.label: question.ask(news) for question in questions}


def _shuffled(order: int) -> Iterator[list[Path]]:
    """All articles, shuffled: one by one in every fourth order, else in batches of random sizes."""
    chance = Random(order)
    paths = sorted(CORPUS.iterdir())
    chance.shuffle(paths)
    while paths:
        size = 1 if order % 4 == 0 else chance.randint(1, 20)
        yield paths[:size]
        del paths[:size]


def _asked(order: int) -> Sequence[Expectation]:
    """Every question in the first two orders, one in nine in each of the others, so that each is asked in four.

    All of them in every order would take two minutes.
    """
    return QUESTIONS if order < 2 else QUESTIONS[order % 9 :: 9]


@pytest.mark.parametrize("order", ORDERS)
def test_no_order_of_ingestion_changes_an_answer(order: int, told: Told, encoder: MiniLM, tmp_path: Path) -> None:
    asked = _asked(order)
    shuffled = _answers(asked, tmp_path, list(_shuffled(order)), encoder)
    assert [question.label for question in asked if shuffled[question.label] != told(question)] == []


def test_no_two_questions_are_told_by_the_same_label() -> None:
    assert len({question.label for question in QUESTIONS}) == len(QUESTIONS)


def test_every_question_is_asked_in_four_orders() -> None:
    asked = [question.label for order in ORDERS for question in _asked(order)]
    assert {question.label: asked.count(question.label) for question in QUESTIONS} == {
        question.label: 4 for question in QUESTIONS
    }
