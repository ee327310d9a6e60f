"""A Chroma server that is away, slow, of another version, or does not let us in."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event, Lock

import numpy as np
import pytest

from index import ingesting
from index.errors import StorageError
from index.storage.embedding import MiniLM
from index.storage.embedding import Vectors as Rows
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.server.connection import Connection
from index.storage.server.journal import Journal
from index.storage.server.store import ServerStore
from index.storage.store import Store
from index.types import Article
from tests.articles import NOW
from tests.storage.cloud import KEY, Cloud, in_front_of
from tests.storage.machines import put, texts
from tests.storage.server import Running, new_database, running

Write = Callable[..., Article]


@pytest.fixture(scope="module")
def doomed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server that tests may kill, if they start it again."""
    with running(tmp_path_factory.mktemp("doomed")) as server:
        yield server


@pytest.fixture
def cloud(chroma_server: Running) -> Iterator[Cloud]:
    """A stand-in that can be told to misbehave."""
    with in_front_of(chroma_server.url) as opened:
        yield opened


@pytest.fixture
def ships(write: Write) -> list[Article]:
    """A hundred short articles."""
    return [write(f"s{number:03}x", f"Ship number {number} came in.") for number in range(100)]


def _refusal(server: ChromaServer, home: Path, encoder: MiniLM) -> str:
    with pytest.raises(StorageError) as caught:
        Store.open(home, encoder, chroma=server)
    return str(caught.value)


class Breaking(MiniLM):
    """An encoder during whose second batch the server is killed."""

    def __init__(self, server: Running) -> None:
        super().__init__()
        self._server = server
        self._batches = 0

    def embed_passages(self, texts: Sequence[str]) -> Rows:
        self._batches += 1
        if self._batches == 2:
            self._server.kill()
        return super().embed_passages(texts)


def test_an_ingestion_goes_on_when_the_server_is_back(doomed: Running, tmp_path: Path, ships: list[Article]) -> None:
    database = new_database(doomed.url)
    waiting = Lock()
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        """The server is started again while somebody waits for it."""
        with waiting:
            pauses.append(seconds)
            if len(pauses) == 2:
                doomed.start()

    encoder = Breaking(doomed)
    with ServerStore(tmp_path, encoder, database, pause=pause) as store:
        report = ingesting.ingest(store, encoder, ships, now=NOW)
        assert (report.added, report.failed) == (100, ())
        assert len(pauses) >= 2
        assert len(texts(store)) == 100
        assert {finding.is_whole for finding in store.examine()} == {True}


def test_an_ingestion_ends_with_one_sentence_and_resumes_when_it_is_run_again(
    doomed: Running, tmp_path: Path, ships: list[Article], encoder: MiniLM
) -> None:
    database = new_database(doomed.url)
    impatient = ChromaServer(database.url, database=database.database, patience=0)
    breaking = Breaking(doomed)
    with (
        Store.open(tmp_path, breaking, chroma=impatient) as store,
        pytest.raises(StorageError, match=rf"^the Chroma server at {doomed.url} does not answer \(.*\); start it, or mend "),
    ):
        ingesting.ingest(store, breaking, ships, now=NOW)
    doomed.start()
    with Store.open(tmp_path, encoder, chroma=impatient) as store:
        before = len(texts(store))
        assert before < 100
        report = ingesting.ingest(store, encoder, ships, now=NOW)
        assert (report.added, report.unchanged) == (100 - before, before)
        assert len(texts(store)) == 100


def test_a_request_whose_answer_is_lost_is_made_again(
    cloud: Cloud, tmp_path: Path, encoder: MiniLM, entries: list[Entry], chroma_server: Running
) -> None:
    database = new_database(chroma_server.url).database
    failed: set[str] = set()

    def fail_once(method: str, path: str) -> tuple[int, str] | None:
        """The first of each kind of request is answered by a proxy that lost its server."""
        kind = f"{method} {path.rpartition('/')[2][:8]}"
        if kind in failed:
            return None
        failed.add(kind)
        return 502, "Bad Gateway"

    cloud.instead = fail_once
    with ServerStore(tmp_path, encoder, ChromaServer(cloud.url, database=database), pause=lambda _: None) as store:
        put(store, *entries)
        assert sorted(texts(store)) == ["a", "b", "c"]
    assert len(failed) > 6


