"""How the web may be read: what holds for all that is fetched."""

from dataclasses import dataclass
from importlib.metadata import version

PRODUCT = "Dateline"
"""What a site's robots.txt calls us."""


@dataclass(frozen=True, slots=True)
class Access:
    """Limits and manners of fetching. All times are in seconds."""

    allowed_hosts: frozenset[str] = frozenset()
    """Hosts (`news.lan`, or `127.0.0.1:8123` for one port only) that may be in a private network or on this machine."""
    contact: str | None = None
    """A URL or mail address that tells a site who reads it."""
    robots: bool = True
    """Whether the wishes in a site's robots.txt are respected."""
    timeout: float = 10.0
    """That may pass until a connection stands, and without a byte."""
    deadline: float = 30.0
    """That one page may take, with all its redirects; waiting out of politeness is not counted."""
    largest: int = 10_000_000
    """Bytes of a page, unpacked."""
    delay: float = 1.0
    """Between two pages of one host, unless its robots.txt asks for more."""
    patience: float = 60.0
    """That a site may ask to wait; one that asks for more is left for later."""

    @property
    def user_agent(self) -> str:
        """How we introduce ourselves."""
        name = f"{PRODUCT}/{version('dateline')}"
        return f"{name} (+{self.contact})" if self.contact else name

    def allows(self, host: str, port: int) -> bool:
        """True for a host that may be in a private network: it is named, alone or with its port."""
        name = host.lower().rstrip(".")
        name = f"[{name}]" if ":" in name else name
        return name in self.allowed_hosts or f"{name}:{port}" in self.allowed_hosts
