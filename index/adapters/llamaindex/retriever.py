"""The newsroom's search as a LlamaIndex retriever."""

import asyncio
from collections.abc import Callable

from llama_index.core.base.base_retriever import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle

from index.adapters.llamaindex import nodes
from index.types import Hit


class NewsRetriever(BaseRetriever):
    """Nodes are the passages that fit, best first, with the search's own scores; see `nodes.found` for their metadata."""

    def __init__(self, search: Callable[[str], tuple[Hit, ...]]) -> None:
        """`search` finds the hits of a query."""
        self._search = search
        super().__init__()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [nodes.found(hit) for hit in self._search(query_bundle.query_str)]

    async def _aretrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        # LlamaIndex's own default runs the search on the event loop, where everybody else waits for it.
        return await asyncio.to_thread(self._retrieve, query_bundle)
