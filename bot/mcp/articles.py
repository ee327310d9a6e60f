"""Articles as resources: what people may attach to a conversation with their assistant."""

import re

from mcp.types import Resource, ResourceTemplate

from bot.mcp.tools import UNTRUSTED
from bot.moments import day
from index.errors import ArticleError
from index.newsroom import Newsroom
from index.types import Article, Headline

LISTED = 100
"""Articles that are listed; the others have addresses, too."""
KIND = "text/plain"
_PLACE = "dateline://article/"
_URI = re.compile(rf"{_PLACE}([0-9a-f]{{16}})")


def address(article_id: str) -> str:
    """The URI of an article."""
    return f"{_PLACE}{article_id}"


def template() -> ResourceTemplate:
    """How every article is addressed."""
    return ResourceTemplate(
        uri_template=f"{_PLACE}{{article_id}}",
        name="article",
        title="An article of the newsroom",
        description=f"The text of an article, by the id that the tools give. {UNTRUSTED}",
        mime_type=KIND,
    )


def listed(news: Newsroom) -> list[Resource]:
    """The articles published last, newest first."""
    return [_resource(headline) for headline in news.latest(limit=LISTED)]


def text_of(news: Newsroom, uri: str) -> str:
    """The article at this URI, below what is known of it. Raises ArticleError when there is none."""
    named = _URI.fullmatch(uri)
    if not named:
        raise ArticleError(f"there is no article at {uri!r}; addresses look like {address('0123456789abcdef')}")
    article, _ = news.archive.article(named[1])
    return f"{_known(article)}\n\n{article.text}\n"


def _resource(headline: Headline) -> Resource:
    told = (headline.source, day(headline.published) if headline.published else "undated")
    return Resource(
        uri=address(headline.article_id),
        name=headline.article_id,
        title=headline.title,
        description=f"{', '.join(filter(None, told))}. {UNTRUSTED}",
        mime_type=KIND,
    )


def _known(article: Article) -> str:
    lines = (
        article.title,
        article.source,
        f"published {article.published.isoformat()}" if article.published else "undated",
        f"updated {article.updated.isoformat()}" if article.updated else None,
        article.url,
    )
    return "\n".join(filter(None, lines))
