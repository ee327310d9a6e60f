"""The way of an update into the program: recorded first, handled later."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from telegram import Update

from bot.telegram.sending.failures import Undelivered
from bot.telegram.state import State
from bot.telegram.types import Place, Question

logger = logging.getLogger(__name__)

WANTED = ("message", "callback_query", "inline_query", "my_chat_member")
"""The kinds of updates that the bot asks Telegram for."""
OLD = timedelta(minutes=10)
"""Nobody waits for an answer any more after that long."""

QuestionIn = Callable[[Update], Question | None]
NoteSkipped = Callable[[Place, str], Awaitable[None]]


class Inbox:
    """Takes updates in, each once, also when Telegram or a restart brings it again.

    An update is recorded together with the question that it asks before it is handed on; so a question that a crash
    interrupts is known. What was sent more than ten minutes ago, during a downtime, is not handled: its chat is told once.
    """

    def __init__(
        self,
        state: State,
        queue: "asyncio.Queue[object]",
        *,
        question_in: QuestionIn,
        note_skipped: NoteSkipped,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`question_in` is called in threads; `note_skipped` gets a person's language code, which may be empty."""
        self._state = state
        self._queue = queue
        self._question_in = question_in
        self._note_skipped = note_skipped
        self._now = now
        self._noted: dict[int, datetime] = {}
        self._notes: set[asyncio.Task[None]] = set()

    async def take(self, update: Update) -> None:
        """Record the update, then hand it on; StorageError when it can't be recorded: it must then be brought again."""
        now = self._now()
        is_old = update.message is not None and now - update.message.date > OLD
        is_new, question = await asyncio.to_thread(self._record, update, now, is_old=is_old)
        if not is_new:
            return
        if not is_old:
            await self._queue.put(update)
        elif question or _is_private(update):
            self._skip(update, now)

    def _record(self, update: Update, now: datetime, *, is_old: bool) -> tuple[bool, Question | None]:
        question = self._question_in(update)
        kept = None if is_old else question
        return self._state.updates.claim(update.update_id, now=now, question=kept), question

    def _skip(self, update: Update, now: datetime) -> None:
        assert update.message
        chat = update.message.chat_id
        self._noted = {one: moment for one, moment in self._noted.items() if now - moment < OLD}
        if chat in self._noted:
            return
        self._noted[chat] = now
        person = update.message.from_user
        place = Place(chat, update.message.message_thread_id if update.message.is_topic_message else None)
        task = asyncio.get_running_loop().create_task(self._note(place, (person and person.language_code) or ""))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    async def _note(self, place: Place, language: str) -> None:
        try:
            await self._note_skipped(place, language)
        except Undelivered as error:
            logger.info("a chat could not be told that old messages are skipped: %s", error)


def _is_private(update: Update) -> bool:
    return update.message is not None and update.message.chat.type == "private"
