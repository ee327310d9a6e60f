import asyncio
from collections.abc import Iterator

import pytest
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers.no_text import NoText

from index import Newsroom
from index.retrieval.llamaindex import NewsRetriever
from index.storage.embedding import MiniLM
from tests.articles import VALLEY

QUESTION = "Who was elected mayor of Aldermere?"


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Iterator[Newsroom]:
    with Newsroom.open(tmp_path_factory.mktemp("llamaindex"), encoder=encoder) as opened:
        opened.ingest(VALLEY)
        yield opened


def test_it_is_a_retriever_of_llamaindex(news: Newsroom) -> None:
    retriever = news.as_retriever(limit=3)
    assert (type(retriever), isinstance(retriever, BaseRetriever)) == (NewsRetriever, True)


def test_nodes_are_the_hits_of_the_search_with_their_scores(news: Newsroom) -> None:
    hits = news.search(QUESTION, limit=4)
    nodes = news.as_retriever(limit=4).retrieve(QUESTION)
    assert [(each.node_id, each.score, each.text) for each in nodes] == [
        (hit.passage.id, hit.score, hit.passage.text) for hit in hits
    ]


def test_metadata_tells_where_a_passage_comes_from(news: Newsroom) -> None:
    (found,) = news.as_retriever(limit=1).retrieve(QUESTION)
    mayor = next(article for article in VALLEY if article.id.startswith("c1"))
    assert found.metadata == {
        "article_id": mayor.id,
        "title": mayor.title,
        "source": "Vale Gazette",
        "url": mayor.url,
        "published": "2025-03-31T07:00:00+00:00",
        "updated": None,
        "start": 0,
        "end": len(mayor.text),
    }


def test_what_is_not_known_is_none(news: Newsroom) -> None:
    (found,) = news.as_retriever(limit=1).retrieve("How many bats live in the mill?")
    assert (found.metadata["published"], found.metadata["updated"]) == (None, None)


def test_asynchronous_retrieval_finds_the_same(news: Newsroom) -> None:
    retriever = news.as_retriever(limit=4)
    assert asyncio.run(retriever.aretrieve(QUESTION)) == retriever.retrieve(QUESTION)


def test_other_tasks_go_on_while_it_searches(news: Newsroom) -> None:
    async def search_beside_a_clock() -> int:
        search = asyncio.create_task(news.as_retriever().aretrieve(QUESTION))
        turns = 0
        while not search.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(search_beside_a_clock()) > 10


def test_it_works_in_a_query_engine_without_a_language_model(news: Newsroom) -> None:
    engine = RetrieverQueryEngine(news.as_retriever(limit=2), NoText(llm=MockLLM()))
    response = engine.query(QUESTION)
    assert [node.node_id for node in response.source_nodes] == [hit.passage.id for hit in news.search(QUESTION, limit=2)]


def test_it_works_in_a_query_engine_with_a_language_model(news: Newsroom) -> None:
    engine = RetrieverQueryEngine.from_args(news.as_retriever(limit=1), llm=MockLLM())
    # This model answers with its prompt.
    assert "Ines Barrow was elected mayor" in str(engine.query(QUESTION))
