"""Learn the weights of `index/answering/weights.py` from questions, and print them.

    python -m tests.quality.calibrate --articles ARTICLES.jsonl --group HOME QUESTIONS.jsonl ... --group HOME QUESTIONS.jsonl ...

Each group's questions are put to the index in its HOME. A question that can be answered names the articles that do, as `gold`
ids of ARTICLES or by a part of their address in `must_cite`, and the `answers` that a full answer holds, each a list of
spellings; one without `answers` cannot be answered. Ranking: the logarithm of the softmax mass on sentences of gold articles
that hold an answer, maximised with an L2 penalty. Refusal: logistic regression, L2; the threshold is the quantile of the
answerable questions' probabilities that `--refusals` names. Both are reported from ten-fold cross-validation.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.answering import weights
from index.answering.answerer import Answerer
from index.answering.signals import NAMES
from index.retrieval.questions import Plan, plan
from index.retrieval.retriever import Retriever
from index.storage.embedding import MiniLM
from index.storage.store import Store
from index.types import Hit, Window
from tests.quality.spelling import holds

Record = dict[str, Any]
Flags = npt.NDArray[np.bool_]
Matrix = npt.NDArray[np.float64]
_FOLDS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """One question, measured."""

    signals: Matrix
    """One row for each sentence; no rows when nothing was found."""
    answers: Flags
    """Which of the sentences answer, wholly or in part."""
    plan: Plan
    hits: tuple[Hit, ...]


class Desk:
    """An index, opened for measuring."""

    def __init__(self, store: Store, encoder: MiniLM) -> None:
        self.overview = store.overview()
        self._answerer = Answerer(store, encoder)
        self._retriever = Retriever(store, encoder)

    def case(self, record: Record, urls: dict[str, str]) -> Case:
        """Measure the question of a record."""
        bound = record.get("as_of")
        as_of = datetime.fromisoformat(f"{bound}T23:59:59+00:00") if bound else None
        now = datetime.fromisoformat(record["now"]).replace(tzinfo=UTC)
        planned = plan(
            record["question"],
            now=now,
            newest=self.overview.last_published,
            window=Window(as_of=as_of),
            history=record["history"] if "must_cite" in record and "history" in record else (),
        )
        hits = self._retriever.retrieve(planned.bounded(), limit=Answerer.wants(planned), newest=self.overview.last_published)
        judged, _ = self._answerer.judge(planned, hits, self.overview)
        if judged is None:
            return Case(np.zeros((0, len(NAMES))), np.zeros(0, dtype=np.bool_), planned, hits)
        gold = {urls[key] for key in record.get("gold") or [record.get("gold_article")] if key in urls}
        answers = [
            each.passage.url in gold
            and any(holds(each.text, spelling) for spellings in _answers(record) for spelling in spellings)
            for each in judged.sentences
        ]
        return Case(judged.rows, np.array(answers), planned, hits)

    def doubts(self, case: Case) -> dict[str, float]:
        """What speaks for and against the best sentence, with the weights as they now are."""
        return self._answerer.judge(case.plan, case.hits, self.overview)[1]


def main() -> None:
    """Read the command line, learn, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", required=True, type=Path)
    parser.add_argument("--group", required=True, type=Path, nargs="+", action="append", metavar=("HOME", "QUESTIONS"))
    parser.add_argument("--refusals", type=float, default=0.065, help="share of formal answerable questions that may be refused")
    options = parser.parse_args()
    urls = {article["id"]: article["url"] for article in _records([options.articles])}
    encoder = MiniLM()
    records, cases, desks = [], [], []
    for home, *paths in options.group:
        desk = Desk(Store.open(home, encoder), encoder)
        for record in _records(paths):
            records.append(record)
            cases.append(desk.case(record, urls))
            desks.append(desk)
    is_answerable = np.array([bool(_answers(record)) for record in records])
    is_formal = np.array([record.get("style") == "formal" or str(record.get("id", "")).startswith("apl_") for record in records])
    told = [case for case, answerable in zip(cases, is_answerable, strict=True) if answerable]
    _show_ranking(told)
    weights.RANKING.update(zip(NAMES, learn_ranking(told).tolist(), strict=True))
    found = [desk.doubts(case) for desk, case in zip(desks, cases, strict=True)]
    _show_refusal(found, is_answerable, is_formal, options.refusals)


