"""OpenAIEmbeddings against a real HTTP server on the loopback address that speaks the embeddings endpoint."""

import json
import socket
import traceback
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import numpy as np
import pytest

from index.errors import ModelError
from index.storage.embedding import OpenAIEmbeddings

KEY = "sk-very-secret-key"

Reply = tuple[int, bytes]


class Endpoint(ThreadingHTTPServer):
    """Answers every request with `reply(request)` and remembers the requests."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests: list[dict[str, Any]] = []
        self.reply: Callable[[dict[str, Any]], Reply] = embeddings

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def encoder(self, model: str = "small") -> OpenAIEmbeddings:
        return OpenAIEmbeddings(model, base_url=self.url, api_key=KEY, retries=0)


class Handler(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append({"path": self.path, "authorization": self.headers["Authorization"], **request})
        status, body = self.server.reply(request)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is http.server's
        """Keep quiet."""


def embeddings(request: dict[str, Any]) -> Reply:
    """A vector of three numbers for each text, made of its length; the last text's first, as the protocol allows."""
    items = [{"object": "embedding", "index": i, "embedding": [len(text), 1, 0]} for i, text in enumerate(request["input"])]
    usage = {"prompt_tokens": 1, "total_tokens": 1}
    return 200, json.dumps({"object": "list", "model": "small", "data": items[::-1], "usage": usage}).encode()


def refusal(status: int) -> Callable[[dict[str, Any]], Reply]:
    """An error whose text repeats the key, as some servers do."""
    return lambda _: (status, json.dumps({"error": {"message": f"no: {KEY}", "type": "x", "code": "x"}}).encode())


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with Endpoint() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def unit(*lengths: int) -> Any:
    rows = np.array([[length, 1, 0] for length in lengths], dtype=np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_vectors_come_back_in_the_order_of_the_texts_over_several_batches(endpoint: Endpoint) -> None:
    lengths = [*range(1, 151)]

    vectors = endpoint.encoder().embed_passages(["x" * length for length in lengths])

    assert vectors.dtype == np.float32
    np.testing.assert_allclose(vectors, unit(*lengths), rtol=1e-6)
    assert [len(request["input"]) for request in endpoint.requests] == [1, 64, 64, 22]


def test_a_question_is_sent_with_model_and_key(endpoint: Endpoint) -> None:
    vector = endpoint.encoder().embed_question("who?")

    np.testing.assert_allclose(vector, unit(4)[0], rtol=1e-6)
    assert endpoint.requests[-1] == {
        "path": "/v1/embeddings",
        "authorization": f"Bearer {KEY}",
        "model": "small",
        "input": ["who?"],
        "encoding_format": "float",
    }


def test_the_dimension_is_asked_once(endpoint: Endpoint) -> None:
    encoder = endpoint.encoder()

    assert (encoder.fingerprint.name, encoder.fingerprint.dimension) == ("openai:small", 3)
    assert encoder.embed_passages([]).shape == (0, 3)
    assert len(endpoint.requests) == 1


def test_fingerprints_differ_by_model_and_agree_otherwise(endpoint: Endpoint) -> None:
    assert endpoint.encoder("small").fingerprint == endpoint.encoder("small").fingerprint
    assert endpoint.encoder("small").fingerprint.checksum != endpoint.encoder("large").fingerprint.checksum


def test_tokens_are_counted_without_the_endpoint(endpoint: Endpoint) -> None:
    assert endpoint.encoder().count_tokens("three short words") == 3
    assert endpoint.requests == []


@pytest.mark.parametrize(
    ("status", "message", "retryable"),
    [
        (400, "127.0.0.1 failed to embed (HTTP 400); is 'small' a model for embeddings?", False),
        (401, "127.0.0.1 refused the key for embeddings; check OPENAI_API_KEY", False),
        (403, "127.0.0.1 refused the key for embeddings; check OPENAI_API_KEY", False),
        (404, "127.0.0.1 has no embeddings model 'small'; check DATELINE_EMBEDDER and OPENAI_BASE_URL", False),
        (429, "127.0.0.1 failed to embed (HTTP 429); try again later", True),
        (503, "127.0.0.1 failed to embed (HTTP 503); try again later", True),
    ],
)
def test_a_refusal_is_told_in_plain_words_without_the_key(endpoint: Endpoint, status: int, message: str, retryable: bool) -> None:
    endpoint.reply = refusal(status)

    with pytest.raises(ModelError) as failure:
        endpoint.encoder().embed_question("who?")

    assert (str(failure.value), failure.value.retryable) == (message, retryable)
    assert KEY not in "".join(traceback.format_exception(failure.value))


def data(*vectors: object, first: int = 0) -> bytes:
    items = [{"index": first + position, "embedding": vector} for position, vector in enumerate(vectors)]
    return json.dumps({"data": items}).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"<html>welcome</html>",
        b"",
        b"[]",
        b"{}",
        b'{"data": null}',
        b'{"data": [{}]}',
        data(),
        data([1, 0], [0, 1]),
        data([1, 0], first=1),
        data("AAAA"),
        data([0, 0]),
        data([float("nan"), 1]),
        data([]),
        data(7),
    ],
)
def test_an_answer_that_holds_no_vectors_is_a_failure(endpoint: Endpoint, body: bytes) -> None:
    endpoint.reply = lambda _: (200, body)

    with pytest.raises(ModelError, match=r"^127\.0\.0\.1 did not answer with embeddings") as failure:
        endpoint.encoder().embed_question("who?")

    assert failure.value.retryable is False


def test_a_change_of_dimension_is_a_failure(endpoint: Endpoint) -> None:
    encoder = endpoint.encoder()
    assert encoder.fingerprint.dimension == 3
    endpoint.reply = lambda _: (200, data([1, 0]))

    with pytest.raises(ModelError, match="gave vectors of different dimensions for the model 'small'"):
        encoder.embed_passages(["a"])


def test_an_unreachable_host_is_named_and_worth_another_try() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        encoder = OpenAIEmbeddings("small", base_url=f"http://127.0.0.1:{unused.getsockname()[1]}/v1", api_key=KEY, retries=0)
        with pytest.raises(ModelError) as failure:
            encoder.embed_question("who?")

    assert str(failure.value) == "cannot reach 127.0.0.1 for embeddings; check OPENAI_BASE_URL"
    assert failure.value.retryable is True


def test_the_key_is_not_shown_when_the_encoder_is_printed(endpoint: Endpoint) -> None:
    assert KEY not in repr(endpoint.encoder()) + str(vars(endpoint.encoder()))
