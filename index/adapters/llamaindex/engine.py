"""The newsroom's answers as a LlamaIndex query engine."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from llama_index.core.base.base_query_engine import BaseQueryEngine
from llama_index.core.base.response.schema import Response
from llama_index.core.prompts.mixin import PromptMixinType
from llama_index.core.schema import QueryBundle

from index.adapters.llamaindex import nodes
from index.stopping import Stop
from index.storage.records import written
from index.types import Answer, Passage


@dataclass
class NewsResponse(Response):
    """A verified answer. `source_nodes` are its citations: the first is what `[1]` in the text means, and so on.

    Metadata: found, mode, as_of (ISO 8601), notice, language, rewritten.
    """

    answer: Answer | None = None
    """All of it, with the tally."""


class NewsQueryEngine(BaseQueryEngine):
    """Answers as `Newsroom.ask` does; cancelling a task gives up what the language model is asked.

    It does not stream: sentences that `Newsroom.stream` yields may be withdrawn, which no stream of LlamaIndex's can say.
    """

    def __init__(self, ask: Callable[[str, Stop], Answer], passages_of: Callable[[str], Sequence[Passage]]) -> None:
        """`ask` answers a question unless it is stopped, `passages_of` gives the passages of an article by its id."""
        self._ask = ask
        self._passages_of = passages_of
        super().__init__(callback_manager=None)

    def _query(self, query_bundle: QueryBundle) -> NewsResponse:
        return self._answered(query_bundle.query_str, Stop())

    async def _aquery(self, query_bundle: QueryBundle) -> NewsResponse:
        stop = Stop()
        try:
            return await asyncio.to_thread(self._answered, query_bundle.query_str, stop)
        except asyncio.CancelledError:
            stop.set()
            raise

    def _get_prompt_modules(self) -> PromptMixinType:
        return {}

    def _answered(self, question: str, stop: Stop) -> NewsResponse:
        answer = self._ask(question, stop)
        return NewsResponse(
            response=answer.text,
            source_nodes=[nodes.cited(each, self._passages_of(each.article_id)) for each in answer.citations],
            metadata={
                "found": answer.found,
                "mode": answer.mode,
                "as_of": written(answer.as_of),
                "notice": answer.notice,
                "language": answer.language,
                "rewritten": answer.rewritten,
            },
            answer=answer,
        )