def test_a_server_that_is_away_is_named(tmp_path: Path, encoder: MiniLM) -> None:
    away = ChromaServer("http://127.0.0.1:9", patience=0)
    assert _refusal(away, tmp_path, encoder) == (
        "the Chroma server at http://127.0.0.1:9 does not answer ([Errno 111] Connection refused); "
        "start it, or mend DATELINE_CHROMA_URL"
    )


def test_many_questions_wait_for_a_server_that_is_away_no_longer_than_one(
    cloud: Cloud, tmp_path: Path, encoder: MiniLM, entries: list[Entry], chroma_server: Running
) -> None:
    pauses: list[float] = []
    seconds = [100.0]
    server = ChromaServer(cloud.url, database=new_database(chroma_server.url).database, patience=0.2)
    with ServerStore(tmp_path, encoder, server, pause=pauses.append, clock=lambda: seconds[0]) as store:
        put(store, *entries)
        cloud.instead = lambda _, __: (503, b"nobody is there")
        seconds[0] += 1
        with pytest.raises(StorageError, match="nobody is there; try again later"):
            store.overview()
        waited = len(pauses)
        with pytest.raises(StorageError, match="nobody is there; try again later"):
            store.overview()
        assert len(pauses) == waited > 0
        cloud.instead = lambda _, __: None
        seconds[0] += 1
        assert store.overview().articles == 3


def test_a_question_is_told_of_a_server_that_an_ingestion_is_waiting_for(
    cloud: Cloud, tmp_path: Path, encoder: MiniLM, entries: list[Entry], chroma_server: Running
) -> None:
    seconds = [100.0]
    is_waiting, is_told = Event(), Event()

    def pause(_: float) -> None:
        """The ingestion waits until the question is answered."""
        is_waiting.set()
        is_told.wait()

    server = ChromaServer(cloud.url, database=new_database(chroma_server.url).database, patience=0.2)
    with ServerStore(tmp_path, encoder, server, pause=pause, clock=lambda: seconds[0]) as store, ThreadPoolExecutor(1) as other:
        put(store, *entries)
        cloud.instead = lambda _, __: None if is_told.is_set() else (503, b"nobody is there")
        seconds[0] += 1
        ingestion = other.submit(store.known, ["a"])
        is_waiting.wait()
        try:
            with pytest.raises(StorageError, match="nobody is there; try again later"):
                store.overview()
        finally:
            is_told.set()
        assert ingestion.result() == {}
        assert store.overview().articles == 3


def test_a_slow_server_is_not_waited_for_for_ever(cloud: Cloud, tmp_path: Path, encoder: MiniLM) -> None:
    def wait(_: str, __: str) -> None:
        cloud.is_over.wait()

    cloud.instead = wait
    slow = ChromaServer(cloud.url, timeout=0.2, patience=0)
    assert _refusal(slow, tmp_path, encoder) == (
        f"the Chroma server at {cloud.url} is too slow: it took more than 0.2 s to tell its version; try again later"
    )
    cloud.is_over.set()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((404, b"<html>Not found</html>"), ": <html>Not found</html>; is it a Chroma server of version 1 or later?"),
        ((200, b"<html>Welcome</html>"), "; is it a Chroma server of version 1 or later?"),
        (
            (410, {"error": "Unimplemented", "message": "No v2 here"}),
            ": No v2 here; is it a Chroma server of version 1 or later?",
        ),
        ((200, "0.6.3"), " is of version 0.6.3; Dateline needs 1.0 or later"),
    ],
)
def test_a_server_of_another_kind_or_version_is_refused(
    cloud: Cloud, tmp_path: Path, encoder: MiniLM, answer: tuple[int, object], told: str
) -> None:
    cloud.instead = lambda _, __: answer
    assert told in _refusal(ChromaServer(cloud.url, patience=0), tmp_path, encoder)


