"""What the bot says of itself and of its articles: welcome, help, newest articles, topics, privacy. All as blocks of HTML."""

from collections.abc import Sequence

from bot.cleaning import one_line
from bot.telegram.messages.citing import clipped, headed, outlet
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, bold, escape
from index.types import Headline, Overview

_OUTLETS_NAMED = 3
_LONGEST_TOPIC = 100


def welcome(held: Overview, words: Words) -> tuple[str, ...]:
    """Who speaks, what it knows, how it answers; examples are to follow as buttons."""
    hello = words.html("welcome_hello")
    if not held.articles:
        return (hello, words.html("welcome_empty"))
    return (Html(f"{hello}\n{_known(held, words)}"), words.html("welcome_promise"), words.html("welcome_examples"))


def help(words: Words, *, commands: Sequence[str]) -> tuple[str, ...]:  # noqa: A001 - what the command is called
    """How to ask, then a line for each command, whose text is `command_NAME`."""
    lines = [Html(f"/{command} — {words.html(f'command_{command}')}") for command in commands]
    return (words.html("help_asking"), Html("\n".join(lines)), words.html("help_groups"))


def latest(headlines: Sequence[Headline], words: Words, *, topic: str | None) -> tuple[str, ...]:
    """The newest articles, of a topic if one is given, each with outlet and day."""
    about = clipped(one_line(topic or ""), _LONGEST_TOPIC)
    if not headlines:
        return (words.html("latest_none_of", topic=about) if about else words.html("latest_none"),)
    heading = words.html("latest_of", topic=about) if about else words.html("latest")
    return (heading, *articles(headlines, words))


def articles(headlines: Sequence[Headline], words: Words) -> tuple[Html, ...]:
    """A block for each article: its title, which leads to it, then outlet and day."""
    return tuple(headed(each.title, each.source, each.url, each.published, words) for each in headlines)


def subscriptions(topics: Sequence[str], words: Words) -> tuple[str, ...]:
    """The topics that somebody is told of, and how to end that."""
    if not topics:
        return (words.html("subscriptions_none"),)
    lines = [Html(f"• {escape(clipped(one_line(topic), _LONGEST_TOPIC))}") for topic in topics]
    return (words.html("subscriptions"), Html("\n".join(lines)), words.html("subscriptions_end"))


def privacy(words: Words, *, days: int, has_model: bool = False) -> tuple[str, ...]:
    """What is kept of a person, for how long, who else reads it, and how to see and delete it."""
    blocks = [words.html("privacy_kept", days=words.plain("days", n=days)), words.html("privacy_not_kept")]
    if has_model:
        blocks.append(words.html("privacy_model"))
    return (*blocks, words.html("privacy_rights"))


def forgotten(words: Words, *, questions: int, feedback: int, subscriptions: int, buttons: int) -> tuple[str, ...]:
    """What was deleted, in numbers."""
    counts = {"questions": questions, "feedback": feedback, "subscriptions": subscriptions, "buttons": buttons}
    told = [words.plain(f"forgotten_{name}", n=number) for name, number in counts.items() if number]
    if not told:
        return (words.html("forgotten_nothing"),)
    return (words.html("forgotten", what=", ".join(told)), words.html("forgotten_budget"))


def _known(held: Overview, words: Words) -> Html:
    """How many articles there are, from when to when, and whose."""
    count = bold(words.plain("articles", n=held.articles))
    first, last = held.first_published, held.last_published
    names = [outlet(name, None) for name, _ in held.sources]
    told = [words.html("welcome_articles", articles=count)]
    if first and last:
        told = [words.html("welcome_dated", articles=count, start=words.day(first, beside=last), end=words.day(last))]
    if len(names) > _OUTLETS_NAMED:
        named = ", ".join(names[:_OUTLETS_NAMED])
        told.append(words.html("welcome_outlets_more", outlets=named, n=len(names) - _OUTLETS_NAMED))
    elif names:
        told.append(words.html("welcome_outlets", outlets=", ".join(names)))
    return Html(" ".join(told))
