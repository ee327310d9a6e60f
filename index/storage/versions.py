"""Which of the articles that are read are new to the index, and which of two versions is kept."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from index.storage.catalogue import Known
from index.storage.records import digest
from index.types import Article

_AT_ONCE = 32


@dataclass(slots=True)
class Versions:
    """The articles met in one run, compared with what the index holds and with each other."""

    look_up: Callable[[Sequence[str]], dict[str, Known]]
    """Tells what the index holds of these article ids."""
    met: set[str] = field(default_factory=set)
    """Ids of all articles met."""
    added: set[str] = field(default_factory=set)
    """Ids of those that the index did not hold."""
    updated: set[str] = field(default_factory=set)
    """Ids of those that the index held in another version."""
    _latest: dict[str, Known] = field(default_factory=dict)

    def changed(self, articles: Iterable[Article]) -> Iterator[tuple[Article, str]]:
        """Those articles of one source that are to be put, each with its digest, in order.

        Of two versions the one that existed later is kept. When neither did, what is stored stays, unless it was read from the
        same source, which holds it no longer, or from a file that is gone.
        """
        unsure: dict[str, tuple[Article, str]] = {}
        confirmed: set[str] = set()
        remaining = iter(articles)
        while some := list(islice(remaining, _AT_ONCE)):
            held = self.look_up([article.id for article in some])
            for article in some:
                known = self._latest.get(article.id) or held.get(article.id)
                version = (article, digest(article))
                self.met.add(article.id)
                if known is not None and known.digest == version[1]:
                    confirmed.add(article.id)
                if self._replaces(version, known):
                    yield self._kept(version, known)
                elif known is not None and known.origin == article.origin and article.id not in self._latest:
                    unsure.setdefault(article.id, version)
        for article_id, version in unsure.items():
            if article_id not in confirmed and article_id not in self._latest:
                yield self._kept(version, self.look_up([article_id])[article_id])

    def _replaces(self, version: tuple[Article, str], known: Known | None) -> bool:
        article, found = version
        if known is None or (known.digest != found and _is_later(article.existed, known.existed)):
            return True
        return article.origin != known.origin and article.id not in self._latest and is_gone(known.origin)

    def _kept(self, version: tuple[Article, str], known: Known | None) -> tuple[Article, str]:
        article, found = version
        if known is None:
            self.added.add(article.id)
        elif article.id not in self.added:
            self.updated.add(article.id)
        self._latest[article.id] = Known(found, article.origin, article.existed)
        return version


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


def _is_later(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and (other is None or one > other)
