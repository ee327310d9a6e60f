"""Making Chroma and SQLite agree again after a kill, a loss or a change of encoder."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index.storage.catalogue import Catalogue
from index.storage.embedding import Encoder
from index.storage.records import Entry, Record, entry_of
from index.storage.splitting import embedded_text
from index.storage.vectors import Vectors

_AT_ONCE = 64
"""Articles in memory at one time."""
_MANY = 50_000
"""Passages whose vectors take a tenth of a second to count."""


def is_whole(vectors: Vectors, catalogue: Catalogue) -> bool:
    """True when Chroma and SQLite hold as many passages, told cheaply: SQLite's vectors are counted in a small index only."""
    counts = {*catalogue.counts(), vectors.count()}
    if not catalogue.has_more_than(_MANY):
        counts.add(catalogue.vector_count())
    return len(counts) == 1


def mend(vectors: Vectors, catalogue: Catalogue) -> None:
    """Finish what a killed writer had begun, and make both hold the same when they still don't."""
    if catalogue.pending():
        _finish_pending(vectors, catalogue)
    if not is_whole(vectors, catalogue):
        reconcile_all(vectors, catalogue)


def _finish_pending(vectors: Vectors, catalogue: Catalogue) -> None:
    """Finish what a killed writer had begun: removals, and what stands whole in Chroma."""
    pending = catalogue.pending()
    removed = [article_id for article_id, deed in pending.items() if deed == "remove"]
    vectors.delete(vectors.ids_of(removed))
    catalogue.finish(removed=removed)
    _reconcile(vectors, catalogue, [key for key, deed in pending.items() if deed == "put"], are_new=True)
    catalogue.settle(pending)


def reconcile_all(vectors: Vectors, catalogue: Catalogue) -> None:
    """Make both hold the same articles, whichever of them lost some."""
    catalogue.drop_orphans()
    article_ids = dict.fromkeys(passage_id.rpartition("#")[0] for passage_id in vectors.ids())
    article_ids |= dict.fromkeys(article.id for article, _ in catalogue.articles())
    _reconcile(vectors, catalogue, list(article_ids), are_new=False)


def _reconcile(vectors: Vectors, catalogue: Catalogue, article_ids: Sequence[str], *, are_new: bool) -> None:
    """Make both hold the same of these articles: what is whole in Chroma, else what is whole in SQLite, else nothing.

    With `are_new`, what SQLite did not hold has only now arrived.
    """
    for some in _parts(article_ids):
        records: dict[str, list[Record]] = defaultdict(list)
        for record in vectors.records_of(some):
            records[record.passage.article_id].append(record)
        stored = {key: entry for key, found in records.items() if (entry := entry_of(found))}
        held = {entry.article.id: entry for entry in catalogue.entries(some)}
        lost = [entry for key, entry in held.items() if key not in stored]
        if lost:
            vectors.upsert(lost)
            catalogue.begin_epoch()
        whole = {passage.id for entry in (*stored.values(), *lost) for passage in entry.passages}
        vectors.delete([record.passage.id for found in records.values() for record in found if record.passage.id not in whole])
        found = [entry for key, entry in stored.items() if held.get(key) != entry]
        gone = [key for key in some if key not in stored and key not in held]
        catalogue.finish(put=found if are_new else (), restored=() if are_new else found, removed=gone)


def copy_all(catalogue: Catalogue, vectors: Vectors) -> None:
    """Write every passage of the catalogue, with its vector, into the collection in use, which is empty."""
    for some in _parts([article.id for article, _ in catalogue.articles()]):
        vectors.upsert(catalogue.entries(some))


def embed_all(catalogue: Catalogue, vectors: Vectors, encoder: Encoder) -> None:
    """Write every passage of the catalogue into the collection in use, which is empty, with the vectors of this encoder."""
    for some in _parts([article.id for article, _ in catalogue.articles()]):
        vectors.upsert([embedded(encoder, entry) for entry in catalogue.entries(some)])


def embedded(encoder: Encoder, entry: Entry) -> Entry:
    """The entry with the vectors of this encoder."""
    return replace(entry, vectors=encoder.embed_passages([embedded_text(passage) for passage in entry.passages]))


def _parts(article_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(article_ids), _AT_ONCE):
        yield article_ids[first : first + _AT_ONCE]