def learn_ranking(cases: Sequence[Case], *, penalty: float = 4.0, steps: int = 1500) -> Matrix:
    """The weight of each signal, by gradient ascent with momentum on standardised signals."""
    told = [case for case in cases if case.answers.any()]
    stacked = np.vstack([case.signals for case in told])
    spread = stacked.std(axis=0) + 1e-6
    learnt, speed = np.zeros(len(NAMES)), np.zeros(len(NAMES))
    for _ in range(steps):
        gradient = -2 * penalty * learnt
        for case in told:
            rows = case.signals / spread
            mass = _softmax(rows @ learnt)
            right = np.where(case.answers, mass, 0.0)
            gradient += (right / right.sum() - mass) @ rows
        speed = 0.9 * speed + 0.05 * gradient / len(told)
        learnt = learnt + speed
    scaled: Matrix = learnt / spread
    return scaled


def learn_refusal(rows: Matrix, labels: Matrix, *, penalty: float = 5.0) -> tuple[Matrix, float]:
    """Weights and bias of a logistic regression, by Newton's method on standardised columns."""
    spread, middle = rows.std(axis=0) + 1e-6, rows.mean(axis=0)
    design = np.hstack([(rows - middle) / spread, np.ones((len(rows), 1))])
    ridge = np.diag([penalty] * rows.shape[1] + [1e-6])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (labels - chance) - ridge @ weights
        curvature = design.T @ (design * (chance * (1 - chance))[:, None]) + ridge
        weights = weights + np.linalg.solve(curvature, gradient)
    learnt: Matrix = weights[:-1] / spread
    return learnt, float(weights[-1] - learnt @ middle)


def _show_ranking(cases: Sequence[Case]) -> None:
    right = 0
    for fold in _folds(len(cases)):
        learnt = learn_ranking([case for place, case in enumerate(cases) if place not in fold])
        right += sum(
            bool(case.answers[np.argmax(case.signals @ learnt)]) for case in (cases[each] for each in fold) if len(case.answers)
        )
    print(f"best sentence answers, cross-validated: {right / len(cases):.3f} of {len(cases)}")
    print("RANKING =", _written(NAMES, learn_ranking(cases)))


def _show_refusal(found: Sequence[dict[str, float]], is_answerable: Flags, is_formal: Flags, refusals: float) -> None:
    kept = np.array([bool(each) for each in found])
    told = [each for each in found if each]
    names = list(told[0])
    rows = np.array([[each[name] for name in names] for each in told])
    labels = is_answerable[kept].astype(float)
    formal = (is_answerable & is_formal)[kept]
    chances = np.zeros(len(rows))
    for fold in _folds(len(rows)):
        rest = [place for place in range(len(rows)) if place not in fold]
        learnt, bias = learn_refusal(rows[rest], labels[rest])
        chances[list(fold)] = 1 / (1 + np.exp(-(rows[list(fold)] @ learnt + bias)))
    least = float(np.quantile(chances[formal], refusals))
    print("formal refused, all answerable refused, abstained, at a threshold; cross-validated:")
    for part in (0.02, 0.04, 0.06, 0.08, 0.1):
        bound = float(np.quantile(chances[formal], part))
        print(f"{part:.2f} {(chances[labels == 1] < bound).mean():.3f} {(chances[labels == 0] < bound).mean():.3f} {bound:.3f}")
    learnt, bias = learn_refusal(rows, labels)
    print("ANSWERABLE =", _written(names, learnt))
    print(f"BIAS = {bias:.3f}\nLEAST = {least:.3f}")


def _folds(count: int) -> list[set[int]]:
    order = np.random.default_rng(1).permutation(count)
    return [set(map(int, part)) for part in np.array_split(order, _FOLDS)]


def _softmax(scores: Matrix) -> Matrix:
    powers = np.exp(scores - scores.max())
    mass: Matrix = powers / powers.sum()
    return mass


def _written(names: Sequence[str], values: Matrix) -> str:
    return "{" + ", ".join(f'"{name}": {value:.3f}' for name, value in zip(names, values, strict=True)) + "}"


def _answers(record: Record) -> Sequence[Sequence[str]]:
    """What a full answer holds, each in its spellings; a tally question has one answer."""
    if "answer" in record:
        return [record["answer"]["text"]]
    return [[spelling] if isinstance(spelling, str) else spelling for spelling in record.get("answers", [])]


def _records(paths: Sequence[Path]) -> Iterator[Record]:
    for path in paths:
        yield from (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


if __name__ == "__main__":
    main()
