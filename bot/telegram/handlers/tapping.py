"""What a button does: each verb that is kept with one has a function here or in a file of its own."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.telegram.handlers import asking, presenting
from bot.telegram.handlers.hearing import Tap, question_id
from bot.telegram.handlers.office import Office
from bot.telegram.messages import answers, lists, timelines
from bot.telegram.messages.language import Words
from bot.telegram.state import Tapped
from bot.telegram.types import Question
from index.types import Answer

Say = Callable[[str], Awaitable[None]]
"""Answers the tap with a short notice, plain text of at most 200 characters; only once, and before any work."""


@dataclass(frozen=True, slots=True)
class Tapping:
    """A tap on a button that is known."""

    office: Office
    tap: Tap
    kept: Tapped
    words: Words
    say: Say

    @property
    def is_theirs(self) -> bool:
        """True when the button was made for who tapped it."""
        return self.kept.user in (None, self.tap.user)

    async def told(self, name: str) -> None:
        """Answer the tap with the text of that name."""
        await self.say(self.words.plain(name))

    async def answer(self) -> tuple[Question, Answer] | None:
        """The question and the answer that the button is about; None, once the tap was answered so, when they are gone."""
        questions = self.office.state.questions
        await self.office.running.over(self.kept.subject)
        question = await self.office.kept(questions.get, self.kept.subject)
        answer = await self.office.kept(questions.answer, self.kept.subject)
        if question is None or answer is None:
            await self.told("tap_expired")
            return None
        return question, answer


async def ask(tapping: Tapping) -> None:
    """Ask what the button says; the question was recorded with the tap."""
    if question := await _recorded(tapping):
        await asking.ask(tapping.office, question.id, user=question.user)


async def again(tapping: Tapping) -> None:
    """Ask a question once more, and take the button away: it has served."""
    if question := await _recorded(tapping):
        await tapping.office.outbox.edit_keyboard(tapping.tap.place, tapping.tap.message, ())
        await asking.ask(tapping.office, question.id, user=question.user)


async def _recorded(tapping: Tapping) -> Question | None:
    """The question that was recorded with the tap, which is answered either way; None when there is none any more."""
    office = tapping.office
    question = await office.kept(office.state.questions.get, question_id(tapping.tap.update))
    await (tapping.say("") if question else tapping.told("tap_expired"))
    return question


async def stop(tapping: Tapping) -> None:
    """Give the question up, here or at the replica that works on it."""
    if not tapping.is_theirs:
        await tapping.told("tap_not_yours")
        return
    office = tapping.office
    if not office.running.stop(tapping.kept.subject) and not await office.kept(
        office.state.questions.stopped, tapping.kept.subject
    ):
        await tapping.told("tap_finished")
        return
    await tapping.told("tap_stopping")


async def sources(tapping: Tapping) -> None:
    """List the sources with what they say."""
    if found := await tapping.answer():
        await tapping.say("")
        messages = presenting.messages(answers.sources(found[1], tapping.words))
        await tapping.office.outbox.show(tapping.tap.place, messages, reply_to=tapping.tap.message)


async def timeline(tapping: Tapping) -> None:
    """Draw how the figure went."""
    if found := await tapping.answer():
        await tapping.say("")
        await presenting.draw(tapping.office, *found, reply_to=tapping.tap.message)


async def series(tapping: Tapping) -> None:
    """Tell in words what a picture shows."""
    found = await tapping.answer()
    if found and found[1].tally:
        await tapping.say("")
        blocks = timelines.series(found[1].tally, found[1].citations, tapping.words)
        await tapping.office.outbox.show(tapping.tap.place, presenting.messages(blocks), reply_to=tapping.tap.message)


async def up(tapping: Tapping) -> None:
    """Keep that the answer was good."""
    await _thumb(tapping, up=True)


async def down(tapping: Tapping) -> None:
    """Keep that the answer was not good."""
    await _thumb(tapping, up=False)


async def forget(tapping: Tapping) -> None:
    """Delete everything that is kept of the person, and say what that was."""
    if not tapping.is_theirs:
        await tapping.told("tap_not_yours")
        return
    await tapping.say("")
    office, user = tapping.office, tapping.tap.user
    office.running.stop_all_of(user)
    gone = await office.kept(office.state.people.forget, user)
    blocks = lists.forgotten(
        tapping.words,
        questions=gone.questions,
        feedback=gone.feedback,
        subscriptions=gone.subscriptions,
        buttons=gone.buttons,
    )
    await office.outbox.replace(tapping.tap.place, tapping.tap.message, presenting.messages(blocks))


async def keep(tapping: Tapping) -> None:
    """Delete nothing after all."""
    await tapping.told("tap_kept")
    await tapping.office.outbox.replace(
        tapping.tap.place, tapping.tap.message, presenting.messages([tapping.words.html("forget_not")])
    )


async def _thumb(tapping: Tapping, *, up: bool) -> None:
    """In a group only the thumb of who asked counts."""
    if not tapping.is_theirs:
        await tapping.told("tap_not_yours")
        return
    office = tapping.office
    is_kept = await office.kept(office.state.feedback.set, tapping.kept.subject, tapping.tap.user, up=up, now=office.now())
    await tapping.told("tap_thanks" if is_kept else "tap_expired")
