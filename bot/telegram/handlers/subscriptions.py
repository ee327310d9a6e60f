"""Topics that people want to hear of: subscribing, listing, ending."""

from bot.cleaning import one_line
from bot.telegram.handlers import presenting
from bot.telegram.handlers.commands import quoted, say
from bot.telegram.handlers.hearing import Heard
from bot.telegram.handlers.keyboards import Keys
from bot.telegram.handlers.office import Office
from bot.telegram.handlers.tapping import Tapping
from bot.telegram.messages import lists
from bot.telegram.messages.figures import counted
from bot.telegram.messages.language import Words
from bot.telegram.state import Subscription
from bot.telegram.types import Keyboard
from index.errors import NothingIndexed
from index.types import Tally

_LONGEST = 200
"""Characters of a topic."""
_MOST = 20
"""Subscriptions of one person in one place."""
_LABEL = 40


async def subscribe(office: Office, heard: Heard) -> None:
    """Subscribe the person, here, to what follows the command."""
    words, topic = office.words(heard.language), one_line(heard.argument)
    if not topic or len(topic) > _LONGEST:
        await say(office, heard, words.html("subscribe_how"))
        return
    theirs = await office.kept(office.state.subscriptions.of, heard.place, heard.user)
    if len(theirs) >= _MOST:
        await say(office, heard, words.html("subscribe_full", n=_MOST))
        return
    # Before the figure is read: what arrives in between is told, not lost.
    mark = await office.desk.mark()
    reading = await _reading(office, topic)
    added = await office.kept(
        office.state.subscriptions.add,
        heard.place,
        heard.user,
        topic,
        heard.language,
        now=office.now(),
        arrival=mark,
        reading=reading,
    )
    html = words.html("subscribe_done", topic=added.topic)
    if reading:
        figure = counted(reading.value, reading.unit, reading.qualifier, words)
        html = words.html("subscribe_done_figure", topic=added.topic, figure=figure)
    await office.show(heard.place, html, reply_to=quoted(heard), keyboard=await _ending(office, heard, [added], words))


async def subscriptions(office: Office, heard: Heard) -> None:
    """List what the person is subscribed to here, with a button each to end it."""
    words = office.words(heard.language)
    theirs = await office.kept(office.state.subscriptions.of, heard.place, heard.user)
    blocks = lists.subscriptions([one.topic for one in theirs], words)
    messages = presenting.messages(blocks, await _ending(office, heard, theirs, words))
    await office.outbox.show(heard.place, messages, reply_to=quoted(heard))


async def unsubscribe(office: Office, heard: Heard) -> None:
    """End the subscription to what follows the command; without anything, offer what there is."""
    topic = one_line(heard.argument).casefold()
    if not topic:
        await subscriptions(office, heard)
        return
    words = office.words(heard.language)
    theirs = await office.kept(office.state.subscriptions.of, heard.place, heard.user)
    for one in theirs:
        if one.topic.casefold() == topic and await office.kept(office.state.subscriptions.remove, one.id, heard.user):
            await say(office, heard, words.html("unsubscribe_done", topic=one.topic))
            return
    await say(office, heard, words.html("unsubscribe_unknown", topic=one_line(heard.argument)))


async def tapped(tapping: Tapping) -> None:
    """End the subscription that the button is about."""
    if not tapping.is_theirs:
        await tapping.told("tap_not_yours")
        return
    office = tapping.office
    ended = await office.kept(office.state.subscriptions.remove, tapping.kept.subject, tapping.tap.user)
    await tapping.told("tap_unsubscribed" if ended else "tap_finished")


def ending(keys: Keys, theirs: list[Subscription], words: Words) -> Keyboard:
    """A row for each subscription, with a button that ends it. Looks into the state: call it on a thread."""
    return keys.rows(*([(_label(one.topic, words), "unsubscribe", one.id)] for one in theirs))


async def _ending(
    office: Office, heard: Heard, theirs: "tuple[Subscription, ...] | list[Subscription]", words: Words
) -> Keyboard:
    keys = Keys(office.state, heard.place, heard.user, office.now())
    return await office.kept(ending, keys, list(theirs), words)


async def _reading(office: Office, topic: str) -> Tally | None:
    """What the topic's figure stands at, if it has one."""
    try:
        return (await office.desk.quote(topic)).tally
    except NothingIndexed:
        return None


def _label(topic: str, words: Words) -> str:
    short = topic if len(topic) <= _LABEL else topic[: _LABEL - 1] + "…"
    return words.plain("button_unsubscribe", topic=short)
