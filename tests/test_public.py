"""What other programs depend on: the names, their types, and that importing them is cheap."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

import index
from tests.articles import CORPUS

QUOTES_ANSWER = """
import json, sys
from pathlib import Path
from index import Newsroom

with Newsroom.open(sys.argv[1]) as news:
    answer = news.ask("How many sailors serve on the carrier Ford?")
print(json.dumps([answer.found, answer.mode, sorted({name.partition(".")[0] for name in sys.modules})]))
"""
HEAVY = {
    "chromadb",
    "numpy",
    "onnxruntime",
    "tokenizers",
    "llama_index",
    "langchain_core",
    "openai",
    "httpx",
    "trafilatura",
    "Stemmer",
}


def _run(code: str, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "OPENAI_"))}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, encoding="utf-8", env=kept, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_public_names_are_these() -> None:
    assert index.__all__ == [
        "Access",
        "Answer",
        "Archive",
        "Article",
        "ArticleError",
        "Bounds",
        "ChromaServer",
        "Citation",
        "DatelineError",
        "EmbedderMismatch",
        "Encoder",
        "Endpoint",
        "Failure",
        "FeedError",
        "Feeds",
        "Finding",
        "Fingerprint",
        "Headline",
        "Hit",
        "IngestProgress",
        "IngestReport",
        "Message",
        "Model",
        "ModelError",
        "Newsroom",
        "NothingIndexed",
        "Overview",
        "Passage",
        "Progress",
        "QuestionError",
        "Reading",
        "RefreshReport",
        "Refreshed",
        "SettingsError",
        "Stop",
        "Stopped",
        "StorageError",
        "Subscription",
        "Tally",
        "Usage",
        "Window",
    ]


@pytest.mark.parametrize("name", index.__all__)
def test_every_public_name_exists_and_is_documented(name: str) -> None:
    assert (getattr(index, name).__name__, bool(getattr(index, name).__doc__)) == (name, True)


def test_other_names_do_not_exist() -> None:
    with pytest.raises(AttributeError, match="module 'index' has no attribute 'Oracle'"):
        _ = index.Oracle


@pytest.mark.parametrize("name", [name for name in index.__all__ if name.endswith(("Error", "Indexed", "Mismatch", "Stopped"))])
def test_every_error_is_one_that_front_ends_show(name: str) -> None:
    assert issubclass(getattr(index, name), index.DatelineError)


def test_the_package_says_that_it_is_typed() -> None:
    assert resources.files("index").joinpath("py.typed").is_file()


def test_importing_the_library_imports_nothing_heavy() -> None:
    loaded = _run("import index, sys; print(*{name.partition('.')[0] for name in sys.modules})").split()
    assert HEAVY & set(loaded) == set()


def test_a_quotes_answer_imports_neither_llamaindex_nor_openai(tmp_path: Path) -> None:
    with index.Newsroom.open(tmp_path / "home") as news:
        news.ingest([CORPUS], now=datetime(2025, 11, 20, tzinfo=UTC))
    found, mode, loaded = json.loads(_run(QUOTES_ANSWER, str(tmp_path / "home")))
    assert (found, mode, {"llama_index", "openai"} & set(loaded)) == (True, "quotes", set())
