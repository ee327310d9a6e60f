"""What the parts of the bot hand to each other. Nothing here knows Telegram's client."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held: a chat, or one topic of a forum."""

    chat: int
    """Negative for groups."""
    thread: int | None = None
    """The forum topic; None outside forums."""

    @property
    def is_group(self) -> bool:
        """True when more than one person reads here."""
        return self.chat < 0


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a person put, as it is recorded before work on it begins."""

    id: str
    """Short: it fits in a button."""
    place: Place
    user: int
    text: str
    language: str
    """Of the interface, as a code such as `en`."""
    asked_at: datetime
    message: int | None = None
    """The message that holds it, to be quoted; None when a button put it."""
    parent: str | None = None
    """Id of the question that it follows up; None when it begins a conversation."""


@dataclass(frozen=True, slots=True)
class Button:
    """One button below a message; exactly one of its three targets is set."""

    label: str
    data: str | None = None
    """What comes back when it is tapped: 1 to 64 bytes."""
    url: str | None = None
    inline: str | None = None
    """What is typed after the bot's name in the chat."""


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message within Telegram's limits: at most 4,096 UTF-16 units and 100 entities once parsed."""

    html: str
    keyboard: Keyboard = ()
