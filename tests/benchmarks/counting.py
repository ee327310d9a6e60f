"""What a count question costs beside others: `python -m tests.benchmarks.counting HOME OTHERS COUNTS`.

HOME holds the articles; OTHERS and COUNTS are files of questions, each a JSON object a line with the key `question`. All are
asked twice in one process that is warm, and the second time counts.
"""

import statistics
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from index import Newsroom
from index.answering.counting import is_counting
from index.retrieval.questions import plan
from tests.benchmarks import measuring


def main() -> None:
    """Print the medians, in milliseconds, and their ratio, which is meant to stay below 3."""
    home, others, counts = sys.argv[1:]
    with Newsroom.open(home) as news:
        news.warm_up()
        newest = news.articles().last_published
        now = newest or datetime.now(UTC)

        def of_kind(file: str, *, wanted: bool) -> list[str]:
            questions = [record["question"] for record in measuring.records(Path(file))]
            return [each for each in questions if is_counting(plan(each, now=now, newest=newest)) is wanted]

        def seconds(question: str) -> float:
            news.ask(question, now=now)
            return measuring.seconds(lambda: news.ask(question, now=now))

        def median(questions: Sequence[str]) -> float:
            return statistics.median(map(seconds, questions))

        other, count = median(of_kind(others, wanted=False)), median(of_kind(counts, wanted=True))
    print(f"a count question {1000 * count:.0f} ms, another {1000 * other:.0f} ms, ratio {count / other:.2f}")


if __name__ == "__main__":
    main()
