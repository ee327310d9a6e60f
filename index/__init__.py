"""Dateline's library: answers questions about the news from articles you give it."""

from importlib import import_module
from typing import TYPE_CHECKING

from index.errors import (
    ArticleError,
    DatelineError,
    EmbedderMismatch,
    FeedError,
    ModelError,
    NothingIndexed,
    QuestionError,
    SettingsError,
    Stopped,
    StorageError,
)
from index.stopping import Stop
from index.storage.server.address import ChromaServer
from index.types import (
    Answer,
    Article,
    Bounds,
    Citation,
    Failure,
    Finding,
    Headline,
    Hit,
    IngestProgress,
    IngestReport,
    Overview,
    Passage,
    Progress,
    Reading,
    Refreshed,
    RefreshReport,
    Subscription,
    Tally,
    Usage,
    Window,
)

if TYPE_CHECKING:
    from index.archive import Archive
    from index.chat.endpoint import Endpoint, Message
    from index.chat.model import Model
    from index.fetching.access import Access
    from index.fetching.desk import Feeds
    from index.newsroom import Newsroom
    from index.storage.embedding import Encoder, Fingerprint

__all__ = [
    "Access",
    "Answer",
    "Archive",
    "Article",
    "ArticleError",
    "Bounds",
    "ChromaServer",
    "Citation",
    "DatelineError",
    "EmbedderMismatch",
    "Encoder",
    "Endpoint",
    "Failure",
    "FeedError",
    "Feeds",
    "Finding",
    "Fingerprint",
    "Headline",
    "Hit",
    "IngestProgress",
    "IngestReport",
    "Message",
    "Model",
    "ModelError",
    "Newsroom",
    "NothingIndexed",
    "Overview",
    "Passage",
    "Progress",
    "QuestionError",
    "Reading",
    "RefreshReport",
    "Refreshed",
    "SettingsError",
    "Stop",
    "Stopped",
    "StorageError",
    "Subscription",
    "Tally",
    "Usage",
    "Window",
]

_LAZY = {
    "Access": "index.fetching.access",
    "Archive": "index.archive",
    "Encoder": "index.storage.embedding",
    "Endpoint": "index.chat.endpoint",
    "Feeds": "index.fetching.desk",
    "Fingerprint": "index.storage.embedding",
    "Message": "index.chat.endpoint",
    "Model": "index.chat.model",
    "Newsroom": "index.newsroom",
}


def __getattr__(name: str) -> object:
    # A command that only prints help shall not wait for what the newsroom imports.
    if name in _LAZY:
        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module 'index' has no attribute {name!r}")
