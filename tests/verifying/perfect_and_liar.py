"""Two scripted models, made from articles: one that only tells what they say, and one that changes one thing a sentence.

    python -m tests.verifying.perfect_and_liar ARTICLES.jsonl [--count 1200] [--seed 1] [--show]

Both are given eight passages, as a model would be: some of one article, the others of articles at random. Prints how many of
the perfect model's sentences are kept, and how many of the liar's are dropped, by kind.
"""

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from index import sentences
from index.answering.coverage import Coverage
from index.storage.embedding import Encoder, MiniLM
from index.storage.splitting import split
from index.types import Article, Passage
from index.verifying.verifier import Verified, Verifier
from tests.verifying import changing, retelling

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence as a scripted model writes it, and what it was shown."""

    kind: str
    written: str
    source: str
    """The sentence of the article that it was made from."""
    right: int
    """Number of the passage that holds it."""
    wrong: int | None
    """Number of the passage that is cited instead."""
    passages: tuple[Passage, ...]


@dataclass(slots=True)
class Outcome:
    """How many cases of each kind there were, and which went wrong."""

    cases: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[Case, Verified | None]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def share(self) -> float:
        """Share of the cases that went right, 0 to 1."""
        return 1.0 - len(self.missed) / self.cases.total()

    def table(self, name: str) -> str:
        """The shares by kind, one a line."""
        wrong = Counter(case.kind for case, _ in self.missed)
        count = self.cases.total()
        rows = [f"{name}: {self.share:.3f} of {count}, {1000 * self.seconds / count:.1f} ms each"]
        rows += [f"  {kind:24s} {1 - wrong[kind] / made:.3f} of {made}" for kind, made in sorted(self.cases.items())]
        return "\n".join(rows)


def passages_of(articles: Sequence[Article], encoder: Encoder) -> list[tuple[Passage, ...]]:
    """The passages of each article, split as for the index."""
    return [split(article, count_tokens=encoder.count_tokens) for article in articles]


def perfect(split_articles: Sequence[tuple[Passage, ...]], *, count: int, seed: int) -> Iterator[Case]:
    """Sentences told as they are, or told in other words that say the same."""
    chance = random.Random(seed)
    ways: list[tuple[str, Callable[[str, Passage], str | None]]] = list(retelling.WAYS.items())
    made: Counter[str] = Counter()
    for case in _cases(split_articles, chance):
        kind, retell = min(chance.sample(ways, 3), key=lambda way: made[way[0]])
        told = retell(case.source, case.passages[case.right - 1])
        if told is None:
            continue
        made[kind] += 1
        yield replace(case, kind=kind, written=_marked(told, case.right, chance) if kind != "no marker" else told)
        if made.total() == count:
            return


def liar(split_articles: Sequence[tuple[Passage, ...]], *, count: int, seed: int) -> Iterator[Case]:
    """Sentences in which one figure, name, date or citation was changed."""
    chance = random.Random(seed)
    kinds = [*changing.KINDS, "citation"]
    made: Counter[str] = Counter()
    for case in _cases(split_articles, chance):
        kind = min(chance.sample(kinds, 3), key=lambda each: made[each])
        own = " ".join(each.text for each in case.passages if each.article_id == case.passages[case.right - 1].article_id)
        other = " ".join(each.text for each in chance.choice(split_articles))
        if kind == "citation":
            lie = _cite_another(case, chance)
        else:
            written = changing.change(case.source, kind, own=own, other=other, chance=chance)
            lie = (
                replace(case, kind=kind, written=_marked(written, case.right, chance))
                if written and written != case.source
                else None
            )
        if lie is None:
            continue
        made[kind] += 1
        yield lie
        if made.total() == count:
            return


def turned(split_articles: Sequence[tuple[Passage, ...]], *, count: int, seed: int) -> Iterator[Case]:
    """Sentences turned round: names or figures exchanged within, "not" put in or left out, a word for its opposite."""
    chance = random.Random(seed)
    made: Counter[str] = Counter()
    for case in _cases(split_articles, chance):
        kind = min(chance.sample(changing.TURNS, 3), key=lambda each: made[each])
        written = changing.turn(case.source, kind, chance=chance)
        if written is None:
            continue
        made[kind] += 1
        yield replace(case, kind=kind, written=_marked(written, case.right, chance))
        if made.total() == count:
            return


def run_perfect(cases: Sequence[Case], coverage: Coverage) -> Outcome:
    """Which sentences are not kept, or not with the passage that they cite."""
    outcome = Outcome()
    for case in cases:
        verified = _timed(case, coverage, outcome)
        is_attributed = verified is not None and (case.kind == "no marker" or case.right in verified.passages)
        if not is_attributed:
            outcome.missed.append((case, verified))
    return outcome


def run_liar(cases: Sequence[Case], coverage: Coverage) -> Outcome:
    """Which lies reach the reader; a wrong citation does not when the sentence is given with its right one."""
    outcome = Outcome()
    for case in cases:
        verified = _timed(case, coverage, outcome)
        if verified is not None and (case.wrong is None or case.wrong in verified.passages):
            outcome.missed.append((case, verified))
    return outcome


def _timed(case: Case, coverage: Coverage, outcome: Outcome) -> Verified | None:
    verifier = Verifier(case.passages, coverage=coverage)
    started = time.perf_counter()
    verified = verifier.verify(case.written)
    outcome.seconds += time.perf_counter() - started
    outcome.cases[case.kind] += 1
    return verified


def _cases(split_articles: Sequence[tuple[Passage, ...]], chance: random.Random) -> Iterator[Case]:
    """Sentences at random, each with eight passages in which it stands once."""
    while True:
        own = chance.choice(split_articles)
        if not own:
            continue
        passage = chance.choice(own)
        told = [passage.text[start:end] for start, end in sentences.spans(passage.text)]
        told = [each for each in told if _is_statement(each)]
        if not told:
            continue
        source = chance.choice(told)
        siblings = [each for each in own if each.id != passage.id]
        shown = [passage, *chance.sample(siblings, min(3, len(siblings)))]
        while len(shown) < SHOWN:
            other = chance.choice(chance.choice(split_articles) or own)
            if other not in shown and source not in other.text:
                shown.append(other)
        chance.shuffle(shown)
        yield Case("", source, source, shown.index(passage) + 1, None, tuple(shown))


def _is_statement(sentence: str) -> bool:
    words = sentence.split()
    if (
        not 7 <= len(words) <= 50
        or "\n" in sentence
        or sentence.rstrip('”"’').endswith("?")
        or not sentence.rstrip('”"’').endswith(".")
    ):
        return False
    return not any(sign in sentence for sign in ("http", "@", "___", "AP’s", "AP's", "apnews", ".com", ".org"))


def _marked(sentence: str, number: int, chance: random.Random) -> str:
    """The sentence with its marker before or behind the full stop."""
    if sentence.endswith(".") and chance.random() < 0.5:
        return f"{sentence[:-1]} [{number}]."
    return f"{sentence} [{number}]"


def _cite_another(case: Case, chance: random.Random) -> Case | None:
    """The sentence under the number of another passage, which does not hold it."""
    others = [number for number, each in enumerate(case.passages, start=1) if case.source not in each.text]
    if not others:
        return None
    wrong = chance.choice(others)
    return replace(case, kind="citation", wrong=wrong, written=_marked(case.source, wrong, chance))


def read_articles(path: Path) -> list[Article]:
    """The articles of a JSON lines file of the AP set."""
    records = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        Article(
            id=record["id"][:16],
            title=record["headline"],
            text=record["text"],
            origin=record["url"],
            retrieved=datetime(2024, 5, 1, tzinfo=UTC),
            source=record["source"],
            url=record["url"],
            published=datetime.fromisoformat(record["firstcreated"]),
        )
        for record in records
    ]


def main() -> None:
    """Read the command line, run both, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--count", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print every miss")
    options = parser.parse_args()
    encoder = MiniLM()
    coverage = Coverage(encoder)
    passages = passages_of(read_articles(options.articles), encoder)
    kept = run_perfect(list(perfect(passages, count=options.count, seed=options.seed)), coverage)
    dropped = run_liar(list(liar(passages, count=options.count, seed=options.seed)), coverage)
    round_ = run_liar(list(turned(passages, count=options.count, seed=options.seed)), coverage)
    for name, outcome in (("perfect model, kept", kept), ("liar, dropped", dropped), ("turned round, dropped", round_)):
        print(outcome.table(name))
        for case, verified in outcome.missed if options.show else ():
            print(f"  {case.kind}\n    wrote   {case.written}\n    from    {case.source}\n    came to {verified}")


if __name__ == "__main__":
    main()
