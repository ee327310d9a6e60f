"""The commands index and articles."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from tests.fetching.sites import broadsheet, paragraphs
from tests.fetching.stories import BRIDGE
from tests.fetching.web import serving

Command = Callable[..., CompletedProcess[str]]


@pytest.fixture
def own_shelf(shelf: Path, tmp_path: Path) -> Path:
    """A copy of the three articles that a test may change."""
    return Path(shutil.copytree(shelf, tmp_path / "own"))


def test_articles_are_added_once_and_updated_when_they_change(dateline: Command, own_shelf: Path, tmp_path: Path) -> None:
    first = dateline("index", own_shelf, "--home", tmp_path / "home")
    article = own_shelf / "monday.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nDivers went down at noon.\n", encoding="utf-8")
    second = dateline("index", own_shelf, "--home", tmp_path / "home")
    assert [(done.returncode, done.stdout, done.stderr) for done in (first, second)] == [
        (0, "3 added, 0 updated, 0 unchanged, 0 removed, 0 failed\n", ""),
        (0, "0 added, 1 updated, 2 unchanged, 0 removed, 0 failed\n", ""),
    ]


def test_what_cannot_be_read_is_named_and_the_rest_is_indexed(dateline: Command, own_shelf: Path, tmp_path: Path) -> None:
    broken, missing = own_shelf / "broken.json", tmp_path / "missing.md"
    broken.write_text("{", encoding="utf-8")
    done = dateline("index", own_shelf, missing, "--home", tmp_path / "home")
    assert (done.returncode, done.stdout) == (1, "3 added, 0 updated, 0 unchanged, 0 removed, 2 failed\n")
    assert [line.partition(": ")[0] for line in done.stderr.splitlines()] == [str(broken), str(missing)]


def test_a_page_of_the_web_is_indexed_by_its_address(dateline: Command, tmp_path: Path) -> None:
    with serving() as web:
        url = web.put("/bridge", broadsheet("Bridge stays closed", paragraphs(BRIDGE)))
        refused = dateline("index", url, "--home", tmp_path / "home")
        done = dateline("index", url, "--home", tmp_path / "home", DATELINE_ALLOW_HOSTS=web.host)
    assert (done.returncode, done.stdout, done.stderr) == (0, "1 added, 0 updated, 0 unchanged, 0 removed, 0 failed\n", "")
    reason = "127.0.0.1 is not on the public web but in a private or reserved network; if it is yours, allow it"
    assert (refused.returncode, refused.stderr) == (1, f"{url}: {reason}: DATELINE_ALLOW_HOSTS={web.host}\n")


def test_an_empty_folder_holds_no_articles(dateline: Command, elsewhere: Path, tmp_path: Path) -> None:
    done = dateline("index", elsewhere, "--home", tmp_path / "home")
    assert (done.returncode, done.stdout) == (0, "no articles found\n")


def test_pruning_removes_the_articles_whose_files_are_gone(dateline: Command, own_shelf: Path, tmp_path: Path) -> None:
    dateline("index", own_shelf, "--home", tmp_path / "home")
    (own_shelf / "market.md").unlink()
    done = dateline("index", own_shelf, "--prune", "--home", tmp_path / "home")
    assert (done.returncode, done.stdout) == (0, "0 added, 0 updated, 2 unchanged, 1 removed, 0 failed\n")


def test_rebuilding_embeds_every_passage_again(dateline: Command, own_home: Path) -> None:
    done = dateline("index", "--rebuild", "--home", own_home)
    assert (done.returncode, done.stdout) == (0, "3 passages embedded again\n")


def test_what_is_indexed_is_shown(dateline: Command, home: Path) -> None:
    done = dateline("articles", "--home", home)
    facts = dict(line.split("  ", 1) for line in done.stdout.splitlines())
    encoder = facts.pop("encoder").strip()
    assert (done.returncode, encoder.startswith("minilm")) == (0, True)
    assert {name: value.strip() for name, value in facts.items()} == {
        "articles": "3",
        "passages": "3",
        "published": "3 Mar 2025 to 5 Mar 2025",
        "undated": "0",
        "newest": "Night market returns to the old quay",
        "sources": "Harbor Wire (2), Vale Gazette (1)",
    }


def test_what_is_indexed_is_a_record_for_programs(dateline: Command, home: Path) -> None:
    record = json.loads(dateline("articles", "--json", DATELINE_HOME=str(home)).stdout)
    assert (record["articles"], record["last_published"], record["sources"]) == (
        3,
        "2025-03-05T12:00:00+00:00",
        [{"source": "Harbor Wire", "articles": 2}, {"source": "Vale Gazette", "articles": 1}],
    )


def test_an_empty_home_says_what_to_do(dateline: Command, tmp_path: Path) -> None:
    done = dateline("articles", "--home", tmp_path / "home")
    assert (done.returncode, done.stdout) == (0, "nothing is indexed yet; run: dateline index PATH\n")
