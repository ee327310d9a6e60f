from collections.abc import Sequence

import numpy as np
import pytest

from index.storage.embedding import Fingerprint, Vector, Vectors
from index.storage.given import GivenEncoder


class Fixed:
    """An encoder of two numbers that gives what a test tells it to."""

    fingerprint = Fingerprint("fixed", 2, "1")

    def __init__(self, *rows: Sequence[float]) -> None:
        self._rows = rows

    def count_tokens(self, text: str) -> int:
        return len(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.array(self._rows)

    def embed_question(self, text: str) -> Vector:
        return self.embed_passages([text])[0]  # type: ignore[no-any-return]  # numpy does not say what a row is


def test_vectors_of_other_numbers_are_made_single_precision() -> None:
    encoder = GivenEncoder(Fixed([1, 0], [0.6, 0.8]))
    vectors = encoder.embed_passages(["a", "b"])
    assert (vectors.dtype.name, vectors.tolist()) == ("float32", [[1, 0], [pytest.approx(0.6), pytest.approx(0.8)]])
    assert encoder.embed_question("a").tolist() == [1, 0]
    assert (encoder.fingerprint, encoder.count_tokens("abc")) == (Fixed.fingerprint, 3)


def test_no_texts_have_no_vectors_whatever_the_encoder_makes_of_none() -> None:
    assert GivenEncoder(Fixed()).embed_passages([]).shape == (0, 2)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([[1, 0]], r"the encoder 'fixed' gave numbers of shape \(1, 2\), not \(2, 2\)"),
        ([[1, 0, 0], [0, 1, 0]], r"the encoder 'fixed' gave numbers of shape \(2, 3\), not \(2, 2\)"),
        ([[1, 0], [3, 4]], "the encoder 'fixed' gave a vector of length 5; divide each by its length"),
        ([[1, 0], [0, 0]], "the encoder 'fixed' gave a vector of length 0; divide each by its length"),
        ([[1, 0], [float("nan"), 0]], "the encoder 'fixed' gave a vector of length nan; divide each by its length"),
    ],
)
def test_what_is_not_one_vector_of_length_1_for_each_text_is_refused(rows: list[list[float]], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        GivenEncoder(Fixed(*rows)).embed_passages(["a", "b"])


@pytest.mark.parametrize(("name", "checksum"), [("", "1"), ("two\nlines", "1"), ("fixed", ""), ("fixed", "a b")])
def test_a_fingerprint_that_could_not_be_read_again_is_refused(name: str, checksum: str) -> None:
    with pytest.raises(ValueError, match="a fingerprint needs"):
        Fingerprint(name, 2, checksum)
