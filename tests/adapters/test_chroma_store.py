"""A newsroom's collection in Chroma, read by LlamaIndex's own adapter to Chroma."""

import math
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import chromadb
import pytest
from chromadb.api.client import Client
from chromadb.config import Settings
from llama_index.core import VectorStoreIndex
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters
from llama_index.vector_stores.chroma import ChromaVectorStore

from index import Newsroom
from tests.articles import VALLEY

QUESTION = "Who was elected mayor of Aldermere?"


@pytest.fixture(scope="module")
def passages(valley_home: Path, valley: Newsroom) -> Iterator[VectorStoreIndex]:
    """LlamaIndex's index over the collection, with the newsroom's encoder."""
    client = chromadb.PersistentClient(valley_home / "chroma", settings=Settings(anonymized_telemetry=False))
    assert isinstance(client, Client)
    (collection,) = client.list_collections()
    store = ChromaVectorStore(chroma_collection=collection)
    yield VectorStoreIndex.from_vector_store(store, embed_model=valley.as_embedding())
    client.close()


def test_the_passage_nearest_to_a_question_is_found_with_its_text_and_its_metadata(passages: VectorStoreIndex) -> None:
    mayor = next(article for article in VALLEY if article.id.startswith("c1"))
    (found,) = passages.as_retriever(similarity_top_k=1).retrieve(QUESTION)
    kept = {name: value for name, value in found.metadata.items() if name not in ("record", "existed_at", "published_at")}
    assert (found.node_id, found.text) == (f"{mayor.id}#0", mayor.text)
    assert kept == {
        "article_id": mayor.id,
        "title": mayor.title,
        "source": "Vale Gazette",
        "url": mayor.url,
        "published": "2025-03-31T07:00:00+00:00",
        "start": 0,
        "end": len(mayor.text),
        "outlet": "vale gazette",
    }


def test_it_ranks_by_the_same_vectors_as_the_newsroom(passages: VectorStoreIndex, valley: Newsroom) -> None:
    found = passages.as_retriever(similarity_top_k=3).retrieve(QUESTION)
    cosines = {hit.passage.id: hit.similarity for hit in valley.search(QUESTION, limit=20)}
    # LlamaIndex makes of a distance d the score exp(-d); the distance is one less the cosine.
    assert {node.node_id: 1 + math.log(node.score or 0) for node in found} == pytest.approx(
        {node.node_id: cosines[node.node_id] for node in found}, abs=1e-5
    )


def test_filters_reach_dates_and_outlets(passages: VectorStoreIndex) -> None:
    since = datetime(2025, 4, 20, tzinfo=UTC).timestamp() * 1_000_000
    filters = MetadataFilters(
        filters=[
            MetadataFilter(key="published_at", operator=FilterOperator.GTE, value=int(since)),
            MetadataFilter(key="source", operator=FilterOperator.EQ, value="Vale Gazette"),
        ]
    )
    found = passages.as_retriever(similarity_top_k=9, filters=filters).retrieve(QUESTION)
    assert [node.metadata["title"] for node in found] == ["Night market returns to the old quay"]
