"""Settings from the environment and from `.env` in the current folder: the only place where either is read."""

from bot.settings.model import DEFAULT_MODEL, NO_MODEL
from bot.settings.reading import load
from bot.settings.running import LogLevel
from bot.settings.settings import Settings, variables
from bot.settings.showing import shown, without_secrets
from bot.settings.telegram import Language

__all__ = ["DEFAULT_MODEL", "NO_MODEL", "Language", "LogLevel", "Settings", "load", "shown", "variables", "without_secrets"]
