"""How the bot fares, for those who run it."""

from datetime import datetime

from bot.telegram.handlers import presenting
from bot.telegram.handlers.commands import quoted
from bot.telegram.handlers.hearing import Heard
from bot.telegram.handlers.limits import duration
from bot.telegram.handlers.office import Office
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html


async def stats(office: Office, heard: Heard) -> None:
    """Show how much is asked, and how well it is answered."""
    words = office.words(heard.language)
    counted = await office.kept(office.state.stats, now=office.now())
    blocks = [
        words.html("stats_today", questions=counted.questions_today, people=counted.people_today),
        words.html("stats_kept", questions=counted.questions, people=counted.people),
        words.html(
            "stats_outcomes",
            answered=counted.answered,
            found=counted.found,
            stopped=counted.stopped,
            failed=counted.failed,
        ),
        words.html("stats_opinions", up=counted.up, down=counted.down, subscriptions=counted.subscriptions),
    ]
    await _show(office, heard, blocks)


async def health(office: Office, heard: Heard) -> None:
    """Show when Telegram was last heard of, how large and old the index is, what waits, and whether a model writes."""
    words, now = office.words(heard.language), office.now()
    held = await office.desk.overview()
    counted = await office.kept(office.state.stats, now=now)
    update = await office.kept(office.state.health.last, "update")
    blocks = [
        words.html("health_update", ago=_ago(update, words, now=now)),
        words.html("health_index", articles=held.articles, passages=held.passages, embedder=held.embedder),
        words.html("health_newest", ago=_ago(held.last_published, words, now=now)),
        words.html(
            "health_queues",
            here=office.turns.length,
            running=counted.running,
            waiting=counted.waiting,
            unsent=office.unsent(),
        ),
        words.html("health_model", model=office.model) if office.model else words.html("health_no_model"),
    ]
    await _show(office, heard, blocks)


async def _show(office: Office, heard: Heard, lines: list[Html]) -> None:
    await office.outbox.show(heard.place, presenting.messages(["\n".join(lines)]), reply_to=quoted(heard))


def _ago(moment: datetime | None, words: Words, *, now: datetime) -> str:
    return words.plain("health_never") if moment is None else words.plain("health_ago", span=duration(now - moment, words))
