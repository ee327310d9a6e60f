"""A chat as a person sees it on a phone, as a web page: to look at, to photograph, and to write to the bot by hand.

`/chat/ID?theme=dark&viewer=ID&topic=ID`: `viewer` is whose messages stand on the right, `topic` shows one topic of a forum alone.
"""

from html import escape
from pathlib import Path
from string import Template

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from tests.telegram.emulator.accounts import Chat
from tests.telegram.emulator.drawing import bubble, notice
from tests.telegram.emulator.people import Group, Person
from tests.telegram.emulator.posts import Post
from tests.telegram.emulator.world import World

_STYLE = Path(__file__).with_name("page.css").read_text(encoding="utf-8")
_PAGE = Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8"))
TYPING_SECONDS = 5.0
"""How long an app shows that somebody types."""


class Pages:
    """The pages of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/", self._chats),
            Route("/calls", self._calls),
            Route("/chat/{chat}", self._chat),
            Route("/chat/{chat}/send", self._send, methods=["POST"]),
            Route("/chat/{chat}/tap", self._tap, methods=["POST"]),
        ]

    async def _chats(self, request: Request) -> Response:
        links = (f'<li><a href="/chat/{chat.id}">{escape(chat.title)}</a></li>' for chat in self._world.chats.values())
        return HTMLResponse(f"<!doctype html><title>Chats</title><ul>{''.join(links)}</ul>")

    async def _calls(self, request: Request) -> Response:
        """What the bot called, for tests written in another language."""
        with self._world.changed:
            told = [{"method": call.method, "status": call.status, "description": call.description} for call in self._world.calls]
        return JSONResponse({"polls": self._world.updates.polls, "calls": told})

    async def _chat(self, request: Request) -> Response:
        chat = self._asked(request)
        query = request.query_params
        topic = int(query["topic"]) if "topic" in query else None
        with self._world.changed:
            return HTMLResponse(
                self._drawn(chat, viewer=self._viewer(chat, query.get("viewer")), topic=topic, theme=query.get("theme", "light"))
            )

    async def _send(self, request: Request) -> Response:
        chat = self._asked(request)
        async with request.form() as form:
            person = self._person(chat, form.get("person"))
            topic = int(str(form["topic"])) if form.get("topic") else None
            person.send(str(form["text"]), group=self._group(chat), topic=topic)
        return RedirectResponse(f"/chat/{chat.id}", 303)

    async def _tap(self, request: Request) -> Response:
        chat = self._asked(request)
        async with request.form() as form:
            post = self._world.posts.get(chat.id, int(str(form["message"])))
            if post is None:
                raise HTTPException(404, f"there is no message {form['message']!r}")
            self._person(chat, form.get("person")).tap(post, str(form["label"]))
        return RedirectResponse(f"/chat/{chat.id}", 303)

    def _asked(self, request: Request) -> Chat:
        """The chat that a request is about."""
        key = request.path_params["chat"]
        chat = self._world.chats.get(int(key)) if key.removeprefix("-").isdigit() else None
        if chat is None:
            raise HTTPException(404, f"there is no chat {key!r}")
        return chat

    def _drawn(self, chat: Chat, *, viewer: int, topic: int | None, theme: str) -> str:
        posts = [post for post in self._world.posts.of(chat.id) if topic is None or post.thread == topic]
        shown = "".join(self._post(post, chat, viewer) for post in posts)
        title = self._world.bot.name if chat.kind == "private" else chat.topics.get(topic or 0, chat.title)
        return _PAGE.substitute(
            theme=escape(theme),
            style=_STYLE,
            title=escape(title),
            initial=escape(title[:1]),
            below=self._below_title(chat),
            posts=shown,
            chat=chat.id,
            topic=topic or "",
        )

    def _below_title(self, chat: Chat) -> str:
        since = self._world.monotonic() - TYPING_SECONDS
        about = [call for call in self._world.calls[-50:] if call.chat == chat.id and call.at > since]
        if about and about[-1].method == "sendChatAction":
            return "typing…"
        return "bot" if chat.kind == "private" else f"{len(chat.members) + 1} members"

    def _post(self, post: Post, chat: Chat, viewer: int) -> str:
        name = self._world.accounts[post.sender].name
        if post.service:
            return notice(f"{name} opened the topic “{chat.topics.get(post.id, '')}”")
        mine = post.sender == viewer
        replied = self._world.posts.get(chat.id, post.reply_to) if post.reply_to != post.thread or not post.in_topic else None
        quoted = (self._world.accounts[replied.sender].name, post.quote or replied.text) if replied else None
        shown_name = "" if mine or chat.kind == "private" else name
        return bubble(post, name=shown_name, mine=mine, replied=quoted, token=self._world.token)

    def _viewer(self, chat: Chat, wanted: str | None) -> int:
        return int(wanted) if wanted else min(chat.members)

    def _person(self, chat: Chat, wanted: object) -> Person:
        return Person(self._world, self._world.accounts[self._viewer(chat, str(wanted) if wanted else None)])

    def _group(self, chat: Chat) -> Group | None:
        return Group(self._world, chat) if chat.kind != "private" else None
