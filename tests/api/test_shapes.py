"""What is described is what is given: the records of bot.records fit bot.shapes, key by key."""

import json

import pytest
from pydantic import BaseModel

from bot import records, shapes
from index import Newsroom
from index.types import Answer, Usage
from tests.articles import NOW
from tests.writing.scripted import MAYOR, ROADS


def fits(shape: type[BaseModel], record: records.Record) -> bool:
    """True when the record has the keys and the values that the shape describes, and no others."""
    written = json.loads(json.dumps(record))
    read = shape.model_validate_json(json.dumps(record))
    return bool(json.loads(read.model_dump_json().replace('Z"', '+00:00"')) == written)


@pytest.mark.parametrize("question", [ROADS, MAYOR, "Who won the cup?"])
def test_answers_are_as_described(news: Newsroom, question: str) -> None:
    assert fits(shapes.AnswerShape, records.answer(news.ask(question, now=NOW)))


def test_what_a_model_took_is_as_described() -> None:
    assert fits(shapes.AnswerShape, records.answer(Answer("x", "y", found=True, mode="model", usage=Usage(1, 2, 0.5))))


def test_what_is_held_is_as_described(news: Newsroom) -> None:
    article, passages = news.archive.article("a100")
    assert fits(shapes.SearchShape, records.search("roads", news.search("roads", now=NOW)))
    assert fits(shapes.LatestShape, records.latest(None, news.latest()))
    assert fits(shapes.OverviewShape, records.overview(news.articles()))
    assert fits(shapes.ArticleShape, records.article(article))
    assert fits(shapes.ArticleTextShape, records.article_text(article, passages))
