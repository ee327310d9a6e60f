"""Where fetching may go: the web, and nothing behind it."""

import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpx

from index.errors import FetchError
from index.fetching.access import Access

IPAddress = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Gives the IP addresses of a host, as strings, for a port. Raises OSError."""

_PORTS = {"http": 80, "https": 443}
_LONGEST = 2_000
_NUMERIC = re.compile(r"[0-9a-fx.]+", re.IGNORECASE)
# The rest of IPv6 is for networks of one's own, for groups, for older IPv4 forms, or not given out.
_GIVEN_OUT = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")
# Not all versions of Python count these among the networks of their own.
_SPECIAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))


def parsed(url: str) -> httpx.URL:
    """The address of a page on the web. Raises FetchError for everything else."""
    try:
        address = httpx.URL(url.strip())
        host, port = address.host, address.port
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url[:200]!r} is no address of a page; check it") from error
    if address.scheme not in _PORTS:
        raise FetchError(f"{url[:200]!r} cannot be fetched: only addresses that begin with https:// or http:// are")
    if not host or "%" in host or len(url) > _LONGEST or (port is not None and not 0 < port < 65_536):
        raise FetchError(f"{url[:200]!r} is no address of a page; check it")
    if address.userinfo:
        raise FetchError("the address holds a user name or password; leave them out")
    return address.copy_with(fragment=None)


def port_of(address: httpx.URL) -> int:
    """The port that is asked, the scheme's own if none is named."""
    return address.port or _PORTS[address.scheme]


def resolved(host: str, port: int) -> Sequence[str]:
    """The IP addresses of a host, as the system knows them. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(entry[4][0]) for entry in found))


def reachable(host: str, port: int, *, access: Access, resolve: Resolve) -> tuple[str, ...]:
    """The IP addresses that a host may be reached at; connect to these and to no name, which could mean another one by then.

    Raises FetchError when the host is unknown, or one of its addresses is not public and it isn't allowed by name.
    """
    literal = _literal(host)
    found = [literal] if literal else [ip_address(text.partition("%")[0]) for text in _asked(host, port, resolve)]
    if not access.allows(host, port):
        for address in found:
            if not is_public(address):
                raise FetchError(_forbidden(host, port, address))
    return tuple(str(address) for address in found)


def is_public(address: IPAddress) -> bool:
    """True for an address anybody on the internet may reach; an IPv4 address inside an IPv6 one is what counts."""
    if isinstance(address, IPv6Address):
        inner = _inner(address)
        if inner is not None:
            return is_public(inner)
        return address in _GIVEN_OUT and address.is_global
    is_special = any(address in network for network in _SPECIAL)
    return address.is_global and not (address.is_multicast or address.is_reserved or is_special)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that is written into an IPv6 one: mapped, 6to4, or for a translator (NAT64)."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _literal(host: str) -> IPAddress | None:
    """The IP address that a host is written as, also in the old ways: `2130706433`, `0x7f.1`, `017700000001`; None for a name."""
    host = host.strip("[]").rstrip(".")
    try:
        return ip_address(host)
    except ValueError:
        pass
    if not _NUMERIC.fullmatch(host):
        return None
    try:
        return IPv4Address(socket.inet_aton(host))
    except OSError:
        return None


def _asked(host: str, port: int, resolve: Resolve) -> Sequence[str]:
    try:
        found = resolve(host.rstrip("."), port)
    except (OSError, UnicodeError) as error:
        is_passing = getattr(error, "errno", None) == socket.EAI_AGAIN
        raise FetchError(f"there is no host {host!r}; check the address and the connection", is_passing=is_passing) from error
    if not found:
        raise FetchError(f"the host {host!r} has no address; check the address")
    return found


def _forbidden(host: str, port: int, address: IPAddress) -> str:
    named = f"{host} is" if str(address) == host else f"{host} is at {address},"
    return (
        f"{named} not on the public web but in a private or reserved network; "
        f"if it is yours, allow it: DATELINE_ALLOW_HOSTS={f'[{host}]' if ':' in host else host}:{port}"
    )
