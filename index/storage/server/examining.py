"""Whether a Chroma server and a home's copy of it are whole and hold the same."""

from collections.abc import Iterator

from index.storage import examining
from index.storage.embedding import Fingerprint
from index.storage.server.follower import Follower
from index.storage.server.journal import Journal
from index.storage.server.news import Fate, News
from index.storage.server.passages import batch_of, ids_of
from index.types import Finding


def examine(follower: Follower, journal: Journal) -> Iterator[Finding]:
    """Look into the copy, the journal and the passages, one after the other, without changing anything."""
    catalogue = follower.catalogue
    passages = follower.passages()
    if passages is None:
        yield Finding("the Chroma server", "nothing is indexed yet")
        return
    yield from examining.examine_copy(catalogue)
    # In this order: what is stored now and in no batch that is under way is needed by what is committed then, or by nobody.
    stored = set(passages.ids())
    begun = journal.begun()
    follower.refresh(within=0)
    number = follower.number
    held = set(catalogue.passage_ids([article.id for article, _ in catalogue.articles()]))
    yield _journal(journal, {passage_id.rpartition("#")[0] for passage_id in held}, len(begun), number=number)
    lost = passages.missing(sorted(held - stored))
    dropped = {
        each for batch in begun if (record := journal.committed(batch)) for fate in record.dropped for each in ids_of(*fate)
    }
    spare = sorted(each for each in stored - held - dropped if batch_of(each) not in begun)
    if lost:
        yield Finding("the Chroma server", f"it lacks {examining.named(lost, 'passage')}", is_whole=False)
    if spare:
        told = f"it holds {examining.named(spare, 'passage')} that nobody needs"
        yield Finding("the Chroma server", told, is_whole=False)
    if not lost and not spare:
        encoder = Fingerprint.from_record(catalogue.state("encoder") or "").name
        words = "words and meaning" if passages.has_words else "meaning"
        yield Finding("the Chroma server", f"{len(held):,} passages in {passages.name!r}, by {words}, encoder {encoder}")


def _journal(journal: Journal, held: set[str], begun: int, *, number: int) -> Finding:
    """Every article is copied that was committed up to that number, and is still what was put there."""
    news = News(0, "", 0)
    due: dict[str, Fate] = {}
    for each, record in journal.since(1):
        news.add(each, record)
        if each == number:
            due = dict(news.put)
    if lacking := sorted(key for key in due.keys() - held if news.put.get(key) == due[key]):
        return Finding("the journal", f"passages are gone of {examining.named(lacking, 'article')}", is_whole=False)
    told = f"{news.number:,} records" + (f", {begun} batches not finished" if begun else "")
    return Finding("the journal", told)
