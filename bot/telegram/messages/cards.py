"""Passages that were found as cards, for choosing one while typing in any chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from bot.cleaning import address, one_line
from bot.telegram.messages.citing import clipped, headed, provenance
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, escape
from index.types import Hit

MOST = 50
"""Cards that Telegram shows at most."""
_LONGEST_TITLE, _LONGEST_DESCRIPTION, _LONGEST_QUOTE = 120, 160, 600


@dataclass(frozen=True, slots=True)
class Card:
    """One article to choose."""

    id: str
    """At most 64 bytes, different for each card of a list."""
    title: str
    """Plain text, as is the description."""
    description: str
    html: str
    """What is sent when it is chosen."""
    url: str | None


def cards(hits: Sequence[Hit], words: Words) -> tuple[Card, ...]:
    """A card for each article, with its best passage, best first."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.passage.article_id, hit)
    return tuple(_card(hit, words) for hit in islice(best.values(), MOST))


def _card(hit: Hit, words: Words) -> Card:
    passage = hit.passage
    told = provenance(passage.source, passage.url, passage.published, words)
    text = one_line(passage.text)
    heading = headed(passage.title, passage.source, passage.url, passage.published, words)
    quote = escape(f"“{clipped(text, _LONGEST_QUOTE)}”")
    return Card(
        id=passage.article_id,
        title=clipped(one_line(passage.title), _LONGEST_TITLE) or told,
        description=clipped(f"{told} — {text}", _LONGEST_DESCRIPTION),
        html=Html(f"{heading}\n{quote}"),
        url=address(passage.url),
    )
