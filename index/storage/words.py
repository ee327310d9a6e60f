"""Passages by their words: BM25 over SQLite's full-text index."""

import math
from collections.abc import Callable, Mapping, Sequence

from index.storage.catalogue import within
from index.storage.database import Database
from index.types import Window

_TITLE_WEIGHT = 3.0
"""How much more a word of the title says than a word of the text."""
_MOST_TERMS = 64
_FEW = 10_000
"""Below this, looking for what need not be scored takes longer than scoring it."""
_GUESS = 0.6
"""Share of what all terms may add to a score up to which the first round leaves terms aside."""
_STEEPEST = 2.2
"""The most that BM25 multiplies a term's rarity with: k1 + 1, in SQLite."""
# Ordering by FTS5's own column "rank" instead takes half as long again.
_BADNESS = f"bm25(words, {_TITLE_WEIGHT}, 1.0) AS badness"
_SCORED = f"SELECT rowid AS number, {_BADNESS} FROM words WHERE words MATCH ?"  # noqa: S608  # constants
_SCORED_WITHIN = (
    f"SELECT passages.number AS number, {_BADNESS} FROM words JOIN passages ON passages.number = words.rowid "  # noqa: S608  # constants
    "JOIN articles ON articles.number = passages.article WHERE words MATCH ? {bounds}"
)
_BEST = (
    "SELECT passages.id, -badness FROM ({scored} ORDER BY badness, number LIMIT ?) "
    "JOIN passages USING (number) ORDER BY badness, passages.number"
)
_COUNT = "SELECT count(*) FROM words WHERE words MATCH ?"


class Words:
    """The full-text index over titles and texts of passages. Safe for many threads."""

    def __init__(self, database: Database, *, few: int = _FEW) -> None:
        """Up to `few` places where a question's terms stand, each of them is scored; the outcome is the same."""
        self._database = database
        self._few = few

    def matching(self, terms: Sequence[str], *, limit: int, window: Window | None = None) -> list[tuple[str, float]]:
        """Ids of the passages that hold any of the terms, each with its BM25 score (higher is better), best first.

        A term of several words is a phrase. Terms may hold any characters; those without a word match nothing.
        """
        quoted = list(map(_quoted, list(dict.fromkeys(terms))[:_MOST_TERMS]))
        if not quoted:
            return []
        bounds, values = within(window or Window())

        def best(expressions: Sequence[str]) -> list[tuple[str, float]]:
            scored = " UNION ALL ".join([_SCORED_WITHIN.format(bounds=bounds) if bounds else _SCORED] * len(expressions))
            given = [value for each in expressions for value in (each, *values)]
            return connection.execute(_BEST.format(scored=scored), [*given, limit]).fetchall()

        with self._database.reading() as connection:
            counts = {each: connection.execute(_COUNT, [each]).fetchone()[0] for each in quoted}
            if sum(counts.values()) <= self._few:
                return best([_any(quoted)])
            total = connection.execute("SELECT max(id) FROM words_docsize").fetchone()[0]
            return _rarest_first(best, counts, total=total, limit=limit)

    def rarity(self, terms: Sequence[str]) -> dict[str, float]:
        """How telling each term is: BM25's inverse document frequency over passages, compared by stem.

        0.0 or a little more for a word of every passage, greatest for one that stands in none.
        """
        with self._database.reading() as connection:
            total = connection.execute("SELECT count(*) FROM words_docsize").fetchone()[0]
            counts = {term: connection.execute(_COUNT, [_quoted(term)]).fetchone()[0] for term in terms}
        return {term: math.log(1 + (total - count + 0.5) / (count + 0.5)) for term, count in counts.items()}


def _rarest_first(
    best: Callable[[Sequence[str]], list[tuple[str, float]]], counts: Mapping[str, int], *, total: int, limit: int
) -> list[tuple[str, float]]:
    """The best passages by all terms, as scoring every passage with any of them would find them, in a fraction of the time.

    Only passages with one of the rarer terms are scored, by all terms, as long as what the other terms can add together is less
    than the lowest score that is good enough (MaxScore: Turtle and Flood, 1995). `counts` are the terms' passages, of at most
    `total`; `best` gives the best `limit` of those that match any of some FTS5 expressions.
    """
    # A term without a word, which no passage has, means something else beside AND and NOT.
    ranked = sorted((term for term in counts if counts[term]), key=lambda term: (counts[term], term))
    most = [_STEEPEST * max(1e-6, math.log((total - counts[term] + 0.5) / (counts[term] + 0.5))) for term in ranked]
    left = [sum(most[place:]) for place in range(len(ranked))]
    """What the terms from each place on can add."""

    def having(before: int, size: int) -> list[tuple[str, float]]:
        """The best of the passages with one of the rarest terms up to a place, and none of those before another."""
        told, others = _any(ranked[before:size]), ranked[size:]
        if not others:
            return best([f"{told} NOT {_any(ranked[:before])}" if before else told])
        # Not one expression of all of it: BM25 counts a term as often as it is named. And no AND below a NOT: where a phrase's
        # words stand apart in a passage, the other terms' places in the next one get lost there (FTS5 of SQLite 3.40).
        newly = f"({told} NOT {_any(ranked[:before])})" if before else told
        return best([f"{newly} AND {_any(others)}", f"{told} NOT {_any([*ranked[:before], *others])}"])

    found: list[tuple[str, float]] = []
    size, enough = 0, next((place for place, each in enumerate(left) if each <= _GUESS * left[0]), len(ranked))
    while size < enough:
        found = sorted([*found, *having(size, enough)], key=lambda each: -each[1])[:limit]
        size, lowest = enough, found[-1][1] if len(found) == limit else 0.0
        enough = next((place for place, each in enumerate(left) if each < lowest), len(ranked))
    return found


def _any(quoted: Sequence[str]) -> str:
    return f"({' OR '.join(quoted)})"


def _quoted(term: str) -> str:
    """A term as an FTS5 string, in which no character has a meaning of its own."""
    plain = term.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return '"' + plain.replace('"', '""') + '"'
