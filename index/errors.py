"""Everything that can go wrong, as one tree.

::

    DatelineError          a front end may show str(error) to the person: what happened, and what to do next
    ├ SettingsError        names the variable
    ├ ArticleError         names the source; ingestion records it and goes on
    │ └ FetchError         a page could not be had from the web; says why, and whether it may help to try later
    ├ FeedError            a feed cannot be read, or is not kept; says why
    ├ QuestionError        the question is empty or too long
    ├ NothingIndexed       nothing to answer from yet
    ├ EmbedderMismatch     the index was made with another encoder; names both and the way out
    ├ StorageError         Chroma or SQLite failed; says which and where
    ├ ModelError           an embeddings or language model endpoint failed
    └ Stopped              the person gave the question up

Finding no answer is no error. Anything else is a bug.
"""

from datetime import datetime


class DatelineError(Exception):
    """Something the person can mend; the message says what happened and what to do next."""


class SettingsError(DatelineError):
    """A setting is missing or wrong; the message names its variable."""


class ArticleError(DatelineError):
    """A source holds no readable article; the message names the source and the reason."""


class FetchError(ArticleError):
    """A page could not be had from the web; the message is the reason, in a person's words."""

    def __init__(
        self, message: str, *, status: int | None = None, is_passing: bool = False, again: datetime | None = None
    ) -> None:
        """`status` is the site's, if it answered; `is_passing` tells whether trying later may help, `again` from when on."""
        super().__init__(message)
        self.status = status
        self.is_passing = is_passing
        self.again = again


class FeedError(DatelineError):
    """A feed cannot be read, or is none of those kept; the message says why."""


class QuestionError(DatelineError):
    """A question or a search is empty or too long; the message says which."""


class NothingIndexed(DatelineError):
    """There are no articles to answer from."""

    def __init__(self) -> None:
        super().__init__("nothing is indexed yet; run: dateline index PATH")


class EmbedderMismatch(DatelineError):
    """The index was made with another encoder than the one now set."""

    def __init__(self, *, stored: str, given: str) -> None:
        super().__init__(
            f"this index was made with the encoder {stored}, now {given} is set; "
            "set DATELINE_EMBEDDER back, or embed everything again: dateline index --rebuild"
        )


class StorageError(DatelineError):
    """Chroma or SQLite failed; the message says which and where."""


class ModelError(DatelineError):
    """A model's endpoint failed. `retryable` tells whether trying again may help."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


class Stopped(DatelineError):
    """The question was given up before its answer was there, because a `Stop` was set."""

    def __init__(self) -> None:
        super().__init__("stopped before the answer was there")
