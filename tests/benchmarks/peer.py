"""The peer in a process of its own: LlamaIndex with Chroma as the tutorial has it, all defaults, the same encoder in float.

    python -m tests.benchmarks.peer ingest|search HOME FILE MODEL.onnx TOKENIZER.json

FILE holds articles to ingest, or questions to search for. Wanted beside Dateline: `pip install -e '.[test]'`.
"""

import importlib
import sys
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import onnxruntime  # type: ignore[import-untyped]  # it has no annotations
from llama_index.core import Document, StorageContext, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from pydantic import PrivateAttr
from tokenizers import Tokenizer

from tests.benchmarks import measuring

_LONGEST = 256
_THREADS = 2


class FloatMiniLM(BaseEmbedding):
    """all-MiniLM-L6-v2 in float on onnxruntime: mean of the token vectors, normalised; a batch is padded to its longest text."""

    _session: onnxruntime.InferenceSession = PrivateAttr()
    _tokenizer: Tokenizer = PrivateAttr()

    def __init__(self, *, model: Path, tokenizer: Path) -> None:
        """Load both files."""
        super().__init__(model_name="all-MiniLM-L6-v2")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = _THREADS
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.enable_padding()

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        encoded = self._tokenizer.encode_batch(texts)
        tokens = np.array([each.ids for each in encoded], dtype=np.int64)
        mask = np.array([each.attention_mask for each in encoded], dtype=np.int64)
        inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        states = np.asarray(self._session.run(None, inputs)[0])
        means = (states * mask[:, :, np.newaxis]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        vectors: list[list[float]] = (means / np.linalg.norm(means, axis=1, keepdims=True)).tolist()
        return vectors

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embeddings([query])[0]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def main() -> None:
    """Measure what the command line says."""
    what, home, file, model, tokenizer = sys.argv[1:]
    encoder = FloatMiniLM(model=Path(model), tokenizer=Path(tokenizer))
    collection = chromadb.PersistentClient(home).get_or_create_collection("news")
    store = _vector_store(collection)
    if what == "ingest":
        documents = [_document(record) for record in measuring.records(Path(file))]
        context = StorageContext.from_defaults(vector_store=store)
        taken = measuring.seconds(
            lambda: VectorStoreIndex.from_documents(documents, storage_context=context, embed_model=encoder)
        )
        measuring.report(measuring.Ingested(len(documents), collection.count(), taken, measuring.peak_memory()))
    else:
        retriever = VectorStoreIndex.from_vector_store(store, embed_model=encoder).as_retriever(similarity_top_k=20)
        questions = [record["question"] for record in measuring.records(Path(file))]
        measuring.report(measuring.searched(retriever.retrieve, questions))


def _vector_store(collection: chromadb.Collection) -> Any:
    try:
        adapter = importlib.import_module("llama_index.vector_stores.chroma")
    except ImportError:
        sys.exit("the peer needs LlamaIndex's adapter to Chroma: pip install -e '.[test]'")
    return adapter.ChromaVectorStore(chroma_collection=collection)


def _document(record: dict[str, Any]) -> Document:
    titled = {"title": record.get("title") or record.get("headline") or "", "url": record.get("url") or ""}
    published = record.get("published") or record.get("firstcreated") or ""
    return Document(text=record["text"], metadata={**titled, "published": published})


if __name__ == "__main__":
    main()
