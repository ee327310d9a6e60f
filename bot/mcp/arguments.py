"""What the tools take, described for assistants."""

from typing import TypeVar

from pydantic import Field, ValidationError

from bot.failures import Misuse
from bot.misfits import misfit
from bot.records import Record
from bot.requests import MOST_HITS
from bot.shapes import Shape

Taken = TypeVar("Taken", bound=Shape)

LONGEST_TEXT = 20_000
"""Characters of an article that are given at once."""
_WRITTEN = "a day (2025-11-16), a month (2025-11) or a moment (2025-11-16T18:00:00+00:00), in UTC unless it names its zone"
_BY_THEN = f"{_WRITTEN}; a day or a month means its end."
_FROM_THEN = f"{_WRITTEN}; a day or a month means its beginning."
_QUESTION = "What to find out, in words, at most 2,000 characters."


class AskTakes(Shape):
    """A question and its circumstances."""

    question: str = Field(description=_QUESTION)
    as_of: str | None = Field(default=None, description=f"Answer from what was known by then: {_BY_THEN}")
    history: list[str] | None = Field(
        default=None, description='Earlier questions of the conversation, oldest first, to understand "and in October?".'
    )


class TimelineTakes(AskTakes):
    """A question for a count, and whether its chart is wanted."""

    picture: bool = Field(default=True, description="Whether to draw the chart as a PNG, too.")


class SearchTakes(Shape):
    """A search and its bounds."""

    query: str = Field(description="What the passages should be about, in words, at most 2,000 characters.")
    limit: int = Field(default=10, ge=1, le=MOST_HITS, description="Most passages to give.")
    as_of: str | None = Field(default=None, description=f"Only texts that existed by then: {_BY_THEN}")
    since: str | None = Field(default=None, description=f"Only articles published from then on: {_FROM_THEN}")
    until: str | None = Field(default=None, description=f"Only articles published by then: {_BY_THEN}")
    source: str | None = Field(default=None, description="Only this outlet, by its name.")


class LatestTakes(Shape):
    """A topic, or none."""

    topic: str | None = Field(default=None, description="Only articles about it: a few words, or a question.")
    limit: int = Field(default=10, ge=1, le=MOST_HITS, description="Most articles to give.")


class ArticleTakes(Shape):
    """Which article."""

    article_id: str = Field(description="The id of the article, as the other tools give it, or its URL.")
    start: int = Field(default=0, ge=0, description=f"The character to begin at; at most {LONGEST_TEXT:,} are given at once.")


def checked(takes: type[Taken], arguments: Record) -> Taken:
    """The arguments as the tool takes them. Raises Misuse, which names the first one that is wrong."""
    try:
        return takes.model_validate(arguments)
    except ValidationError as error:
        name, reason = misfit(error)
        raise Misuse(f"the argument {name!r} {reason}") from None


def record(given: Shape) -> Record:
    """The arguments that were given, by name."""
    return given.model_dump(exclude_none=True)
