"""Questions that the articles themselves answer, to begin with: what they count, and what they told last."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.telegram.desk import Desk
from bot.telegram.handlers import failing
from bot.telegram.handlers.suggesting import Suggestion, news, suggestion
from bot.telegram.messages.language import Words
from index import sentences
from index.answering import figures
from index.types import Headline, Hit

_MOST = 3
_COUNTS = 2
"""Of the examples, ask for a count."""
_HEADLINES = 24
"""The newest articles, out of which examples are made."""
_TRIED = 6
"""Counts that are tried, each of which takes an answer."""
_FIGURES_OF_A_COURSE = 3
_LONGEST_UNIT = 40
_PATIENCE = 4.0
"""Seconds that a person waits for better examples."""
_TOO_WIDE = frozenset("years months weeks days hours minutes seconds times others numbers figures points degrees dollars".split())
"""Words that measure, or that say nothing of what is counted."""


@dataclass(frozen=True, slots=True)
class Subjects:
    """What can be asked about."""

    counts: tuple[str, ...] = ()
    """What is counted, that which was counted most often first."""
    titles: tuple[str, ...] = ()
    """Of the newest articles, newest first."""


class Examples:
    """Finds examples beside the other work, and keeps them until articles arrive. To be used on one loop."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._subjects = Subjects()
        self._mark: int | None = None
        self._finding: asyncio.Task[None] | None = None

    async def suggestions(self, *, asking: Words, shown: Words) -> tuple[Suggestion, ...]:
        """Three questions at most; fewer when the articles are few, none when there are none."""
        subjects = await self.subjects()
        counts = [suggestion("suggest_count", asking, shown, unit=unit) for unit in subjects.counts]
        titles = [news(title, asking=asking, shown=shown) for title in subjects.titles]
        return tuple((counts + titles)[:_MOST])

    async def subjects(self, *, patience: float = _PATIENCE) -> Subjects:
        """What can be asked about, as far as it is known after that many seconds at most."""
        mark = await self._desk.mark()
        if mark != self._mark and (self._finding is None or self._finding.done()):
            self._mark = mark
            self._finding = asyncio.create_task(self._find())
        if self._finding:
            await asyncio.wait({self._finding}, timeout=patience)
        return self._subjects

    async def _find(self) -> None:
        try:
            headlines = await self._desk.latest(limit=_HEADLINES)
            titles = tuple(headline.title for headline in headlines[:_MOST])
            self._subjects = replace(self._subjects, titles=titles)
            units = _units([await self._passages(headline) for headline in headlines])
            self._subjects = Subjects(await self._counts(units[:_TRIED]), titles)
        except Exception as error:  # noqa: BLE001 - examples are a courtesy: nobody waits for them
            failing.recorded(error)

    async def _passages(self, headline: Headline) -> tuple[Hit, ...]:
        return await self._desk.search(headline.title, limit=2) if headline.title.strip() else ()

    async def _counts(self, units: Iterable[str]) -> tuple[str, ...]:
        """The first of these of which the articles tell how they grew."""
        found: list[str] = []
        for unit in units:
            if any(_head(unit) == _head(other) for other in found):
                continue
            answer = await self._desk.quote(f"how many {unit} so far?")
            if answer.tally and len(answer.tally.history) >= _FIGURES_OF_A_COURSE:
                found.append(unit)
            if len(found) == _COUNTS:
                break
        return tuple(found)


def _units(found: Iterable[tuple[Hit, ...]]) -> list[str]:
    """What the passages count as it grows, that first which most of them count."""
    seen: Counter[str] = Counter()
    for hits in found:
        seen.update({unit for hit in hits for unit in _counted(hit.passage.text)})
    return [unit for unit, _ in seen.most_common()]


def _counted(text: str) -> set[str]:
    read = (figure for sentence in sentences.split(text) for figure in figures.read(sentence))
    return {figure.noun.lower() for figure in read if figure.is_running and _is_telling(figure.noun.lower())}


def _is_telling(noun: str) -> bool:
    """True for several things that are named: "strikes", not "people", "strike" or "days"."""
    last = _head(noun)
    return last.isalpha() and last.endswith("s") and last not in _TOO_WIDE and 3 < len(noun) <= _LONGEST_UNIT


def _head(noun: str) -> str:
    return noun.rpartition(" ")[2]
