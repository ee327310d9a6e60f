"""What a value must be like, wherever it is one of that kind."""

from collections.abc import Callable
from re import fullmatch
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, SecretStr


def _secret(pattern: str, reason: str) -> Callable[[SecretStr | None], SecretStr | None]:
    """A check of secrets: spaces around one are taken away, an empty one is none."""

    def check(value: SecretStr | None) -> SecretStr | None:
        text = value.get_secret_value().strip() if value else ""
        if text and not fullmatch(pattern, text):
            raise ValueError(reason)
        return SecretStr(text) if text else None

    return check


def _base_url(value: str | None) -> str | None:
    if value and not (value.startswith(("http://", "https://")) and _has_place(value)):
        raise ValueError("must be a URL that begins with http:// or https://")
    return value


def _server_url(value: str | None) -> str | None:
    url = (_base_url((value or "").strip()) or "").rstrip("/")
    parts = urlsplit(url)
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise ValueError("must be a URL without user, password, ? and #")
    return url or None


def _has_place(url: str) -> bool:
    """True when the URL names a host, and a port that can be one if it names any."""
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _stripped(value: str | None) -> str | None:
    return (value or "").strip() or None


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


def in_the_clear(secret: SecretStr | None) -> str | None:
    """What the secret is."""
    return secret.get_secret_value() if secret else None


Key = Annotated[SecretStr | None, AfterValidator(_secret(r"[!-~]+", "must be letters, digits and signs without spaces"))]
"""Of somebody's service."""
BearerToken = Annotated[
    SecretStr | None,
    AfterValidator(_secret(r"[A-Za-z0-9._~+/=-]{16,512}", "must be at least 16 letters, digits and signs of -._~+/=")),
]
"""What programs show to be let in (RFC 6750)."""
BotToken = Annotated[
    SecretStr | None,
    AfterValidator(_secret(r"[0-9]+:[A-Za-z0-9_-]+", "must be digits, a colon, then letters and digits, as @BotFather gives it")),
]
"""Of a bot in Telegram."""
WebhookSecret = Annotated[
    SecretStr | None, AfterValidator(_secret(r"[A-Za-z0-9_-]{1,256}", "must be at most 256 letters, digits, _ and -"))
]
"""As the Bot API takes it."""
BaseUrl = Annotated[str | None, AfterValidator(_base_url)]
"""An address that others are put behind."""
ServerUrl = Annotated[str | None, AfterValidator(_server_url)]
"""An address without anything secret in it, and without a slash at its end."""
Name = Annotated[str | None, AfterValidator(_stripped)]
"""Any words; None when there are none."""
Lower = BeforeValidator(_lower)
"""Capitals don't matter."""
