import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from llama_index.core.base.base_query_engine import BaseQueryEngine

from index import Answer, Newsroom, NothingIndexed, Stop
from index.adapters.llamaindex.engine import NewsQueryEngine, NewsResponse
from index.storage.embedding import MiniLM
from tests.articles import NOW, VALLEY
from tests.writing.scripted import ELECTED, MAYOR, ROADS, Scripted


@pytest.fixture
def writing(valley_home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """The same newsroom with a language model that says who was elected."""
    with Newsroom.open(valley_home, encoder=encoder, model=Scripted(ELECTED)) as opened:
        yield opened


def queried(engine: NewsQueryEngine, question: str) -> NewsResponse:
    response = engine.query(question)
    assert isinstance(response, NewsResponse)
    return response


def test_it_is_a_query_engine_of_llamaindex(valley: Newsroom) -> None:
    assert isinstance(valley.as_query_engine(), BaseQueryEngine)


@pytest.mark.parametrize("question", [MAYOR, ROADS, "Who won the chess match?"])
def test_it_answers_as_the_newsroom_does(valley: Newsroom, question: str) -> None:
    response = queried(valley.as_query_engine(now=NOW), question)
    answer = valley.ask(question, now=NOW)
    assert (str(response), response.answer) == (answer.text, answer)


def test_source_nodes_are_the_citations_in_their_order(valley: Newsroom) -> None:
    response = queried(valley.as_query_engine(now=NOW), ROADS)
    articles = {article.id: article for article in VALLEY}
    assert response.answer is not None
    assert [node.text for node in response.source_nodes] == [each.quote for each in response.answer.citations]
    assert [node.metadata["number"] for node in response.source_nodes] == [1, 2]
    for node in response.source_nodes:
        article = articles[node.metadata["article_id"]]
        assert article.text[node.metadata["start"] : node.metadata["end"]] == node.text
        assert (node.node_id, node.node.ref_doc_id, node.score) == (f"{article.id}#0", article.id, None)


def test_a_source_node_tells_all_that_is_known_of_its_citation(valley: Newsroom) -> None:
    response = queried(valley.as_query_engine(now=NOW), ROADS)
    assert response.source_nodes[0].metadata == {
        "article_id": "a200000000000000",
        "title": "Flood closes more roads in Aldermere",
        "source": "River Post",
        "url": "https://valley.example/a2",
        "published": "2025-04-28T08:00:00+00:00",
        "updated": None,
        "start": 0,
        "end": 78,
        "number": 1,
        "correction": None,
        "outlets": [],
    }


def test_metadata_says_whether_it_was_found_and_as_of_when(valley: Newsroom) -> None:
    assert queried(valley.as_query_engine(as_of=datetime(2025, 3, 1, tzinfo=UTC)), MAYOR).metadata == {
        "found": False,
        "mode": "quotes",
        "as_of": "2025-03-01T00:00:00+00:00",
        "notice": None,
        "language": None,
        "rewritten": None,
    }


def test_a_model_writes_unless_it_shall_not(writing: Newsroom) -> None:
    told = [queried(writing.as_query_engine(written=written), MAYOR).answer for written in (True, False)]
    assert [(answer.mode, len(answer.citations)) for answer in told if answer] == [("model", 1), ("quotes", 3)]


def test_asynchronous_answers_are_the_same(valley: Newsroom) -> None:
    engine = valley.as_query_engine(now=NOW)
    assert asyncio.run(engine.aquery(ROADS)) == engine.query(ROADS)


def test_what_a_cancelled_task_had_asked_is_given_up() -> None:
    asked, given_up = Event(), Event()

    def ask(question: str, stop: Stop) -> Answer:
        asked.set()
        if stop.wait(60):
            given_up.set()
        return Answer(question, "", found=False)

    def passages_of(article_id: str) -> Sequence[object]:
        return ()

    async def cancel() -> None:
        task = asyncio.create_task(NewsQueryEngine(ask, passages_of).aquery(MAYOR))  # type: ignore[arg-type]
        await asyncio.to_thread(asked.wait, 60)
        task.cancel()
        await task

    with pytest.raises(asyncio.CancelledError):
        asyncio.run(cancel())
    assert given_up.is_set()


def test_an_empty_newsroom_says_so(tmp_path: Path, encoder: MiniLM) -> None:
    with Newsroom.open(tmp_path / "nothing", encoder=encoder) as empty, pytest.raises(NothingIndexed):
        empty.as_query_engine().query(MAYOR)
