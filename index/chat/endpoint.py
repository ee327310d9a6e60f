"""Which language model is asked, where it is, and what is said to it."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

OPENAI_URL = "https://api.openai.com/v1"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation with a model."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which model, where, and its limits."""

    model: str
    """Empty: the only one that the endpoint serves, whatever its name is."""
    base_url: str | None = field(default=None, repr=False)
    """None: OpenAI's own."""
    api_key: str | None = field(default=None, repr=False)
    timeout: float = 30.0
    """Seconds that may pass without a byte."""
    retries: int = 2
    """How often a request is sent again that failed before the first piece."""
    context: int = 8192
    """Tokens that prompt and answer may take together."""
    output: int = 600
    """Tokens that an answer may take."""
    price_prompt: float | None = None
    """For a million tokens."""
    price_output: float | None = None
    """For a million tokens; without both prices there is no cost."""
    daily_tokens: int | None = None
    """Tokens that may be used in a day (UTC); None: no limit."""

    @property
    def url(self) -> str:
        """The base URL in force."""
        return self.base_url or OPENAI_URL

    @property
    def host(self) -> str:
        """The name of the machine, for people to read."""
        return urlsplit(self.url).hostname or "the endpoint"
