"""What comes back from the web."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page or file as a site sent it."""

    url: str
    """Where it was found, after all redirects."""
    asked: str
    """The address that was asked for."""
    status: int
    kind: str
    """Its media type in small letters, without parameters: `text/html`; empty when the site doesn't say."""
    body: bytes
    """Unpacked."""
    moment: datetime
    """When it came, with time zone."""
    charset: str | None = None
    """The encoding that the site says the text is in."""
    etag: str | None = None
    modified: str | None = None
    """The Last-Modified header as it was sent, to be sent back."""
    age: float = 0.0
    """Seconds that it had spent in a cache on the way."""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The site says that it is still what it was, by ETag or Last-Modified."""

    url: str
    asked: str
    moment: datetime
    etag: str | None = None
    """The newest known, to be sent the next time; the same for `modified`."""
    modified: str | None = None
