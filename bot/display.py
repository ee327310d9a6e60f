"""Where a command shows what it found: a terminal, or anything else."""

import sys
from collections.abc import Iterator, Sequence
from typing import Protocol

from bot import plain
from bot.cleaning import clean
from index.types import Answer, Article, Citation, Hit, Overview, Passage, Progress, Tally

Events = Iterator[Progress | str | Answer]
"""What Newsroom.stream yields: progress, then verified sentences, then the whole answer."""


class Display(Protocol):
    """What every place to show things can do."""

    def follow(self, events: Events) -> Answer:
        """Show what is being done and what is written until the answer is there, and return it without showing it."""
        ...

    def answer(self, given: Answer) -> None:
        """Show an answer with its sources."""
        ...

    def sources(self, citations: Sequence[Citation]) -> None:
        """Show the sources of an answer."""
        ...

    def timeline(self, tally: Tally) -> None:
        """Show the series of a tally as a chart."""
        ...

    def hits(self, found: Sequence[Hit]) -> None:
        """Show passages, best first."""
        ...

    def overview(self, held: Overview) -> None:
        """Show what the newsroom holds."""
        ...

    def listing(self, found: Sequence[Article]) -> None:
        """Show articles, a line each."""
        ...

    def article(self, given: Article, passages: Sequence[Passage]) -> None:
        """Show one article, passage by passage."""
        ...

    def say(self, text: str) -> None:
        """Show words of our own."""
        ...


class Plain:
    """Plain text on standard output."""

    _told = ""
    """The sentences that stand there already, of an answer that was followed."""

    def follow(self, events: Events) -> Answer:
        """Print the sentences as they come."""
        self._told = ""
        return last(self._printed(events))

    def answer(self, given: Answer) -> None:
        """Print an answer with its sources, or what of it was not printed while it came."""
        told, self._told = self._told, ""
        if told == given.text:
            self.say(plain.below(given))
            return
        if told:
            self.say("\n\nThis was withdrawn.\n")
        self.say(plain.answer(given))

    def sources(self, citations: Sequence[Citation]) -> None:
        """Print the sources of an answer."""
        self.say(plain.sources(citations))

    def timeline(self, tally: Tally) -> None:
        """Print the series of a tally as a chart."""
        self.say(plain.timeline(tally))

    def hits(self, found: Sequence[Hit]) -> None:
        """Print passages, best first."""
        self.say(plain.hits(found))

    def overview(self, held: Overview) -> None:
        """Print what the newsroom holds."""
        self.say(plain.overview(held))

    def listing(self, found: Sequence[Article]) -> None:
        """Print articles, a line each."""
        self.say(plain.listing(found))

    def article(self, given: Article, passages: Sequence[Passage]) -> None:
        """Print one article, passage by passage."""
        self.say(plain.article(given, passages))

    def say(self, text: str) -> None:
        """Print the text."""
        print(text, flush=True)

    def _printed(self, events: Events) -> Events:
        for event in events:
            if isinstance(event, str):
                gap = " " if self._told else ""
                print(f"{gap}{clean(event).strip()}", end="", flush=True)
                self._told += gap + event
            yield event


class Terminal:
    """A terminal, drawn by rich."""

    def __init__(self) -> None:
        from bot import terminal  # here because rich takes longer to import than a pipe needs to be served

        self._draw = terminal
        self._console = terminal.console()

    def follow(self, events: Events) -> Answer:
        """Show each step and each sentence as it comes, and wipe them when the answer is there."""
        return self._draw.follow(events, console=self._console)

    def answer(self, given: Answer) -> None:
        """Draw an answer with its sources."""
        self._console.print(self._draw.answer(given))

    def sources(self, citations: Sequence[Citation]) -> None:
        """Draw the sources of an answer."""
        self._console.print(self._draw.sources(citations))

    def timeline(self, tally: Tally) -> None:
        """Draw the series of a tally as a chart."""
        self._console.print(self._draw.timeline(tally, width=self._console.width))

    def hits(self, found: Sequence[Hit]) -> None:
        """Draw passages, best first."""
        self._console.print(self._draw.hits(found))

    def overview(self, held: Overview) -> None:
        """Draw what the newsroom holds."""
        self._console.print(self._draw.overview(held))

    def listing(self, found: Sequence[Article]) -> None:
        """Draw articles as a table."""
        self._console.print(self._draw.listing(found))

    def article(self, given: Article, passages: Sequence[Passage]) -> None:
        """Draw one article, passage by passage."""
        self._console.print(self._draw.article(given, passages))

    def say(self, text: str) -> None:
        """Draw the text, dimmed."""
        self._console.print(text, style="dim")


def chosen() -> Display:
    """The display that fits standard output."""
    return Terminal() if sys.stdout.isatty() else Plain()


def last(events: Events) -> Answer:
    """The answer at the end of the events."""
    for event in events:
        if isinstance(event, Answer):
            return event
    raise RuntimeError("the events ended without an answer")
