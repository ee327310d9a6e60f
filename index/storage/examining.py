"""Whether the three parts of an index, Chroma, the words index and the catalogue, are whole and hold the same."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from index.errors import StorageError
from index.storage import homes
from index.storage.catalogue import Catalogue
from index.storage.database import Database
from index.storage.embedding import Fingerprint
from index.storage.records import Entry, digest
from index.types import Finding

SQLITE = "SQLite's file"
"""How the finding is called that tells whether SQLite's file can be read."""
_NAMED = 3
"""Ids that a finding names."""


def examine(home: Path) -> Iterator[Finding]:
    """Look into every part of the index in the folder `home`, one after the other, without changing anything.

    StorageError when SQLite's file cannot be read at all.
    """
    if not homes.words(home).exists():
        is_empty = not homes.has_chroma(home)
        yield Finding("the catalogue", "nothing is indexed yet" if is_empty else "it is lost", is_whole=is_empty)
        return
    with closing(Database(homes.words(home))) as database:
        catalogue = Catalogue(database)
        yield _file(database)
        yield _unfinished(catalogue)
        yield _catalogue(catalogue)
        yield _words(database)
        yield from _chroma(home, catalogue)


def examine_copy(catalogue: Catalogue) -> Iterator[Finding]:
    """Look into the catalogue and the words index, wherever the passages they tell of are."""
    yield _file(catalogue.database)
    yield _catalogue(catalogue)
    yield _words(catalogue.database)


def _file(database: Database) -> Finding:
    """SQLite's own check of its pages."""
    with database.reading() as connection:
        told = [str(row[0]) for row in connection.execute("PRAGMA quick_check (3)")]
    return Finding(SQLITE, "sound" if told == ["ok"] else "; ".join(told), is_whole=told == ["ok"])


def _unfinished(catalogue: Catalogue) -> Finding:
    pending = catalogue.pending()
    told = f"begun and not finished: {named(pending, 'article')}" if pending else "nothing unfinished"
    return Finding("the journal", told, is_whole=not pending)


def _catalogue(catalogue: Catalogue) -> Finding:
    """Every article has as many passages as it should, with vectors."""
    known = [article.id for article, _ in catalogue.articles()]
    held = {entry.article.id: _is_altered(entry) for entry in catalogue.every(known)}
    if broken := [article_id for article_id in known if article_id not in held]:
        return Finding("the catalogue", f"passages or vectors are missing of {named(broken, 'article')}", is_whole=False)
    if altered := [article_id for article_id, altered in held.items() if altered]:
        return Finding("the catalogue", f"the text is not what was read of {named(altered, 'article')}", is_whole=False)
    counted, listed, _ = catalogue.counts()
    if not counted == listed == (vectors := catalogue.vector_count()):
        told = f"{listed:,} passages and {vectors:,} vectors, where articles count {counted:,}"
        return Finding("the catalogue", told, is_whole=False)
    return Finding("the catalogue", f"{len(known):,} articles, {listed:,} passages")


def _is_altered(entry: Entry) -> bool:
    """True when an article is not, to the letter, what was once read."""
    return digest(entry.article) != entry.digest


def _words(database: Database) -> Finding:
    """FTS5's own check of its index, and whether it holds every passage."""
    with database.writing() as connection:
        missing = connection.execute(
            "SELECT (SELECT count(*) FROM passages WHERE number NOT IN (SELECT id FROM words_docsize)), "
            "(SELECT count(*) FROM words_docsize WHERE id NOT IN (SELECT number FROM passages)), "
            "(SELECT count(*) FROM words_docsize)"
        ).fetchone()
        try:
            connection.execute("INSERT INTO words (words) VALUES ('integrity-check')")
        except sqlite3.DatabaseError:
            return Finding("the words index", "it does not fit the texts it was made from", is_whole=False)
    if missing[0] or missing[1]:
        return Finding("the words index", f"{missing[0]:,} passages are missing, {missing[1]:,} too many", is_whole=False)
    return Finding("the words index", f"{missing[2]:,} passages")


def _chroma(home: Path, catalogue: Catalogue) -> Iterator[Finding]:
    """Chroma holds the passages of the catalogue and no others, and can be searched."""
    collection, encoder = catalogue.state("collection"), catalogue.state("encoder")
    if collection is None or encoder is None:
        yield Finding("Chroma", "nothing is indexed yet")
        return
    try:
        with closing(homes.open_vectors(home, collection, Fingerprint.from_record(encoder).dimension)) as vectors:
            stored = set(vectors.ids())
    except StorageError as error:
        yield Finding("Chroma", str(error), is_whole=False)
        return
    wanted = set(catalogue.passage_ids([article.id for article, _ in catalogue.articles()]))
    if lost := wanted - stored:
        yield Finding("Chroma", f"it lacks {named(sorted(lost), 'passage')}", is_whole=False)
    if spare := stored - wanted:
        yield Finding("Chroma", f"it holds {named(sorted(spare), 'passage')} that the catalogue does not", is_whole=False)
    if stored == wanted:
        yield Finding("Chroma", f"{len(stored):,} passages in {collection!r}, encoder {Fingerprint.from_record(encoder).name}")


def named(ids: Iterable[str], noun: str) -> str:
    """How many there are, with the first ones' ids, as in `5 articles (a, b, c, …)`."""
    every = list(ids)
    some = ", ".join(every[:_NAMED]) + (", …" if len(every) > _NAMED else "")
    return f"{len(every):,} {noun}{'s' if len(every) > 1 else ''} ({some})"
