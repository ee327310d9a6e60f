"""Which question an update asks: it is recorded together with the update, before any work begins."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from telegram import Update

from bot.telegram.access import Access
from bot.telegram.handlers import links
from bot.telegram.handlers.hearing import Heard, Tap, asked_before, heard, question_id, tapped
from bot.telegram.state import State
from bot.telegram.types import Question
from index import wording
from index.errors import QuestionError

FOLLOWS_WITHIN = timedelta(minutes=30)
"""A message that comes this soon after a person's last question continues its conversation."""

_ASKING = frozenset({"ask", "timeline"})
"""Commands whose argument is a question."""


class Reader:
    """Reads questions out of updates, in the order in which they came. Called on threads; looks into the state."""

    def __init__(
        self, state: State, access: Access, *, username: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._state = state
        self._access = access
        self._username = username
        self._now = now

    def __call__(self, update: Update) -> Question | None:
        """The question of an update, if it asks one that may be asked: nothing else is to be kept of what people write."""
        if tap := tapped(update):
            return self._of_tap(tap) if self._access.may_ask(tap.user, tap.place.chat) else None
        message = heard(update, username=self._username)
        if message is None or not message.is_addressed or not self._access.may_ask(message.user, message.place.chat):
            return None
        if message.command == "new":
            self._close(message)
            return None
        text = asked(message)
        return self._question(message, text) if text else None

    def _close(self, message: Heard) -> None:
        """End the conversation: here, and not when the command is answered, because the next message may be read before that."""
        newest = self._state.questions.latest(message.place, message.user, since=self._now() - FOLLOWS_WITHIN)
        # Telegram may bring the command once more after a restart, when another conversation has begun.
        if newest and asked_before(newest.id, message.update):
            self._state.questions.close(message.place, message.user)

    def _question(self, message: Heard, text: str) -> Question:
        return Question(
            id=question_id(message.update),
            place=message.place,
            user=message.user,
            text=text,
            language=message.language,
            asked_at=self._now(),
            message=message.message,
            parent=self._parent(message),
        )

    def _parent(self, message: Heard) -> str | None:
        """The question that a message follows up: the one whose answer it replies to, else the person's last one here."""
        if message.command == "start":
            return None
        earlier = None
        if message.replied_to is not None:
            earlier = self._state.questions.of_message(message.place, message.replied_to)
        if earlier is None:
            since = self._now() - FOLLOWS_WITHIN
            earlier = self._state.questions.latest(message.place, message.user, since=since)
        return earlier.id if earlier else None

    def _of_tap(self, tap: Tap) -> Question | None:
        """The question that a button puts: a suggestion, or an earlier question again."""
        kept = self._state.buttons.look(tap.data)
        if kept is None or kept.place.chat != tap.place.chat:
            return None
        message, parent, text = None, None, ""
        if kept.verb == "ask":
            parent, _, text = kept.subject.partition(":")
        elif kept.verb == "again" and (before := self._state.questions.get(kept.subject)):
            message, parent, text = before.message, before.parent, before.text
        if not text:
            return None
        return Question(
            id=question_id(tap.update),
            place=kept.place,
            user=tap.user,
            text=text,
            language=tap.language,
            asked_at=self._now(),
            message=message,
            parent=parent or None,
        )


def asked(message: Heard) -> str:
    """The question in a message that is for the bot; empty when it holds none, or one that is too long."""
    if message.command == "start":
        text = links.question(message.argument)
    elif message.command:
        text = message.argument if message.command in _ASKING else ""
    else:
        text = "" if message.text.startswith("/") else message.text
    try:
        return wording.checked(text) if text else ""
    except QuestionError:
        return ""
