"""What a client of OpenAI's chat completions asks, and what it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot import requests
from bot.api import prose
from bot.records import Record
from bot.web.problems import Problem
from index.reading.texts import clean_line
from index.types import Answer, Usage
from index.wording import LONGEST

MODEL = "dateline"
"""The one model that there is."""
_MOST_MESSAGES = 1_000
_EARLIER = 20
"""Questions before the last one that are taken into account."""


class TextPart(BaseModel):
    """A piece of a message."""

    type: str
    text: str | None = None


class ChatMessage(BaseModel):
    """One message of the conversation; only what the person asked counts."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: str | list[TextPart] | None = None


class StreamOptions(BaseModel):
    """What a stream holds beside the answer."""

    include_usage: bool | None = None


class ChatShape(BaseModel):
    """A conversation that ends with a question. What else OpenAI's clients send is taken, and has no effect."""

    model_config = ConfigDict(extra="allow")

    messages: list[ChatMessage] = Field(min_length=1, max_length=_MOST_MESSAGES)
    model: str = MODEL
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: Annotated[int | None, Field(ge=1, le=1)] = None
    as_of: str | None = Field(default=None, description="Not OpenAI's: only what was known then.")
    now: str | None = Field(default=None, description="Not OpenAI's: what 'today' means.")


@dataclass(frozen=True, slots=True)
class Completion:
    """What all pieces of one completion have in common."""

    id: str
    created: int

    def whole(self, given: Answer) -> Record:
        """The completion that holds an answer."""
        content = prose.message(given)
        message = {
            "role": "assistant",
            "content": content,
            "refusal": None,
            "annotations": prose.annotations(content, given),
        }
        choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
        return self._told("chat.completion", [choice]) | {"usage": usage(given.usage)}

    def chunk(self, delta: Mapping[str, object], *, is_last: bool = False) -> Record:
        """A piece of it."""
        choice = {"index": 0, "delta": delta, "finish_reason": "stop" if is_last else None, "logprobs": None}
        return self._told("chat.completion.chunk", [choice])

    def taken(self, given: Answer) -> Record:
        """The piece that tells what it took."""
        return self._told("chat.completion.chunk", []) | {"usage": usage(given.usage)}

    def _told(self, kind: str, choices: Sequence[Record]) -> Record:
        return {"id": self.id, "object": kind, "created": self.created, "model": MODEL, "choices": choices}


def usage(taken: Usage | None) -> Record:
    """What a language model took; nothing when the articles were quoted."""
    prompt, output = (taken.prompt, taken.output) if taken else (0, 0)
    return {"prompt_tokens": prompt, "completion_tokens": output, "total_tokens": prompt + output}


def question(chat: ChatShape) -> requests.Question:
    """The last question of a conversation, and those before it. Raises Problem, Misuse, QuestionError."""
    asked = [_text(message) for message in chat.messages if message.role == "user"]
    if not asked or chat.messages[-1].role != "user":
        raise Problem(400, "bad_request", "the last message must be a question of the user")
    # What is too long for a question has been answered by somebody else, or was none.
    earlier = [words for words in asked[:-1] if clean_line(words) and len(words) <= LONGEST]
    record = {"question": asked[-1], "as_of": chat.as_of, "now": chat.now, "history": earlier[-_EARLIER:]}
    return requests.question(record)


def _text(message: ChatMessage) -> str:
    if message.content is None or isinstance(message.content, str):
        return message.content or ""
    if any(part.type != "text" for part in message.content):
        raise Problem(400, "bad_request", "only text can be read: leave out pictures, sounds and files")
    return "\n".join(part.text or "" for part in message.content)
