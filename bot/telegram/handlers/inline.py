"""Inline mode: articles to put into any chat, found while the person types."""

import logging

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from bot.cleaning import one_line
from bot.telegram.handlers import links
from bot.telegram.handlers.office import Office
from bot.telegram.messages.cards import Card, cards
from bot.telegram.messages.language import Words
from index import wording
from index.errors import NothingIndexed, QuestionError

logger = logging.getLogger(__name__)

_MOST = 10
_CACHE_SECONDS = 120
_PASSAGES = 30
"""That are looked through for so many articles: several may be of one."""


async def find(office: Office, query: InlineQuery) -> None:
    """Answer what is typed after the bot's name with articles, and with the way to ask the bot itself."""
    words = office.words(query.from_user.language_code or "")
    typed = one_line(query.query)
    is_allowed = office.access.may_ask(query.from_user.id, query.from_user.id)
    async with office.typing.turn(query.from_user.id, query.id) as is_newest:
        if not is_newest:
            return
        found = await _found(office, typed, words) if is_allowed and typed else ()
    button = InlineQueryResultsButton(
        words.plain("inline_ask" if is_allowed else "inline_closed"), start_parameter=links.parameter(typed) or "start"
    )
    try:
        await query.answer([_result(card) for card in found], cache_time=_CACHE_SECONDS, is_personal=True, button=button)
    except TelegramError as error:
        # Often the person has typed on: Telegram takes no answer to what is not in the field any more.
        logger.info("an inline query could not be answered: %s", error)


async def _found(office: Office, typed: str, words: Words) -> tuple[Card, ...]:
    try:
        hits = await office.desk.search(typed[: wording.LONGEST], limit=_PASSAGES)
    except (NothingIndexed, QuestionError):
        return ()
    return cards(hits, words)[:_MOST]


def _result(card: Card) -> InlineQueryResultArticle:
    content = InputTextMessageContent(
        card.html, parse_mode=ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(card.id, card.title, content, description=card.description, url=card.url)
