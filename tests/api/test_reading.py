"""What is held, over HTTP: the same as in Python."""

from datetime import UTC, datetime

import httpx
import pytest

from bot import records
from index import Newsroom
from tests.articles import NOW
from tests.writing.scripted import ROADS


def error(told: httpx.Response) -> tuple[int, str]:
    return told.status_code, told.json()["error"]["message"]


def test_a_search_finds_what_python_finds(client: httpx.Client, news: Newsroom) -> None:
    told = client.get("/search", params={"query": "closed roads", "limit": 3, "now": NOW.isoformat()})
    found = news.search("closed roads", limit=3, now=NOW)
    assert (told.status_code, told.json()) == (200, records.search("closed roads", found))
    assert len(found) == 3


def test_a_search_may_be_bounded(client: httpx.Client, news: Newsroom) -> None:
    bounds = {"as_of": "2025-03", "since": "2025-02-10", "until": "2025-03-20", "source": "river post"}
    told = client.get("/search", params={"query": "roads", **bounds}).json()
    found = news.search(
        "roads",
        as_of=datetime(2025, 3, 31, 23, 59, 59, tzinfo=UTC),
        since=datetime(2025, 2, 10, tzinfo=UTC),
        until=datetime(2025, 3, 20, 23, 59, 59, tzinfo=UTC),
        source="river post",
    )
    assert [hit["article_id"] for hit in told["hits"]] == [hit.passage.article_id for hit in found]
    assert {hit["source"] for hit in told["hits"]} == {"River Post"}


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({}, '"query" is missing'),
        ({"query": " "}, "the query is empty"),
        ({"query": "x", "asof": "2025"}, "'asof' is not known here; known: as_of, limit, now, query, since, source, until"),
        ({"query": "x", "limit": "0"}, '"limit" must be greater than or equal to 1'),
        ({"query": "x", "limit": "101"}, '"limit" must be less than or equal to 100'),
        ({"query": "x", "limit": "many"}, '"limit" must be a whole number'),
    ],
)
def test_a_search_that_cannot_be_understood_is_refused(client: httpx.Client, given: dict[str, str], reason: str) -> None:
    assert error(client.get("/search", params=given)) == (400, reason)


def test_articles_are_listed_page_by_page(client: httpx.Client, news: Newsroom) -> None:
    first = client.get("/articles", params={"limit": 7}).json()
    second = client.get("/articles", params={"limit": 7, "offset": first["following"]}).json()
    assert first["held"] == second["held"] == records.overview(news.articles())
    assert [first["following"], second["following"]] == [7, None]
    assert first["articles"] + second["articles"] == [records.article(article) for article in news.archive.find()]


def test_articles_may_be_chosen(client: httpx.Client) -> None:
    def ids(**given: str) -> list[str]:
        return [article["article_id"][:2] for article in client.get("/articles", params=given).json()["articles"]]

    assert ids(words="aldermere flood") == ["a2", "a1"]
    assert ids(words="depot", source="river post") == ["b1"]
    assert ids(since="2025-04-28", until="2025-04-28") == ["a2"]
    assert ids(undated="true") == ["g1"]
    told = client.get("/articles", params={"undated": "true", "since": "2025"})
    assert error(told)[0] == 400


def test_an_article_comes_with_its_text(client: httpx.Client, news: Newsroom) -> None:
    article, passages = news.archive.article("c100")
    for name in ("c100", article.id):
        told = client.get(f"/articles/{name}")
        assert (told.status_code, told.json()) == (200, records.article_text(article, passages))


def test_an_article_that_is_not_there_is_not_found(client: httpx.Client) -> None:
    for name in ("0123456789abcdef", "a;b"):
        assert error(client.get(f"/articles/{name}")) == (
            404,
            f"there is no article {name!r}; list the articles to see their ids",
        )


def test_the_latest_articles_come_newest_first(client: httpx.Client, news: Newsroom) -> None:
    assert client.get("/latest", params={"limit": 2}).json() == records.latest(None, news.latest(limit=2))
    told = client.get("/latest", params={"topic": ROADS}).json()
    assert told == records.latest(ROADS, news.latest(ROADS))
    assert told["articles"][0]["title"] == "Flood closes more roads in Aldermere"


def test_health_tells_how_it_is_and_no_more(client: httpx.Client) -> None:
    told = client.get("/health")
    assert told.status_code == 200
    assert told.json() == {
        "status": "ok",
        "chroma": "ok",
        "articles": 12,
        "newest": "2025-04-30T12:00:00+00:00",
        "model": False,
        "needs_token": False,
        "version": told.json()["version"],
    }
