"""How an answer is put on the screen: its messages, its buttons, and its picture."""

from collections.abc import Sequence

from bot.cleaning import one_line
from bot.telegram.handlers import keyboards
from bot.telegram.handlers.keyboards import Keys
from bot.telegram.handlers.office import Office
from bot.telegram.handlers.suggesting import suggest
from bot.telegram.messages import answers, timelines
from bot.telegram.messages.language import Words, words
from bot.telegram.messages.splitting import split
from bot.telegram.sending.status import Status
from bot.telegram.types import Keyboard, Message, Question
from index.types import Answer


def messages(blocks: Sequence[str], keyboard: Keyboard = ()) -> tuple[Message, ...]:
    """The blocks as messages within the limits; the last one has the buttons."""
    *texts, last = split(blocks)
    return (*map(Message, texts), Message(last, keyboard))


async def answer(
    office: Office, question: Question, given: Answer, status: Status, *, lead: Sequence[str] = ()
) -> tuple[int, ...]:
    """Show the answer in place of the status, below the `lead`; the ids of its messages."""
    shown = office.words(question.language)
    blocks = (*lead, *answers.answer(given, shown, articles=given.searched))
    if question.message is None:
        blocks = (shown.html("asking_asked", question=one_line(question.text)), *blocks)
    suggestions = suggest(given, asking=understood(office, shown), shown=shown)
    keyboard = await office.kept(keyboards.of_answer, keys(office, question), question, given, suggestions, shown)
    return await status.replace(messages(blocks, keyboard))


async def timeline(office: Office, question: Question, given: Answer, status: Status) -> tuple[int, ...]:
    """Show how the tally of the answer went, or the answer alone when there is nothing to draw."""
    if not keyboards.is_drawable(given):
        lead = [office.words(question.language).html("timeline_nothing")]
        return await answer(office, question, given, status, lead=lead)
    return (await draw(office, question, given, reply_to=question.message),)


async def draw(office: Office, question: Question, given: Answer, *, reply_to: int | None) -> int:
    """Send the picture of the answer's tally, with the same in words below it; the message's id."""
    assert given.tally is not None
    shown = office.words(question.language)
    png = await office.desk.draw(given.tally, given.citations, one_line(given.rewritten or given.question))
    row = [(shown.plain("button_series"), "series", question.id), (shown.plain("button_sources"), "sources", question.id)]
    keyboard = await office.kept(keys(office, question).rows, row)
    return await office.outbox.photo(
        question.place, png, timelines.caption(given.tally, shown), reply_to=reply_to, keyboard=keyboard
    )


def keys(office: Office, question: Question) -> Keys:
    """What makes the buttons below what is said to a question."""
    return Keys(office.state, question.place, question.user, office.now())


def understood(office: Office, shown: Words) -> Words:
    """The words in which the newsroom is asked: a person's own when a language model reads them, else English."""
    return shown if office.desk.writes else words("en")
