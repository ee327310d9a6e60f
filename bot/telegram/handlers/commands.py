"""Commands that inform: what the bot knows, what it can do, what is new, and where an answer comes from."""

from datetime import timedelta

from bot.telegram.handlers import keyboards, presenting
from bot.telegram.handlers.hearing import Heard
from bot.telegram.handlers.keyboards import Keys
from bot.telegram.handlers.office import Office
from bot.telegram.messages import answers, lists
from bot.telegram.messages.markup import Html
from bot.telegram.types import Question
from index.types import Answer

_HEADLINES = 10
COMMANDS = (
    *("ask", "latest", "timeline", "sources", "subscribe", "subscriptions", "unsubscribe", "new"),
    *("help", "privacy", "export", "forget", "start"),
)
"""What everybody may use, in the order in which it is shown."""
GROUP_COMMANDS = ("ask", "latest", "timeline", "sources", "subscribe", "subscriptions", "unsubscribe", "new", "help")
"""What is offered in groups."""
ADMIN_COMMANDS = ("stats", "health")


async def start(office: Office, heard: Heard) -> None:
    """Say what the bot knows, with questions to begin with."""
    words = office.words(heard.language)
    held = await office.desk.overview()
    suggestions = await office.examples.suggestions(asking=presenting.understood(office, words), shown=words)
    keys = Keys(office.state, heard.place, heard.user, office.now())
    keyboard = await office.kept(keyboards.of_suggestions, keys, suggestions)
    messages = presenting.messages(lists.welcome(held, words), keyboard)
    await office.outbox.show(heard.place, messages, reply_to=quoted(heard))


async def explain(office: Office, heard: Heard) -> None:
    """List what can be done."""
    words = office.words(heard.language)
    names = [*COMMANDS, *ADMIN_COMMANDS] if office.access.is_admin(heard.user) else COMMANDS
    blocks = lists.help(words, commands=GROUP_COMMANDS if heard.place.is_group else names)
    await office.outbox.show(heard.place, presenting.messages(blocks), reply_to=quoted(heard))


async def latest(office: Office, heard: Heard) -> None:
    """List the newest articles, of a topic if one is given."""
    words = office.words(heard.language)
    headlines = await office.desk.latest(heard.argument or None, limit=_HEADLINES)
    blocks = lists.latest(headlines, words, topic=heard.argument or None)
    await office.outbox.show(heard.place, presenting.messages(blocks), reply_to=quoted(heard))


async def sources(office: Office, heard: Heard) -> None:
    """List the sources of the answer that the command replies to, else of the person's last one."""
    question, answer = await last_answer(office, heard)
    words = office.words(heard.language)
    if question is None or answer is None or not answer.citations:
        await say(office, heard, words.html("sources_none"))
        return
    await office.outbox.show(heard.place, presenting.messages(answers.sources(answer, words)), reply_to=quoted(heard))


async def timeline(office: Office, heard: Heard) -> None:
    """Draw the tally of the last answer: what the command does when nothing follows it."""
    question, answer = await last_answer(office, heard)
    if question is None or answer is None or not keyboards.is_drawable(answer):
        await say(office, heard, office.words(heard.language).html("timeline_none"))
        return
    await presenting.draw(office, question, answer, reply_to=heard.message)


async def new(office: Office, heard: Heard) -> None:
    """Confirm that the next question begins a conversation; the earlier one was closed when the command was read."""
    await say(office, heard, office.words(heard.language).html("new_begun"))


async def last_answer(office: Office, heard: Heard) -> tuple[Question | None, Answer | None]:
    """The answer that a message replies to, else the last one that the person was given here, with its question."""
    questions = office.state.questions
    question = None
    if heard.replied_to is not None:
        question = await office.kept(questions.of_message, heard.place, heard.replied_to)
    if question is None:
        since = office.now() - timedelta(days=office.retention_days)
        question = await office.kept(questions.latest, heard.place, heard.user, since=since)
    return question, await office.kept(questions.answer, question.id) if question else None


async def say(office: Office, heard: Heard, html: Html) -> None:
    """Answer a message in a line."""
    await office.show(heard.place, html, reply_to=quoted(heard))


def quoted(heard: Heard) -> int | None:
    """What an answer quotes: in a group, the message that it answers."""
    return heard.message if heard.place.is_group else None
