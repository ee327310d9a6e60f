"""What is told to people whose question was not answered because the program had ended, or was not there."""

import logging

from bot.telegram.handlers import keyboards, presenting
from bot.telegram.handlers.office import Office
from bot.telegram.sending.failures import Undelivered, Unreachable
from bot.telegram.types import Message, Place, Question

logger = logging.getLogger(__name__)


async def apologise(office: Office, question: Question) -> None:
    """Tell the person that the question was lost, and offer to try again.

    Raises Undelivered when that could not be said now, but may be later.
    """
    words = office.words(question.language)
    again = await office.kept(keyboards.of_again, presenting.keys(office, question), question.id, words)
    message = Message(words.html("apology_lost"), again)
    try:
        await office.outbox.show(question.place, (message,), reply_to=question.message)
    except Unreachable as error:
        logger.warning("an apology could not be shown: %s", error)
    await office.kept(office.state.questions.failed, question.id)
    office.records.question(question, None, seconds={}, outcome="apologised")


async def note_skipped(office: Office, place: Place, language: str) -> None:
    """Tell a chat that what was written there while the bot was away is not answered."""
    try:
        await office.show(place, office.words(language).html("apology_skipped"), urgent=False)
    except Undelivered as error:
        logger.warning("a note on skipped messages could not be shown: %s", error)
