"""The emulator as python-telegram-bot sees it: a small bot that greets, answers, and shows a picture."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import (
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from tests.telegram.emulator import Emulator, faults

pytestmark = pytest.mark.anyio
Bot = Application[Any, Any, Any, Any, Any, Any]
_BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton("Sources", callback_data="v1:s:1")]])


def _message(update: Update) -> Message:
    assert update.message
    return update.message


async def _greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await _message(update).reply_text("Hello <b>Ann</b> &amp; all", parse_mode=ParseMode.HTML)


async def _answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    await _message(update).reply_text("21 strikes", reply_markup=_BUTTONS, do_quote=True)


async def _tapped(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text("Sources: <i>Wire A</i>", parse_mode=ParseMode.HTML)


async def _cards(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query
    content = InputTextMessageContent("<b>Boats</b>", parse_mode=ParseMode.HTML)
    await update.inline_query.answer([InlineQueryResultArticle("1", "Boats", content)], cache_time=60)


@asynccontextmanager
async def _bot(telegram: Emulator) -> AsyncIterator[Bot]:
    """The small bot, polling."""
    builder = Application.builder().token(telegram.token)
    application = builder.base_url(f"{telegram.url}/bot").base_file_url(f"{telegram.url}/file/bot").build()
    application.add_handlers(
        [
            CommandHandler("start", _greet),
            MessageHandler(filters.TEXT, _answer),
            CallbackQueryHandler(_tapped),
            InlineQueryHandler(_cards),
        ]
    )
    assert application.updater
    async with application:
        await application.start()
        await application.updater.start_polling(timeout=5, allowed_updates=Update.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()


async def test_a_person_talks_to_a_bot(telegram: Emulator) -> None:
    ann = telegram.person("Ann")
    async with _bot(telegram):
        ann.start()
        assert (await ann.sees()).styled("bold") == ("Ann",)
        question = ann.send("How many?")
        answer = await ann.sees()
        assert (answer.text, answer.reply_to) == ("21 strikes", question.id)
        tap = ann.tap(answer, "Sources")
        edited = await ann.sees()
        assert (edited.id, edited.text, edited.styled("italic")) == (answer.id, "Sources: Wire A", ("Wire A",))
        assert (await asyncio.to_thread(ann.toast, tap)).text == "Noted"
        cards = (await asyncio.to_thread(ann.results, ann.inline("boats"))).cards
        assert [card.text for card in cards] == ["Boats"]


async def test_a_topic_is_answered_in_the_topic(telegram: Emulator) -> None:
    ann = telegram.person("Ann")
    forum = telegram.group("Desk", ann, is_forum=True)
    boats = forum.topic("Boats", ann)
    async with _bot(telegram):
        ann.send("/ask how many?", group=forum, topic=boats)
        answer = await ann.sees(group=forum)
        assert (answer.thread, answer.in_topic) == (boats, True)


async def test_a_picture_is_sent_and_can_be_fetched(telegram: Emulator, picture: bytes) -> None:
    ann = telegram.person("Ann")
    async with _bot(telegram) as application:
        message = await application.bot.send_photo(ann.id, picture, caption="1 to 21")
        assert await (await message.photo[0].get_file()).download_as_bytearray() == picture


async def test_commands_of_a_scope_arrive_as_forms_carry_them(telegram: Emulator) -> None:
    ann = telegram.person("Ann")
    async with _bot(telegram) as application:
        await application.bot.set_my_commands([("ask", "Ask")], scope=BotCommandScopeAllPrivateChats())
    assert ann.offered_commands(scope="all_private_chats") == {"ask": "Ask"}


@pytest.mark.filterwarnings("ignore:.*retry_after.*")  # the client warns whenever it is told to wait
async def test_the_client_tells_refusals_apart(telegram: Emulator) -> None:
    ann = telegram.person("Ann")
    async with _bot(telegram) as application:
        telegram.fail(*[fault(method="sendMessage") for fault in (faults.bad_gateway, faults.internal_error)])
        telegram.fail(faults.dropped("before", method="sendMessage"), faults.too_many_requests(2, method="sendMessage"))
        for expected in (NetworkError, NetworkError, NetworkError, RetryAfter):
            with pytest.raises(expected):
                await application.bot.send_message(ann.id, "x")
        with pytest.raises(BadRequest, match=r"^Can't parse entities: unsupported start tag"):
            await application.bot.send_message(ann.id, "5 < 6", parse_mode=ParseMode.HTML)
        ann.block()
        with pytest.raises(Forbidden):
            await application.bot.send_message(ann.id, "x")
    assert ann.posts() == ()
