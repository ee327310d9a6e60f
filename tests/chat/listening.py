"""What the tests of the model share: how it is made, asked and heard."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from index.chat.model import ChatModel, Endpoint, Message
from index.errors import ModelError
from index.types import Usage
from tests.chat.endpoint import KEY, MODEL

ANSWER = "Nine boats were hit. [1]"
NOON = datetime(2025, 11, 16, 12, tzinfo=UTC)
QUESTION = (Message("system", "Answer from the passages."), Message("user", "How many boats were hit?"))
ESTIMATE = 7 + 8 + 6 + 8
"""Of the prompt: the words and signs of both messages, and what stands around each."""
ESTIMATED_ANSWER = 9


def model_of(url: str, *, waits: list[float] | None = None, **limits: Any) -> ChatModel:
    """A model at that address that writes down its waits in place of waiting."""
    chosen: dict[str, Any] = {"model": MODEL, "base_url": url, "api_key": KEY, "timeout": 10.0, **limits}
    written = waits if waits is not None else []
    return ChatModel(Endpoint(**chosen), wait=lambda _, seconds: written.append(seconds), now=lambda: NOON)


def heard(model: ChatModel, messages: Sequence[Message] = QUESTION) -> tuple[list[str], Usage]:
    """All pieces, and what the answer took."""
    pieces, stream = [], model.stream(messages)
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as end:
            return pieces, end.value


def failing(model: ChatModel) -> ModelError:
    """What the model raises."""
    with pytest.raises(ModelError) as failure:
        heard(model)
    return failure.value
