"""The records that other programs get, described: for OpenAPI, and for the tools of other assistants.

What gives them is `bot.records`; a test keeps the two the same.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """A record with exactly these keys."""

    model_config = ConfigDict(extra="forbid")


class CitationShape(Shape):
    """The passage that a statement of an answer rests on."""

    number: int = Field(description="As in the answer's text: 1 for [1].")
    article_id: str
    title: str
    source: str | None = Field(description="The outlet.")
    url: str | None
    published: datetime | None = Field(description="Null when the article is undated.")
    quote: str = Field(description="Stands in the article word for word.")
    updated: datetime | None
    correction: str | None = Field(description="The article's own words about what it corrected in itself.")
    outlets: list[str] = Field(description="Other outlets that carry the same text.")


class ReadingShape(Shape):
    """What a tally stood at, at one moment, by one source."""

    value: int | float
    as_of: datetime | None
    citation: int = Field(description="Number of the citation whose quote tells it.")
    qualifier: str | None
    source: str | None


class TallyShape(Shape):
    """A figure that grows from article to article."""

    value: int | float
    qualifier: str | None = Field(description='What the source puts before the figure, such as "at least".')
    unit: str
    as_of: datetime | None
    history: list[ReadingShape] = Field(description="Oldest first; the last one is the tally itself.")
    conflicts: list[ReadingShape] = Field(description="What other sources give for the same moment.")


class UsageShape(Shape):
    """What a language model took, in tokens."""

    prompt: int
    output: int
    cost: float | None


class AnswerShape(Shape):
    """An answer with its citations."""

    question: str
    text: str
    found: bool = Field(description="False when the articles don't say; the citations are then what comes closest.")
    as_of: datetime | None = Field(description="The moment the answer holds for, when it depends on time.")
    mode: Literal["quotes", "model"]
    citations: list[CitationShape]
    tally: TallyShape | None = Field(description="Set when a figure answers.")
    rewritten: str | None = Field(description="A follow-up question as it was understood to stand alone.")
    language: str | None = Field(description="What the text is written in (ISO 639-1); null for English.")
    notice: str | None = Field(description="Why the articles are quoted although a language model is set.")
    usage: UsageShape | None


class HitShape(Shape):
    """A passage that was found."""

    article_id: str
    url: str | None
    title: str
    source: str | None
    published: datetime | None
    text: str
    score: float = Field(description="Higher is better; comparable within one search only.")


class SearchShape(Shape):
    """Passages, best first."""

    query: str
    hits: list[HitShape]


class HeadlineShape(Shape):
    """An article as a list of articles names it."""

    article_id: str
    title: str
    source: str | None
    url: str | None
    published: datetime | None


class LatestShape(Shape):
    """The articles published last, newest first."""

    topic: str | None
    articles: list[HeadlineShape]


class ArticleShape(Shape):
    """What is known of an article, its text apart."""

    article_id: str
    title: str
    source: str | None
    url: str | None
    published: datetime | None
    updated: datetime | None
    authors: list[str]
    retrieved: datetime


class PassageShape(Shape):
    """A run of whole sentences of an article: its text from `start` to `end`, counted in characters."""

    position: int
    start: int
    end: int
    text: str


class ArticleTextShape(ArticleShape):
    """An article with its text."""

    text: str
    passages: list[PassageShape]


class SourceShape(Shape):
    """How many articles an outlet has."""

    source: str
    articles: int


class OverviewShape(Shape):
    """What the newsroom holds, in numbers."""

    articles: int
    passages: int
    undated: int
    embedder: str
    first_published: datetime | None
    last_published: datetime | None
    newest_title: str | None
    sources: list[SourceShape] = Field(description="Most articles first.")
