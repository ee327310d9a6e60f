"""The person at the other end, and the groups they are in: what a test does, and what it then sees."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from tests.telegram.emulator.accounts import Account, Chat
from tests.telegram.emulator.methods.sending import threaded
from tests.telegram.emulator.posts import Attachment, Post
from tests.telegram.emulator.privacy import marked, reaches
from tests.telegram.emulator.queries import Results, Toast
from tests.telegram.emulator.world import World

PATIENCE = 15.0
"""Seconds that are waited for the bot, unless a test says otherwise."""


class Group:
    """A group that the bot is in."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """Negative."""
        return self.chat.id

    def topic(self, name: str, opener: "Person") -> int:
        """Open a topic of a forum; the number that messages in it carry."""
        with self.world.changed:
            opened = {"name": name, "icon_color": 7322096}
            post = self.world.post(self.chat, opener.account, service=(("forum_topic_created", opened),))
            post = self.world.posts.change(post, thread=post.id, in_topic=True)
            self.chat.topics[post.id] = name
            opener.tell(post)
            return post.id

    def throw_bot_out(self, by: "Person") -> None:
        """Kick the bot."""
        by.change_standing(self.chat, absence="kicked")


class Person:
    """Somebody with Telegram on their phone. Every method may be called from any thread."""

    def __init__(self, world: World, account: Account) -> None:
        self.world = world
        self.account = account
        self._since = 0

    @property
    def id(self) -> int:
        """Of the account, and of the private chat with the bot."""
        return self.account.id

    def send(
        self,
        text: str = "",
        *,
        group: Group | None = None,
        topic: int | None = None,
        reply_to: Post | None = None,
        attachment: Attachment | None = None,
    ) -> Post:
        """Write to the bot, or into a group; a file's caption is its text."""
        with self.world.changed:
            chat = self._chat(group)
            thread, in_topic = threaded(chat, reply_to, topic)
            post = self.world.post(
                chat,
                self.account,
                text=text,
                entities=marked(text),
                attachment=attachment,
                thread=thread,
                in_topic=in_topic,
                # In a topic's every message Telegram names the one that opened it as replied to.
                reply_to=reply_to.id if reply_to else thread if in_topic else None,
            )
            self._since = post.revision
            self.tell(post)
            return post

    def reply_to(self, post: Post, text: str) -> Post:
        """Answer a message where it stands."""
        chat = self.world.chats[post.chat]
        return self.send(text, group=Group(self.world, chat) if chat.kind != "private" else None, reply_to=post)

    def start(self, payload: str = "") -> Post:
        """Open the bot, as through a link that carries a payload."""
        return self.send(f"/start {payload}".strip())

    def tap(self, post: Post, label: str) -> str:
        """Tap a button of the message as it stands now; the id of the tap. Raises LookupError when it is not there."""
        with self.world.changed:
            shown = self.world.posts.get(post.chat, post.id)
            button = shown.button(label) if shown else None
            if shown is None or button is None or button.data is None:
                raise LookupError(f"{label!r} cannot be tapped: the message is gone, or the button leads elsewhere")
            return self.send_tap(shown, button.data)

    def send_tap(self, post: Post, data: str) -> str:
        """Send what a button would; the id of the tap."""
        with self.world.changed:
            key = self.world.queries.open()
            self._since = self.world.posts.revision
            tapped = {"id": key, "from": self.account.json(), "chat_instance": str(post.chat), "data": data}
            self.world.updates.push("callback_query", tapped | {"message": self.world.told(post)})
            self.world.notify()
            return key

    def toast(self, tap: str, *, seconds: float = PATIENCE) -> Toast:
        """Wait for the bot's answer to a tap."""
        return self.world.until(lambda: self.world.queries.toasts.get(tap), seconds=seconds, hoped=f"an answer to the tap {tap}")

    def inline(self, query: str, *, offset: str = "") -> str:
        """Type the bot's name and a query in some chat; the id of the query."""
        with self.world.changed:
            key = self.world.queries.open()
            asked = {"id": key, "from": self.account.json(), "query": query, "offset": offset, "chat_type": "sender"}
            self.world.updates.push("inline_query", asked)
            self.world.notify()
            return key

    def results(self, query: str, *, seconds: float = PATIENCE) -> Results:
        """Wait for the bot's answer to an inline query."""
        return self.world.until(
            lambda: self.world.queries.results.get(query), seconds=seconds, hoped="an answer to the inline query"
        )

    def posts(self, group: Group | None = None) -> tuple[Post, ...]:
        """What the bot has said in the private chat or the group, as it stands now, oldest first."""
        with self.world.changed:
            return tuple(post for post in self.world.posts.of(self._chat(group).id) if post.sender == self.world.bot.id)

    def wait_for(
        self,
        condition: Callable[[Post], bool] = lambda _: True,
        *,
        group: Group | None = None,
        seconds: float = PATIENCE,
        hoped: str = "a message that fits",
    ) -> Post:
        """The bot's first message that fits and was sent or edited since this person last wrote or tapped; waits for it.

        Raises TimeoutError with what the bot did instead.
        """
        return self.world.until(
            lambda: next((post for post in self.posts(group) if post.revision > self._since and condition(post)), None),
            seconds=seconds,
            hoped=hoped,
        )

    async def sees(self, condition: Callable[[Post], bool] = lambda _: True, *, group: Group | None = None) -> Post:
        """The same for a test that shares the event loop with the bot."""
        return await asyncio.to_thread(self.wait_for, condition, group=group)

    def block(self) -> None:
        """Block the bot."""
        self.change_standing(self._chat(None), absence="blocked")

    def unblock(self) -> None:
        """Let the bot write again."""
        self.change_standing(self._chat(None), absence=None)

    def change_standing(self, chat: Chat, *, absence: Any) -> None:
        """Change whether the bot is in a chat, and tell it so."""
        with self.world.changed:
            before, chat.absence = _standing(self.world.bot, chat), absence
            told = {"chat": chat.json(), "from": self.account.json(), "date": self.world.now, "old_chat_member": before}
            self.world.updates.push("my_chat_member", told | {"new_chat_member": _standing(self.world.bot, chat)})
            self.world.notify()

    def tell(self, post: Post) -> None:
        """Have the bot know of a message, if it is to see it."""
        chat = self.world.chats[post.chat]
        replied = self.world.posts.get(post.chat, post.reply_to)
        if reaches(post, chat, self.world.bot, replied=replied, privacy=self.world.privacy):
            self.world.updates.push("message", self.world.told(post))
        self.world.notify()

    def offered_commands(self, *, scope: str = "default") -> dict[str, str]:
        """The commands that this person's app lists for one kind of scope, with what they do: in their language, else in any."""
        language = (self.account.language or "")[:2]
        kept = {(json.loads(of)["type"], code): commands for (of, code), commands in self.world.commands.items()}
        listed = kept.get((scope, language)) or kept.get((scope, "")) or []
        return {command["command"]: command["description"] for command in listed}

    def _chat(self, group: Group | None) -> Chat:
        return group.chat if group else self.world.chats[self.id]


def _standing(bot: Account, chat: Chat) -> dict[str, Any]:
    if chat.absence:
        return {"status": "kicked", "user": bot.json(), "until_date": 0}
    return {"status": "member", "user": bot.json()}
