import asyncio
import sys
from datetime import UTC, datetime

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from index import Newsroom
from tests.articles import VALLEY

QUESTION = "Who was elected mayor of Aldermere?"


def test_it_is_a_retriever_of_langchain(valley: Newsroom) -> None:
    assert isinstance(valley.as_langchain_retriever(), BaseRetriever)


def test_documents_are_the_hits_of_the_search(valley: Newsroom) -> None:
    until = datetime(2025, 4, 20, tzinfo=UTC)
    documents = valley.as_langchain_retriever(limit=4, until=until).invoke(QUESTION)
    assert [(each.id, each.page_content, each.metadata["score"]) for each in documents] == [
        (hit.passage.id, hit.passage.text, hit.score) for hit in valley.search(QUESTION, limit=4, until=until)
    ]


def test_metadata_tells_where_a_passage_comes_from(valley: Newsroom) -> None:
    mayor = next(article for article in VALLEY if article.id.startswith("c1"))
    (hit,) = valley.search(QUESTION, limit=1)
    assert valley.as_langchain_retriever(limit=1).invoke(QUESTION) == [
        Document(
            id=f"{mayor.id}#0",
            page_content=mayor.text,
            metadata={
                "article_id": mayor.id,
                "title": mayor.title,
                "source": "Vale Gazette",
                "url": mayor.url,
                "published": "2025-03-31T07:00:00+00:00",
                "updated": None,
                "start": 0,
                "end": len(mayor.text),
                "score": hit.score,
            },
        )
    ]


def test_asynchronous_and_batched_retrieval_find_the_same(valley: Newsroom) -> None:
    retriever = valley.as_langchain_retriever(limit=3)
    found = retriever.invoke(QUESTION)
    assert asyncio.run(retriever.ainvoke(QUESTION)) == found
    assert retriever.batch([QUESTION, QUESTION]) == [found, found]


def test_it_is_a_link_of_a_chain(valley: Newsroom) -> None:
    chain = valley.as_langchain_retriever(limit=1) | RunnableLambda(lambda documents: documents[0].metadata["title"])
    assert chain.invoke(QUESTION) == "Ines Barrow elected mayor of Aldermere"


def test_what_it_shows_of_itself_holds_no_article(valley: Newsroom) -> None:
    assert repr(valley.as_langchain_retriever()) == "NewsRetriever()"


def test_without_langchain_it_is_told_what_to_install(valley: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "index.adapters.langchain", raising=False)
    for name in [name for name in sys.modules if name.partition(".")[0] == "langchain_core"]:
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModuleNotFoundError, match=r"pip install 'dateline\[langchain\]'"):
        valley.as_langchain_retriever()
