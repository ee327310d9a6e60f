"""Settings from the environment and from `.env` in the current folder: the only place where either is read."""

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSettings

from index.errors import SettingsError

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
        if value and not (value.startswith(("http://", "https://")) and urlsplit(value).hostname):
            raise ValueError("must be a URL that begins with http:// or https://")
        return value

    @field_validator("log", mode="before")
    @classmethod
    def _lower_log(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def api_key(self) -> str | None:
        """The key of the language model's endpoint, in the clear."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else None


def load() -> Settings:
    """Read the settings. Raises SettingsError, which names the variable and never shows its value."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise SettingsError(f"{first['loc'][0]} {_reason(first['msg'])}; correct it in the environment or in .env") from None
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


def _reason(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Input should be", "must be")


def _shown(value: object) -> str:
    if value is None:
        return "not set"
    if isinstance(value, SecretStr):
        return "set"
    password = urlsplit(str(value)).password
    return str(value).replace(f":{password}@", ":***@") if password else str(value)
