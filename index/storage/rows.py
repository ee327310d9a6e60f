"""An article and its passages as rows of the tables, and back."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np

from index.storage.records import Entry, joined_text, microseconds, outlet, read, written
from index.types import Article, Passage


def forget(connection: sqlite3.Connection, article_ids: Sequence[str]) -> None:
    """Delete the rows of these articles, of their passages, words and vectors."""
    for article_id in article_ids:
        row = connection.execute("SELECT number FROM articles WHERE id = ?", [article_id]).fetchone()
        if row is not None:
            connection.execute("DELETE FROM vectors WHERE passage IN (SELECT number FROM passages WHERE article = ?)", row)
            connection.execute("DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE article = ?)", row)
            connection.execute("DELETE FROM passages WHERE article = ?", row)
            connection.execute("DELETE FROM articles WHERE number = ?", row)


def insert(connection: sqlite3.Connection, entry: Entry, number: int) -> None:
    """Write the rows of an article that has none, under its number."""
    article = entry.article
    connection.execute(
        "INSERT INTO articles VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            number,
            article.id,
            article.title,
            article.source,
            article.url,
            written(article.published),
            written(article.updated),
            written(article.retrieved),
            json.dumps(article.authors),
            article.origin,
            entry.digest,
            len(entry.passages),
            outlet(article.source),
            microseconds(article.published),
            microseconds(article.existed),
        ],
    )
    for passage, vector in zip(entry.passages, entry.vectors, strict=True):
        row = connection.execute(
            "INSERT INTO passages VALUES (NULL, ?, ?, ?, ?, ?)",
            [passage.id, number, passage.position, passage.start, passage.end],
        ).lastrowid
        connection.execute("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", [row, passage.title, passage.text])
        connection.execute("INSERT INTO vectors VALUES (?, ?)", [row, vector.tobytes()])


def as_article(row: Sequence[Any], text: str = "") -> Article:
    """The article of a row."""
    key, title, source, url, published, updated, retrieved, authors, origin, _, _ = row
    return Article(
        id=key,
        title=title,
        text=text,
        origin=origin,
        retrieved=datetime.fromisoformat(retrieved),
        source=source,
        url=url,
        published=read(published),
        updated=read(updated),
        authors=tuple(json.loads(authors)),
    )


def as_entry(article: Sequence[Any], rows: Sequence[Sequence[Any]]) -> Entry:
    """The entry of an article's row and the rows of its passages, each with the vector last."""
    passages = tuple(as_passage(row[:-1]) for row in rows)
    vectors = np.stack([np.frombuffer(row[-1], dtype=np.float32) for row in rows])
    return Entry(as_article(article, joined_text(passages)), article[-2], passages, vectors)


def as_passage(row: Sequence[Any]) -> Passage:
    """The passage of a row that holds its article's facts as well."""
    key, article_id, position, start, end, text, title, source, url, published, updated = row
    return Passage(key, article_id, position, start, end, text, title, source, url, read(published), read(updated))
