"""Words searched by the server, where it can, in place of this machine's words index."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from index.storage.embedding import MiniLM
from index.storage.records import Entry
from index.storage.server.address import ChromaServer
from index.storage.server.connection import Connection
from index.storage.server.passages import Passages
from index.storage.server.store import ServerStore
from index.types import Article, Window
from tests.storage.cloud import KEY, Cloud, in_front_of
from tests.storage.machines import always_looking, matching, put
from tests.storage.server import Running, new_database

Write = Callable[..., Article]
File = Callable[[Article], Entry]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def cloud(chroma_server: Running) -> Iterator[Cloud]:
    """A server that searches sparse vectors."""
    with in_front_of(chroma_server.url, key=KEY) as opened:
        yield opened


@pytest.fixture
def hybrid(cloud: Cloud, tmp_path: Path, encoder: MiniLM, chroma_server: Running) -> Iterator[ServerStore]:
    """A store on that server."""
    database = new_database(chroma_server.url).database
    with always_looking(tmp_path / "hybrid", encoder, ChromaServer(cloud.url, database=database, api_key=KEY)) as store:
        yield store


def test_a_server_of_ones_own_is_found_to_search_no_words(database: ChromaServer, encoder: MiniLM) -> None:
    connection = Connection(database)
    made = Passages.create(connection, "dateline-passages-0", encoder.fingerprint)
    assert not made.has_words
    assert not Passages.open(connection, made.name).has_words
    connection.close()


def test_words_are_searched_where_the_server_can(hybrid: ServerStore, cloud: Cloud, entries: list[Entry]) -> None:
    put(hybrid, *entries)
    assert matching(hybrid, "whales") == ["b#0"]
    assert matching(hybrid, "breads", "councils") == ["c#0"]
    assert [each[0] for each in matching(hybrid, "northern pier")] == ["a", "a", "a"]
    assert matching(hybrid, "nothing", "?!", "") == []
    assert sum(asked.endswith("/search") for asked in cloud.asked) == 4
    assert {finding.told for finding in hybrid.examine() if "by words and meaning" in finding.told}


def test_a_word_of_the_title_says_more_and_the_best_comes_first(hybrid: ServerStore, write: Write, file: File) -> None:
    put(
        hybrid,
        file(write("a", "A ferry came in. The crew was well, and so were all the goats that it carried over the sea.")),
        file(write("b", "Nothing came in.", title="The ferry")),
        file(write("c", "The ferry, the old ferry, the only ferry.", title="The ferry")),
    )
    assert matching(hybrid, "ferry") == ["c#0", "b#0", "a#0"]
    scores = [score for _, score in hybrid.matching(["ferry"], limit=2)]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 2


def test_a_window_holds_for_words_of_a_server(hybrid: ServerStore, entries: list[Entry]) -> None:
    put(hybrid, *entries)
    assert matching(hybrid, "whale", "ferry", window=Window(since=NOON + timedelta(hours=1))) == ["b#0"]
    assert matching(hybrid, "whale", window=Window(source="The Gull")) == []


def test_words_of_what_is_not_committed_are_not_found(hybrid: ServerStore, entries: list[Entry]) -> None:
    put(hybrid, *entries)
    with hybrid.writing():
        hybrid.remove([entries[1].article.id])
    assert matching(hybrid, "whale", "bread") == ["c#0"]


def test_the_database_is_the_one_the_key_belongs_to(cloud: Cloud) -> None:
    connection = Connection(ChromaServer(cloud.url, api_key=KEY))
    connection.collections()
    connection.close()
    assert cloud.asked[1:] == [
        "GET /api/v2/auth/identity",
        "GET /api/v2/tenants/default_tenant/databases/default_database",
        "GET /api/v2/tenants/default_tenant/databases/default_database/collections?limit=300&offset=0",
    ]
