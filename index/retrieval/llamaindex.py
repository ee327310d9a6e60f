"""The newsroom's search as a LlamaIndex retriever."""

import asyncio
from collections.abc import Callable

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from index.types import Hit


class NewsRetriever(BaseRetriever):
    """Nodes are passages; metadata: article_id, title, source, url, published and updated (ISO 8601), start, end."""

    def __init__(self, search: Callable[..., tuple[Hit, ...]], *, limit: int = 10) -> None:
        """`search` is `Newsroom.search`; `limit` the most nodes a query gives."""
        self._search = search
        self._limit = limit
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._search(query_bundle.query_str, limit=self._limit)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # LlamaIndex's own default runs the search on the event loop, where everybody else waits for it.
        return await asyncio.to_thread(self._retrieve, query_bundle)


def _node(hit: Hit) -> TextNode:
    passage = hit.passage
    metadata = {
        "article_id": passage.article_id,
        "title": passage.title,
        "source": passage.source,
        "url": passage.url,
        "published": passage.published.isoformat() if passage.published else None,
        "updated": passage.updated.isoformat() if passage.updated else None,
        "start": passage.start,
        "end": passage.end,
    }
    return TextNode(id_=passage.id, text=passage.text, metadata=metadata, start_char_idx=passage.start, end_char_idx=passage.end)
