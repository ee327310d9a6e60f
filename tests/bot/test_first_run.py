"""What an empty home means, inside the checkout and elsewhere."""

from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Command = Callable[..., CompletedProcess[str]]

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Our packages in a folder without sample articles."""
    place = tmp_path / "installed"
    place.mkdir()
    for package in ("bot", "index", "prompts"):
        (place / package).symlink_to(CHECKOUT / package)
    return place


@pytest.mark.parametrize("arguments", [["ask", "who is the mayor?"], ["search", "mayor"], ["repl"]])
def test_elsewhere_nothing_indexed_is_an_error(dateline: Command, installed: Path, tmp_path: Path, arguments: list[str]) -> None:
    done = dateline(*arguments, "--home", tmp_path / "home", PYTHONPATH=str(installed))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "dateline: nothing is indexed yet; run: dateline index PATH\n")


def test_a_stranger_s_corpus_is_left_alone(dateline: Command, installed: Path, elsewhere: Path, tmp_path: Path) -> None:
    (elsewhere / "corpus").mkdir()
    (elsewhere / "corpus" / "mine.md").write_text("Nobody asked for this to be read.", encoding="utf-8")
    assert dateline("ask", "who?", "--home", tmp_path / "home", PYTHONPATH=str(installed)).returncode == 1


def test_inside_the_checkout_the_sample_articles_are_read_first(
    dateline: Command, installed: Path, shelf: Path, tmp_path: Path
) -> None:
    (installed / "corpus").symlink_to(shelf)
    first = dateline("search", "market", "--limit", "1", "--home", tmp_path / "home", PYTHONPATH=str(installed))
    second = dateline("search", "market", "--limit", "1", "--home", tmp_path / "home", PYTHONPATH=str(installed))
    assert (first.returncode, first.stderr) == (
        0,
        (
            "dateline: nothing is indexed yet: indexing the sample articles in corpus/ first …\n"
            "dateline: 3 sample articles indexed\n"
        ),
    )
    assert (second.returncode, second.stdout, second.stderr) == (0, first.stdout, "")
    assert first.stdout.startswith("1. Night market returns to the old quay — Vale Gazette, 5 Mar 2025\n")
