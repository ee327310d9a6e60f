"""Words as sparse vectors, for servers that search them: BM25, whose weights of rare words the server adds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from index import vocabulary
from index.types import Passage

if TYPE_CHECKING:
    from chromadb import Schema, Search
    from chromadb.base_types import SparseVector

_SATURATION, _LENGTH_WEIGHT, _USUAL_LENGTH = 1.2, 0.75, 150.0
"""k1 and b of BM25 (Robertson and Zaragoza, 2009), and the words of a usual passage."""
_TITLE_WEIGHT = 3
"""How much more a word of the title says than a word of the text."""


def schema(key: str) -> "Schema":
    """A collection of vectors compared by cosine, with a BM25 index of sparse vectors kept under `key`."""
    from chromadb import Schema, SparseVectorIndexConfig, VectorIndexConfig

    made = Schema()
    made.create_index(config=VectorIndexConfig(space="cosine"))
    made.create_index(config=SparseVectorIndexConfig(bm25=True), key=key)
    return made


def vector(passage: Passage) -> "SparseVector":
    """The words of a passage and of its title, weighted by how often they stand there."""
    words = Counter(_stems(passage.text))
    length = sum(words.values())
    for stem in _stems(passage.title):
        words[stem] += _TITLE_WEIGHT
    usual = _SATURATION * (1 - _LENGTH_WEIGHT + _LENGTH_WEIGHT * length / _USUAL_LENGTH)
    return _sparse({stem: count * (_SATURATION + 1) / (count + usual) for stem, count in words.items()})


def search(terms: Sequence[str], *, key: str, limit: int, where: Any) -> "Search | None":
    """The search for passages with any of the words of the terms, a phrase being its words; None without a word."""
    from chromadb import Knn, Search

    stems = dict.fromkeys(stem for term in terms for stem in _stems(term))
    if not stems:
        return None
    rank = Knn(query=_sparse(dict.fromkeys(stems, 1.0)), key=key, limit=limit)
    return Search(where=where, rank=rank, limit=limit, select=["#score"])


def _stems(text: str) -> list[str]:
    return [vocabulary.stem(word) for word in vocabulary.words(text)]


def _sparse(weights: Mapping[str, float]) -> "SparseVector":
    from chromadb.base_types import SparseVector

    # Of the words of a newsroom about one in a hundred thousand shares its number with another one.
    by_number: dict[int, float] = {}
    for stem, weight in weights.items():
        number = crc32(stem.encode())
        by_number[number] = by_number.get(number, 0.0) + weight
    return SparseVector(indices=sorted(by_number), values=[by_number[number] for number in sorted(by_number)])
