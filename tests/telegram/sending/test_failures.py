from datetime import timedelta

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.sending.failures import Meaning, may_have_arrived, meaning, wait


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Meaning.GONE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Meaning.GONE),
        (BadRequest("Bad Request: chat not found"), Meaning.GONE),
        (BadRequest("Bad Request: message thread not found"), Meaning.GONE),
        (BadRequest("Bad Request: TOPIC_CLOSED"), Meaning.GONE),
        (BadRequest('Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 7'), Meaning.UNPARSED),
        (BadRequest("Bad Request: message is not modified: specified new message content is the same"), Meaning.UNCHANGED),
        (BadRequest("Bad Request: message to edit not found"), Meaning.MISSING),
        (BadRequest("Bad Request: message can't be edited"), Meaning.MISSING),
        (BadRequest("Bad Request: message to delete not found"), Meaning.MISSING),
        (BadRequest("Bad Request: MESSAGE_ID_INVALID"), Meaning.MISSING),
        (BadRequest("Bad Request: message is too long"), Meaning.REFUSED),
        (ChatMigrated(-100), Meaning.MOVED),
        (InvalidToken("Unauthorized"), Meaning.REFUSED),
        (Conflict("Conflict"), Meaning.REFUSED),
        (RetryAfter(timedelta(seconds=5)), Meaning.REFUSED),
        (NetworkError("Bad Gateway"), Meaning.PASSING),
        (TimedOut(), Meaning.PASSING),
        (TelegramError("Invalid server response"), Meaning.PASSING),
    ],
)
def test_an_error_comes_down_to_what_can_be_done_about_it(error: TelegramError, kind: Meaning) -> None:
    assert meaning(error) is kind


@pytest.mark.parametrize(
    ("cause", "doubtful"),
    [
        (httpx.ReadTimeout(""), True),
        (httpx.ReadError(""), True),
        (httpx.RemoteProtocolError(""), True),
        (httpx.ConnectError(""), False),
        (httpx.ConnectTimeout(""), False),
        (httpx.PoolTimeout(""), False),
        (None, False),
    ],
)
def test_only_a_request_that_went_out_may_have_arrived(cause: Exception | None, doubtful: bool) -> None:
    error = NetworkError("no answer")
    error.__cause__ = cause
    assert may_have_arrived(error) is doubtful


def test_a_refusal_is_no_arrival() -> None:
    assert may_have_arrived(RetryAfter(timedelta(seconds=5))) is False


def test_the_wait_that_telegram_tells_is_in_seconds() -> None:
    assert (wait(RetryAfter(timedelta(seconds=5))), wait(TimedOut())) == (5.0, None)
