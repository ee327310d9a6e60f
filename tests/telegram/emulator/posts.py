"""Messages as they stand in a chat, what is attached to them, and the buttons below them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from tests.telegram.emulator.parsing import Entity


@dataclass(frozen=True, slots=True)
class Button:
    """One button below a message."""

    label: str
    data: str | None = None
    """What the bot gets when it is tapped."""
    url: str | None = None
    inline: str | None = None
    """What is typed behind the bot's name when it is tapped."""
    raw: tuple[tuple[str, Any], ...] = field(default=(), repr=False)
    """The button as it was sent."""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message."""

    kind: str
    """`photo`, `document`, `voice` …"""
    file_id: str
    name: str
    content: bytes
    width: int = 0
    height: int = 0

    def json(self) -> Any:
        """The attachment as the Bot API puts it: for a photo the list of its sizes."""
        told: dict[str, Any] = {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}", "file_size": len(self.content)}
        if self.kind == "photo":
            return [told | {"width": self.width, "height": self.height}]
        return told | ({"duration": 3} if self.kind == "voice" else {"file_name": self.name})


@dataclass(frozen=True, slots=True)
class Post:
    """A message as it stands at one moment. An edit leaves earlier values of it as they are."""

    chat: int
    id: int
    sender: int
    date: int
    """Unix seconds."""
    text: str = ""
    """The caption, where something is attached."""
    entities: tuple[Entity, ...] = ()
    keyboard: Keyboard = ()
    attachment: Attachment | None = None
    thread: int | None = None
    in_topic: bool = False
    reply_to: int | None = None
    quote: str | None = None
    preview: bool = True
    """Whether a link's preview may be shown."""
    silent: bool = False
    edited: int | None = None
    earlier: tuple[str, ...] = ()
    """What it said before each edit, oldest first."""
    service: tuple[tuple[str, Any], ...] = ()
    """What a message without text tells: `forum_topic_created` and the like."""
    album: str | None = None
    via_bot: int | None = None
    revision: int = 0
    """Grows with every message and every edit in the whole world."""

    @property
    def labels(self) -> tuple[str, ...]:
        """What its buttons say, row by row."""
        return tuple(button.label for row in self.keyboard for button in row)

    @property
    def links(self) -> tuple[str, ...]:
        """Where its text leads, in order."""
        return tuple(entity.url for entity in self.entities if entity.url)

    def styled(self, kind: str) -> tuple[str, ...]:
        """The stretches of one kind, such as `bold`, in order."""
        return tuple(entity.covers(self.text) for entity in self.entities if entity.kind == kind)

    def button(self, label: str) -> Button:
        """The button that says this. Raises LookupError with all labels when there is none."""
        for button in (button for row in self.keyboard for button in row):
            if button.label == label:
                return button
        raise LookupError(f"no button {label!r} below {self.text!r}: there are {self.labels}")


class Posts:
    """All messages of all chats; the ones that were deleted are gone."""

    def __init__(self) -> None:
        self._of_chat: dict[int, dict[int, Post]] = defaultdict(dict)
        self._private = count(1)
        self._of_group: dict[int, Iterator[int]] = defaultdict(lambda: count(1))
        self.revision = 0

    def __iter__(self) -> Iterator[Post]:
        return (post for posts in self._of_chat.values() for post in posts.values())

    def add(self, post: Post) -> Post:
        """Keep a new message under the next id: private chats count together, every group for itself, as on Telegram."""
        return self._keep(replace(post, id=next(self._of_group[post.chat] if post.chat < 0 else self._private)))

    def change(self, post: Post, **changes: Any) -> Post:
        """Keep the message with these changes."""
        return self._keep(replace(post, **changes))

    def get(self, chat: int, message: int | None) -> Post | None:
        """The message as it stands now; None when there is none or it was deleted."""
        return self._of_chat[chat].get(message) if message is not None else None

    def delete(self, post: Post) -> None:
        """Take the message away."""
        del self._of_chat[post.chat][post.id]
        self.revision += 1

    def of(self, chat: int) -> tuple[Post, ...]:
        """The messages of a chat, oldest first."""
        return tuple(self._of_chat[chat].values())

    def _keep(self, post: Post) -> Post:
        self.revision += 1
        kept = replace(post, revision=self.revision)
        self._of_chat[post.chat][post.id] = kept
        return kept
