"""Where a Chroma server is, and how to be let in."""

from dataclasses import dataclass, field
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """A Chroma server, or Chroma Cloud, by its URL, such as `http://chroma:8000` or `https://api.trychroma.com`."""

    url: str
    tenant: str | None = None
    """None means the one the key belongs to, and without a key Chroma's default."""
    database: str | None = None
    """Likewise."""
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 20.0
    """Seconds that may pass without a byte of an answer."""
    patience: float = 60.0
    """Seconds for which an ingestion waits for a server that is away; a question waits for five of them at most."""

    def __post_init__(self) -> None:
        """ValueError for what is no URL of a server, and for what is no key; neither a password nor the key is in its words."""
        scheme, _, rest = self.url.partition("://")
        if "@" in rest.partition("/")[0]:
            raise ValueError("the address of a Chroma server holds a name or password; leave it out, and give a key")
        if scheme not in ("http", "https") or not rest.strip("/"):
            raise ValueError(f"{self.url!r} is no address of a Chroma server; it should begin with http:// or https://")
        # Chroma's client refuses others late, in words that repeat the key.
        if self.api_key and not (self.api_key.isascii() and self.api_key.isprintable() and " " not in self.api_key):
            raise ValueError("the key of a Chroma server is of printable ASCII characters without spaces")
        object.__setattr__(self, "url", self.url.rstrip("/"))

    @property
    def folder(self) -> str:
        """The folder, in a home, of its copy of what this database holds."""
        place = f"{self.url} {self.tenant or ''} {self.database or ''}"
        plain = "".join(sign if sign.isalnum() else "-" for sign in self.url.partition("://")[2])
        return f"servers/{plain[:40]}-{sha256(place.encode()).hexdigest()[:12]}"
