"""What the bot remembers: SQLite by default, PostgreSQL by URL."""

from bot.telegram.state.budget import Allowed, Limits, Refused
from bot.telegram.state.buttons import Tapped
from bot.telegram.state.people import Forgotten
from bot.telegram.state.state import State
from bot.telegram.state.stats import Stats
from bot.telegram.state.subscriptions import Subscription

__all__ = ["Allowed", "Forgotten", "Limits", "Refused", "State", "Stats", "Subscription", "Tapped"]
