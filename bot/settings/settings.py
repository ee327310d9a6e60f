"""All settings together."""

from bot.settings.home import Home
from bot.settings.model import LanguageModel
from bot.settings.running import Running
from bot.settings.telegram import Telegram
from bot.settings.web import Web


# Pydantic takes the fields of the last base first.
class Settings(Telegram, Running, Web, LanguageModel, Home):
    """Every setting, checked."""


def variables() -> tuple[str, ...]:
    """The names of all variables, in the order in which they are shown."""
    return tuple(str(field.validation_alias) for field in Settings.model_fields.values())
