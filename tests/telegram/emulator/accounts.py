"""Who and where: people and the bot, their chats, the topics of forums."""

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.telegram.emulator.refusals import forbid, refuse

ChatKind = Literal["private", "group", "supergroup"]
Absence = Literal["blocked", "kicked", "deactivated"]


@dataclass(frozen=True, slots=True)
class Account:
    """A person or a bot."""

    id: int
    name: str
    username: str | None = None
    language: str | None = "en"
    """The language of the app on the person's phone, as a code such as `es-MX`; None when it is not told."""
    is_bot: bool = False

    def json(self) -> dict[str, Any]:
        """The account as the Bot API puts it."""
        told = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        known = {"username": self.username, "language_code": None if self.is_bot else self.language}
        return told | {name: value for name, value in known.items() if value}


@dataclass(slots=True)
class Chat:
    """A private chat or a group, and what the bot is in it."""

    id: int
    """A person's own id, or a negative number for groups."""
    kind: ChatKind
    title: str
    username: str | None = None
    is_forum: bool = False
    members: set[int] = field(default_factory=set)
    topics: dict[int, str] = field(default_factory=dict)
    """Names of a forum's topics, by the message that opened each."""
    absence: Absence | None = None
    """Why the bot is not there any more; None while it is."""
    bot_is_admin: bool = False
    pinned: list[int] = field(default_factory=list)
    """Messages, the newest last."""

    def json(self) -> dict[str, Any]:
        """The chat as the Bot API puts it."""
        told: dict[str, Any] = {"id": self.id, "type": self.kind}
        told |= {"first_name": self.title} if self.kind == "private" else {"title": self.title}
        return told | ({"username": self.username} if self.username else {}) | ({"is_forum": True} if self.is_forum else {})

    def admit(self) -> None:
        """Let the bot act here. Raises Refusal when it was blocked or thrown out."""
        if self.absence == "blocked":
            forbid("bot was blocked by the user")
        if self.absence == "deactivated":
            forbid("user is deactivated")
        if self.absence == "kicked":
            forbid(f"bot was kicked from the {self.kind} chat")

    def topic(self, thread: int | None) -> int | None:
        """The topic that a message is sent to; None is a forum's general one. Raises Refusal for one that does not exist."""
        if thread is not None and thread not in self.topics:
            refuse("message thread not found")
        return thread
