"""Settings as a person may see them: what is secret stays so, also in other texts."""

from urllib.parse import quote, unquote, urlsplit

from pydantic import SecretStr

from bot.settings.settings import Settings, variables


def shown(settings: Settings) -> list[tuple[str, str]]:
    """Every variable with its value as a person may see it: secrets as "set" or "not set", URLs without their password."""
    return list(zip(variables(), map(_shown, _values(settings)), strict=True))


def without_secrets(text: str, settings: Settings) -> str:
    """The text with every secret value in it replaced by `***`, also where it was put into a URL."""
    # The longest first: a secret may hold another one.
    for secret in sorted(_secrets(settings), key=len, reverse=True):
        text = text.replace(secret, "***")
    return text


def _secrets(settings: Settings) -> set[str]:
    """Every form in which a secret may turn up."""
    values = _values(settings)
    plain = {value.get_secret_value() for value in values if isinstance(value, SecretStr)}
    plain |= {(settings.token or "").partition(":")[2], *(_password(value) for value in values if isinstance(value, str))}
    known = plain - {""}
    return known | {quote(secret, safe="") for secret in known} | {unquote(secret) for secret in known}


def _values(settings: Settings) -> list[object]:
    return [getattr(settings, name) for name in Settings.model_fields]


def _password(text: str) -> str:
    """The password in a URL; empty in one without, and in any other text."""
    try:
        return urlsplit(text).password or ""
    except ValueError:
        return ""


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
    password = _password(str(value))
    return str(value).replace(f":{password}@", ":***@") if password else str(value)
