"""Which of the articles that are read are new to the index, and which of two versions is kept."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from index.storage.catalogue import Known
from index.storage.records import digest
from index.types import Article

_AT_ONCE = 32


def is_gone(origin: str) -> bool:
    """True when an article was read from a file that certainly does not exist any more."""
    if not os.path.isabs(origin):  # noqa: PTH117  # an origin may be an address
        return False
    try:
        os.stat(origin)  # noqa: PTH116  # Path.exists calls what it may not see missing
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def is_gone_here(origin: str) -> bool:
    """The same for an article that another machine may have read: only where the file's folder is, it would be, too."""
    return is_gone(origin) and os.path.isdir(os.path.dirname(origin))  # noqa: PTH112, PTH120  # an origin may be an address


@dataclass(frozen=True, slots=True)
class Change:
    """A version of an article that is to be put."""

    article: Article
    digest: str
    replaced: str | None
    """The digest of the version whose place it takes; None for a new article."""


@dataclass(slots=True)
class Versions:
    """The articles met in one run, compared with what the index holds and with each other."""

    look_up: Callable[[Sequence[str]], dict[str, Known]]
    """Tells what the index holds of these article ids."""
    is_missing: Callable[[str], bool] = is_gone
    """Tells whether the file, by an article's origin, is certainly there no longer."""
    met: set[str] = field(default_factory=set)
    """Ids of all articles met."""
    added: set[str] = field(default_factory=set)
    """Ids of those that the index did not hold."""
    updated: set[str] = field(default_factory=set)
    """Ids of those that the index held in another version."""
    _latest: dict[str, Known] = field(default_factory=dict)
    """What was last chosen of each article, as long as the index may not hold it yet."""
    _stored: deque[tuple[str, str]] = field(default_factory=deque)
    """Ids and digests of what the index holds by now."""

    def changed(self, articles: Iterable[Article]) -> Iterator[Change]:
        """Those articles of one source that are to be put, in order.

        Of two versions the one that existed later is kept. When neither did, what is stored stays, unless it was read from the
        same source, which holds it no longer, or from a file that is gone.
        """
        unsure: dict[str, tuple[Article, str]] = {}
        confirmed: set[str] = set()
        remaining = iter(articles)
        while some := list(islice(remaining, _AT_ONCE)):
            self._forget_stored()
            held = self.look_up([article.id for article in some])
            for article in some:
                known = self._latest.get(article.id) or held.get(article.id)
                version = (article, digest(article))
                self.met.add(article.id)
                if known is not None and known.digest == version[1]:
                    confirmed.add(article.id)
                if self._replaces(version, known):
                    yield self._kept(version, known)
                elif known is not None and known.origin == article.origin and not self._is_chosen(article.id):
                    unsure.setdefault(article.id, version)
        for article_id, version in unsure.items():
            if article_id not in confirmed and not self._is_chosen(article_id):
                # By now somebody may have removed it.
                yield self._kept(version, self.look_up([article_id]).get(article_id))

    def note_stored(self, changes: Iterable[Change], *, left_out: Iterable[str]) -> None:
        """Take note, from any thread, that the index holds these by now, some of them as somebody else put them meanwhile."""
        for article_id in left_out:
            self.added.discard(article_id)
            self.updated.discard(article_id)
        self._stored.extend((change.article.id, change.digest) for change in changes)

    def _forget_stored(self) -> None:
        while self._stored:
            article_id, found = self._stored.popleft()
            if (latest := self._latest.get(article_id)) is not None and latest.digest == found:
                del self._latest[article_id]

    def _is_chosen(self, article_id: str) -> bool:
        """True for an article of which this run has chosen a version."""
        return article_id in self.added or article_id in self.updated

    def _replaces(self, version: tuple[Article, str], known: Known | None) -> bool:
        article, found = version
        if known is None or (known.digest != found and _is_later(article.existed, known.existed)):
            return True
        return article.origin != known.origin and not self._is_chosen(article.id) and self.is_missing(known.origin)

    def _kept(self, version: tuple[Article, str], known: Known | None) -> Change:
        article, found = version
        if known is None:
            self.added.add(article.id)
        elif article.id not in self.added:
            self.updated.add(article.id)
        self._latest[article.id] = Known(found, article.origin, article.existed)
        return Change(article, found, None if known is None else known.digest)


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
