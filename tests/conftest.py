"""What holds for every test: nothing but this machine can be reached. And a small language model for those that want one."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

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
