"""An encoder that another program brings, its vectors looked at before they are kept."""

from collections.abc import Sequence

import numpy as np

from index.storage.embedding import Encoder, Fingerprint, Vector, Vectors

_TOLERANCE = 1e-3
"""By which a length may differ from 1."""


class GivenEncoder:
    """The same encoder; ValueError, which says what is wrong, for what is not one vector of length 1 for each text.

    Unnoticed, such vectors would be kept, and compared as if their dot product were their cosine.
    """

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    @property
    def fingerprint(self) -> Fingerprint:
        """Which encoder this is."""
        return self._encoder.fingerprint

    def count_tokens(self, text: str) -> int:
        """Length of a text in tokens, without the special tokens around it."""
        return self._encoder.count_tokens(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; shape (0, dimension) for no texts."""
        if not texts:
            return np.empty((0, self.fingerprint.dimension), dtype=np.float32)
        return self._checked(self._encoder.embed_passages(texts), (len(texts), self.fingerprint.dimension))

    def embed_question(self, text: str) -> Vector:
        """The vector to search passages with."""
        return self._checked(self._encoder.embed_question(text), (self.fingerprint.dimension,))

    def _checked(self, given: Vectors, shape: tuple[int, ...]) -> Vectors:
        vectors = np.asarray(given, dtype=np.float32)
        name = self.fingerprint.name
        if vectors.shape != shape:
            raise ValueError(f"the encoder {name!r} gave numbers of shape {vectors.shape}, not {shape}")
        lengths = np.linalg.norm(vectors, axis=-1)
        if not np.allclose(lengths, 1.0, rtol=0, atol=_TOLERANCE):
            worst = float(np.ravel(lengths)[np.argmax(np.abs(np.ravel(lengths) - 1.0))])
            raise ValueError(f"the encoder {name!r} gave a vector of length {worst:.4g}; divide each by its length")
        return vectors
