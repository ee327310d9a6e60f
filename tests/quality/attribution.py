"""Learn the weights of `index/verifying/support_weights.py` from labelled claims, and print them.

    python -m tests.quality.attribution CLAIMS.jsonl

Each line holds a `claim`, its `references`, the `question` that it answers, and whether it is `supported`. Logistic regression,
L2; judged by ten-fold cross-validation in which all claims of one question are in one fold, with the threshold chosen on the
other nine. Prints macro-F1, by source, too, then what a stricter threshold does, then the weights learnt from all.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.answering.coverage import Coverage
from index.storage.embedding import MiniLM
from index.types import Passage
from index.verifying import cleaning, markers, support
from index.verifying.aligning import Alignment, Claim
from index.verifying.evidence import Evidence, Line, lines_of
from index.vocabulary import stems
from tests.quality.calibrate import learn_refusal

Values = npt.NDArray[np.float64]
_FOLDS = 10
_MOST_LINES = 40
"""Sentences of the references that are compared with a claim: those that share most words with it."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A claim, measured."""

    features: dict[str, float]
    is_supported: bool
    question: str
    source: str
    is_clean: bool
    """True when every figure, time and name of it is founded and nothing is contradicted."""


def main() -> None:
    """Read the command line, measure, learn, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path)
    options = parser.parse_args()
    coverage = Coverage(MiniLM())
    records = [json.loads(line) for line in options.claims.read_text("utf-8").splitlines() if line.strip()]
    labelled = [each for record in records if (each := measured(record, coverage))]
    names = list(labelled[0].features)
    rows = np.array([[each.features[name] for name in names] for each in labelled])
    labels = np.array([float(each.is_supported) for each in labelled])
    chances, told = cross_validated(rows, labels, [each.question for each in labelled])
    print(f"macro-F1, cross-validated: {macro_f1(labels, told):.3f} of {len(labelled)} claims")
    for source in sorted({each.source for each in labelled}):
        own = np.array([each.source == source for each in labelled])
        print(f"  {source:24s} {macro_f1(labels[own], told[own]):.3f} of {own.sum()}")
    for name in names:
        _, alone = cross_validated(rows[:, [names.index(name)]], labels, [each.question for each in labelled])
        print(f"  {name + ' alone':24s} {macro_f1(labels, alone):.3f}")
    _show_bars(labelled, chances, labels)
    learnt, bias = learn_refusal(rows, labels)
    print("SUPPORT = {" + ", ".join(f'"{name}": {weight:.3f}' for name, weight in zip(names, learnt, strict=True)) + "}")
    print(f"BIAS = {bias:.3f}")


def measured(record: dict[str, Any], coverage: Coverage) -> Labelled | None:
    """A record's claim laid upon its references; None when there is nothing to compare."""
    text = cleaning.clean(markers.read(" ".join(record["claim"].split())).text)
    lines = _closest(text, record["references"])
    claim = Claim(text, None)
    if not lines or not claim.units:
        return None
    evidence = Evidence(lines)
    found = support.measure(Alignment(claim, evidence), coverage)
    return Labelled(
        features=support.features(text, found, evidence, coverage),
        is_supported=record["supported"],
        question=record["question"],
        source=record["id"].partition("_")[0],
        is_clean=not found.unfounded and not found.contradictions,
    )


def cross_validated(rows: Values, labels: Values, groups: Sequence[str]) -> tuple[Values, Values]:
    """For each row its chance, and what is told of it, 0 or 1, by weights and a threshold learnt from other groups."""
    order = np.random.default_rng(1).permutation(sorted(set(groups)))
    fold_of = {group: place % _FOLDS for place, group in enumerate(order.tolist())}
    folds = np.array([fold_of[group] for group in groups])
    chances, told = np.zeros(len(rows)), np.zeros(len(rows))
    for fold in range(_FOLDS):
        rest = folds != fold
        learnt, bias = learn_refusal(rows[rest], labels[rest])
        every = 1 / (1 + np.exp(-(rows @ learnt + bias)))
        bounds = np.arange(0.3, 0.7, 0.02)
        best = max(bounds, key=lambda bound: macro_f1(labels[rest], (every[rest] > bound).astype(float)))
        chances[~rest], told[~rest] = every[~rest], every[~rest] > best
    return chances, told


def macro_f1(labels: Values, told: Values) -> float:
    """The mean of the F1 of both classes."""
    scores = []
    for kind in (0.0, 1.0):
        right = ((told == kind) & (labels == kind)).sum()
        scores.append(2 * right / max(1, (told == kind).sum() + (labels == kind).sum()))
    return float(np.mean(scores))


def _show_bars(labelled: Sequence[Labelled], chances: Values, labels: Values) -> None:
    """What the bars of `verifying` let through, with cross-validated chances."""
    clean = np.array([each.is_clean for each in labelled])
    covered = np.array([each.features["covered"] for each in labelled])
    print("nothing unfounded or contradicted, covered from, chance from: kept, of those supported, of the supported kept")
    for least_covered, least in ((0.0, 0.5), (0.6, 0.5), (0.6, 0.7), (0.75, 0.75), (0.8, 0.8)):
        kept = clean & (covered >= least_covered) & (chances >= least)
        print(f"  {least_covered:.2f} {least:.2f}: {kept.sum()} {labels[kept].mean():.3f} {kept[labels == 1].mean():.3f}")


def _closest(text: str, references: Sequence[str]) -> list[Line]:
    """The sentences of the references that share most words with a claim."""
    wanted = stems(text)
    lines: list[Line] = []
    for number, reference in enumerate(references, start=1):
        passage = Passage(f"{number}#0", str(number), 0, 0, len(reference), reference, "")
        lines += [line for line in lines_of(passage, number) if line.is_text]
    return sorted(lines, key=lambda line: -len(wanted & stems(line.text)))[:_MOST_LINES]


if __name__ == "__main__":
    main()
