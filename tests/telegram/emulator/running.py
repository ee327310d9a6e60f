"""The emulator while it is served, in a thread of its own: what a test holds in its hand."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread
from typing import Any, TypeVar

from tests.telegram.emulator.accounts import Account, Chat
from tests.telegram.emulator.faults import Fault
from tests.telegram.emulator.people import PATIENCE, Group, Person
from tests.telegram.emulator.posts import Attachment
from tests.telegram.emulator.server import Server
from tests.telegram.emulator.webhooks import deliver
from tests.telegram.emulator.world import Call, World

FIRST_PERSON, FIRST_GROUP = 6_100_000_001, -1_002_100_000_001
"""Telegram's ids need more than 32 bits."""
Found = TypeVar("Found")


class Emulator:
    """One Telegram that can be reached over HTTP."""

    def __init__(self, world: World, *, port: int = 0) -> None:
        """Prefer `serving`."""
        self.world = world
        self._server = Server(world, port=port)
        self._people, self._groups = count(FIRST_PERSON), count(FIRST_GROUP, -1)
        self._loop = asyncio.new_event_loop()
        self._started = Event()

    @property
    def url(self) -> str:
        """What stands before `/botTOKEN/METHOD`."""
        return f"http://127.0.0.1:{self._server.connections.port}"

    @property
    def token(self) -> str:
        """The bot's."""
        return self.world.token

    @property
    def calls(self) -> tuple[Call, ...]:
        """What the bot has called so far, without getUpdates, oldest first."""
        with self.world.changed:
            return tuple(self.world.calls)

    def called(self, method: str) -> tuple[Call, ...]:
        """The calls of one method, oldest first."""
        return tuple(call for call in self.calls if call.method == method)

    def person(self, name: str = "Ann", *, language: str | None = "en", id: int | None = None) -> Person:  # noqa: A002
        """Somebody new, with a private chat with the bot."""
        with self.world.changed:
            account = Account(id or next(self._people), name, name.lower().replace(" ", "_"), language)
            self.world.accounts[account.id] = account
            chat = Chat(account.id, "private", name, account.username, members={account.id})
            self.world.chats[account.id] = chat
            return Person(self.world, account)

    def group(self, title: str, *people: Person, is_forum: bool = False, id: int | None = None) -> Group:  # noqa: A002
        """A new group of these people and the bot."""
        with self.world.changed:
            chat = Chat(
                id or next(self._groups), "supergroup", title, is_forum=is_forum, members={person.id for person in people}
            )
            self.world.chats[chat.id] = chat
            return Group(self.world, chat)

    def file(self, kind: str, content: bytes = b"...", name: str = "file") -> Attachment:
        """Something that a person can send: a `photo`, a `voice` message, a `document`."""
        with self.world.changed:
            file_id = f"file-{len(self.world.files) + 1}"
            self.world.files[file_id] = Attachment(kind, file_id, name, content, 90, 90)
            return self.world.files[file_id]

    def fail(self, *faults: Fault) -> None:
        """Schedule faults; see `faults`."""
        with self.world.changed:
            self.world.faults.add(*faults)

    def until(self, look: Callable[["Emulator"], Found | None], *, seconds: float = PATIENCE, hoped: str = "it") -> Found:
        """Wait until there is something to be seen, and return it. Raises TimeoutError with what the bot did instead."""
        return self.world.until(lambda: look(self), seconds=seconds, hoped=hoped)

    def until_polled(self, times: int = 1, *, seconds: float = 60.0) -> None:
        """Wait until the bot has asked for updates so many times more."""
        wanted = self.world.updates.polls + times
        self.until(lambda _: self.world.updates.polls >= wanted, seconds=seconds, hoped="a poll")

    def refuse_connections(self) -> None:
        """Break off all connections, and let nobody in until `accept_connections`."""
        self._run(self._server.connections.refuse())

    def accept_connections(self) -> None:
        """Listen again, where it was before."""
        self._run(self._server.connections.accept())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _serve(self) -> None:
        """The thread: serve until the loop is stopped."""
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._server.connections.accept())
        delivery = self._loop.create_task(deliver(self.world))
        self._loop.call_soon(self._started.set)
        self._loop.run_forever()
        delivery.cancel()
        self._loop.run_until_complete(asyncio.gather(delivery, return_exceptions=True))
        self.world.updates.close()
        self._loop.run_until_complete(self._server.connections.close())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def start(self) -> Thread:
        """Serve in a new thread."""
        thread = Thread(target=self._serve, name="emulator")
        thread.start()
        if not self._started.wait(10):
            raise TimeoutError("the emulator did not start within 10 s")
        return thread

    def stop(self, thread: Thread) -> None:
        """End the thread that `start` gave."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        thread.join()


@contextmanager
def serving(world: World | None = None, *, port: int = 0) -> Iterator[Emulator]:
    """Serve a world until the end of the block, on a free port unless one is given."""
    emulator = Emulator(world or World(), port=port)
    thread = emulator.start()
    try:
        yield emulator
    finally:
        emulator.stop(thread)
