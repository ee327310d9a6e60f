"""The newsroom for many people at once: each call waits on a thread of its own, never on the bot's loop."""

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from bot import picture
from bot.telegram.types import Question
from index.newsroom import Newsroom
from index.stopping import Stop
from index.types import Answer, Citation, Headline, Hit, Overview, Progress, Tally

_WRITTEN_AT_ONCE = 16
"""A model that stalls holds one of these for each question."""
_QUOTED_AT_ONCE = 4
"""Quoting is all work of this machine: more at once would make everybody wait longer."""
_LOOKS_AT_ONCE = 2
"""Searches and pictures have threads of their own: they need no model, so no model may hold them up."""

_WIDTH = 1280
"""Pixels of a picture: what phones show without loading it again."""

Given = ParamSpec("Given")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Worked:
    """An answer, with the seconds that each stage of the work took."""

    answer: Answer
    seconds: dict[str, float]


class Desk:
    """Asks the newsroom. Close it when nothing is asked any more; the newsroom stays open."""

    def __init__(self, news: Newsroom, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._news = news
        self._monotonic = monotonic
        at_once = _WRITTEN_AT_ONCE if news.has_model else _QUOTED_AT_ONCE
        self._asking = ThreadPoolExecutor(at_once, thread_name_prefix="asking")
        self._looking = ThreadPoolExecutor(_LOOKS_AT_ONCE, thread_name_prefix="looking")

    @property
    def writes(self) -> bool:
        """True when a language model writes the answers."""
        return self._news.has_model

    async def ask(self, question: Question, *, history: Sequence[str], on_progress: Callable[[str], None], stop: Stop) -> Worked:
        """Answer a question. `on_progress` is called on the loop with what is being done; see `stages`.

        Raises what `Newsroom.ask` raises, and Stopped when `stop` is set.
        """
        loop = asyncio.get_running_loop()

        def tell(stage: str) -> None:
            loop.call_soon_threadsafe(on_progress, stage)

        return await _on(self._asking, self._answer, question, history, tell, stop)

    async def quote(self, topic: str) -> Answer:
        """What the articles say to a topic, without a language model: the same index gives the same answer."""
        return await _on(self._looking, self._news.ask, topic, written=False)

    async def search(self, query: str, *, limit: int) -> tuple[Hit, ...]:
        """The passages that fit best, best first."""
        return await _on(self._looking, self._news.search, query, limit=limit)

    async def latest(self, topic: str | None = None, *, limit: int) -> tuple[Headline, ...]:
        """The newest articles, newest first, of a topic if one is given."""
        return await _on(self._looking, self._news.latest, topic, limit=limit)

    async def arrived(self, after: int, *, limit: int = 100) -> tuple[Headline, ...]:
        """The articles indexed after that mark, oldest first."""
        return await _on(self._looking, self._news.arrived, after, limit=limit)

    async def mark(self) -> int:
        """The mark of the article indexed last."""
        return await _on(self._looking, self._news.mark)

    async def about(self, topic: str, article_ids: Sequence[str]) -> tuple[Hit, ...]:
        """Which of these articles are about the topic."""
        return await _on(self._looking, self._news.about, topic, article_ids)

    async def overview(self) -> Overview:
        """What the newsroom holds."""
        return await _on(self._looking, self._news.articles)

    async def draw(self, tally: Tally, citations: Sequence[Citation], title: str) -> bytes:
        """The picture of a tally, as a PNG. ValueError when fewer than two figures are dated."""
        return await _on(self._looking, picture.draw, tally, citations, title, width=_WIDTH)

    def close(self) -> None:
        """Take no more; what runs ends when it ends."""
        self._asking.shutdown(wait=False, cancel_futures=True)
        self._looking.shutdown(wait=False, cancel_futures=True)

    def _answer(self, question: Question, history: Sequence[str], tell: Callable[[str], None], stop: Stop) -> Worked:
        """On a thread: follow the newsroom's events to the answer."""
        seconds: dict[str, float] = {}
        stage, began = "searching", self._monotonic()
        with closing(self._news.stream(question.text, history=history, stop=stop)) as events:
            for event in events:
                if isinstance(event, Answer):
                    _add(seconds, stage, self._monotonic() - began)
                    return Worked(event, seconds)
                if isinstance(event, Progress):
                    _add(seconds, stage, self._monotonic() - began)
                    stage, began = _stage(event), self._monotonic()
                    tell(stage)
        raise AssertionError("the newsroom ended without an answer")


def _stage(event: Progress) -> str:
    """The first word of what is being done: `searching`, `understood`, `reading`, `writing`."""
    return event.text.partition(" ")[0]


def _add(seconds: dict[str, float], stage: str, took: float) -> None:
    seconds[stage] = seconds.get(stage, 0.0) + took


async def _on(executor: Executor, work: Callable[Given, Result], *given: Given.args, **options: Given.kwargs) -> Result:
    return await asyncio.get_running_loop().run_in_executor(executor, partial(work, *given, **options))
