"""The bot in Telegram: how it is reached, who may ask it, and what it keeps."""

import re
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from bot.settings.room import Room
from bot.settings.values import BaseUrl, BotToken, Lower, WebhookSecret, in_the_clear

_STATE_URL = re.compile(
    r"sqlite:///[^?]+|postgresql(\+psycopg)?://([^\s:/?#@]*(:[^\s:/?#@]*)?@)?[^\s/?#@]*/[^\s/?#@]+(\?[^\s#@]*)?"
)
Language = Literal["en", "es"]
Ids = Annotated[frozenset[int], NoDecode]
"""Written with commas between them."""


class Telegram(Room):
    """The settings of the bot."""

    telegram_token: BotToken = Field(default=None, validation_alias="TELEGRAM_BOT_TOKEN")
    telegram_url: BaseUrl = Field(default="https://api.telegram.org", validation_alias="TELEGRAM_API_URL")
    """Without a slash at its end; what comes after it is `/botTOKEN/METHOD`."""
    webhook_secret: WebhookSecret = Field(default=None, validation_alias="DATELINE_WEBHOOK_SECRET")
    """What Telegram must send with every update of a webhook."""
    allowed: Ids = Field(default=frozenset(), validation_alias="DATELINE_ALLOWED")
    """Who may ask: people, and groups (negative) with everybody in them."""
    admins: Ids = Field(default=frozenset(), validation_alias="DATELINE_ADMINS")
    """People who may also see how the bot fares."""
    public: bool = Field(default=False, validation_alias="DATELINE_PUBLIC")
    """True when everybody may ask."""
    language: Annotated[Language, Lower] = Field(default="en", validation_alias="DATELINE_LANG")
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

    @field_validator("telegram_url", mode="after")
    @classmethod
    def _end_without_slash(cls, value: str) -> str:
        return value.rstrip("/")

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

    @property
    def token(self) -> str | None:
        """The bot's token, in the clear."""
        return in_the_clear(self.telegram_token)

    @property
    def secret(self) -> str | None:
        """The webhook's secret, in the clear."""
        return in_the_clear(self.webhook_secret)
