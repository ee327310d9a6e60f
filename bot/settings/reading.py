"""Reads the settings, and says which one is wrong."""

from pydantic import ValidationError
from pydantic_settings import SettingsError as UnreadableSettings

from bot.misfits import misfit
from bot.settings.settings import Settings
from index.errors import SettingsError


def load() -> Settings:
    """Read the settings. Raises SettingsError, which names the variable and never shows its value."""
    try:
        return Settings()
    except ValidationError as error:
        name, reason = misfit(error)
        raise SettingsError(f"{_variable(name)} {reason}; correct it in the environment or in .env") from None
    except (OSError, UnicodeDecodeError, UnreadableSettings) as error:
        raise SettingsError(f"cannot read .env: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}") from None


def _variable(name: str) -> str:
    """The variable that an error is about: of one that was not set, pydantic gives the name of the field."""
    field = Settings.model_fields.get(name)
    return str(field.validation_alias) if field else name
