"""The course of a question, from the person's turn to the answer on the screen."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.logs import Outcome
from bot.telegram.handlers import failing, keyboards, presenting
from bot.telegram.handlers.limits import refusal
from bot.telegram.handlers.office import Office
from bot.telegram.handlers.working import worked
from bot.telegram.sending.failures import Undelivered, Unreachable
from bot.telegram.sending.status import Status
from bot.telegram.state import Refused
from bot.telegram.types import Keyboard, Message, Question
from index.errors import DatelineError, Stopped
from index.stopping import Stop
from index.types import Answer

logger = logging.getLogger(__name__)

Present = Callable[[Office, Question, Answer, Status], Awaitable[tuple[int, ...]]]
"""Shows an answer in place of the status; the ids of the messages that hold it."""


async def ask(office: Office, question_id: str, *, user: int, present: Present = presenting.answer) -> bool:
    """Answer the person's question, or say why not; False when no question is recorded under that id.

    The person's questions are answered in the order in which this is called: nothing is waited for before the line is joined.
    """
    with office.turns.line(user) as turn:
        question = await office.kept(office.state.questions.get, question_id)
        if question is None:
            return False
        try:
            await _ask(office, question, turn, present)
        except Exception:
            # Whoever called tells the person; the next replica must not apologise as well.
            with contextlib.suppress(DatelineError):
                await office.kept(office.state.questions.failed, question.id)
            raise
        return True


async def _ask(office: Office, question: Question, turn: asyncio.Event | None, present: Present) -> None:
    """Answer the question when its turn comes, if it may be asked."""
    words = office.words(question.language)
    if turn is None:
        await _refuse(office, question, words.html("asking_busy"))
        return
    allowed = await office.kept(office.state.budget.take, question.user, now=office.now())
    if isinstance(allowed, Refused):
        await _refuse(office, question, refusal(allowed, words, now=office.now()))
        return
    with office.running.question(question.id, user=question.user) as stop:
        await _Course(office, question, turn, stop, present).run()


async def _refuse(office: Office, question: Question, html: str) -> None:
    await office.kept(office.state.questions.stopped, question.id)
    await office.show(question.place, html, reply_to=question.message)


@dataclass(slots=True)
class _Course:
    """What becomes of one question."""

    office: Office
    question: Question
    turn: asyncio.Event
    stop: Stop
    present: Present
    outcome: Outcome = "failed"
    answer: Answer | None = None
    seconds: dict[str, float] = field(default_factory=dict)

    async def run(self) -> None:
        """Work on the question, show what came of it, keep that, and log how it went."""
        office, question = self.office, self.question
        if not await office.kept(office.state.questions.begin, question.id, now=office.now()):
            return
        keys = presenting.keys(office, question)
        button = await office.kept(keyboards.of_stop, keys, question.id, office.words(question.language))
        try:
            async with Status(office.outbox, question.place, stop=button, reply_to=question.message) as status:
                await self._show(status)
        except Undelivered as error:
            await self._undelivered(error)
        office.records.question(question, self.answer, seconds=self.seconds, outcome=self.outcome)

    async def _show(self, status: Status) -> None:
        """The answer, or why there is none."""
        office, words = self.office, self.office.words(self.question.language)
        try:
            done = await worked(office, self.question, self.turn, self.stop, status)
            self.answer, self.seconds = done.answer, done.seconds
            began = time.monotonic()
            shown = await self.present(office, self.question, done.answer, status)
            self.seconds["sending"] = time.monotonic() - began
        except Undelivered:
            raise
        except Stopped:
            if office.running.is_closing:
                await self._end(status, words.html("asking_closing"), "apologised")
            else:
                await self._end(status, words.html("asking_stopped"), "stopped")
        except Exception as error:  # noqa: BLE001 - whatever happens, the person is told
            await self._end(status, failing.told(error, words), "failed")
        else:
            self.outcome = "answered"
            await self._keep(done.answer, shown)

    async def _keep(self, answer: Answer, shown: tuple[int, ...]) -> None:
        """Keep the answer; it stays on the screen when that fails."""
        office = self.office
        try:
            await office.kept(office.state.questions.answered, self.question.id, answer, shown, now=office.now())
        except DatelineError as error:
            failing.recorded(error)

    async def _end(self, status: Status, html: str, outcome: Outcome) -> None:
        """Say why there is no answer, offer to try again, and keep how it ended."""
        office, question = self.office, self.question
        self.outcome = outcome
        questions = office.state.questions
        again: Keyboard = ()
        # Of a question that was forgotten meanwhile, nothing is kept for a button either.
        if await office.kept(questions.get, question.id):
            keys = presenting.keys(office, question)
            again = await office.kept(keyboards.of_again, keys, question.id, office.words(question.language))
        await status.replace((Message(html, again),))
        await office.kept(questions.stopped if outcome == "stopped" else questions.failed, question.id)

    async def _undelivered(self, error: Undelivered) -> None:
        """Nothing can be shown: nobody is to apologise later either."""
        self.outcome = "failed"
        logger.warning("what came of a question could not be shown: %s", error)
        if isinstance(error, Unreachable):
            await self.office.kept(self.office.state.subscriptions.drop_place, self.question.place.chat)
        await self.office.kept(self.office.state.questions.failed, self.question.id)
