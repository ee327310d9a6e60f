from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from index.storage.catalogue import Known
from index.storage.versions import Change, Versions
from index.types import Article

Write = Callable[..., Article]


def test_an_article_that_somebody_removes_while_its_source_is_read_is_new(write: Write) -> None:
    article = write("a", "The ferry left.")
    holds = [{article.id: Known("another text", article.origin, None)}]

    def look_up(_: Sequence[str]) -> dict[str, Known]:
        return holds.pop() if holds else {}

    versions = Versions(look_up)
    (change,) = versions.changed([article])
    assert change == Change(article, change.digest, None)
    assert (versions.added, versions.updated) == ({article.id}, set())


def test_an_article_whose_source_tells_it_anew_takes_its_own_place(write: Write) -> None:
    article = write("a", "The ferry left.")
    held = {article.id: Known("another text", article.origin, datetime(2026, 3, 1, tzinfo=UTC))}
    versions = Versions(lambda _: held)
    assert [change.replaced for change in versions.changed([article])] == ["another text"]
    assert (versions.added, versions.updated) == (set(), {article.id})
