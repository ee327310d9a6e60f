"""The newsroom's search as a LangChain retriever."""

from collections.abc import Callable

from pydantic import Field

from index.storage.records import shown
from index.types import Hit

try:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
except ModuleNotFoundError as error:
    raise ModuleNotFoundError(
        "LangChain's retriever needs langchain-core; install it with Dateline: pip install 'dateline[langchain]'", name=error.name
    ) from error


class NewsRetriever(BaseRetriever):
    """Documents are the passages that fit, best first. `ainvoke` searches in a thread of its own.

    Metadata: article_id, title, source, url, published, updated (ISO 8601), start, end, score.
    """

    search: Callable[[str], tuple[Hit, ...]] = Field(exclude=True, repr=False)
    """Finds the hits of a query."""

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:  # noqa: ARG002  # LangChain's
        return [_document(hit) for hit in self.search(query)]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    return Document(id=passage.id, page_content=passage.text, metadata=shown(passage) | {"score": hit.score})
