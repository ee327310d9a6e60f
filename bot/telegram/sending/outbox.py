"""What the bot shows: messages, pictures and signs of work, delivered or truthfully failed."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar

from telegram import Message as Sent
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.telegram.messages.markup import plain
from bot.telegram.sending.delivering import Delivery, Sleep, ticket
from bot.telegram.sending.doubles import Doubles
from bot.telegram.sending.failures import Meaning, Undelivered, may_have_arrived
from bot.telegram.sending.pacing import Ticket, Withdrawn
from bot.telegram.sending.schedule import Rank
from bot.telegram.sending.vendor import NO_PREVIEW, markup, quoting
from bot.telegram.types import Keyboard, Message, Place

logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Request = Callable[[int, str, str | None], Awaitable[Result]]
"""Takes the chat, a text and the mode in which Telegram shall parse it."""


class Outbox:
    """Puts our messages into chats.

    What is urgent goes before everything else of its chat. The HTML that Telegram can't parse is sent as plain text; failing
    servers and connections are tried again, for ten minutes when it is urgent and for one when it isn't. Unreachable when the
    chat can't be written to any more, Undelivered for every other failure.
    """

    def __init__(
        self, bot: ExtBot[Any], *, sleep: Sleep = asyncio.sleep, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        """The bot must have `Pacing` as its rate limiter."""
        self._bot = bot
        self._delivery = Delivery(sleep, monotonic)
        self._doubles = Doubles(bot)
        self._settling: set[asyncio.Task[None]] = set()
        self._under_way = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def show(
        self, place: Place, messages: Sequence[Message], *, reply_to: int | None = None, urgent: bool = True
    ) -> tuple[int, ...]:
        """Send the messages one after the other, the first quoting the message `reply_to`; returns their ids."""
        with self._working():
            numbers: list[int] = []
            for message in messages:
                given = ticket(Rank.ANSWER if urgent else Rank.PLAIN)
                numbers.append(await self._send(place, message, None if numbers else reply_to, given))
            return tuple(numbers)

    async def replace(
        self, place: Place, message: int, messages: Sequence[Message], *, reply_to: int | None = None, urgent: bool = True
    ) -> tuple[int, ...]:
        """Turn that message into the first of these, and send the others after it; returns the ids of all.

        When it is not there any more, all are sent, the first quoting `reply_to`.
        """
        with self._working():
            first, *others = messages
            try:
                await self._edit(place, message, first, ticket(Rank.ANSWER if urgent else Rank.PLAIN))
            except Undelivered as error:
                if error.meaning is not Meaning.MISSING:
                    raise
                return await self.show(place, messages, reply_to=reply_to, urgent=urgent)
            return (message, *await self.show(place, others, urgent=urgent))

    async def show_status(self, place: Place, message: Message, given: Ticket, *, reply_to: int | None = None) -> int:
        """Send a message that soon gives way to an answer: tried once, behind everything else; returns its id."""
        with self._working():
            return await self._send(place, message, reply_to, given)

    async def edit_status(self, place: Place, number: int, message: Message) -> None:
        """Change a message that soon gives way to an answer: tried once, behind everything else."""
        with self._working():
            await self._edit(place, number, message, ticket(Rank.STATUS))

    async def edit_keyboard(self, place: Place, message: int, keyboard: Keyboard) -> None:
        """Put other buttons below a message, or none; one that is gone or has them already is left as it is."""

        async def edit(chat: int) -> None:
            await self._bot.edit_message_reply_markup(chat, message, reply_markup=markup(keyboard), rate_limit_args=given)

        given = ticket(Rank.PLAIN)
        with self._working(), _forgiving(Meaning.UNCHANGED, Meaning.MISSING):
            await self._delivery.deliver(edit, place.chat, given)

    async def photo(self, place: Place, png: bytes, caption: str, *, reply_to: int | None = None, keyboard: Keyboard = ()) -> int:
        """Send a picture with its caption as HTML, at most 1,024 UTF-16 units once parsed; returns the message's id."""
        send = partial(self._bot.send_photo, photo=png, filename="timeline.png", reply_markup=markup(keyboard))
        return await self._attach(send, place, caption, reply_to, ticket(Rank.ANSWER))

    async def document(self, place: Place, name: str, content: bytes, *, caption: str = "", reply_to: int | None = None) -> int:
        """Send a file under that name, its caption as HTML; returns the message's id."""
        send = partial(self._bot.send_document, document=content, filename=name)
        return await self._attach(send, place, caption, reply_to, ticket(Rank.PLAIN))

    async def typing(self, place: Place) -> None:
        """Show for about five seconds that the bot is at work; where that fails, nothing is shown."""
        with suppress(TelegramError, Withdrawn):
            await self._bot.send_chat_action(place.chat, ChatAction.TYPING, message_thread_id=place.thread)

    async def delete(self, place: Place, message: int) -> None:
        """Take a message away; one that is gone already, or too old, is left as it is."""

        async def delete(chat: int) -> None:
            await self._bot.delete_message(chat, message, rate_limit_args=given)

        given = ticket(Rank.PLAIN)
        with self._working(), _forgiving(Meaning.MISSING, Meaning.REFUSED):
            await self._delivery.deliver(delete, place.chat, given)

    async def drain(self, timeout: float) -> bool:
        """Wait until everything has left, at most so many seconds; True when it has."""
        try:
            async with asyncio.timeout(timeout):
                await self._idle.wait()
        except TimeoutError:
            return False
        return True

    async def _send(self, place: Place, message: Message, reply_to: int | None, given: Ticket) -> int:
        after = 0

        def started() -> None:
            nonlocal after
            after = max(self._doubles.highest(place.chat), reply_to or 0)

        async def send(chat: int, text: str, mode: str | None) -> int:
            try:
                sent = await self._bot.send_message(
                    chat,
                    text,
                    parse_mode=mode,
                    message_thread_id=place.thread,
                    reply_parameters=quoting(reply_to),
                    reply_markup=markup(message.keyboard),
                    link_preview_options=NO_PREVIEW,
                    rate_limit_args=given,
                )
            except TelegramError as error:
                if may_have_arrived(error):
                    self._doubles.doubt(place.chat, message.keyboard, after=after)
                raise
            return sent.message_id

        given.on_start = started
        number = await self._as_html(send, place, message.html, given)
        if self._doubles.sent(place.chat, number):
            self._settle(place.chat, number)
        return number

    async def _attach(
        self, send: Callable[..., Awaitable[Sent]], place: Place, caption: str, reply_to: int | None, given: Ticket
    ) -> int:
        """Send what `send` sends once it knows the chat and the caption."""

        async def attach(chat: int, text: str, mode: str | None) -> int:
            sent = await send(
                chat_id=chat,
                caption=text,
                parse_mode=mode,
                message_thread_id=place.thread,
                reply_parameters=quoting(reply_to),
                rate_limit_args=given,
            )
            return sent.message_id

        with self._working():
            return await self._as_html(attach, place, caption, given)

    async def _edit(self, place: Place, number: int, message: Message, given: Ticket) -> None:
        async def edit(chat: int, text: str, mode: str | None) -> None:
            await self._bot.edit_message_text(
                text,
                chat,
                number,
                parse_mode=mode,
                reply_markup=markup(message.keyboard),
                link_preview_options=NO_PREVIEW,
                rate_limit_args=given,
            )

        with _forgiving(Meaning.UNCHANGED):
            await self._as_html(edit, place, message.html, given)

    async def _as_html(self, request: Request[Result], place: Place, html: str, given: Ticket) -> Result:
        """Make the request with the text as HTML, and as plain text where Telegram can't parse it."""
        try:
            return await self._delivery.deliver(lambda chat: request(chat, html, ParseMode.HTML), place.chat, given)
        except Undelivered as error:
            if error.meaning is not Meaning.UNPARSED:
                raise
            logger.warning("Telegram can't parse a message's HTML: it goes out as plain text")
        return await self._delivery.deliver(lambda chat: request(chat, plain(html), None), place.chat, given)

    def _settle(self, chat: int, number: int) -> None:
        """Look for doubles, without keeping anybody waiting but `drain`."""
        task = asyncio.get_running_loop().create_task(self._doubles.settle(chat, number))
        self._settling.add(task)
        self._begin()

        def settled(task: asyncio.Task[None]) -> None:
            self._settling.discard(task)
            self._end()

        task.add_done_callback(settled)

    @contextmanager
    def _working(self) -> Iterator[None]:
        self._begin()
        try:
            yield
        finally:
            self._end()

    def _begin(self) -> None:
        self._under_way += 1
        self._idle.clear()

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._idle.set()


@contextmanager
def _forgiving(*meanings: Meaning) -> Iterator[None]:
    try:
        yield
    except Undelivered as error:
        if error.meaning not in meanings:
            raise
