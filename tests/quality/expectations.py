"""Questions with what is expected of their answers, as `scenario.jsonl` and `tallies.jsonl` hold them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.moments import end
from index import Answer, Newsroom
from tests.quality.spelling import holds

TALLIES = Path(__file__).parent / "tallies.jsonl"
"""Figures of the sample articles: where they stand, how they came there."""
_WORDS = 120
"""Only so many words of an answer's text count, so that quoting everything does not pay."""


@dataclass(frozen=True, slots=True)
class Expectation:
    """One line of such a file."""

    record: dict[str, Any]

    @property
    def question(self) -> str:
        return str(self.record["question"])

    @property
    def abstains(self) -> bool:
        """True when the articles hold no answer."""
        return bool(self.record.get("abstain"))

    @property
    def label(self) -> str:
        """The question with all that is put beside it, for a reader of a failed test."""
        bound = f" (as of {self.record['as_of']})" if "as_of" in self.record else ""
        return " → ".join([*self.record.get("history", ()), self.question]) + bound

    @property
    def as_of(self) -> datetime | None:
        """The end of the day that is asked about beside the question; None when there is no such day."""
        return end(self.record["as_of"]) if "as_of" in self.record else None

    def ask(self, news: Newsroom) -> Answer:
        """Put the question, as the command line would."""
        now = datetime.fromisoformat(self.record["now"])
        return news.ask(self.question, as_of=self.as_of, now=now, history=tuple(self.record.get("history", ())))

    def lacks(self, answer: Answer) -> list[str]:
        """What keeps the answer from being right in full; empty when nothing does."""
        found = _forbidden(self.record, answer)
        if self.abstains:
            return found + (["should abstain"] if answer.found else []) + (["tells a tally"] if answer.tally else [])
        if not answer.found:
            return [*found, "refuses"]
        return [*found, *_words(self.record, answer), *_citations(self.record, answer), *_figures(self.record, answer)]

    def tells_the_figure(self, answer: Answer) -> bool:
        """True when the answer's tally is at the expected figure, or at none where none is expected."""
        value = answer.tally.value if answer.tally else None
        return value in (self.record["value"], *self.record.get("also", ()))


def load(path: Path) -> tuple[Expectation, ...]:
    """All lines of a file, in order."""
    return tuple(Expectation(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines())


def _words(record: dict[str, Any], answer: Answer) -> Iterator[str]:
    text = " ".join(answer.text.split()[:_WORDS])
    for spellings in (*record.get("answers", ()), *record.get("must_mention", ())):
        if not any(holds(text, spelling) for spelling in spellings):
            yield f"lacks {' or '.join(spellings)}"
    yield from (f"says {wrong}" for wrong in record.get("must_not_say", ()) if holds(text, wrong))


def _citations(record: dict[str, Any], answer: Answer) -> Iterator[str]:
    cited = [f"{citation.url} {citation.title}" for citation in answer.citations]
    for wanted in (record.get("must_cite"), record.get("must_cite_also")):
        if wanted and not any(part in name for part in wanted for name in cited):
            yield f"cites none of {', '.join(wanted)}"
    copies = [part for part in record.get("cite_once", ()) if any(part in name for name in cited)]
    if len(copies) > 1:
        yield f"cites one text more than once: {', '.join(copies)}"


def _forbidden(record: dict[str, Any], answer: Answer) -> list[str]:
    cited = [f"{citation.url} {citation.title}" for citation in answer.citations]
    return [f"cites {part}" for part in record.get("must_not_cite", ()) if any(part in name for name in cited)]


def _figures(record: dict[str, Any], answer: Answer) -> Iterator[str]:
    """What is wrong with the tally, where one figure is expected."""
    if record["value"] is not None:
        if answer.tally is None:
            yield "tells no tally"
            return
        wanted = [record["value"], *record.get("also", ())]
        if answer.tally.value not in wanted:
            yield f"counts {answer.tally.value} instead of {' or '.join(map(str, wanted))}"
        beside = {answer.tally.value, *(reading.value for reading in answer.tally.conflicts)}
        if record["kind"] == "conflict" and not beside.issuperset(wanted):
            yield f"its tally does not set {' against '.join(map(str, wanted))}"
        told = {"qualifier": answer.tally.qualifier, "unit": answer.tally.unit}
        yield from (f"its {key} is {told[key]!r}" for key in told if key in record and told[key] != record[key])
    if "trend" in record:
        history = [str(reading.value).removesuffix(".0") for reading in answer.tally.history] if answer.tally else []
        text = " ".join(answer.text.split()[:_WORDS])
        steps = [any(holds(text, way) or way in history for way in ways) for ways in record["trend"]["values"]]
        if sum(steps) < record["trend"]["min"]:
            yield f"tells {sum(steps)} of at least {record['trend']['min']} steps"
