"""What Chroma Cloud has and a server of one's own has not, in front of a real server that does all the rest.

It asks for a key, tells whose key it is, takes a schema with an index of sparse vectors, and searches them: the score of a
passage is the negative dot product, so the best is the lowest, as in the Cloud, which weighs rare words more besides.
It can also be told to be slow, to fail, or to be something else altogether.
"""

import json
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, ClassVar
from urllib.error import HTTPError

KEY = "ck-7f3a9b2c"
_SPARSE = "words"

Answer = tuple[int, Any]
Given = Callable[[str, str], Answer | None]
"""What to answer to a method and path in the real server's stead; None to leave it to that."""


class Cloud:
    """The stand-in: `url`, what it was asked, and what it should answer instead."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.asked: list[str] = []
        self.instead: Given = lambda _, __: None
        self.is_over = Event()
        """Set at the end, for answers that wait."""


@contextmanager
def in_front_of(real: str, *, key: str | None = None) -> Iterator[Cloud]:
    """A stand-in before the real server at that URL, which lets nobody in without the key."""
    sparse: dict[str, dict[str, dict[int, float]]] = {}
    """Sparse vectors by collection and passage."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        allowed: ClassVar[str | None] = key

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            cloud.asked.append(f"{self.command} {self.path}")
            status, told = self.told(json.loads(body) if body else None)
            content = told if isinstance(told, bytes) else json.dumps(told).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                self.close_connection = True

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815  # so the class calls them

        def told(self, body: Any) -> Answer:
            if (instead := cloud.instead(self.command, self.path)) is not None:
                return instead
            if self.allowed and self.headers.get("x-chroma-token") != self.allowed:
                return 401, {"error": "AuthorizationError", "message": f"the key {self.headers.get('x-chroma-token')} is wrong"}
            if self.path.endswith("/auth/identity"):
                return 200, {"user_id": "u", "tenant": "default_tenant", "databases": ["default_database"]}
            collection = self.path.split("/")[-2]
            if self.path.endswith("/search"):
                return 200, self.searched(collection, body["searches"][0])
            if self.path.endswith("/upsert"):
                for passage_id, known in zip(body["ids"], body["metadatas"], strict=True):
                    words = known.pop(_SPARSE, None)
                    if words:
                        kept = dict(zip(words["indices"], words["values"], strict=True))
                        sparse.setdefault(collection, {})[passage_id] = kept
            if self.path.endswith("/collections") and body and body.get("schema"):
                assert body["schema"]["keys"][_SPARSE]["sparse_vector"]["sparse_vector_index"]["enabled"]
                body |= {"schema": None, "configuration": {"hnsw": {"space": "cosine"}}}
            return self.passed_on(self.path, body)

        def searched(self, collection: str, search: Any) -> Any:
            """The best of the passages that the filter lets through, by their sparse vectors."""
            knn = search["rank"]["$knn"]
            assert knn["key"] == _SPARSE
            wanted = dict(zip(knn["query"]["indices"], knn["query"]["values"], strict=True))
            where: dict[str, Any] = {"where": search.get("filter") or None, "include": [], "limit": 300}
            _, found = self.passed_on(self.path.replace("/search", "/get"), where)
            allowed = set(json.loads(found)["ids"])
            scores = {
                passage_id: -sum(weight * words.get(index, 0.0) for index, weight in wanted.items())
                for passage_id, words in sparse.get(collection, {}).items()
                if passage_id in allowed
            }
            best = sorted((score, passage_id) for passage_id, score in scores.items() if score)[: knn["limit"]]
            ids, values = [passage_id for _, passage_id in best], [score for score, _ in best]
            nothing = {name: [None] for name in ("documents", "embeddings", "metadatas")}
            return {"ids": [ids], "scores": [values], "select": [["#score"]], **nothing}

        def passed_on(self, path: str, body: Any) -> tuple[int, bytes]:
            request = urllib.request.Request(
                f"{real}{path}",
                data=None if body is None else json.dumps(body).encode(),
                headers={"Content-Type": "application/json"},
                method=self.command if path == self.path else "POST",
            )
            try:
                with urllib.request.urlopen(request, timeout=30) as answer:
                    return answer.status, answer.read()
            except HTTPError as error:
                with error:
                    return error.code, error.read()
            except OSError:
                return 503, b'{"error": "InternalError", "message": "nobody is there"}'

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    cloud = Cloud(server.server_address[1])
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield cloud
    finally:
        cloud.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()
