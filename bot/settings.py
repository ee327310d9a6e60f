"""Settings from the environment and from `.env` in the current folder: the only place where either is read."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSettings

from index.chat.endpoint import OPENAI_URL, Endpoint
from index.errors import SettingsError

DEFAULT_MODEL = "gpt-5.4-mini"
"""What OpenAI is asked for when no model is named."""
NO_MODEL = "none"
"""The name that switches language models off."""

LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """Every setting, checked. An empty value counts as not set; a value of the environment beats one of `.env`."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    home: Path | None = Field(default=None, validation_alias="DATELINE_HOME")
    """Where the index lives; None means the platform's folder for user data."""
    embedder: str = Field(default="minilm", validation_alias="DATELINE_EMBEDDER")
    """`minilm`, or `openai:MODEL`."""
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    model: str | None = Field(default=None, validation_alias="DATELINE_MODEL")
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
    log: LogLevel = Field(default="warning", validation_alias="DATELINE_LOG")
    """From which severity on our own log records go to standard error."""

    @field_validator("home", mode="after")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else None

    @field_validator("embedder", mode="after")
    @classmethod
    def _check_embedder(cls, value: str) -> str:
        maker, _, model = value.partition(":")
        if value == "minilm" or (maker == "openai" and model.strip()):
            return value
        raise ValueError("must be minilm or openai:MODEL")

    @field_validator("openai_base_url", mode="after")
    @classmethod
    def _check_base_url(cls, value: str | None) -> str | None:
        if value and not (value.startswith(("http://", "https://")) and _has_place(value)):
            raise ValueError("must be a URL that begins with http:// or https://")
        return value

    @field_validator("openai_api_key", mode="after")
    @classmethod
    def _check_key(cls, value: SecretStr | None) -> SecretStr | None:
        key = value.get_secret_value().strip() if value else ""
        if not re.fullmatch(r"[!-~]*", key):
            raise ValueError("must be letters, digits and signs without spaces")
        return SecretStr(key) if key else None

    @field_validator("model", mode="after")
    @classmethod
    def _strip_model(cls, value: str | None) -> str | None:
        return (value or "").strip() or None

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

    @field_validator("log", mode="before")
    @classmethod
    def _lower_log(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def api_key(self) -> str | None:
        """The key of the language model's endpoint, in the clear."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else None

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


def load() -> Settings:
    """Read the settings. Raises SettingsError, which names the variable and never shows its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsError(
            f"{_variable(str(first['loc'][0]))} {_reason(first['msg'])}; correct it in the environment or in .env"
        ) from None
    except (OSError, UnicodeDecodeError, UnreadableSettings) as error:
        raise SettingsError(f"cannot read .env: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}") from None


def variables() -> tuple[str, ...]:
    """The names of all variables, in the order in which they are declared."""
    return tuple(str(field.validation_alias) for field in Settings.model_fields.values())


def shown(settings: Settings) -> list[tuple[str, str]]:
    """Every variable with its value as a person may see it: secrets as "set" or "not set", URLs without their password."""
    values = (getattr(settings, name) for name in Settings.model_fields)
    return list(zip(variables(), map(_shown, values), strict=True))


def without_secrets(text: str, settings: Settings) -> str:
    """The text with every secret value in it replaced by `***`."""
    secrets = [settings.api_key, urlsplit(settings.openai_base_url or "").password]
    for secret in secrets:
        text = text.replace(secret, "***") if secret else text
    return text


def _variable(name: str) -> str:
    """The variable that an error is about: of one that was not set, pydantic gives the name of the field."""
    field = Settings.model_fields.get(name)
    return str(field.validation_alias) if field else name


def _reason(message: str) -> str:
    words = message.removeprefix("Value error, ").replace("Input should be", "must be")
    return re.sub(r"a valid (integer|number), .*", lambda kind: "a whole number" if kind[1] == "integer" else "a number", words)


def _has_place(url: str) -> bool:
    """True when the URL names a host, and a port that can be one if it names any."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, SecretStr):
        return "set"
    if isinstance(value, float):
        return f"{value:g}"
    password = urlsplit(str(value)).password
    return str(value).replace(f":{password}@", ":***@") if password else str(value)
