"""What lies in a home, and how it is founded, restored and embedded anew."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import StorageError
from index.storage.catalogue import Catalogue
from index.storage.database import Damaged, Database
from index.storage.embedding import Encoder, Fingerprint
from index.storage.lock import locked
from index.storage.mending import copy_all, embed_all, reconcile_all
from index.storage.vectors import Vectors

_PATIENCE = 5.0
_UNFINISHED = "-unfinished"


def words(home: Path) -> Path:
    """The SQLite file: words, catalogue, and what is pending."""
    return home / "words.sqlite"


def chroma(home: Path) -> Path:
    """Chroma's folder."""
    return home / "chroma"


def lock(home: Path) -> Path:
    """The file a writer locks."""
    return home / "writer.lock"


def has_chroma(home: Path) -> bool:
    """True when Chroma has written something."""
    return (chroma(home) / "chroma.sqlite3").exists()


def open_database(home: Path) -> Database | None:
    """The SQLite file, made anew and empty when it is lost or damaged; None in a home where nothing was ever written."""
    path = words(home)
    if not path.exists() and not has_chroma(home):
        if home.exists() and not home.is_dir():
            raise StorageError(f"{str(home)!r} is no folder; choose another home")
        return None
    try:
        return Database(path)
    except Damaged:
        discard_database(home)
        return Database(path)


def discard_database(home: Path) -> None:
    """Delete the SQLite file, which is to be made again from Chroma. Nobody may have it open."""
    path = words(home)
    with locked(lock(home), patience=_PATIENCE):
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def open_vectors(home: Path, collection: str, dimension: int) -> Vectors:
    """Chroma with this collection in use; StorageError when it is lost or broken."""
    if not has_chroma(home):
        raise StorageError(f"{str(chroma(home))!r} is gone; to mend it: dateline index --rebuild")
    vectors = Vectors(chroma(home))
    try:
        vectors.use(collection, dimension)
    except StorageError:
        vectors.close()
        raise
    return vectors


def found(home: Path, catalogue: Catalogue, fingerprint: Fingerprint) -> None:
    """Make the first collection."""
    with _successor(home, catalogue, fingerprint) as (vectors, name):
        vectors.rename(name)
        catalogue.adopt(collection=name, encoder=fingerprint.record)


def heal(home: Path, catalogue: Catalogue) -> None:
    """Make a broken collection again from the vectors that the catalogue keeps."""
    record = catalogue.state("encoder") or ""
    with _successor(home, catalogue, Fingerprint.from_record(record)) as (vectors, name):
        copy_all(catalogue, vectors)
        vectors.rename(name)
        catalogue.adopt(collection=name, encoder=record)


def embed_anew(home: Path, catalogue: Catalogue, encoder: Encoder) -> None:
    """Embed every passage with this encoder, into a collection that takes the old one's place when it is complete."""
    with _successor(home, catalogue, encoder.fingerprint) as (vectors, name):
        embed_all(catalogue, vectors, encoder)
        vectors.rename(name)
        catalogue.adopt(collection=name, encoder=encoder.fingerprint.record, vectors=vectors.every_vector())


def restore(home: Path, catalogue: Catalogue) -> None:
    """Fill an empty catalogue from Chroma, as far as Chroma holds anything."""
    if not has_chroma(home):
        return
    with closing(Vectors(chroma(home))) as vectors:
        finished = {name: record for name, record in vectors.collections().items() if not name.endswith(_UNFINISHED)}
        if not finished:
            return
        name = max(finished)
        vectors.use(name, Fingerprint.from_record(finished[name]).dimension)
        if vectors.count() > 0:
            catalogue.adopt(collection=name, encoder=finished[name])
            reconcile_all(vectors, catalogue)


def drop_others(vectors: Vectors, catalogue: Catalogue) -> None:
    """Delete the collections that a rebuild left behind when it was broken off."""
    used = catalogue.state("collection")
    for name in vectors.collections():
        if name != used:
            vectors.drop(name)


@contextmanager
def _successor(home: Path, catalogue: Catalogue, fingerprint: Fingerprint) -> Iterator[tuple[Vectors, str]]:
    """A new collection in use, and the name to give it when it is complete; the others are dropped at the end."""
    serial = int((catalogue.state("collection") or "0").rpartition("-")[2]) + 1
    name = f"passages-{serial:04}"
    with closing(_opened_in_any_case(chroma(home))) as vectors:
        others = list(vectors.collections())
        for other in others:
            if other.startswith(name):
                vectors.drop(other)
        vectors.create(name + _UNFINISHED, fingerprint)
        yield vectors, name
        for other in others:
            if not other.startswith(name):
                vectors.drop(other)


def _opened_in_any_case(folder: Path) -> Vectors:
    try:
        return Vectors(folder)
    except StorageError:
        # Not even its list of collections can be read; all it held is to be made again.
        shutil.rmtree(folder, ignore_errors=True)
        return Vectors(folder)
