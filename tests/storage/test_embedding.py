"""Texts become vectors of known length, alone or together, one after another or all at once."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.errors import SettingsError, StorageError
from index.storage.embedding import Fingerprint, MiniLM, OpenAIEmbeddings, load

TEXTS = (
    "The ferry to the islands sails again from Friday.",
    "Rain.",
    "The council voted 14 to 9 for the new tram line, after a debate that lasted until midnight and was interrupted twice.",
    "Dairy farmers blocked the ring road with tractors on Monday morning and let only ambulances through.",
    "¿Cuántos heridos hay? 负伤者 — naïve façade 🙂",
    "",
)


@pytest.fixture(scope="module")
def minilm() -> MiniLM:
    return MiniLM(threads=2)


def test_passages_become_unit_vectors_in_their_order(minilm: MiniLM) -> None:
    vectors = minilm.embed_passages(TEXTS)

    assert vectors.shape == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_array_equal(minilm.embed_passages(TEXTS[::-1]), vectors[::-1])


def test_a_text_has_the_same_vector_alone_and_among_others(minilm: MiniLM) -> None:
    together = minilm.embed_passages([*TEXTS, "word " * 300])

    for position, text in enumerate(TEXTS):
        np.testing.assert_array_equal(minilm.embed_passages([text])[0], together[position])
        np.testing.assert_array_equal(minilm.embed_question(text), together[position])


def test_the_number_of_threads_changes_nothing(minilm: MiniLM) -> None:
    np.testing.assert_array_equal(MiniLM(threads=1).embed_passages(TEXTS), minilm.embed_passages(TEXTS))


def test_no_texts_give_no_rows(minilm: MiniLM) -> None:
    assert minilm.embed_passages([]).shape == (0, 384)


def test_a_question_is_nearest_to_the_passage_that_answers_it(minilm: MiniLM) -> None:
    similarities = minilm.embed_passages(TEXTS) @ minilm.embed_question("When do boats go to the islands?")

    assert int(similarities.argmax()) == 0


def test_a_text_is_read_up_to_its_256th_token(minilm: MiniLM) -> None:
    within = "one " * 253

    np.testing.assert_array_equal(minilm.embed_question(within + "one two three"), minilm.embed_question(within + "one"))
    assert not np.array_equal(minilm.embed_question(within + "two"), minilm.embed_question(within + "one"))


def test_tokens_are_counted_without_special_ones_and_without_a_limit(minilm: MiniLM) -> None:
    assert [minilm.count_tokens(text) for text in ("", "three short words", "word " * 1000)] == [0, 3, 1000]


def test_forty_callers_at_once_get_what_one_gets() -> None:
    fresh = MiniLM(threads=2)
    with ThreadPoolExecutor(40) as callers:
        answers = list(callers.map(fresh.embed_question, TEXTS * 20))

    np.testing.assert_array_equal(np.array(answers), np.tile(MiniLM().embed_passages(TEXTS), (20, 1)))


def test_fingerprint_reads_as_name_dimension_and_the_checksum_s_beginning() -> None:
    assert str(Fingerprint("minilm", 384, "53aa51ab" + "0" * 56)) == "minilm (384 dimensions, 53aa51ab)"


@pytest.mark.parametrize("name", ["minilm", "openai:org/model name:7"])
def test_fingerprint_survives_being_stored(name: str) -> None:
    fingerprint = Fingerprint(name, 384, "ab" * 32)

    assert Fingerprint.from_record(fingerprint.record) == fingerprint


@pytest.mark.parametrize("record", ["", "minilm", "ab many minilm"])
def test_a_record_that_names_no_encoder_is_refused(record: str) -> None:
    with pytest.raises(StorageError, match="does not say which encoder"):
        Fingerprint.from_record(record)


def test_minilm_is_loaded_by_its_name() -> None:
    assert isinstance(load("minilm"), MiniLM)


def test_an_openai_model_is_loaded_by_its_name() -> None:
    assert isinstance(load("openai:small", base_url="http://127.0.0.1:9/v1"), OpenAIEmbeddings)


@pytest.mark.parametrize("embedder", ["", "mini", "openai", "openai:", "cohere:x"])
def test_an_unknown_embedder_is_refused_by_the_name_of_its_variable(embedder: str) -> None:
    with pytest.raises(SettingsError, match=f"DATELINE_EMBEDDER is {embedder!r}"):
        load(embedder)


def test_openai_without_key_and_address_asks_for_one() -> None:
    with pytest.raises(SettingsError, match="needs OPENAI_API_KEY or OPENAI_BASE_URL"):
        load("openai:small")


def test_choosing_the_packaged_encoder_imports_neither_onnxruntime_nor_openai() -> None:
    script = (
        "import json, sys; from index.storage.embedding import load; load('minilm').fingerprint;"
        "print(json.dumps(sorted({'onnxruntime', 'tokenizers', 'openai'} & set(sys.modules))))"
    )

    assert json.loads(subprocess.run([sys.executable, "-c", script], check=True, capture_output=True).stdout) == []
