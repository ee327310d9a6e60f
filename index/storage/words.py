"""Passages by their words: BM25 over SQLite's full-text index."""

import math
from collections.abc import Sequence

from index.storage.catalogue import within
from index.storage.database import Database
from index.types import Window

_TITLE_WEIGHT = 3.0
"""How much more a word of the title says than a word of the text."""
_MOST_TERMS = 64
# Ordering by FTS5's own column "rank" instead takes half as long again.
_SCORED = f"SELECT rowid AS number, bm25(words, {_TITLE_WEIGHT}, 1.0) AS badness FROM words WHERE words MATCH ?"  # noqa: S608  # constants
_BEST = (
    f"SELECT passages.id, -badness FROM ({_SCORED} ORDER BY badness, rowid LIMIT ?) "  # noqa: S608  # constants
    "JOIN passages USING (number) ORDER BY badness, passages.number"
)
_BEST_WITHIN = (
    f"SELECT passages.id, -badness FROM ({_SCORED}) JOIN passages USING (number) "  # noqa: S608  # constants
    "JOIN articles ON articles.number = passages.article WHERE 1 {bounds} ORDER BY badness, passages.number LIMIT ?"
)


class Words:
    """The full-text index over titles and texts of passages. Safe for many threads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def matching(self, terms: Sequence[str], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages that hold any of the terms, each with its BM25 score (higher is better), best first.

        A term of several words is a phrase. Terms may hold any characters; those without a word match nothing.
        """
        expression = " OR ".join(map(_quoted, list(dict.fromkeys(terms))[:_MOST_TERMS]))
        if not expression:
            return []
        bounds, values = within(window or Window())
        with self._database.reading() as connection:
            if bounds:
                return connection.execute(_BEST_WITHIN.format(bounds=bounds), [expression, *values, limit]).fetchall()
            return connection.execute(_BEST, [expression, limit]).fetchall()

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How telling each term is: BM25's inverse document frequency over passages, compared by stem.

        0.0 or a little more for a word of every passage, greatest for one that stands in none.
        """
        with self._database.reading() as connection:
            total = connection.execute("SELECT count(*) FROM words_docsize").fetchone()[0]
            counts = {
                term: connection.execute("SELECT count(*) FROM words WHERE words MATCH ?", [_quoted(term)]).fetchone()[0]
                for term in terms
            }
        return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def _quoted(term: str) -> str:
    """A term as an FTS5 string, in which no character has a meaning of its own."""
    plain = term.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return '"' + plain.replace('"', '""') + '"'
