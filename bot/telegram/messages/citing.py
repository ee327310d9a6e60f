"""Citations: their markers in a text, and the lines of a list of sources."""

import re
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit

from bot.cleaning import address, one_line
from bot.telegram.messages.language import Words
from bot.telegram.messages.markup import Html, bold, escape, link
from index.answering import numerals
from index.types import Citation

MARKER = re.compile(r"\[(\d{1,3})\]")
_LONGEST_NAME = 60
_LONGEST_TITLE = 200


def marker(number: int, citations: Sequence[Citation]) -> Html:
    """The citation's number between brackets, leading to its article."""
    url = next((citation.url for citation in citations if citation.number == number), None)
    return link(f"[{number}]", url)


def marked(text: str, citations: Sequence[Citation]) -> Html:
    """A text of an answer, escaped, its markers leading to the articles."""
    parts = MARKER.split(text)
    texts, numbers = parts[::2], parts[1::2]
    linked = [marker(int(number), citations) for number in numbers]
    return Html("".join(f"{escape(said)}{led}" for said, led in zip(texts, [*linked, ""], strict=True)))


def entry(group: Sequence[Citation], words: Words, *, quote: str = "") -> Html:
    """One line for the citations of one article: numbers, outlet, day, title, and the quote if one is given."""
    first = group[0]
    numbers = " ".join(marker(citation.number, group) for citation in group)
    title = link(escape(clipped(one_line(first.title), _LONGEST_TITLE)), first.url)
    told = f"{numbers} {escape(provenance(first.source, first.url, first.published, words))} · {title}"
    return Html(f"{told} — {escape(f'“{quote}”')}" if quote else told)


def whole(citation: Citation, words: Words) -> Html:
    """A citation with everything known of it, on three lines."""
    heading = headed(citation.title, citation.source, citation.url, citation.published, words)
    quote = escape(f"“{one_line(citation.quote)}”")
    return Html(f"{marker(citation.number, (citation,))} {heading}\n{quote}")


def headed(title: str, source: str | None, url: str | None, published: datetime | None, words: Words) -> Html:
    """An article on two lines: its title, which leads to it, then outlet and day."""
    name = link(bold(clipped(one_line(title), _LONGEST_TITLE)), url)
    return Html(f"{name}\n{escape(provenance(source, url, published, words))}")


def outlet(source: str | None, url: str | None) -> str:
    """The outlet's name, else the site that the URL leads to, else nothing."""
    if source and one_line(source):
        return clipped(one_line(source), _LONGEST_NAME)
    try:
        return clipped((urlsplit(address(url) or "").hostname or "").removeprefix("www."), _LONGEST_NAME)
    except ValueError:
        return ""


def clipped(text: str, most: int) -> str:
    """The text, cut at a word and ended by an ellipsis when it has more characters than that."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    words, space, _ = cut.rpartition(" ")
    return f"{(words if space and len(words) > most // 2 else cut).rstrip(' ,;:.–—-')}…"


def excerpt(quote: str, *, value: float | None, most: int) -> str:
    """At most so many characters of the quote, cut at words: around the figure of that value if it tells one."""
    text = one_line(quote)
    if len(text) <= most:
        return text
    place = next((found.start for found in numerals.find(text) if found.value == value), 0)
    start = max(0, min(place - most // 2, len(text) - most + 1))
    if start:
        start = text.find(" ", start) + 1 or start
    shown = clipped(text[start:], most - 1 if start else most)
    return f"…{shown}" if start else shown


def provenance(source: str | None, url: str | None, published: datetime | None, words: Words) -> str:
    """Outlet and day of an article, as far as they are known."""
    day = words.day(published) if published else words.plain("undated")
    return " · ".join(filter(None, (outlet(source, url), day)))
