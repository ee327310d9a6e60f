"""The newsroom's encoder as a LlamaIndex embedding."""

import asyncio

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import PrivateAttr

from index.storage.embedding import Encoder


class NewsEmbedding(BaseEmbedding):
    """Makes the vectors by which a newsroom's passages are found, for LlamaIndex's own stores over its collection in Chroma."""

    _encoder: Encoder = PrivateAttr()

    def __init__(self, encoder: Encoder) -> None:
        """The embedding of this encoder, named as the encoder is."""
        super().__init__(model_name=encoder.fingerprint.name)
        self._encoder = encoder

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(number) for number in self._encoder.embed_question(query)]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return await asyncio.to_thread(self._get_query_embedding, query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return [[float(number) for number in vector] for vector in self._encoder.embed_passages(texts)]
