"""What holds for every test: nothing but this machine can be reached. And what is dear to make, and made once for all."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from index import Newsroom
from index.fetching.access import Access
from index.storage.embedding import MiniLM
from tests.articles import CORPUS, NOW, VALLEY
from tests.fetching.web import Web, serving
from tests.remembering import RememberingMiniLM
from tests.storage.server import Running, running
from tests.warm import Warm
from tests.writing import small_model


class Unreachable(OSError):
    """A test tried to leave this machine."""


def _stays_here(family: int, address: object) -> bool:
    """True for addresses of this machine: local sockets, loopback addresses and the name localhost."""
    if family not in (socket.AF_INET, socket.AF_INET6):
        return True
    if not isinstance(address, tuple):
        return False
    host = str(address[0]).partition("%")[0]
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _guarded(connect: Callable[..., object]) -> Callable[[socket.socket, object], object]:
    def guarded(self: socket.socket, address: object) -> object:
        if not _stays_here(self.family, address):
            raise Unreachable(f"tests may not connect to {address!r}")
        return connect(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def closed_network() -> Iterator[None]:
    """Let sockets connect to this machine alone, for the whole session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        yield


@pytest.fixture(scope="session")
def encoder() -> MiniLM:
    """The packaged encoder, which computes each vector once."""
    return RememberingMiniLM()


@pytest.fixture(scope="session")
def corpus_home(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Path:
    """A home that holds the sample articles. Tests only read it."""
    place = tmp_path_factory.mktemp("corpus")
    with Newsroom.open(place, encoder=encoder) as news:
        assert news.ingest([CORPUS]).added == 56
    return place


@pytest.fixture(scope="session")
def samples(corpus_home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """The newsroom of the sample articles, open."""
    with Newsroom.open(corpus_home, encoder=encoder) as news:
        yield news


@pytest.fixture(scope="session")
def valley_home(tmp_path_factory: pytest.TempPathFactory, encoder: MiniLM) -> Path:
    """A home that holds the valley's articles. Tests only read it."""
    place = tmp_path_factory.mktemp("valley")
    with Newsroom.open(place, encoder=encoder) as news:
        news.ingest(VALLEY, now=NOW)
    return place


@pytest.fixture(scope="session")
def valley(valley_home: Path, encoder: MiniLM) -> Iterator[Newsroom]:
    """The newsroom of the valley's articles, open."""
    with Newsroom.open(valley_home, encoder=encoder) as news:
        yield news


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Starts commands without importing everything again."""
    with Warm() as opened:
        yield opened


@pytest.fixture
def web() -> Iterator[Web]:
    """A web server for a test's own pages."""
    with serving() as opened:
        yield opened


@pytest.fixture
def fed(tmp_path: Path, encoder: MiniLM, web: Web) -> Iterator[Newsroom]:
    """An empty newsroom in the home `home`, which may fetch from the web server."""
    with Newsroom.open(tmp_path / "home", encoder=encoder, access=Access(allowed_hosts=frozenset({web.host}), delay=0)) as opened:
        yield opened


@pytest.fixture(scope="session")
def weights() -> Path:
    """The file of the small language model. Where it cannot be had the test is skipped, but on CI it fails."""
    try:
        return small_model.weights()
    except small_model.Unfetched as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def small_server(weights: Path) -> Iterator[small_model.Server]:
    """A server of the small language model, without a key. Tests leave it running."""
    with small_model.serve(weights) as server:
        yield server


@pytest.fixture(scope="session")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A Chroma server that tests leave running, each with a database of its own (`tests.storage.server.new_database`)."""
    with running(tmp_path_factory.mktemp("chroma")) as server:
        yield server
