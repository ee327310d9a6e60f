"""The packaged encoder is the file it claims to be, and means what the float model means."""

import hashlib
from pathlib import Path

import numpy as np

from index import models
from index.models import rebuild
from index.storage.embedding import MiniLM

FOLDER = Path(models.__file__).parent


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_fingerprint_states_the_checksum_of_the_packaged_model() -> None:
    assert MiniLM().fingerprint.checksum == checksum(FOLDER / "minilm-int8.onnx")


def test_tokenizer_is_the_official_one() -> None:
    assert checksum(FOLDER / "tokenizer.json") == rebuild.OFFICIAL["tokenizer.json"]


def test_notice_names_the_official_files_and_the_licence_lies_beside_it() -> None:
    notice = (FOLDER / "NOTICE").read_text(encoding="utf-8")

    assert [name for name, official in rebuild.OFFICIAL.items() if official not in notice] == []
    assert "Apache License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_vectors_agree_with_the_float_model() -> None:
    with np.load(Path(__file__).parent / "reference.npz") as reference:
        sentences, expected = reference["sentences"].tolist(), reference["vectors"]

    cosines = (MiniLM().embed_passages(sentences) * expected).sum(axis=1)

    assert sentences == list(rebuild.SENTENCES)
    assert cosines.mean() >= 0.99
    assert cosines.min() >= 0.985


def test_weights_are_quantised_so_that_no_processor_overflows() -> None:
    weights = np.random.default_rng(7).normal(size=(64, 8)).astype(np.float32)
    weights[10:12, 3] = 9

    integers, scales = rebuild.quantise_weights(weights)

    assert np.abs(integers - weights / scales).max() <= 0.5
    pairs = integers.astype(int).reshape(32, 2, 8)
    assert np.maximum(pairs, 0).sum(axis=1).max() == 128
    assert np.minimum(pairs, 0).sum(axis=1).min() >= -128
