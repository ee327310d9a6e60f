"""What happens between a question and its answer."""

from collections.abc import Iterator

from index.types import Answer, Progress

Events = Iterator[Progress | str | Answer]
"""What Newsroom.stream yields: progress, then verified sentences, then the whole answer."""


def last(events: Events) -> Answer:
    """The answer at the end of the events."""
    for event in events:
        if isinstance(event, Answer):
            return event
    raise RuntimeError("the events ended without an answer")
