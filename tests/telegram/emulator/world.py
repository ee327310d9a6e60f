"""One simulated Telegram with one bot in it: its chats, its messages, and what the bot called.

Everything here may be used from any thread while `world.changed` is held; who waits for something waits on it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Condition
from typing import Any, TypeVar

from tests.telegram.emulator.accounts import Account, Chat
from tests.telegram.emulator.faults import Faults
from tests.telegram.emulator.posts import Attachment, Post, Posts
from tests.telegram.emulator.queries import Queries
from tests.telegram.emulator.rates import UNLIMITED, Limits, Rates
from tests.telegram.emulator.refusals import refuse
from tests.telegram.emulator.updates import Updates

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
"""The bot's token, unless a test chooses another."""
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot, and how it ended."""

    method: str
    parameters: dict[str, Any]
    at: float
    """By a monotonic clock, in seconds."""
    status: int
    """HTTP; 0 when the connection broke."""
    description: str = ""
    """Why it was refused."""
    result: Any = None

    @property
    def chat(self) -> int | None:
        """The chat it was about."""
        chat = self.parameters.get("chat_id")
        return int(chat) if chat is not None else None


class World:
    """Everything there is."""

    def __init__(
        self,
        token: str = TOKEN,
        *,
        rates: Rates = UNLIMITED,
        privacy: bool = True,
        strict: bool = True,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """With `privacy`, the bot reads in groups only what is meant for it. `strict` refuses parameters that no method has."""
        self.token = token
        self.bot = Account(int(token.partition(":")[0]), "Dateline", "dateline_test_bot", is_bot=True)
        self.privacy = privacy
        self.strict = strict
        self.clock = clock
        self.monotonic = monotonic
        self.changed = Condition()
        self.accounts: dict[int, Account] = {self.bot.id: self.bot}
        self.chats: dict[int, Chat] = {}
        self.posts = Posts()
        self.files: dict[str, Attachment] = {}
        self.updates = Updates()
        self.queries = Queries()
        self.calls: list[Call] = []
        """All but getUpdates."""
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By scope (JSON) and language."""
        self.profile: dict[tuple[str, str], str] = {}
        """The bot's descriptions, by method and language."""
        self.faults = Faults()
        self.limits = Limits(rates)

    @property
    def now(self) -> int:
        """The time of day, as Unix seconds."""
        return int(self.clock())

    def me(self) -> dict[str, Any]:
        """The bot as it is told of itself."""
        able = {"can_join_groups": True, "can_read_all_group_messages": not self.privacy, "supports_inline_queries": True}
        return self.bot.json() | able

    def post(self, chat: Chat, sender: Account, **content: Any) -> Post:
        """Put a message into a chat."""
        return self.posts.add(Post(chat.id, 0, sender.id, self.now, **content))

    def chat(self, key: object) -> Chat:
        """The chat with this id. Raises Refusal for one that there is not."""
        found = self.chats.get(int(key)) if isinstance(key, int | str) and str(key).lstrip("-").isdigit() else None
        return found or refuse("chat not found")

    def told(self, post: Post, *, with_reply: bool = True) -> dict[str, Any]:
        """The message as the Bot API puts it."""
        content = _content(post)
        if post.in_topic:
            content["is_topic_message"] = True
        replied = self.posts.get(post.chat, post.reply_to) if with_reply else None
        if replied:
            content["reply_to_message"] = self.told(replied, with_reply=False)
        if post.quote:
            content["quote"] = {"text": post.quote, "position": 0, "is_manual": True}
        if post.via_bot:
            content["via_bot"] = self.accounts[post.via_bot].json()
        where, who = self.chats[post.chat].json(), self.accounts[post.sender].json()
        return {"message_id": post.id, "date": post.date, "chat": where, "from": who} | content

    def notify(self) -> None:
        """Have those who wait look again; needs the lock."""
        self.changed.notify_all()

    def until(self, look: Callable[[], Found | None], *, seconds: float, hoped: str) -> Found:
        """Wait until there is something to be seen, and return it. Raises TimeoutError that tells what there was instead."""
        with self.changed:
            seen: Found | None = None

            def is_there() -> bool:
                nonlocal seen
                seen = look()
                return bool(seen)

            if not self.changed.wait_for(is_there, seconds) or seen is None:
                raise TimeoutError(f"{hoped} did not happen within {seconds:g} s.{self._lately()}")
            return seen

    def _lately(self) -> str:
        calls = [f"{call.method} {call.status} {call.description}".strip() for call in self.calls[-8:]]
        posts = sorted(self.posts, key=lambda post: post.revision)[-4:]
        said = [f"{post.chat}/{post.id} by {post.sender}: {post.text[:300]!r} {list(post.labels)}" for post in posts]
        return "\n".join(("\nThe bot's last calls:", *calls, "The last messages:", *said))


def _content(post: Post) -> dict[str, Any]:
    """What a message holds, as the Bot API puts it, without what is not there."""
    kind = post.attachment.kind if post.attachment else ""
    text, entities = ("caption", "caption_entities") if kind else ("text", "entities")
    told = {
        text: post.text,
        entities: [entity.json() for entity in post.entities],
        kind: post.attachment.json() if post.attachment else None,
        "message_thread_id": post.thread,
        "edit_date": post.edited,
        "media_group_id": post.album,
        "reply_markup": {"inline_keyboard": [[dict(button.raw) for button in row] for row in post.keyboard]}
        if post.keyboard
        else None,
        **dict(post.service),
    }
    return {name: value for name, value in told.items() if name and value not in (None, [], "")}
