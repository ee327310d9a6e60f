"""Pages of every shape that sites have, fetched from a real server: each gets the outcome that the table names."""

from collections import Counter
from collections.abc import Iterator
from statistics import mean

import pytest

from index.errors import ArticleError
from index.fetching.access import Access
from index.fetching.articles import article
from index.fetching.fetcher import Fetcher
from index.reading import identity
from index.types import Article
from tests.fetching import pages_dated, pages_refused, pages_shaped
from tests.fetching.outcomes import HOST, NOW, Shape, Told
from tests.fetching.web import Web, serving

TABLE = [
    *pages_dated.DATED,
    *pages_shaped.LANGUAGES,
    *pages_shaped.SHAPES,
    *pages_shaped.ADDRESSES,
    *pages_refused.NO_ARTICLES,
    *pages_refused.FAILURES,
]


@pytest.fixture(scope="module")
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def _read(web: Web, shape: Shape) -> tuple[Article | str, str]:
    """What comes of a page, and where it was put."""
    path = f"/story/{TABLE.index(shape)}"
    url = shape.put(web, path)
    access = Access(allowed_hosts=frozenset({web.host}), delay=0, timeout=0.3)
    with Fetcher(access, now=lambda: NOW) as fetcher:
        try:
            return article(fetcher, url, now=NOW), path
        except ArticleError as error:
            return str(error), path


def _expected(told: Told, web: Web, path: str, text: str) -> Article:
    url = web.url((told.path or path).replace("SELF", path))
    return Article(
        id=identity.identify(url=url, own_id=None, place=""),
        title=told.title,
        text=text,
        origin=url,
        retrieved=NOW,
        source=web.host if told.source == HOST else told.source,
        url=url,
        published=told.published,
        updated=told.updated,
        authors=told.authors,
    )


@pytest.mark.parametrize("shape", TABLE, ids=lambda shape: shape.name)
def test_a_page_gets_the_outcome_that_the_table_names(web: Web, shape: Shape) -> None:
    found, path = _read(web, shape)
    if isinstance(shape.outcome, str):
        assert str(found).startswith(shape.outcome)
        return
    assert isinstance(found, Article), found
    assert found == _expected(shape.outcome, web, path, found.text)
    assert f1(found.text, "\n\n".join(shape.outcome.story)) > 0.9


def test_text_and_dates_are_as_right_as_trafilatura_promises(web: Web, capsys: pytest.CaptureFixture[str]) -> None:
    read = [(shape.outcome, _read(web, shape)[0]) for shape in TABLE if isinstance(shape.outcome, Told)]
    pairs = [(told, found) for told, found in read if isinstance(found, Article)]
    text = mean(f1(found.text, "\n\n".join(told.story)) for told, found in pairs)
    dates = mean(found.published == told.published for told, found in pairs)
    with capsys.disabled():
        print(f"\n{len(pairs)} pages with an article: text F1 {text:.4f}, published date right {dates:.4f}")
    assert len(pairs) == len(read) >= 30
    assert text >= 0.95
    assert dates >= 0.95


def f1(found: str, wanted: str) -> float:
    """The harmonic mean of precision and recall, over words; over letters where words have no spaces between them."""
    has_words = wanted.count(" ") > len(wanted) / 50
    one, other = (Counter(text.split() if has_words else text.replace("\n", "")) for text in (found, wanted))
    return 2 * (one & other).total() / (one.total() + other.total())
