"""Which handler an update goes to. Whatever goes wrong there, the person is told and the bot goes on."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from telegram import CallbackQuery, Chat, ChatMember, Update
from telegram.error import BadRequest, TelegramError

from bot.telegram.handlers import (
    admin,
    asking,
    commands,
    failing,
    hearing,
    inline,
    presenting,
    privacy,
    reading,
    subscriptions,
    tapping,
)
from bot.telegram.handlers.hearing import Heard
from bot.telegram.handlers.office import Office
from bot.telegram.handlers.tapping import Tapping
from bot.telegram.sending.failures import Undelivered, Unreachable
from bot.telegram.types import Place
from index import wording

logger = logging.getLogger(__name__)

_COMMANDS: Mapping[str, Callable[[Office, Heard], Awaitable[None]]] = MappingProxyType(
    {
        "start": commands.start,
        "help": commands.explain,
        "latest": commands.latest,
        "timeline": commands.timeline,
        "sources": commands.sources,
        "subscribe": subscriptions.subscribe,
        "subscriptions": subscriptions.subscriptions,
        "unsubscribe": subscriptions.unsubscribe,
        "new": commands.new,
        "privacy": privacy.privacy,
        "export": privacy.export,
        "forget": privacy.forget,
    }
)
_ADMIN_COMMANDS: Mapping[str, Callable[[Office, Heard], Awaitable[None]]] = MappingProxyType(
    {"stats": admin.stats, "health": admin.health}
)
_KNOWN = frozenset({"ask", *_COMMANDS, *_ADMIN_COMMANDS})
_OUT = (ChatMember.BANNED, ChatMember.LEFT)
_GROUPS = (Chat.GROUP, Chat.SUPERGROUP)
_VERBS: Mapping[str, Callable[[Tapping], Awaitable[None]]] = MappingProxyType(
    {
        "ask": tapping.ask,
        "again": tapping.again,
        "stop": tapping.stop,
        "sources": tapping.sources,
        "timeline": tapping.timeline,
        "series": tapping.series,
        "up": tapping.up,
        "down": tapping.down,
        "forget": tapping.forget,
        "keep": tapping.keep,
        "unsubscribe": subscriptions.tapped,
    }
)


async def message(office: Office, update: Update) -> None:
    """A message: a question, a command, or something that the bot does not read."""
    heard = hearing.heard(update, username=office.username)
    if heard is None or not heard.is_addressed or (heard.place.is_group and heard.command and heard.command not in _KNOWN):
        return
    async with _Telling(office, heard.place, heard.language, quoting=heard.message):
        if not office.access.may_ask(heard.user, heard.place.chat):
            if html := office.strangers.words_for(heard, office.words(heard.language)):
                await commands.say(office, heard, html)
            return
        present = presenting.timeline if heard.command == "timeline" else presenting.answer
        asked = hearing.question_id(heard.update)
        if reading.asked(heard) and await asking.ask(office, asked, user=heard.user, present=present):
            return
        await _reply(office, heard)


async def tap(office: Office, update: Update) -> None:
    """A tap on a button: always answered, whatever comes of it."""
    tap = hearing.tapped(update)
    query = update.callback_query
    if tap is None or query is None:
        return
    said = _Said(query)
    words = office.words(tap.language)
    try:
        async with _Telling(office, tap.place, tap.language, quoting=None):
            if not office.access.may_ask(tap.user, tap.place.chat):
                await said.say(words.plain("tap_closed"))
                return
            kept = await office.kept(office.state.buttons.look, tap.data)
            if kept is None or kept.place.chat != tap.place.chat or kept.verb not in _VERBS:
                await said.say(words.plain("tap_expired"))
                return
            await _VERBS[kept.verb](Tapping(office, tap, kept, words, said.say))
    finally:
        await said.say("")


async def query(office: Office, update: Update) -> None:
    """What is typed after the bot's name, in any chat."""
    if update.inline_query is None:
        return
    try:
        await inline.find(office, update.inline_query)
    except Exception as error:  # noqa: BLE001 - nobody can be told, and the next letter brings the next query
        failing.recorded(error)


async def membership(office: Office, update: Update) -> None:
    """The bot was blocked, or taken out of a group, so nothing more is sent there; or it was put into one, and says hello."""
    changed = update.my_chat_member
    if changed is None:
        return
    was_out, is_out = (one.status in _OUT for one in (changed.old_chat_member, changed.new_chat_member))
    place = Place(changed.chat.id)
    if is_out:
        await office.kept(office.state.subscriptions.drop_place, place.chat)
    elif was_out and changed.chat.type in _GROUPS and office.access.may_ask(changed.from_user.id, place.chat):
        language = changed.from_user.language_code or ""
        async with _Telling(office, place, language, quoting=None):
            await office.show(place, office.words(language).html("group_welcome"), urgent=False)


async def _reply(office: Office, heard: Heard) -> None:
    """Answer what is no question."""
    words = office.words(heard.language)
    handler = _COMMANDS.get(heard.command or "")
    if handler is None and office.access.is_admin(heard.user):
        handler = _ADMIN_COMMANDS.get(heard.command or "")
    if heard.command == "start" and heard.argument == "privacy":
        handler = privacy.privacy
    if handler:
        await handler(office, heard)
    elif heard.kind != "text":
        await commands.say(office, heard, words.html(f"kind_{heard.kind}"))
    elif heard.text.startswith("/") and heard.command != "ask":
        await commands.say(office, heard, words.html("command_unknown"))
    elif len(heard.text) > wording.LONGEST:
        await commands.say(office, heard, words.html("asking_too_long", most=wording.LONGEST))
    else:
        await commands.say(office, heard, words.html("asking_how"))


class _Said:
    """Answers a tap once. One that is too old to be answered is left alone."""

    def __init__(self, query: CallbackQuery) -> None:
        self._query = query
        self._is_said = False

    async def say(self, text: str) -> None:
        if self._is_said:
            return
        self._is_said = True
        try:
            await self._query.answer(text or None)
        except BadRequest:
            return
        except TelegramError as error:
            logger.warning("a tap could not be answered: %s", error)


class _Telling:
    """Tells the person when the work in this block fails; a chat that can't be reached any more has its subscriptions ended."""

    def __init__(self, office: Office, place: Place, language: str, *, quoting: int | None) -> None:
        self._office = office
        self._place = place
        self._language = language
        self._quoting = quoting

    async def __aenter__(self) -> None:
        return

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, Exception):
            return False
        if isinstance(error, Unreachable):
            await self._office.kept(self._office.state.subscriptions.drop_place, self._place.chat)
        if isinstance(error, Undelivered):
            logger.warning("an answer could not be shown: %s", error)
            return True
        html = failing.told(error, self._office.words(self._language))
        with suppress(Undelivered):
            await self._office.show(self._place, html, reply_to=self._quoting)
        return True
