"""What the tables hold, in numbers."""

import sqlite3
from datetime import datetime

from index.storage.records import read
from index.types import Overview

_DATED = "SELECT published, title FROM articles WHERE published_at IS NOT NULL ORDER BY published_at"


def overview(connection: sqlite3.Connection, embedder: str) -> Overview:
    """How many articles there are, of what, from when to when; `embedder` is the name of the encoder of their passages."""
    articles, passages, undated = connection.execute(
        "SELECT count(*), coalesce(sum(passages), 0), count(*) - count(existed_at) FROM articles"
    ).fetchone()
    first = _published(connection, "ASC")
    last = _published(connection, "DESC")
    sources = connection.execute(
        "SELECT min(source), count(*) AS found FROM articles WHERE outlet IS NOT NULL GROUP BY outlet ORDER BY found DESC, outlet"
    ).fetchall()
    return Overview(
        articles=articles,
        passages=passages,
        undated=undated,
        embedder=embedder,
        first_published=first[0],
        last_published=last[0],
        newest_title=last[1],
        sources=tuple(sources),
    )


def _published(connection: sqlite3.Connection, order: str) -> tuple[datetime | None, str | None]:
    """Date and title of the article published first or last."""
    row = connection.execute(f"{_DATED} {order}, id LIMIT 1").fetchone()
    return (read(row[0]), row[1]) if row else (None, None)
