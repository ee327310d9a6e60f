"""Who may ask the bot: nobody who was not let in."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Access:
    """Who is let in, by Telegram's ids."""

    allowed: frozenset[int] = frozenset()
    """People, and groups (negative) with everybody in them."""
    admins: frozenset[int] = frozenset()
    """People who may also see how the bot fares."""
    public: bool = False
    """True when everybody is let in."""

    def may_ask(self, user: int, chat: int) -> bool:
        """Whether this person may ask in this chat."""
        return self.public or self.is_admin(user) or not self.allowed.isdisjoint((user, chat))

    def is_admin(self, user: int) -> bool:
        """Whether this person may see how the bot fares."""
        return user in self.admins

    @property
    def is_closed(self) -> bool:
        """True when nobody at all is let in: most likely a setting was forgotten."""
        return not (self.public or self.allowed or self.admins)
