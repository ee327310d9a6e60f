"""What holds for every test: nothing but this machine can be reached."""

import ipaddress
import socket
from collections.abc import Callable, Iterator

import pytest


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
