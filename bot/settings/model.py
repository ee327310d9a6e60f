"""The language model that writes answers, and what it may take."""

from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator

from bot.settings.room import Room
from bot.settings.values import BaseUrl, Key, Name, in_the_clear
from index.chat.endpoint import OPENAI_URL, Endpoint

DEFAULT_MODEL = "gpt-5.4-mini"
"""What OpenAI is asked for when no model is named."""
NO_MODEL = "none"
"""The name that switches language models off."""


class LanguageModel(Room):
    """The settings of the language model."""

    openai_api_key: Key = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: BaseUrl = Field(default=None, validation_alias="OPENAI_BASE_URL")
    model: Name = Field(default=None, validation_alias="DATELINE_MODEL")
    """The language model's name; `none` switches it off."""
    timeout: float = Field(default=30.0, gt=0, le=3600, allow_inf_nan=False, validation_alias="DATELINE_MODEL_TIMEOUT")
    """Seconds that may pass without a byte from the language model."""
    retries: int = Field(default=2, ge=0, le=10, validation_alias="DATELINE_MODEL_RETRIES")
    context: int = Field(default=8192, ge=512, validation_alias="DATELINE_MODEL_CONTEXT")
    """Tokens that the language model reads and writes at most, together."""
    output: int = Field(default=600, ge=16, validate_default=True, validation_alias="DATELINE_MODEL_OUTPUT")
    """Tokens that the language model writes at most."""
    price_prompt: float | None = Field(default=None, ge=0, allow_inf_nan=False, validation_alias="DATELINE_PRICE_PROMPT")
    """Of a million tokens."""
    price_output: float | None = Field(
        default=None, ge=0, allow_inf_nan=False, validate_default=True, validation_alias="DATELINE_PRICE_OUTPUT"
    )
    daily_tokens: int | None = Field(default=None, ge=0, validation_alias="DATELINE_DAILY_TOKENS")
    """Tokens that the language model may take in a day (UTC); None means any number."""

    @field_validator("output", mode="after")
    @classmethod
    def _check_output(cls, value: int, others: ValidationInfo) -> int:
        if value > others.data.get("context", value * 2) // 2:
            raise ValueError("must be at most half of DATELINE_MODEL_CONTEXT")
        return value

    @field_validator("price_output", mode="after")
    @classmethod
    def _check_prices(cls, value: float | None, others: ValidationInfo) -> float | None:
        if (value is None) != (others.data.get("price_prompt") is None):
            raise ValueError("and DATELINE_PRICE_PROMPT must be set together, or neither")
        return value

    @property
    def api_key(self) -> str | None:
        """The key of the language model's endpoint, in the clear."""
        return in_the_clear(self.openai_api_key)

    @property
    def endpoint(self) -> Endpoint | None:
        """The language model that writes answers; None when articles are to be quoted."""
        if not (self.api_key or self.openai_base_url) or (self.model or "").casefold() == NO_MODEL:
            return None
        return Endpoint(
            model=self.model or ("" if self._is_elsewhere() else DEFAULT_MODEL),
            base_url=self.openai_base_url,
            api_key=self.api_key,
            timeout=self.timeout,
            retries=self.retries,
            context=self.context,
            output=self.output,
            price_prompt=self.price_prompt,
            price_output=self.price_output,
            daily_tokens=self.daily_tokens,
        )

    def _is_elsewhere(self) -> bool:
        """True when the endpoint is not OpenAI's own."""
        return urlsplit(self.openai_base_url or OPENAI_URL).hostname != urlsplit(OPENAI_URL).hostname
