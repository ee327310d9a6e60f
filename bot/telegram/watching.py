"""Looks for new articles, and tells those who subscribed to what they are about, or to a figure that they change."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.telegram.handlers import presenting
from bot.telegram.handlers.keyboards import Keys
from bot.telegram.handlers.office import Office
from bot.telegram.messages import alerts
from bot.telegram.messages.language import Words
from bot.telegram.sending.failures import Undelivered, Unreachable
from bot.telegram.state import Subscription
from bot.telegram.types import Keyboard
from index.errors import DatelineError
from index.types import Answer, Headline, Tally

logger = logging.getLogger(__name__)

_AT_ONCE = 100
_MOST = 500
"""Articles that are looked at in one go; the others wait for the next."""
_LABEL = 40
Sleep = Callable[[float], Awaitable[None]]


@dataclass(slots=True)
class _Topic:
    """What the arrivals mean for a topic."""

    answer: Answer | None
    """What the articles say to it now."""
    about: frozenset[str]
    """Ids of the arrived articles that are about it."""


@dataclass(slots=True)
class _Arrivals:
    """What has arrived, and up to which mark."""

    headlines: tuple[Headline, ...]
    mark: int
    topics: dict[str, _Topic] = field(default_factory=dict)
    """By their folded words: many people may watch the same."""


async def watch(office: Office, *, seconds: float, sleep: Sleep = asyncio.sleep) -> None:
    """Look every so many seconds, until cancelled."""
    while True:
        await sleep(seconds)
        try:
            await look(office)
        except DatelineError as error:
            logger.warning("new articles could not be looked for: %s", error)


async def look(office: Office) -> int:
    """Tell what has arrived since it was last looked at, to everybody who wants to know; returns how many alerts were sent.

    With several replicas, each alert is sent by one of them.
    """
    subscriptions = await office.kept(office.state.subscriptions.all)
    mark = await office.desk.mark()
    behind = [one for one in subscriptions if one.arrival < mark]
    if not behind:
        return 0
    arrivals = await _arrived(office, min(one.arrival for one in behind), mark)
    news = [(one, await _news(office, one, arrivals)) for one in behind]
    return sum(await asyncio.gather(*(_send(office, one, blocks) for one, blocks in news if blocks)))


async def _arrived(office: Office, after: int, mark: int) -> _Arrivals:
    found: list[Headline] = []
    while len(found) < _MOST:
        more = await office.desk.arrived(found[-1].mark if found else after, limit=_AT_ONCE)
        found += more
        if len(more) < _AT_ONCE:
            return _Arrivals(tuple(found), max(mark, *(one.mark for one in more)) if more else mark)
    return _Arrivals(tuple(found), found[-1].mark)


async def _news(office: Office, one: Subscription, arrivals: _Arrivals) -> tuple[str, ...]:
    """What there is to tell to a subscription, once it is noted that it is told; empty when there is nothing."""
    topic = await _topic(office, one.topic, arrivals)
    now = topic.answer.tally if topic.answer else None
    headlines = [head for head in arrivals.headlines if head.mark > one.arrival and head.article_id in topic.about]
    is_first = await office.kept(office.state.subscriptions.told, one, arrival=arrivals.mark, reading=_newer(one.reading, now))
    if not is_first or not office.access.may_ask(one.user, one.place.chat):
        return ()
    words = office.words(one.language)
    blocks: list[str] = []
    if topic.answer and one.reading and now and is_change(one.reading, now):
        blocks += alerts.changed(one.topic, one.reading, topic.answer, words)
    if headlines:
        blocks += alerts.arrived(one.topic, headlines, words)
    return tuple(blocks)


async def _topic(office: Office, topic: str, arrivals: _Arrivals) -> _Topic:
    key = topic.casefold()
    if key not in arrivals.topics:
        hits = await office.desk.about(topic, [head.article_id for head in arrivals.headlines])
        arrivals.topics[key] = _Topic(await _answer(office, topic), frozenset(hit.passage.article_id for hit in hits))
    return arrivals.topics[key]


async def _answer(office: Office, topic: str) -> Answer | None:
    try:
        return await office.desk.quote(topic)
    except DatelineError as error:
        logger.warning("a watched figure could not be read: %s", error)
        return None


def is_change(before: Tally, now: Tally) -> bool:
    """True when the same count stands at another value, by a source that is not older."""
    if before.unit.casefold() != now.unit.casefold() or before.value == now.value:
        return False
    return before.as_of is None or (now.as_of is not None and now.as_of >= before.as_of)


def _newer(before: Tally | None, now: Tally | None) -> Tally | None:
    """What to compare with from now on: an older figure, or none, does not take the place of a newer one."""
    if now is None or before is None:
        return now or before
    is_older = before.as_of is not None and (now.as_of is None or now.as_of < before.as_of)
    return before if is_older else now


async def _send(office: Office, one: Subscription, blocks: Sequence[str]) -> bool:
    words = office.words(one.language)
    try:
        keyboard = await office.kept(_keyboard, office, one, words)
        await office.outbox.show(one.place, presenting.messages(blocks, keyboard), urgent=False)
    except Unreachable:
        await office.kept(office.state.subscriptions.drop_place, one.place.chat)
        return False
    except Undelivered as error:
        logger.warning("an alert could not be shown: %s", error)
        return False
    return True


def _keyboard(office: Office, one: Subscription, words: Words) -> Keyboard:
    topic = one.topic if len(one.topic) <= _LABEL else one.topic[: _LABEL - 1] + "…"
    keys = Keys(office.state, one.place, one.user, office.now())
    return keys.rows(
        [(words.plain("button_ask", topic=topic), "ask", f":{one.topic}")],
        [(words.plain("button_unsubscribe", topic=topic), "unsubscribe", one.id)],
    )
