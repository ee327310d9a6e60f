"""One measurement of Dateline in a process of its own: `python -m tests.benchmarks.ours ingest|search HOME FILE`.

FILE holds articles to ingest, or questions to search for.
"""

import sys
from pathlib import Path

from index import Newsroom
from tests.benchmarks import measuring


def main() -> None:
    """Measure what the command line says."""
    what, home, file = sys.argv[1:]
    with Newsroom.open(home) as news:
        if what == "ingest":
            taken = measuring.seconds(lambda: news.ingest([file]))
            held = news.articles()
            measuring.report(measuring.Ingested(held.articles, held.passages, taken, measuring.peak_memory()))
        else:
            questions = [record["question"] for record in measuring.records(Path(file))]
            news.warm_up()
            measuring.report(measuring.searched(lambda question: news.search(question, limit=20), questions))


if __name__ == "__main__":
    main()
