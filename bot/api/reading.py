"""What is held: passages that fit a query, articles, the latest ones."""

from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from bot import moments, records, requests
from bot.api.routes import ERRORS, Explaining, TheDesk
from bot.asking import found
from bot.failures import Misuse
from bot.shapes import ArticleShape, ArticleTextShape, LatestShape, OverviewShape, SearchShape, Shape
from index.newsroom import Newsroom
from index.types import Window

router = APIRouter(route_class=Explaining, responses=ERRORS)

MOST_ARTICLES = 100
"""Articles that one request may ask for."""
_FURTHEST = 1_000_000

_Text = Annotated[str | None, Query()]
_Moment = Annotated[str | None, Query(description="Such as 2025-11-16, 2025-11 or 2025-11-16T18:00:00+00:00.")]
_Limit = Annotated[int, Query(ge=1, le=MOST_ARTICLES)]


class ArticlesShape(Shape):
    """What is held, in numbers, and some of the articles."""

    held: OverviewShape
    articles: list[ArticleShape] = Field(description="Newest first, undated ones last.")
    following: int | None = Field(description="The `offset` at which the list goes on; null at its end.")


@router.get("/search", response_model=SearchShape)
async def search(
    *,
    query: Annotated[str, Query(min_length=1, description="What the passages should be about.")],
    desk: TheDesk,
    limit: Annotated[int, Query(ge=1, le=requests.MOST_HITS)] = 10,
    as_of: _Moment = None,
    since: _Moment = None,
    until: _Moment = None,
    source: _Text = None,
    now: _Moment = None,
) -> Response:
    """Find passages, best first, by meaning and by words together."""
    given = {"as_of": as_of, "since": since, "until": until, "source": source, "now": now}
    wanted = requests.search({"query": query, "limit": limit, **given})
    return JSONResponse(records.search(wanted.query, await desk.read(lambda news: found(news, wanted))))


@router.get("/articles", response_model=ArticlesShape)
async def articles(
    *,
    desk: TheDesk,
    words: Annotated[str, Query(description="Only articles whose title holds them all.")] = "",
    since: _Moment = None,
    until: _Moment = None,
    source: _Text = None,
    undated: Annotated[bool, Query(description="Only those without any date.")] = False,
    limit: _Limit = 20,
    offset: Annotated[int, Query(ge=0, le=_FURTHEST)] = 0,
) -> Response:
    """List articles, newest first, and say how many are held, from when, from whom."""
    window = Window(
        since=moments.start(since) if since else None, until=moments.end(until) if until else None, source=source or None
    )
    if undated and (window.since or window.until):
        raise Misuse("an undated article was published neither since nor until: leave one of them out")

    def look(news: Newsroom) -> records.Record:
        listed = news.archive.find(words, window=window, is_undated=undated)
        some = list(islice(listed, offset, offset + limit + 1))
        return {
            "held": records.overview(news.articles()),
            "articles": [records.article(article) for article in some[:limit]],
            "following": offset + limit if len(some) > limit else None,
        }

    return JSONResponse(await desk.read(look))


@router.get("/articles/{article_id}", response_model=ArticleTextShape)
async def article(
    article_id: Annotated[str, Path(description="Its id, or the beginning of it: four characters at least.")], desk: TheDesk
) -> Response:
    """One article, its text to the letter, and its passages."""
    given, passages = await desk.read(lambda news: news.archive.article(article_id))
    return JSONResponse(records.article_text(given, passages))


@router.get("/latest", response_model=LatestShape)
async def latest(
    desk: TheDesk,
    topic: Annotated[str | None, Query(min_length=1, description="Only articles about it.")] = None,
    limit: _Limit = 10,
) -> Response:
    """The articles published last, newest first."""
    return JSONResponse(records.latest(topic, await desk.read(lambda news: news.latest(topic, limit=limit))))
