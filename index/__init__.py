"""Dateline's library: answers questions about the news from articles you give it."""

from typing import TYPE_CHECKING

from index.errors import (
    ArticleError,
    DatelineError,
    EmbedderMismatch,
    ModelError,
    NothingIndexed,
    QuestionError,
    SettingsError,
    StorageError,
)
from index.types import Answer, Article, Citation, Hit, IngestProgress, IngestReport, Overview, Passage, Progress, Reading, Tally

if TYPE_CHECKING:
    from index.newsroom import Newsroom

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "Citation",
    "DatelineError",
    "EmbedderMismatch",
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
    "SettingsError",
    "StorageError",
    "Tally",
]


def __getattr__(name: str) -> object:
    # A command that only prints help shall not wait for what the newsroom imports.
    if name == "Newsroom":
        from index.newsroom import Newsroom

        return Newsroom
    raise AttributeError(f"module 'index' has no attribute {name!r}")
