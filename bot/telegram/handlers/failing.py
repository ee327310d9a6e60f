"""What a person is told when something went wrong, and what is logged of it."""

import logging
import os
import traceback

from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html
from index.errors import DatelineError, NothingIndexed, QuestionError

logger = logging.getLogger(__name__)


def told(error: Exception, words: Words) -> Html:
    """Plain words for the person, with a short reference under which the log has the details."""
    if isinstance(error, NothingIndexed):
        return words.html("failing_nothing_indexed")
    if isinstance(error, QuestionError):
        return words.html("asking_how")
    return words.html("failing_error", reference=recorded(error))


def recorded(error: BaseException) -> str:
    """Log an error; returns its reference.

    Our own errors say what to do. Of others only the kind and the place are logged: their messages may quote the question.
    """
    reference = os.urandom(3).hex()
    if isinstance(error, DatelineError):
        logger.error("reference %s: %s: %s", reference, type(error).__name__, error)
    else:
        frames = "".join(traceback.format_tb(error.__traceback__)).rstrip()
        logger.error("reference %s: %s\n%s", reference, type(error).__name__, frames)
    return reference