def test_a_wrong_key_is_told_and_never_shown(chroma_server: Running, tmp_path: Path, encoder: MiniLM) -> None:
    with in_front_of(chroma_server.url, key=KEY) as cloud:
        told = _refusal(ChromaServer(cloud.url, api_key="ck-wrong", patience=0), tmp_path, encoder)
        assert told == f"the Chroma server at {cloud.url} does not accept the key in CHROMA_API_KEY"
        told = _refusal(ChromaServer(cloud.url, patience=0), tmp_path, encoder)
        assert told == f"the Chroma server at {cloud.url} asks for a key; set CHROMA_API_KEY"
        assert "ck-" not in repr(ChromaServer(cloud.url, api_key="ck-wrong"))
        connection = Connection(ChromaServer(cloud.url, api_key=KEY))
        assert connection.collections() == []
        connection.close()


def test_a_key_in_the_servers_words_is_left_out(cloud: Cloud, tmp_path: Path, encoder: MiniLM) -> None:
    cloud.instead = lambda _, path: (400, {"error": "InvalidArgumentError", "message": f"what is {KEY}?"})
    told = _refusal(ChromaServer(cloud.url, api_key=KEY, patience=0), tmp_path, encoder)
    assert "cannot tell its version: what is …?;" in told


def test_a_database_that_is_not_there_is_named(chroma_server: Running, tmp_path: Path, encoder: MiniLM) -> None:
    told = _refusal(ChromaServer(chroma_server.url, database="nowhere"), tmp_path, encoder)
    assert told == (
        f"the Chroma server at {chroma_server.url} has no database 'nowhere' of the tenant 'default_tenant'; "
        "make it there, or name another one in CHROMA_DATABASE and CHROMA_TENANT"
    )


@pytest.mark.parametrize("url", ["chroma:8000", "ftp://chroma", "http://", ""])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="is no address of a Chroma server"):
        ChromaServer(url)


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(ValueError, match=r"^the address of a Chroma server holds a name or password") as caught:
        ChromaServer("http://desk:opensesame@chroma:8000")
    assert "opensesame" not in str(caught.value)


@pytest.mark.parametrize("key", ["ck-of two", "ck-of\nlines", "ck-cl\u00e9"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ValueError, match=r"^the key of a Chroma server is of printable ASCII characters without spaces$"):
        ChromaServer("http://chroma:8000", api_key=key)


@pytest.mark.parametrize("record", ["no record", "[]", "{}", '{"batch": "../../up"}', '{"batch": "a1b2c3d4e5f6", "put": [7]}'])
def test_a_journal_that_somebody_else_wrote_into_is_told(
    database: ChromaServer, tmp_path: Path, encoder: MiniLM, record: str
) -> None:
    connection = Connection(database)
    Journal(connection).found()
    written = connection.collection("dateline-journal")
    written.add(ids=["1"], embeddings=np.ones((1, 1), dtype=np.float32), metadatas=[{"record": record, "number": 1}])
    connection.close()
    told = _refusal(database, tmp_path, encoder)
    assert told == f"record 1 of the journal at {database.url} is none of this version's; somebody else wrote it"


def test_a_journal_of_a_later_version_is_refused(database: ChromaServer, tmp_path: Path, encoder: MiniLM) -> None:
    connection = Connection(database)
    connection.create("dateline-journal", metadata={"format": 2})
    connection.close()
    told = _refusal(database, tmp_path, encoder)
    assert told == f"the journal at {database.url} is of format 2, and this version reads format 1; update Dateline"


def test_a_passage_that_somebody_else_wrote_is_told(
    here: ServerStore, database: ChromaServer, tmp_path: Path, encoder: MiniLM, entries: list[Entry]
) -> None:
    put(here, *entries)
    (passage_id,) = [each for each, _ in here.matching(["whale"], limit=9)]
    connection = Connection(database)
    name = next(each for each in connection.collections() if each.startswith("dateline-passages-"))
    connection.collection(name).update(ids=[passage_id], metadatas=[{"record": "none of ours"}])
    connection.close()
    told = _refusal(database, tmp_path / "new", encoder)
    assert told == f"the passage {passage_id!r} in {name!r} at {database.url} is none of Dateline's; somebody else changed it"
