"""Passages and questions as vectors: the packaged MiniLM, or an OpenAI-compatible embeddings endpoint."""

import hashlib
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from index.errors import ModelError, SettingsError, StorageError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Vector = npt.NDArray[np.float32]
"""Shape (dimension,), length 1."""
Vectors = npt.NDArray[np.float32]
"""Shape (texts, dimension), each row of length 1."""

OPENAI_URL = "https://api.openai.com/v1"
_MODELS = Path(__file__).parent.parent / "models"
_LONGEST = 256
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Which encoder made a vector. Vectors of different fingerprints cannot be compared."""

    name: str
    """On one line; as DATELINE_EMBEDDER names it, if it does."""
    dimension: int
    checksum: str
    """Without spaces; another one whenever the vectors are others, such as the hexadecimal SHA-256 of the model."""

    def __post_init__(self) -> None:
        """ValueError for what could not be read again from its record."""
        if self.name.splitlines() != [self.name] or self.checksum.split() != [self.checksum]:
            raise ValueError(
                f"a fingerprint needs a name on one line and a checksum without spaces: {self.name!r}, {self.checksum!r}"
            )

    def __str__(self) -> str:
        return f"{self.name} ({self.dimension} dimensions, {self.checksum[:8]})"

    @property
    def record(self) -> str:
        """All of it in one line, to be stored beside the vectors."""
        return f"{self.checksum} {self.dimension} {self.name}"

    @classmethod
    def from_record(cls, record: str) -> "Fingerprint":
        """The fingerprint that `record` was made from; StorageError when there is none."""
        match record.split(" ", 2):
            case [checksum, dimension, name] if dimension.isdecimal():
                return cls(name, int(dimension), checksum)
        raise StorageError(f"{record!r} does not say which encoder made this index; embed again: dateline index --rebuild")


class Encoder(Protocol):
    """Turns text into vectors whose dot product is their cosine. Safe for many threads at once."""

    @property
    def fingerprint(self) -> Fingerprint:
        """Which encoder this is."""

    def count_tokens(self, text: str) -> int:
        """Length of a text in tokens, without the special tokens around it."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; shape (0, dimension) for no texts."""

    def embed_question(self, text: str) -> Vector:
        """The vector to search passages with."""


