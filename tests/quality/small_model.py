"""What a small real language model does to the scores: each question set twice, quoted and written.

    python -m tests.quality.small_model --score ../shared/quality/score.py --home ../ap-home \\
      --articles ../shared/data/ap_news.jsonl local ../shared/data/ap_local_dev.jsonl tally ../shared/data/ap_tally_dev.jsonl

Prints both figures of every measure, how many answers the model wrote, why the others were quoted, and the markers without a
citation. The exit code is 1 when a measure is worse by more than 0.02, or when such a marker exists.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.writing import small_model

_MEASURE = re.compile(r"^(\S.*?)\s+(\d\.\d{3}|nan)\s+\(", re.MULTILINE)
_BETTER_LOW = ("stale", "leak", "refused")
_MOST_LOST = 0.02
_LIMITS = {
    "DATELINE_MODEL_CONTEXT": str(small_model.CONTEXT),
    "DATELINE_MODEL_OUTPUT": "160",  # it repeats itself after that many
    "DATELINE_MODEL_TIMEOUT": "600",
}


def main() -> int:
    """Measure and print; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--score", required=True, help="the script that scores from outside")
    parser.add_argument("--home", required=True, help="an index of the articles")
    parser.add_argument("--articles", required=True)
    parser.add_argument("sets", nargs="+", help="kind and file of each set of questions, in turn")
    options = parser.parse_args()
    worst = 0.0
    with small_model.serve(small_model.weights()) as server:
        for kind, questions in list(pairwise(options.sets))[::2]:
            quoted, _ = _scored(options, kind, questions, {"DATELINE_MODEL": "none"})
            written, answers = _scored(options, kind, questions, {"OPENAI_BASE_URL": server.base_url, **_LIMITS})
            print(f"\n{Path(questions).name}", *_rows(quoted, written), *_told(answers), sep="\n", flush=True)
            worst = max([worst, *_lost(quoted, written).values(), *(1.0 for each in answers if _stray(each))])
    return int(worst > _MOST_LOST)


def _scored(
    options: argparse.Namespace, kind: str, questions: str, settings: Mapping[str, str]
) -> tuple[dict[str, float], list[dict[str, Any]]]:
    """The figure of every measure, and the answers."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "OPENAI_"))}
    with tempfile.TemporaryDirectory() as place:
        answers = Path(place) / "answers.jsonl"
        command = f"{sys.executable} -m {__spec__.name} keep {answers}"
        articles = [] if kind == "unanswerable" else ["--articles", options.articles]
        done = subprocess.run(
            [sys.executable, options.score, kind, questions, "--home", options.home, *articles, "--command", command],
            env=kept | dict(settings),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if done.returncode:
            sys.exit(done.stderr)
        told = [json.loads(line) for line in answers.read_text(encoding="utf-8").splitlines()]
    return {name: float(figure) for name, figure in _MEASURE.findall(done.stdout)}, told


def _keep(path: str, arguments: Sequence[str]) -> int:
    """Run the command line, and keep in a file what it prints; returns its exit code."""
    done = subprocess.run([sys.executable, "-m", "bot", *arguments], stdout=subprocess.PIPE, encoding="utf-8", check=False)
    Path(path).write_text(done.stdout, encoding="utf-8")
    print(done.stdout, end="")
    return done.returncode


def _lost(quoted: Mapping[str, float], written: Mapping[str, float]) -> dict[str, float]:
    """By how much each measure is worse when the model writes; below 0 where it is better."""
    return {
        name: (written[name] - figure) * (1 if name.startswith(_BETTER_LOW) else -1)
        for name, figure in quoted.items()
        if not math.isnan(figure)
    }


def _rows(quoted: Mapping[str, float], written: Mapping[str, float]) -> Iterator[str]:
    yield f"{'':36} quoted  written"
    lost = _lost(quoted, written)
    for name, figure in quoted.items():
        note = f"  worse by {lost[name]:.3f}" if lost.get(name, 0.0) > _MOST_LOST else ""
        yield f"{name:36} {figure:.3f}   {written[name]:.3f}{note}"


def _told(answers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    notices = Counter(str(answer["notice"]) for answer in answers if answer["mode"] == "quotes")
    yield f"written by the model: {sum(answer['mode'] == 'model' for answer in answers)} of {len(answers)}"
    yield f"markers without a citation: {sum(map(len, map(_stray, answers)))}"
    for notice, count in notices.most_common():
        yield f"{count:4} {notice}"
    for answer in answers:
        if answer["mode"] == "model":
            yield f"     {answer['question']} — {answer['text']}"


def _stray(answer: Mapping[str, Any]) -> set[int]:
    """Numbers of markers that no citation of the answer has."""
    return set(map(int, re.findall(r"\[(\d+)\]", answer["text"]))) - {citation["number"] for citation in answer["citations"]}


if __name__ == "__main__":
    sys.exit(_keep(sys.argv[2], sys.argv[3:]) if sys.argv[1:2] == ["keep"] else main())
