import asyncio
from datetime import UTC, datetime

import pytest
from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import CitationQueryEngine, RetrieverQueryEngine
from llama_index.core.response_synthesizers.no_text import NoText
from llama_index.core.schema import MetadataMode

from index import Bounds, Newsroom
from tests.articles import NOW, VALLEY

QUESTION = "Who was elected mayor of Aldermere?"


def test_it_is_a_retriever_of_llamaindex(valley: Newsroom) -> None:
    assert isinstance(valley.as_retriever(limit=3), BaseRetriever)


@pytest.mark.parametrize(
    "bounds",
    [
        Bounds(),
        Bounds(as_of=datetime(2025, 3, 5, tzinfo=UTC)),
        Bounds(since=datetime(2025, 4, 1, tzinfo=UTC)),
        Bounds(until=datetime(2025, 3, 31, 12, tzinfo=UTC), source="vale gazette"),
        Bounds(now=NOW),
    ],
)
@pytest.mark.parametrize("query", [QUESTION, "trams lost last week", "How many roads has the flood closed?"])
def test_nodes_are_the_hits_of_the_search_with_their_scores(valley: Newsroom, query: str, bounds: Bounds) -> None:
    nodes = valley.as_retriever(limit=4, **bounds).retrieve(query)
    assert [(each.node_id, each.score, each.text) for each in nodes] == [
        (hit.passage.id, hit.score, hit.passage.text) for hit in valley.search(query, limit=4, **bounds)
    ]


@pytest.mark.parametrize(
    "query", ["how many strikes so far?", "survivors sent home", "measles cases in the county on November 10", "ballot poll"]
)
def test_scores_over_many_articles_are_those_of_the_search_to_the_last_digit(samples: Newsroom, query: str) -> None:
    nodes = samples.as_retriever(limit=20).retrieve(query)
    assert [(each.node_id, each.score) for each in nodes] == [
        (hit.passage.id, hit.score) for hit in samples.search(query, limit=20)
    ]
    assert len(nodes) == 20


def test_metadata_tells_where_a_passage_comes_from(valley: Newsroom) -> None:
    (found,) = valley.as_retriever(limit=1).retrieve(QUESTION)
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
    assert found.node.ref_doc_id == mayor.id


def test_what_is_not_known_is_none(valley: Newsroom) -> None:
    (found,) = valley.as_retriever(limit=1).retrieve("How many bats live in the mill?")
    assert (found.metadata["published"], found.metadata["updated"]) == (None, None)


def test_a_prompt_tells_title_outlet_and_date_and_leaves_out_what_is_for_programs(valley: Newsroom) -> None:
    (found,) = valley.as_retriever(limit=1).retrieve(QUESTION)
    told, _, text = found.node.get_content(MetadataMode.LLM).partition("\n\n")
    assert told.splitlines() == [
        "title: Ines Barrow elected mayor of Aldermere",
        "source: Vale Gazette",
        "published: 2025-03-31T07:00:00+00:00",
    ]
    assert text == found.text


def test_asynchronous_retrieval_finds_the_same(valley: Newsroom) -> None:
    retriever = valley.as_retriever(limit=4)
    assert asyncio.run(retriever.aretrieve(QUESTION)) == retriever.retrieve(QUESTION)


def test_other_tasks_go_on_while_it_searches(valley: Newsroom) -> None:
    async def search_beside_a_clock() -> int:
        search = asyncio.create_task(valley.as_retriever().aretrieve(QUESTION))
        turns = 0
        while not search.done():
            await asyncio.sleep(0)
            turns += 1
        return turns

    assert asyncio.run(search_beside_a_clock()) > 10


def test_it_works_in_a_query_engine_without_a_language_model(valley: Newsroom) -> None:
    engine = RetrieverQueryEngine(valley.as_retriever(limit=2), NoText(llm=MockLLM()))
    response = engine.query(QUESTION)
    assert [node.node_id for node in response.source_nodes] == [hit.passage.id for hit in valley.search(QUESTION, limit=2)]


def test_it_works_in_a_query_engine_with_a_language_model(valley: Newsroom) -> None:
    engine = RetrieverQueryEngine.from_args(valley.as_retriever(limit=1), llm=MockLLM())
    # This model answers with its prompt.
    assert "Ines Barrow was elected mayor" in str(engine.query(QUESTION))


def test_it_works_in_a_query_engine_that_cites(valley: Newsroom) -> None:
    engine = CitationQueryEngine(valley.as_retriever(limit=2), llm=MockLLM())
    response = engine.query(QUESTION)
    mayor, other = valley.search(QUESTION, limit=2)
    assert [node.text for node in response.source_nodes] == [
        f"Source 1:\n{mayor.passage.text}\n",
        f"Source 2:\n{other.passage.text}\n",
    ]
    assert [node.metadata["url"] for node in response.source_nodes] == [mayor.passage.url, other.passage.url]
    assert "Source 1:\nInes Barrow was elected mayor" in str(response)
