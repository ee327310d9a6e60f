"""Where a server listens."""

import ipaddress
import socket
from dataclasses import dataclass

from index.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Place:
    """A host and a port of this machine; an empty host means every interface."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """True when only this machine can reach it."""
        return is_loopback(self.host)

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def place(address: str, *, option: str = "--listen") -> Place:
    """The place that `HOST:PORT` names. Raises SettingsError, which names the option that gave the address."""
    host, colon, port = address.rpartition(":")
    if not colon or not port.isascii() or not port.isdecimal() or not 0 < int(port) < 65536:
        raise SettingsError(f"{option} {address!r} must be HOST:PORT, such as 127.0.0.1:8080")
    return Place(host.removeprefix("[").removesuffix("]"), int(port))


def opened(where: Place, *, option: str = "--listen") -> socket.socket:
    """A socket that listens there, for an event loop. Raises SettingsError when it cannot."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    try:
        listening = socket.create_server((where.host, where.port), family=family, backlog=128)
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (")[0]
        raise SettingsError(f"cannot listen at {str(where)!r}: {reason}; choose another place with {option}") from error
    listening.setblocking(False)
    return listening


def is_loopback(host: str) -> bool:
    """True for the names and addresses by which a machine calls itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost"
