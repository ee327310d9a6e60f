"""Measure Dateline and its peer side by side, each measurement in a process of its own, one after the other.

    python -m tests.benchmarks ARTICLES.jsonl --questions QUESTIONS.jsonl --peer-model FLOAT.onnx --peer-tokenizer TOKENIZER.json

ARTICLES hold title or headline, text, url, and published or firstcreated; QUESTIONS hold question. Without the peer's two files,
Dateline is measured alone. The peer is LlamaIndex with Chroma as its tutorial has it: see peer.py.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import measuring

_RUNS = 5


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--questions", required=True, type=Path)
    parser.add_argument("--peer-model", type=Path, help="all-MiniLM-L6-v2 in float, as ONNX")
    parser.add_argument("--peer-tokenizer", type=Path, help="its tokenizer.json")
    parser.add_argument("--limit", type=int, help="articles to take, from the first")
    options = parser.parse_args()
    if (options.peer_model is None) != (options.peer_tokenizer is None):
        parser.error("--peer-model and --peer-tokenizer go together")
    peer = () if options.peer_model is None else (options.peer_model, options.peer_tokenizer)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        articles = place / "articles.jsonl"
        articles.write_bytes(b"".join(options.articles.read_bytes().splitlines(keepends=True)[: options.limit]))
        _print_row("", "Dateline", "peer" if peer else "")
        _ingest(place, articles, peer)
        _search(place, options.questions, peer)
        _ask(place, options.questions)


def _ingest(place: Path, articles: Path, peer: tuple[Path, ...]) -> None:
    results = [measuring.child("tests.benchmarks.ours", "ingest", place / "ours", articles)]
    if peer:
        results.append(measuring.child("tests.benchmarks.peer", "ingest", place / "peer", articles, *peer))
    rows = [measuring.Ingested(**result) for result in results]
    _print_row("articles", *(f"{row.articles:,}" for row in rows))
    _print_row("passages", *(f"{row.passages:,}" for row in rows))
    _print_row("ingest, articles/s", *(f"{row.articles / row.seconds:.1f}" for row in rows))
    _print_row("ingest, peak memory, MiB", *(f"{row.memory:.0f}" for row in rows))


def _search(place: Path, questions: Path, peer: tuple[Path, ...]) -> None:
    results = [measuring.child("tests.benchmarks.ours", "search", place / "ours", questions)]
    if peer:
        results.append(measuring.child("tests.benchmarks.peer", "search", place / "peer", questions, *peer))
    rows = [measuring.Searched(**result) for result in results]
    _print_row("searches", *(f"{row.count:,}" for row in rows))
    _print_row("search, p50, ms", *(f"{row.middle:.1f}" for row in rows))
    _print_row("search, p95, ms", *(f"{row.slow:.1f}" for row in rows))
    _print_row("search, peak memory, MiB", *(f"{row.memory:.0f}" for row in rows))


def _ask(place: Path, questions: Path) -> None:
    question = next(measuring.records(questions))["question"]
    ask = [sys.executable, "-m", "bot", "ask", question, "--home", place / "ours"]
    ours = measuring.ran(ask, times=_RUNS)
    imports = measuring.ran([sys.executable, "-c", "import chromadb, llama_index.core"], times=_RUNS)
    _print_row("dateline ask; peer: its imports alone, s", f"{ours.seconds:.2f}", f"{imports.seconds:.2f}")
    _print_row("the same, peak memory, MiB", f"{ours.memory:.0f}", f"{imports.memory:.0f}")


def _print_row(name: str, *values: str) -> None:
    print(f"{name:42}" + "".join(f"{value:>12}" for value in values), flush=True)


if __name__ == "__main__":
    main()
