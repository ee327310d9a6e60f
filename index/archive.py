"""The articles themselves: listed, shown, removed, exported, and looked after."""

import re
from collections.abc import Callable, Iterator, Sequence

from index.errors import ArticleError
from index.storage.examining import SQLITE
from index.storage.records import Entry
from index.storage.store import Store
from index.types import Article, Finding, Passage, Window

_ID = re.compile(r"[0-9a-f]{16}")
_SHORTEST_ID = 4


class Archive:
    """What a newsroom holds, article by article; reached as `Newsroom.archive`. Safe for many threads."""

    def __init__(
        self, store: Callable[[], Store], *, examine: Callable[[], Iterator[Finding]], discard: Callable[[], None]
    ) -> None:
        """`store` opens the store, `examine` looks into it, and `discard` deletes its SQLite file, to be made again."""
        self._store = store
        self._examine = examine
        self._discard = discard

    def find(self, words: str = "", *, window: Window | None = None, is_undated: bool = False) -> Iterator[Article]:
        """Articles without their texts, newest first, undated ones last: those whose title holds all the words.

        The window bounds when they were published and by whom; with `is_undated`, only those without any date.
        """
        wanted = words.casefold().split()
        for article, _ in self._store().articles(window):
            title = article.title.casefold()
            if all(word in title for word in wanted) and not (is_undated and article.existed):
                yield article

    def article(self, name: str) -> tuple[Article, tuple[Passage, ...]]:
        """One article, its text to the letter, and its passages in order.

        `name` is its id, the beginning of it (four characters at least), or its canonical URL. Raises ArticleError when no
        article is called so, or more than one.
        """
        held = self._store().entries([name]) if _ID.fullmatch(name) else []
        entry = held[0] if held else self._entry(_named(name, list(self.find())).id)
        return entry.article, entry.passages

    def remove(self, names: Sequence[str]) -> tuple[Article, ...]:
        """Forget these articles, each named as for `article`, and return them without their texts. All of them, or none.

        A file that still holds one brings it back when it is indexed again. Raises ArticleError as `article` does.
        """
        known = list(self.find())
        named = {article.id: article for article in (_named(name, known) for name in names)}
        store = self._store()
        with store.writing():
            store.remove(list(named))
        return tuple(named.values())

    def every(self) -> Iterator[Article]:
        """All articles, texts and all, oldest first, undated ones first of all: a few in memory at a time."""
        return (entry.article for entry in self._store().every())

    def examine(self) -> tuple[Finding, ...]:
        """What there is to say of every part of the index: Chroma, the words index, the catalogue. Nothing is changed."""
        return tuple(self._examine())

    def repair(self) -> None:
        """Make all parts of the index whole again, as far as one of them still holds what another one lost."""
        first = self.examine()[0]
        if first.part == SQLITE and not first.is_whole:
            self._discard()
        self._store().repair()

    def _entry(self, article_id: str) -> Entry:
        held = self._store().entries([article_id])
        if not held:
            raise ArticleError(f"the article {article_id} is damaged; run: dateline doctor --repair")
        return held[0]


def _named(name: str, known: Sequence[Article]) -> Article:
    """The one of the known articles that is called so."""
    exact = [article for article in known if name in (article.id, article.url)]
    begins = [article for article in known if len(name) >= _SHORTEST_ID and article.id.startswith(name.lower())]
    match exact or begins:
        case [article]:
            return article
        case []:
            raise ArticleError(f"there is no article {name!r}; list the articles to see their ids")
        case several:
            raise ArticleError(
                f"{name!r} begins {len(several)} ids: {', '.join(each.id for each in several[:3])}; write more of it"
            )