class MiniLM:
    """The packaged all-MiniLM-L6-v2 in 8-bit integers. Reads the first 256 tokens of a text; needs no network.

    A text's vector depends on the text alone, never on its neighbours. The model is read on first use.
    """

    fingerprint = Fingerprint("minilm", 384, "7174ae0e0c56893deb501fe5db45e2939732759c517b086371354719ff6cf463")
    """The checksum is that of minilm-int8.onnx, stated here because reading 23 MB at every start would be slow."""

    def __init__(self, *, threads: int | None = None) -> None:
        self._threads = threads or _usable_cores()
        self._tokenizer = _PackagedTokenizer()
        self._loading = Lock()
        self._session: Any = None

    def count_tokens(self, text: str) -> int:
        """Length of a text in tokens, without the special tokens around it."""
        return self._tokenizer.count(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; shape (0, 384) for no texts."""
        vectors = np.empty((len(texts), self.fingerprint.dimension), dtype=np.float32)
        if not texts:
            return vectors
        # onnxruntime lets go of Python's lock while it computes: threads that share one single-threaded session
        # are faster than one session with as many threads of its own, and each text stays alone in its run.
        with ThreadPoolExecutor(min(self._threads, len(texts))) as pool:
            for row, vector in enumerate(pool.map(self.embed_question, texts)):
                vectors[row] = vector
        return vectors

    def embed_question(self, text: str) -> Vector:
        """The vector to search passages with, shape (384,)."""
        token_ids = np.array([self._tokenizer.encode(text)], dtype=np.int64)
        vector: Vector = self._loaded().run(None, {"input_ids": token_ids})[0][0]
        return vector

    def _loaded(self) -> Any:
        with self._loading:
            if self._session is None:
                self._session = _open_session(_MODELS / "minilm-int8.onnx")
            return self._session


class OpenAIEmbeddings:
    """A model behind an OpenAI-compatible `/embeddings` endpoint. Every failure is a ModelError without the key in it."""

    def __init__(self, model: str, *, base_url: str, api_key: str, retries: int = 2) -> None:
        # `import openai` takes half a second: nobody else shall wait for it.
        import openai

        self._model = model
        self._host = urlsplit(base_url).hostname or base_url
        self._checksum = hashlib.sha256(f"{base_url.rstrip('/')}\n{model}".encode()).hexdigest()
        self._client = openai.OpenAI(base_url=base_url, api_key=api_key, max_retries=retries, timeout=60)
        self._tokenizer = _PackagedTokenizer()
        self._asking = Lock()
        self._dimension: int | None = None

    @property
    def fingerprint(self) -> Fingerprint:
        """Which encoder this is. The endpoint is asked for the dimension, once."""
        with self._asking:
            if self._dimension is None:
                self._dimension = self._request(["dimension"]).shape[1]
        return Fingerprint(f"openai:{self._model}", self._dimension, self._checksum)

    def count_tokens(self, text: str) -> int:
        """Length of a text in tokens of the packaged tokenizer, which is near enough for splitting."""
        return self._tokenizer.count(text)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, in order; shape (0, dimension) for no texts."""
        dimension = self.fingerprint.dimension
        batches = [self._request(texts[start : start + _BATCH]) for start in range(0, len(texts), _BATCH)]
        if any(batch.shape[1] != dimension for batch in batches):
            raise ModelError(f"{self._host} gave vectors of different dimensions for the model {self._model!r}")
        return np.concatenate([np.empty((0, dimension), dtype=np.float32), *batches])

    def embed_question(self, text: str) -> Vector:
        """The vector to search passages with, shape (dimension,)."""
        vector: Vector = self.embed_passages([text])[0]
        return vector

    def _request(self, texts: Sequence[str]) -> Vectors:
        with self._failures_in_plain_words():
            reply = self._client.embeddings.create(model=self._model, input=list(texts), encoding_format="float")
            ordered = sorted(reply.data, key=lambda item: item.index)
            vectors = np.array([item.embedding for item in ordered], dtype=np.float32)
            if [item.index for item in ordered] != list(range(len(texts))) or vectors.ndim != 2:
                raise ValueError("not one vector for each text")
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            if not (np.isfinite(lengths).all() and lengths.all()):
                raise ValueError("not finite, or zero")
            normalised: Vectors = vectors / lengths
            return normalised

    @contextmanager
    def _failures_in_plain_words(self) -> Iterator[None]:
        import openai

        # Each `from None`: an endpoint's own words may repeat the key, and a logged traceback shows the cause.
        try:
            yield
        except (openai.AuthenticationError, openai.PermissionDeniedError):
            raise ModelError(f"{self._host} refused the key for embeddings; check OPENAI_API_KEY") from None
        except openai.NotFoundError:
            raise ModelError(
                f"{self._host} has no embeddings model {self._model!r}; check DATELINE_EMBEDDER and OPENAI_BASE_URL"
            ) from None
        except openai.APITimeoutError:
            raise ModelError(f"{self._host} took too long to embed; try again", retryable=True) from None
        except openai.APIConnectionError:
            raise ModelError(f"cannot reach {self._host} for embeddings; check OPENAI_BASE_URL", retryable=True) from None
        except openai.APIStatusError as error:
            busy = error.status_code == 429 or error.status_code >= 500
            advice = "try again later" if busy else f"is {self._model!r} a model for embeddings?"
            message = f"{self._host} failed to embed (HTTP {error.status_code}); {advice}"
            raise ModelError(message, retryable=busy) from None
        except (openai.OpenAIError, AttributeError, TypeError, ValueError):
            raise ModelError(
                f"{self._host} did not answer with embeddings; check that OPENAI_BASE_URL is an OpenAI-compatible endpoint"
            ) from None


def load(embedder: str, *, base_url: str | None = None, api_key: str | None = None) -> Encoder:
    """The encoder that DATELINE_EMBEDDER names: `minilm`, or `openai:MODEL`; SettingsError for anything else.

    Without `base_url` the endpoint is OpenAI's own, which wants a key; other endpoints may do without.
    """
    if embedder == "minilm":
        return MiniLM()
    provider, _, model = embedder.partition(":")
    if provider != "openai" or not model:
        raise SettingsError(f"DATELINE_EMBEDDER is {embedder!r}; set it to minilm, or to openai:MODEL")
    if not (base_url or api_key):
        raise SettingsError(f"DATELINE_EMBEDDER is {embedder!r}, which needs OPENAI_API_KEY or OPENAI_BASE_URL")
    return OpenAIEmbeddings(model, base_url=base_url or OPENAI_URL, api_key=api_key or "none")


class _PackagedTokenizer:
    """MiniLM's tokenizer, read on first use."""

    def __init__(self) -> None:
        self._loading = Lock()
        self._tokenizer: Tokenizer | None = None

    def count(self, text: str) -> int:
        return len(self._loaded().encode(text, add_special_tokens=False).ids)

    def encode(self, text: str) -> list[int]:
        """Token ids of a text, at most 256, the special tokens first and last among them."""
        ids = self._loaded().encode(text).ids
        return ids if len(ids) <= _LONGEST else [*ids[: _LONGEST - 1], ids[-1]]

    def _loaded(self) -> "Tokenizer":
        with self._loading:
            if self._tokenizer is None:
                # Not needed by `dateline --help`, which must be instant.
                from tokenizers import Tokenizer

                tokenizer = Tokenizer.from_file(str(_MODELS / "tokenizer.json"))
                # The official file pads and cuts every text to 128 tokens.
                tokenizer.no_padding()
                tokenizer.no_truncation()
                self._tokenizer = tokenizer
            return self._tokenizer


def _open_session(model: Path) -> Any:
    # Not needed by `dateline --help`, which must be instant.
    import onnxruntime  # type: ignore[import-untyped]  # it ships no types

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
