"""The packaged encoder, which computes each vector once: for tests that fill many homes with the same articles."""

from index.storage.embedding import MiniLM, Vector


class RememberingMiniLM(MiniLM):
    """The packaged encoder with a memory. Its vectors are the same, since a text's vector depends on the text alone.

    The vectors of passages are remembered, too: the packaged encoder embeds passages one by one, as it does questions.
    """

    def __init__(self) -> None:
        super().__init__()
        self._lengths: dict[str, int] = {}
        self._vectors: dict[str, Vector] = {}

    def count_tokens(self, text: str) -> int:
        """Length of a text in tokens, without the special tokens around it."""
        if text not in self._lengths:
            self._lengths[text] = super().count_tokens(text)
        return self._lengths[text]

    def embed_question(self, text: str) -> Vector:
        """The vector to search passages with, shape (384,)."""
        if text not in self._vectors:
            self._vectors[text] = super().embed_question(text)
        return self._vectors[text]
