"""Settings from the environment and from `.env` in the current folder: the only place where either is read."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import quote, unquote, urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from pydantic_settings import SettingsError as UnreadableSettings

from index.chat.endpoint import OPENAI_URL, Endpoint
from index.errors import SettingsError
from index.fetching.access import Access

DEFAULT_MODEL = "gpt-5.4-mini"
"""What OpenAI is asked for when no model is named."""
NO_MODEL = "none"
"""The name that switches language models off."""

_STATE_URL = re.compile(
    r"sqlite:///[^?]+|postgresql(\+psycopg)?://([^\s:/?#@]*(:[^\s:/?#@]*)?@)?[^\s/?#@]*/[^\s/?#@]+(\?[^\s#@]*)?"
)
_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?")
LogLevel = Literal["debug", "info", "warning", "error"]
Language = Literal["en", "es"]
Ids = Annotated[frozenset[int], NoDecode]
"""Written with commas between them."""


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
    allow_hosts: str = Field(default="", validation_alias="DATELINE_ALLOW_HOSTS")
    """Hosts in private networks that pages may be fetched from: names, also with a port, separated by commas."""
    contact: str | None = Field(default=None, validation_alias="DATELINE_CONTACT")
    """A URL or mail address that sites are told."""
    robots: bool = Field(default=True, validation_alias="DATELINE_ROBOTS")
    """Whether robots.txt is respected."""
    log: LogLevel = Field(default="warning", validation_alias="DATELINE_LOG")
    """From which severity on our own log records go to standard error."""
    telegram_token: SecretStr | None = Field(default=None, validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_url: str = Field(default="https://api.telegram.org", validation_alias="TELEGRAM_API_URL")
    """Without a slash at its end; what comes after it is `/botTOKEN/METHOD`."""
    webhook_secret: SecretStr | None = Field(default=None, validation_alias="DATELINE_WEBHOOK_SECRET")
    """What Telegram must send with every update of a webhook."""
    allowed: Ids = Field(default=frozenset(), validation_alias="DATELINE_ALLOWED")
    """Who may ask: people, and groups (negative) with everybody in them."""
    admins: Ids = Field(default=frozenset(), validation_alias="DATELINE_ADMINS")
    """People who may also see how the bot fares."""
    public: bool = Field(default=False, validation_alias="DATELINE_PUBLIC")
    """True when everybody may ask."""
    language: Language = Field(default="en", validation_alias="DATELINE_LANG")
    """Of the interface, for people whose own language it does not have."""
    state_url: str | None = Field(default=None, repr=False, validation_alias="DATELINE_STATE_URL")
    """Where the bot's state is kept; None means `bot.sqlite` in the home."""
    user_questions: int = Field(default=100, ge=0, validation_alias="DATELINE_USER_QUESTIONS")
    """Questions that one person may ask in a day (UTC); 0: none."""
    all_questions: int = Field(default=2000, ge=0, validation_alias="DATELINE_ALL_QUESTIONS")
    """Questions that all people together may ask in a day (UTC); 0: none."""
    retention_days: int = Field(default=30, ge=1, le=3650, validation_alias="DATELINE_RETENTION_DAYS")
    """After how many days questions and answers are deleted."""
    alert_seconds: float = Field(default=30.0, ge=1, le=86400, allow_inf_nan=False, validation_alias="DATELINE_ALERT_SECONDS")
    """How often new articles are looked for, to tell those who subscribed."""

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

    @field_validator("openai_base_url", "telegram_url", mode="after")
    @classmethod
    def _check_base_url(cls, value: str | None) -> str | None:
        if value and not (value.startswith(("http://", "https://")) and _has_place(value)):
            raise ValueError("must be a URL that begins with http:// or https://")
        return value

    @field_validator("telegram_url", mode="after")
    @classmethod
    def _end_without_slash(cls, value: str) -> str:
        return value.rstrip("/")

    @field_validator("telegram_token", mode="after")
    @classmethod
    def _check_token(cls, value: SecretStr | None) -> SecretStr | None:
        token = value.get_secret_value().strip() if value else ""
        if token and not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", token):
            raise ValueError("must be digits, a colon, then letters and digits, as @BotFather gives it")
        return SecretStr(token) if token else None

    @field_validator("webhook_secret", mode="after")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        secret = value.get_secret_value().strip() if value else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret):
            raise ValueError("must be at most 256 letters, digits, _ and -")
        return SecretStr(secret) if secret else None

    @field_validator("allowed", "admins", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = [part.strip() for part in value.split(",") if part.strip()]
        if not all(re.fullmatch(r"-?[0-9]{1,18}", one) for one in ids):
            raise ValueError("must be ids (whole numbers) with commas between them")
        return frozenset(map(int, ids))

    @field_validator("admins", mode="after")
    @classmethod
    def _check_admins(cls, value: frozenset[int]) -> frozenset[int]:
        if any(one <= 0 for one in value):
            raise ValueError("must be ids of people; those below 0 are of groups")
        return value

    @field_validator("state_url", mode="after")
    @classmethod
    def _check_state_url(cls, value: str | None) -> str | None:
        url = (value or "").strip()
        # A password that is not where it is expected would be shown.
        if url and (not _STATE_URL.fullmatch(url) or "password=" in url):
            raise ValueError(
                "must be sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME; in a password, write signs such as @ as %40"
            )
        return url or None

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

    @field_validator("allow_hosts", mode="after")
    @classmethod
    def _check_hosts(cls, value: str) -> str:
        names = [name.strip().lower() for name in value.split(",") if name.strip()]
        if all(_HOST.fullmatch(name) for name in names):
            return ",".join(names)
        raise ValueError("must be host names or addresses, each with its port or without, separated by commas")

    @field_validator("contact", mode="after")
    @classmethod
    def _check_contact(cls, value: str | None) -> str | None:
        contact = (value or "").strip()
        if not re.fullmatch(r"[!-'*-~]*", contact):
            raise ValueError("must be a URL or a mail address, without spaces and brackets")
        return contact or None

    @field_validator("log", "language", mode="before")
    @classmethod
    def _lower(cls, value: object) -> object:
        return value.lower() if isinstance(value, str) else value

    @property
    def api_key(self) -> str | None:
        """The key of the language model's endpoint, in the clear."""
        return self.openai_api_key.get_secret_value() if self.openai_api_key else None

    @property
    def token(self) -> str | None:
        """The bot's token, in the clear."""
        return self.telegram_token.get_secret_value() if self.telegram_token else None

    @property
    def secret(self) -> str | None:
        """The webhook's secret, in the clear."""
        return self.webhook_secret.get_secret_value() if self.webhook_secret else None

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

    @property
    def access(self) -> Access:
        """How pages may be fetched."""
        hosts = frozenset(filter(None, self.allow_hosts.split(",")))
        return Access(allowed_hosts=hosts, contact=self.contact, robots=self.robots)

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
    """The text with every secret value in it replaced by `***`, also where it was put into a URL."""
    # The longest first: a secret may hold another one.
    for secret in sorted(_secrets(settings), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _secrets(settings: Settings) -> set[str]:
    """Every form in which a secret may turn up."""
    token = settings.token or ""
    urls = (settings.openai_base_url, settings.telegram_url, settings.state_url)
    plain = {settings.api_key, settings.secret, token, token.partition(":")[2], *(urlsplit(url or "").password for url in urls)}
    known = {secret for secret in plain if secret}
    return known | {quote(secret, safe="") for secret in known} | {unquote(secret) for secret in known}


def _variable(name: str) -> str:
    """The variable that an error is about: of one that was not set, pydantic gives the name of the field."""
    field = Settings.model_fields.get(name)
    return str(field.validation_alias) if field else name


def _reason(message: str) -> str:
    words = message.removeprefix("Value error, ").replace("Input should be", "must be")
    kinds = {"integer": "a whole number", "number": "a number", "boolean": "1 or 0"}
    return re.sub(r"a valid (integer|number|boolean), .*", lambda kind: kinds[kind[1]], words)


def _has_place(url: str) -> bool:
    """True when the URL names a host, and a port that can be one if it names any."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _shown(value: object) -> str:
    if value is None or value == "":
        return "not set"
    if isinstance(value, SecretStr):
        return "set"
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, frozenset):
        return ",".join(map(str, sorted(value))) or "nobody"
    password = urlsplit(str(value)).password
    return str(value).replace(f":{password}@", ":***@") if password else str(value)
