"""What subscribers are told: new articles on their topic, and a count that has moved."""

from collections.abc import Sequence

from bot.cleaning import one_line
from bot.telegram.messages.answers import answer
from bot.telegram.messages.citing import clipped, excerpt, headed
from bot.telegram.messages.figures import capitalised, counted, worded
from bot.telegram.messages.language import Words
from bot.telegram.messages.lists import articles
from bot.telegram.messages.markup import Html, bold, escape
from index.types import Answer, Headline, Tally

_LONGEST_TOPIC = 100
_LONGEST_QUOTE = 160
_MOST_ARTICLES = 5


def changed(topic: str, before: Tally, now: Answer, words: Words) -> tuple[str, ...]:
    """A count that has moved: from what to what, as of when, and the source that says so. `now` holds a tally."""
    tally = now.tally
    if tally is None or not tally.history:
        return (_heading("alert_changed", topic, words), *answer(now, words))
    newest = tally.history[-1]
    old = worded(before.value, before.unit, before.qualifier, words)
    new = counted(tally.value, tally.unit, tally.qualifier, words)
    moved = bold(capitalised(words.plain("alert_moved", before=old, now=new)))
    line = words.html("alert_moved_on", moved=moved, day=words.day(tally.as_of)) if tally.as_of else moved
    source = next((citation for citation in now.citations if citation.number == newest.citation), None)
    blocks: list[str] = [Html(f"{_heading('alert_changed', topic, words)}\n{line}")]
    if source:
        quote = escape(f"“{excerpt(source.quote, value=newest.value, most=_LONGEST_QUOTE)}”")
        blocks.append(Html(f"{headed(source.title, source.source, source.url, source.published, words)}\n{quote}"))
    return tuple(blocks)


def arrived(topic: str, headlines: Sequence[Headline], words: Words) -> tuple[str, ...]:
    """New articles on a topic: the newest few, and how many more there are."""
    blocks: list[str] = [_heading("alert_arrived", topic, words), *articles(headlines[:_MOST_ARTICLES], words)]
    if len(headlines) > _MOST_ARTICLES:
        blocks.append(words.html("alert_more", n=len(headlines) - _MOST_ARTICLES))
    return tuple(blocks)


def _heading(name: str, topic: str, words: Words) -> Html:
    return words.html(name, topic=capitalised(clipped(one_line(topic), _LONGEST_TOPIC)))
