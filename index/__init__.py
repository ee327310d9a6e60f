"""Dateline's library: answers questions about the news from articles you give it."""

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
from index.types import (
    Answer,
    Article,
    Citation,
    Headline,
    Hit,
    IngestProgress,
    IngestReport,
    Overview,
    Passage,
    Progress,
    Reading,
    RefreshReport,
    Subscription,
    Tally,
)

if TYPE_CHECKING:
    from index.newsroom import Newsroom

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "Citation",
    "DatelineError",
    "EmbedderMismatch",
    "FeedError",
    "Headline",
    "Hit",
    "IngestProgress",
    "IngestReport",
    "ModelError",
    "Newsroom",
    "NothingIndexed",
    "Overview",
    "Passage",
    "Progress",
    "QuestionError",
    "Reading",
    "RefreshReport",
    "SettingsError",
    "Stop",
    "Stopped",
    "StorageError",
    "Subscription",
    "Tally",
]


def __getattr__(name: str) -> object:
    # A command that only prints help shall not wait for what the newsroom imports.
    if name == "Newsroom":
        from index.newsroom import Newsroom

        return Newsroom
    raise AttributeError(f"module 'index' has no attribute {name!r}")
